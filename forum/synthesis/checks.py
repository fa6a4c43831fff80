"""Do the versions of a synthesis, their positions and the marks under them fit each other?"""

from collections.abc import Iterator

import sqlalchemy as sa

from forum.articles.models import Question
from forum.lib.db import db
from forum.positions.models import Position
from forum.synthesis.models import (
    MARKS_WITH_REMARK,
    Recognition,
    Synthesis,
    SynthesisPosition,
    SynthesisText,
)


def problems() -> Iterator[str]:
    yield from _versions()
    yield from _empty()
    yield from _positions()
    yield from _remarks()


def _versions() -> Iterator[str]:
    """They count from 1 without a gap, since each begins from the one before."""
    rows = db.session.execute(
        sa.select(Question.slug, sa.func.count(), sa.func.max(Synthesis.version))
        .join(Synthesis, Synthesis.question_id == Question.id)
        .group_by(Question.slug)
        .order_by(Question.slug)
    )
    for slug, count, last in rows:
        if count != last:
            yield f"synthesis of {slug}: has {count} versions, the last is number {last}"


def _empty() -> Iterator[str]:
    rows = db.session.execute(
        _named()
        .outerjoin(SynthesisText, SynthesisText.synthesis_id == Synthesis.id)
        .where(SynthesisText.synthesis_id.is_(None))
    )
    for slug, version in rows:
        yield f"synthesis of {slug}: version {version} says nothing"


def _positions() -> Iterator[str]:
    rows = db.session.execute(
        _named()
        .add_columns(Position.public_id)
        .join(SynthesisPosition, SynthesisPosition.synthesis_id == Synthesis.id)
        .join(Position, Position.id == SynthesisPosition.position_id)
        .where(Position.question_id != Synthesis.question_id)
    )
    for slug, version, public_id in rows:
        yield f"synthesis of {slug}: version {version} shows position {public_id} of another question"


def _remarks() -> Iterator[str]:
    rows = db.session.execute(
        _named()
        .add_columns(Recognition.public_id)
        .join(Recognition, Recognition.synthesis_id == Synthesis.id)
        .where(Recognition.mark.in_(MARKS_WITH_REMARK), Recognition.remark == "")
    )
    for slug, version, public_id in rows:
        yield f"synthesis of {slug}: mark {public_id} under version {version} lacks its remark"


def _named() -> sa.Select[str, int]:
    return (
        sa.select(Question.slug, Synthesis.version)
        .select_from(Synthesis)
        .join(Question, Question.id == Synthesis.question_id)
        .order_by(Question.slug, Synthesis.version)
    )
