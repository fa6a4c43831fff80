"""Perspectives: the roles in the field that people speak from (municipality, procurement …).

The list comes from the content file, not from code. People and questions keep pointing to a perspective
that left the list: it is retired, never deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, atomic, db
from forum.lib.wording import Texts, by_preference, first_of_each
from forum.permissions import Actor, require
from forum.permissions import Permission as P

LONGEST_LABEL = 60  # characters: it stands beside a name, on a phone too


class Perspective(Model):
    __tablename__ = "perspectives"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    position: Mapped[int]
    # Without a vote from every core perspective, a position is not called shared.
    is_core: Mapped[bool]
    is_retired: Mapped[bool] = mapped_column(default=False)


class PerspectiveText(Model):
    __tablename__ = "perspective_texts"

    perspective_id: Mapped[int] = mapped_column(
        sa.ForeignKey("perspectives.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    label: Mapped[str] = mapped_column(sa.String(LONGEST_LABEL))


@dataclass(frozen=True, slots=True)
class PerspectiveLine:
    """A perspective as the content file gives it."""

    slug: str
    is_core: bool
    label: Texts


@dataclass(frozen=True, slots=True)
class PerspectiveView:
    id: int
    slug: str
    label: str
    is_core: bool


@atomic
def put_perspectives(actor: Actor, lines: Sequence[PerspectiveLine]) -> None:
    """Make the list be these, in this order; what is no longer on it is retired."""
    require(actor, P.ARTICLE_LOAD)
    known = {one.slug: one for one in db.session.scalars(sa.select(Perspective))}
    for slug in known.keys() - {line.slug for line in lines}:
        known[slug].is_retired = True
    for position, line in enumerate(lines, start=1):
        one = known.get(line.slug)
        if one is None:
            one = Perspective(slug=line.slug)
            db.session.add(one)
        one.position, one.is_core, one.is_retired = position, line.is_core, False
        db.session.flush()
        db.session.execute(sa.delete(PerspectiveText).where(PerspectiveText.perspective_id == one.id))
        db.session.execute(
            sa.insert(PerspectiveText),
            [{"perspective_id": one.id, "locale": key, "label": text} for key, text in line.label.items()],
        )


@cache
def _perspective_select(locale: str) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Perspective.id, Perspective.slug, PerspectiveText.label, Perspective.is_core)
        .join(PerspectiveText, PerspectiveText.perspective_id == Perspective.id)
        .where(Perspective.is_retired.is_(False))
        .order_by(Perspective.position, by_preference(PerspectiveText.locale, locale))
    )


def perspectives(locale: str) -> tuple[PerspectiveView, ...]:
    """Those one can choose now, in the order of the list. 1 statement."""
    rows = db.session.execute(_perspective_select(locale))
    return tuple(PerspectiveView(*row) for row in first_of_each(rows, lambda row: row.id).values())
