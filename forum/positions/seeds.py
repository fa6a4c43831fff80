"""The positions that come with the article, so that there is something to vote on from the first day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.i18n import DEFAULT_LOCALE
from forum.lib.wording import Texts
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.positions.models import Position, PositionText


@dataclass(frozen=True, slots=True)
class SeedCounts:
    added: int = 0
    reworded: int = 0
    removed: int = 0
    kept_in_use: int = 0
    """Left as they are, since people voted on that wording or replaced it, or moderators took it away."""


@atomic
def put_seeds(actor: Actor, question_id: int, seeds: Sequence[Texts]) -> SeedCounts:
    """Make these the positions that a question begins with. Running it again changes nothing.

    A seed is known by its Dutch wording. One that people voted on, or that moderators took away, is never
    reworded or removed: its new wording becomes another position.
    """
    require(actor, P.ARTICLE_LOAD)
    seeds_now = (
        sa.select(Position)
        .where(Position.question_id == question_id, Position.is_seed)
        .order_by(Position.id)
        .with_for_update()
    )
    stored = {row.id: row for row in db.session.scalars(seeds_now)}
    texts = _texts_of(stored)
    by_wording = {texts[position_id].get(DEFAULT_LOCALE): position_id for position_id in stored}
    unchanged = {by_wording[seed[DEFAULT_LOCALE]] for seed in seeds if seed[DEFAULT_LOCALE] in by_wording}
    left_over = [row for row in stored.values() if row.id not in unchanged]
    free = [row for row in left_over if not _is_in_use(row)]
    added = reworded = 0
    for seed in seeds:
        known = stored.get(by_wording.get(seed[DEFAULT_LOCALE], 0))
        if known is not None and (_is_in_use(known) or texts[known.id] == dict(seed)):
            continue
        row = known or (free.pop(0) if free else None)
        if row is None:
            row = Position(question_id=question_id, is_seed=True, created_at=clock.now())
            db.session.add(row)
            db.session.flush()
            added += 1
        else:
            reworded += 1
        _put_texts(row, seed)
    for row in free:
        db.session.delete(row)
    db.session.flush()
    return SeedCounts(added, reworded, len(free), sum(_is_in_use(row) for row in left_over))


def _is_in_use(row: Position) -> bool:
    """People voted on it, a better wording took its place, or moderators decided on it: then it says what it
    says."""
    return row.is_frozen or not row.is_open or not row.is_visible


def _texts_of(position_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    texts: dict[int, dict[str, str]] = {position_id: {} for position_id in position_ids}
    rows = sa.select(PositionText.position_id, PositionText.locale, PositionText.statement)
    for position_id, locale, statement in db.session.execute(rows.where(PositionText.position_id.in_(texts))):
        texts[position_id][locale] = statement
    return texts


def _put_texts(row: Position, seed: Texts) -> None:
    db.session.execute(sa.delete(PositionText).where(PositionText.position_id == row.id))
    for locale, statement in seed.items():
        db.session.add(PositionText(position_id=row.id, locale=locale, statement=statement))
