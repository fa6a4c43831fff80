"""Commands on syntheses. Texts come in rendered, so that no transaction waits for that."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from forum.articles.models import Question
from forum.audit import recorded
from forum.discussion.drafts import discard, recognition_place, synthesis_place
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid, NotFound, Stale
from forum.lib.i18n import _
from forum.lib.once import remember, repeated
from forum.lib.rendered import Rendered
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.positions.models import Choice, Position, PositionResult, Standing
from forum.positions.selects import IS_LISTED
from forum.synthesis.events import RemarkMade, SynthesisPublished
from forum.synthesis.models import Mark, Recognition, Slot, Synthesis, SynthesisPosition, SynthesisText
from forum.synthesis.participants import takes_part
from forum.synthesis.rules import (
    check_latest,
    check_markable,
    check_replaceable,
    check_synthesis,
    checked_remark,
    positions_field,
)

Linked = dict[int, tuple[Slot, Standing, int]]
"""Id of a position to its slot, its standing and the direction of that; in order."""


@atomic
def write_synthesis(
    actor: Actor,
    question_slug: str,
    *,
    slots: Mapping[Slot, Rendered],
    positions: Mapping[Slot, Sequence[str]],
    version: int,
    submission_key: str = "",
) -> Synthesis:
    """Publish the next version. Recognition begins afresh with it.

    positions: public ids, in the order in which they are shown. version: the one that the writer began from,
    0 for none. Raises Invalid for what will not do, and Stale when another version was published since;
    `current` is that one.
    """
    question = _locked_question(question_slug)
    require(actor, P.SYNTHESIS_WRITE, question)
    check_synthesis({slot: body.source for slot, body in slots.items()}, positions)
    linked = _linked(question.id, positions)
    if earlier := repeated(actor.user_id, submission_key):
        return db.session.get_one(Synthesis, int(earlier))
    latest = _latest(question.id)
    if (latest.version if latest else 0) != version:
        raise Stale(
            latest,
            _("Another moderator published a version after you began. Compare the two and publish again."),
        )
    if latest is not None and _says_the_same(latest.id, slots, linked):
        raise Invalid({"words": _("Nothing changed since version %(n)s.", n=latest.version)})

    synthesis = Synthesis(
        question_id=question.id, version=version + 1, author_id=actor.user_id, published_at=clock.now()
    )
    db.session.add(synthesis)
    db.session.flush()
    with recorded(actor, "synthesis.publish", synthesis):
        _add_content(synthesis.id, slots, linked)
    remember(actor.user_id, submission_key, str(synthesis.id))
    discard(actor.user_id, synthesis_place(question_slug))
    emit(SynthesisPublished(synthesis.id))
    return synthesis


@atomic
def recognise(actor: Actor, question_slug: str, *, version: int, mark: Mark, remark: str = "") -> Recognition:
    """Say, or say anew, whether one recognises the latest version. Sending it twice changes nothing more.

    Raises Refused for who takes no part, Conflict when `version` is not the latest any more, Invalid for a
    remark that is missing or too long.
    """
    question, synthesis = _markable(actor, question_slug, version)
    is_participant = db.session.scalar(sa.select(takes_part(question.id, actor.user_id)))
    check_markable(is_participant=bool(is_participant), is_own=synthesis.author_id == actor.user_id)
    text = checked_remark(mark, remark)
    own = _own(synthesis, actor)
    if own is None:
        own = Recognition(synthesis_id=synthesis.id, author_id=actor.user_id, remark="")
        db.session.add(own)
    else:
        check_replaceable(own.remark, text, is_hidden=own.is_hidden)
    is_news = text not in ("", own.remark)
    if (own.mark, own.remark) != (mark, text):
        own.mark, own.marked_at = mark, clock.now()
        # A hidden remark stays to be looked at, also behind a mark that shows none.
        if text or not own.is_hidden:
            own.remark = text
    db.session.flush()
    discard(actor.user_id, recognition_place(question_slug))
    if is_news:
        emit(RemarkMade(own.id))
    return own


@atomic
def withdraw_recognition(actor: Actor, question_slug: str, *, version: int) -> None:
    """Take one's mark and remark back, of an old version too. Without a mark nothing happens."""
    own = db.session.scalar(
        sa.select(Recognition)
        .join(Synthesis, Synthesis.id == Recognition.synthesis_id)
        .join(Question, Question.id == Synthesis.question_id)
        .where(Question.slug == question_slug.replace("\x00", ""), Synthesis.version == version)
        .where(Recognition.author_id == actor.user_id)
        .with_for_update(of=Recognition)
    )
    if own is None or own.mark is None:
        return
    require(actor, P.RECOGNITION_WITHDRAW, own)
    own.mark, own.marked_at = None, clock.now()
    if not own.is_hidden:
        own.remark = ""


def _question_named(slug: str) -> sa.Select[Question]:
    return sa.select(Question).where(Question.slug == slug.replace("\x00", ""))


def _locked_question(slug: str) -> Question:
    """Versions of one question are published one after the other. Votes and comments do not wait for it."""
    question = db.session.scalar(_question_named(slug).with_for_update(key_share=True))
    if question is None:
        raise NotFound
    return question


def _latest(question_id: int, *, lock: bool = False) -> Synthesis | None:
    statement = (
        sa.select(Synthesis)
        .where(Synthesis.question_id == question_id)
        .order_by(Synthesis.version.desc())
        .limit(1)
    )
    return db.session.scalar(statement.with_for_update() if lock else statement)


def _markable(actor: Actor, question_slug: str, version: int) -> tuple[Question, Synthesis]:
    """Locked, so that of two marks of one person at the same time the second finds the first."""
    question = db.session.scalar(_question_named(question_slug))
    if question is None:
        raise NotFound
    require(actor, P.SYNTHESIS_RECOGNISE, question)
    synthesis = _latest(question.id, lock=True)
    if synthesis is None:
        raise NotFound
    check_latest(version, synthesis.version)
    return question, synthesis


def _own(synthesis: Synthesis, actor: Actor) -> Recognition | None:
    return db.session.scalar(
        sa.select(Recognition).where(
            Recognition.synthesis_id == synthesis.id, Recognition.author_id == actor.user_id
        )
    )


def _linked(question_id: int, positions: Mapping[Slot, Sequence[str]]) -> Linked:
    """Raises Invalid when one of them is not listed with this question (any more)."""
    chosen = {public_id: slot for slot, ids in positions.items() for public_id in ids}
    rows = db.session.execute(
        sa.select(Position.public_id, Position.id, PositionResult.standing, PositionResult.direction)
        .outerjoin(PositionResult, PositionResult.position_id == Position.id)
        .where(Position.question_id == question_id, Position.public_id.in_(chosen), IS_LISTED)
    )
    found = {row.public_id: row for row in rows}
    lost = {slot for public_id, slot in chosen.items() if public_id not in found}
    if lost:
        message = _("A position that you chose is not there any more. Look at what is chosen now.")
        raise Invalid({positions_field(slot): message for slot in lost})
    return {
        found[public_id].id: (
            slot,
            found[public_id].standing or Standing.OPEN,
            found[public_id].direction or int(Choice.AGREE),
        )
        for public_id, slot in chosen.items()
    }


def _says_the_same(synthesis_id: int, slots: Mapping[Slot, Rendered], linked: Linked) -> bool:
    """What positions came to counts as well: showing how that changed is a reason for a new version."""
    texts = sa.select(SynthesisText.slot, SynthesisText.source).where(
        SynthesisText.synthesis_id == synthesis_id
    )
    stored = {slot: source for slot, source in db.session.execute(texts)}  # noqa: C416
    positions = db.session.scalars(
        sa.select(SynthesisPosition).where(SynthesisPosition.synthesis_id == synthesis_id)
    )
    shown = {row.position_id: (row.slot, row.standing, row.direction) for row in positions}
    said = {slot: body.source for slot, body in slots.items() if body.source.strip()}
    return stored == said and shown == linked


def _add_content(synthesis_id: int, slots: Mapping[Slot, Rendered], linked: Linked) -> None:
    db.session.add_all(
        SynthesisText(
            synthesis_id=synthesis_id,
            slot=slot,
            source=body.source,
            html=body.html,
            renderer_version=body.version,
        )
        for slot, body in slots.items()
        if body.source.strip()
    )
    db.session.add_all(
        SynthesisPosition(
            synthesis_id=synthesis_id,
            position_id=position_id,
            slot=slot,
            place=place,
            standing=standing,
            direction=direction,
        )
        for place, (position_id, (slot, standing, direction)) in enumerate(linked.items(), start=1)
    )
