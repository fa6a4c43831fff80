"""What readers of syntheses ask: each in a fixed number of statements. What was published stays."""

from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.articles.models import Question
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.paging import Page, decode, encode, page
from forum.permissions import Actor
from forum.synthesis.models import MARKS_WITH_REMARK, Recognition, Slot, Synthesis, SynthesisText
from forum.synthesis.selects import (
    by_version,
    marks_of,
    own_mark,
    positions_select,
    remark_view,
    remarks_select,
    slot_views,
    synthesis_select,
    texts_select,
)
from forum.synthesis.views import RemarkView, SynthesisSource, SynthesisView, VersionLine

REMARKS_ON_PAGE = 50
_AFTER_ALL = 2**31 - 1


def latest_synthesis(question_id: int, viewer: Actor, locale: str) -> SynthesisView | None:
    """None before the first is published. 3 statements, 1 when there is none."""
    values = {"question_id": question_id, "viewer_id": viewer.id or 0}
    row = db.session.execute(synthesis_select(is_latest=True), values).one_or_none()
    return _view(row, locale) if row else None


def synthesis_version(question_id: int, version: int, viewer: Actor, locale: str) -> SynthesisView:
    """3 statements. Raises NotFound."""
    values = {"question_id": question_id, "viewer_id": viewer.id or 0, "version": version}
    row = db.session.execute(synthesis_select(is_latest=False), values).one_or_none()
    if row is None:
        raise NotFound
    return _view(row, locale)


def remarks_under(
    synthesis_id: int, viewer: Actor, locale: str, *, after: str | None = None
) -> Page[RemarkView]:
    """The remarks of participants, the last first. Also those that a moderator hid, without their text.

    1 statement. Raises NotFound for a cursor that we did not make.
    """
    values = {
        "synthesis_id": synthesis_id,
        "before": decode(after, int)[0] if after else _AFTER_ALL,
        "most": REMARKS_ON_PAGE + 1,
    }
    rows = db.session.execute(remarks_select(locale), values).all()
    slice = page(rows, REMARKS_ON_PAGE, lambda row: [row.id])
    return Page([remark_view(row, viewer) for row in slice.rows], slice.next)


def versions_of(question_id: int) -> tuple[VersionLine, ...]:
    """All versions, the last first. 1 statement."""
    rows = db.session.execute(
        sa.select(Synthesis.version, User.name, Synthesis.published_at)
        .join(User, User.id == Synthesis.author_id)
        .where(Synthesis.question_id == question_id)
        .order_by(Synthesis.version.desc())
    )
    return tuple(VersionLine(*row) for row in rows)


def synthesis_sources(question_id: int, versions: list[int], locale: str) -> dict[int, SynthesisSource]:
    """These versions as they were typed, by number; those that do not exist are left out. 3 statements."""
    rows = db.session.execute(
        sa.select(Synthesis.id, Synthesis.version, User.name, Synthesis.published_at)
        .join(User, User.id == Synthesis.author_id)
        .where(Synthesis.question_id == question_id, Synthesis.version.in_(versions))
    ).all()
    ids = [row.id for row in rows]
    texts: dict[int, dict[Slot, str]] = {id: {} for id in ids}
    for synthesis_id, slot, source in db.session.execute(
        sa.select(SynthesisText.synthesis_id, SynthesisText.slot, SynthesisText.source).where(
            SynthesisText.synthesis_id.in_(ids)
        )
    ):
        texts[synthesis_id][slot] = source
    positions = by_version(db.session.execute(positions_select(locale), {"ids": ids}))
    return {
        row.version: SynthesisSource(
            row.version, row.name, row.published_at, texts[row.id], positions[row.id]
        )
        for row in rows
    }


def latest_source(question_id: int, locale: str) -> SynthesisSource | None:
    """The last version as it was typed, None before the first. 4 statements."""
    number = db.session.scalar(
        sa.select(sa.func.max(Synthesis.version)).where(Synthesis.question_id == question_id)
    )
    return synthesis_sources(question_id, [number], locale).get(number) if number else None


def place_of_remark(public_id: str) -> tuple[str, int, str | None]:
    """(question's slug, version, cursor of the page it is on or None for the first). 2 statements.

    Raises NotFound, also for a mark that holds no remark any more.
    """
    row = db.session.execute(
        sa.select(Recognition.id, Recognition.synthesis_id, Question.slug, Synthesis.version)
        .join(Synthesis, Synthesis.id == Recognition.synthesis_id)
        .join(Question, Question.id == Synthesis.question_id)
        .where(Recognition.public_id == public_id.replace("\x00", ""), _HAS_REMARK)
    ).one_or_none()
    if row is None:
        raise NotFound
    newer = db.session.scalar(
        sa.select(sa.func.count()).where(
            Recognition.synthesis_id == row.synthesis_id, Recognition.id > row.id, _HAS_REMARK
        )
    )
    is_on_first_page = (newer or 0) < REMARKS_ON_PAGE
    return row.slug, row.version, None if is_on_first_page else encode([row.id + 1])


def _view(row: Any, locale: str) -> SynthesisView:
    """2 statements."""
    texts = db.session.execute(texts_select(), {"synthesis_id": row.id}).all()
    positions = by_version(db.session.execute(positions_select(locale), {"ids": [row.id]}))
    return SynthesisView(
        id=row.id,
        version=row.version,
        latest=row.latest,
        author=row.author,
        author_id=row.author_id,
        published_at=row.published_at,
        slots=slot_views(texts, positions[row.id]),
        marks=marks_of(row),
        mine=own_mark(row),
        is_participant=bool(row.is_participant),
    )


_HAS_REMARK = Recognition.mark.in_(MARKS_WITH_REMARK)
