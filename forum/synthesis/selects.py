"""The statements behind the queries, and the way from their rows to what a reader sees.

Each is made once for each language, with its values bound at each use.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.accounts.perspectives import PerspectiveText
from forum.discussion.views import Author
from forum.lib.rendered import RENDERER_VERSION, fresh
from forum.lib.wording import preferred
from forum.permissions import Actor, moderates
from forum.positions.models import Choice, Position, PositionResult, PositionState, PositionText, Standing
from forum.positions.selects import statement_of
from forum.synthesis.models import (
    MARKS_WITH_REMARK,
    Mark,
    Recognition,
    RemarkState,
    Slot,
    Synthesis,
    SynthesisPosition,
    SynthesisText,
)
from forum.synthesis.participants import takes_part
from forum.synthesis.views import LinkedPosition, Marks, Outcome, OwnMark, RemarkView, SlotView

VIEWER = sa.bindparam("viewer_id", type_=sa.Integer)
QUESTION = sa.bindparam("question_id", type_=sa.Integer)
VERSION = sa.bindparam("version", type_=sa.Integer)


@cache
def synthesis_select(*, is_latest: bool) -> sa.Select[*tuple[Any, ...]]:
    """A version of `question_id`: the last, or the one with number `version`. With its marks, the own one of
    `viewer_id`, and whether they take part."""
    found = (
        sa.select(
            Synthesis.id,
            Synthesis.version,
            Synthesis.author_id,
            Synthesis.published_at,
            User.name.label("author"),
            _latest_version().label("latest"),
            *(_marked(mark).label(mark.value) for mark in Mark),
            Recognition.mark,
            Recognition.remark,
            Recognition.state,
            takes_part(QUESTION, VIEWER).label("is_participant"),
        )
        .join(User, User.id == Synthesis.author_id)
        .outerjoin(
            Recognition,
            sa.and_(Recognition.synthesis_id == Synthesis.id, Recognition.author_id == VIEWER),
        )
        .where(Synthesis.question_id == QUESTION)
    )
    if is_latest:
        return found.order_by(Synthesis.version.desc()).limit(1)
    return found.where(Synthesis.version == VERSION)


def _latest_version() -> sa.ScalarSelect[Any]:
    other = aliased(Synthesis)
    return sa.select(sa.func.max(other.version)).where(other.question_id == QUESTION).scalar_subquery()


def _marked(mark: Mark) -> sa.ScalarSelect[Any]:
    """How many people set this mark."""
    other = aliased(Recognition)
    return (
        sa.select(sa.func.count())
        .where(other.synthesis_id == Synthesis.id, other.mark == mark)
        .correlate(Synthesis)
        .scalar_subquery()
    )


@cache
def texts_select() -> sa.Select[*tuple[Any, ...]]:
    """The texts of `synthesis_id`; the source only where an older renderer made the HTML."""
    return sa.select(
        SynthesisText.slot,
        SynthesisText.html,
        SynthesisText.renderer_version,
        sa.case((SynthesisText.renderer_version < RENDERER_VERSION, SynthesisText.source)).label(
            "stale_source"
        ),
    ).where(SynthesisText.synthesis_id == sa.bindparam("synthesis_id"))


@cache
def positions_select(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """The positions in each of `ids`, versions of a synthesis, as they were and as they are."""
    other_text = aliased(PositionText)
    return (
        sa.select(
            SynthesisPosition.synthesis_id,
            SynthesisPosition.slot,
            SynthesisPosition.standing,
            SynthesisPosition.direction,
            Position.public_id,
            Position.state,
            statement_of(Position.id, locale).label("statement"),
            preferred(other_text.locale, other_text.position_id == Position.id, locale).label("language"),
            PositionResult.standing.label("standing_now"),
            PositionResult.direction.label("direction_now"),
        )
        .join(Position, Position.id == SynthesisPosition.position_id)
        .outerjoin(PositionResult, PositionResult.position_id == Position.id)
        .where(SynthesisPosition.synthesis_id.in_(sa.bindparam("ids", expanding=True)))
        .order_by(SynthesisPosition.synthesis_id, SynthesisPosition.place)
    )


@cache
def remarks_select(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """At most `most` remarks under `synthesis_id`, the last first; those before the one with id `before`."""
    return (
        sa.select(
            Recognition.id,
            Recognition.public_id,
            Recognition.mark,
            Recognition.remark,
            Recognition.state,
            Recognition.author_id,
            Recognition.marked_at,
            User.name,
            User.public_id.label("author_public_id"),
            User.role.label("author_role"),
            User.organisation,
            preferred(
                PerspectiveText.label, PerspectiveText.perspective_id == User.perspective_id, locale
            ).label("perspective"),
        )
        .join(User, User.id == Recognition.author_id)
        .where(
            Recognition.synthesis_id == sa.bindparam("synthesis_id"),
            Recognition.mark.in_(MARKS_WITH_REMARK),
            Recognition.id < sa.bindparam("before", type_=sa.Integer),
        )
        .order_by(Recognition.id.desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


def marks_of(row: Any) -> Marks:
    return Marks(row.recognisable, row.with_remark, row.not_recognisable)


def own_mark(row: Any) -> OwnMark | None:
    if row.mark is None:
        return None
    return OwnMark(row.mark, row.remark, is_hidden=row.state is RemarkState.HIDDEN)


def slot_views(
    texts: Iterable[Any], positions: dict[Slot, tuple[LinkedPosition, ...]]
) -> tuple[SlotView, ...]:
    """All four, in their order."""
    html = {row.slot: Markup(fresh(row.stale_source, row.html, row.renderer_version)) for row in texts}  # noqa: S704
    return tuple(SlotView(slot, html.get(slot, Markup()), positions.get(slot, ())) for slot in Slot)


def by_version(rows: Iterable[Any]) -> dict[int, dict[Slot, tuple[LinkedPosition, ...]]]:
    """Positions by id of the version, then by slot."""
    found: dict[int, dict[Slot, tuple[LinkedPosition, ...]]] = defaultdict(dict)
    for row in rows:
        slots = found[row.synthesis_id]
        slots[row.slot] = (*slots.get(row.slot, ()), linked_position(row))
    return found


def linked_position(row: Any) -> LinkedPosition:
    is_visible = row.state is PositionState.VISIBLE
    return LinkedPosition(
        public_id=row.public_id,
        statement=row.statement if is_visible else "",
        language=row.language,
        then=Outcome(row.standing, Choice(row.direction)),
        now=Outcome(row.standing_now or Standing.OPEN, Choice(row.direction_now or Choice.AGREE)),
        is_visible=is_visible,
    )


def remark_view(row: Any, viewer: Actor) -> RemarkView:
    """What a moderator hid is still read by who wrote it, and by moderators."""
    may_read = row.state is RemarkState.VISIBLE or row.author_id == viewer.id or moderates(viewer, None)
    return RemarkView(
        id=row.id,
        public_id=row.public_id,
        mark=row.mark,
        text=row.remark if may_read else "",
        author=Author(row.name, row.perspective, row.organisation, row.author_public_id, row.author_role),
        author_id=row.author_id,
        at=row.marked_at,
        state=row.state,
    )
