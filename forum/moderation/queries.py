"""What moderators ask of the queue: each in a fixed number of statements, however much waits."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.lib import clock
from forum.lib.db import UtcDateTime, db
from forum.lib.errors import NotFound
from forum.lib.paging import decode, moment, page
from forum.moderation.context import context_of
from forum.moderation.grounds import rule_of
from forum.moderation.history import decision_with, record_of
from forum.moderation.kinds import Ground, Kind
from forum.moderation.models import Flag, Item
from forum.moderation.rules import CLAIM_HOLDS, holds
from forum.moderation.things import things
from forum.moderation.views import (
    Claim,
    Context,
    FlagView,
    ItemPage,
    QueuePage,
    QueueRow,
    Settled,
    Thing,
)
from forum.permissions import Actor, require
from forum.permissions import Permission as P

ITEMS_ON_PAGE = 30
MOST_COUNTED = 99

Place = tuple[int, datetime, int]
"""Where an item stands in the queue: its urgency, since when, and its id."""


def open_count() -> int:
    """How much waits; MOST_COUNTED + 1 for anything above that. 1 statement, over an index."""
    some = sa.select(Item.id).where(Item.closed_at.is_(None)).limit(MOST_COUNTED + 1).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0


def queue_page(viewer: Actor, locale: str, *, after: str | None = None) -> QueuePage:
    """What waits, the most urgent first, then the longest. 2 statements, and 1 for each kind on the page.

    Raises SignInNeeded and Refused.
    """
    require(viewer, P.QUEUE_WORK)
    statement = _items().where(Item.closed_at.is_(None)).order_by(*_ORDER).limit(ITEMS_ON_PAGE + 1)
    if after:
        statement = statement.where(_is_behind(_place_in(after)))
    slice = page(db.session.execute(statement).all(), ITEMS_ON_PAGE, lambda row: _cursor(row[0]))
    return QueuePage(_rows(slice.rows, viewer, locale), slice.next)


def item_page(public_id: str, viewer: Actor, locale: str) -> ItemPage:
    """One item with all that a decision needs. 13 statements at most.

    Raises SignInNeeded, Refused and NotFound.
    """
    require(viewer, P.QUEUE_WORK)
    row = db.session.execute(_items().where(Item.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound
    item: Item = row[0]
    thing = things(item.kind, [item.target_id], locale, whole=True).get(item.target_id)
    flags = _flags_of(item.id)
    return ItemPage(
        row=_row(row, thing, _counted((flag.ground, 1) for flag in flags), viewer),
        context=context_of(thing, item.waits, locale) if thing else Context(),
        flags=flags,
        record=record_of(thing.author.id, locale) if thing and thing.author else None,
        settled=_settled(item),
        previous=_neighbour(item, viewer, is_before=True),
        next=_neighbour(item, viewer),
    )


def next_item(public_id: str, viewer: Actor) -> str | None:
    """Where to go on after this item: the next one, else the first that is left. At most 3 statements."""
    item = db.session.scalar(sa.select(Item).where(Item.public_id == public_id))
    return (_neighbour(item, viewer) if item else None) or _first(viewer)


def _items() -> sa.Select[*tuple[Any, ...]]:
    claimer = aliased(User)
    return sa.select(Item, claimer.name.label("claimer")).outerjoin(claimer, claimer.id == Item.claimed_by_id)


_ORDER = (Item.urgency, Item.opened_at, Item.id)


def _cursor(item: Item) -> list[Any]:
    return [item.urgency, item.opened_at.isoformat(), item.id]


def _place_in(cursor: str) -> Place:
    """Raises NotFound for anything we did not make."""
    urgency, at, id = decode(cursor, int, str, int)
    return urgency, moment(at), id


def _place(urgency: Any, at: Any, id: Any) -> sa.Tuple:
    return sa.tuple_(urgency, at, id)


def _bound(place: Place) -> sa.Tuple:
    urgency, at, id = place
    return _place(sa.literal(urgency), sa.literal(at, UtcDateTime), sa.literal(id))


def _is_behind(place: Place) -> sa.ColumnElement[bool]:
    return _place(*_ORDER) > _bound(place)


def _neighbour(item: Item, viewer: Actor, *, is_before: bool = False) -> str | None:
    """The open item next to this one that no other moderator works on. 1 statement."""
    here = (item.urgency, item.opened_at, item.id)
    if is_before:
        statement = _free(viewer).where(_place(*_ORDER) < _bound(here))
        return db.session.scalar(statement.order_by(*(column.desc() for column in _ORDER)))
    return db.session.scalar(_free(viewer).where(_is_behind(here)).order_by(*_ORDER))


def _first(viewer: Actor) -> str | None:
    return db.session.scalar(_free(viewer).order_by(*_ORDER))


def _free(viewer: Actor) -> sa.Select[*tuple[Any, ...]]:
    is_free = sa.or_(
        Item.claimed_by_id.is_(None),
        Item.claimed_by_id == viewer.id,
        Item.claimed_at <= clock.now() - CLAIM_HOLDS,
    )
    return sa.select(Item.public_id).where(Item.closed_at.is_(None), is_free).limit(1)


def _rows(rows: Sequence[Any], viewer: Actor, locale: str) -> list[QueueRow]:
    ids: dict[Kind, list[int]] = defaultdict(list)
    for item, *_rest in rows:
        ids[item.kind].append(item.target_id)
    found = {kind: things(kind, of_kind, locale) for kind, of_kind in ids.items()}
    grounds = _grounds_of([item.id for item, *_rest in rows])
    return [
        _row(row, found[row[0].kind].get(row[0].target_id), grounds.get(row[0].id, ()), viewer)
        for row in rows
    ]


def _row(row: Any, thing: Thing | None, grounds: tuple[tuple[Ground, int], ...], viewer: Actor) -> QueueRow:
    item: Item = row[0]
    claim = None
    if item.closed_at is None and item.claimed_at and holds(item.claimed_at, clock.now()):
        claim = Claim(row.claimer, item.claimed_at, is_mine=item.claimed_by_id == viewer.id)
    return QueueRow(
        id=item.id,
        public_id=item.public_id,
        waits=item.waits,
        urgency=item.urgency,
        opened_at=item.opened_at,
        thing=thing,
        grounds=grounds,
        claim=claim,
    )


def _grounds_of(item_ids: Sequence[int]) -> dict[int, tuple[tuple[Ground, int], ...]]:
    if not item_ids:
        return {}
    counted = (
        sa.select(Flag.item_id, Flag.ground, sa.func.count())
        .where(Flag.item_id.in_(item_ids))
        .group_by(Flag.item_id, Flag.ground)
    )
    by_item: dict[int, list[tuple[Ground, int]]] = defaultdict(list)
    for item_id, ground, count in db.session.execute(counted):
        by_item[item_id].append((ground, count))
    return {item_id: _counted(pairs) for item_id, pairs in by_item.items()}


def _counted(pairs: Any) -> tuple[tuple[Ground, int], ...]:
    """The most urgent ground first, then the one given most often."""
    counts: dict[Ground, int] = defaultdict(int)
    for ground, count in pairs:
        counts[ground] += count
    return tuple(sorted(counts.items(), key=lambda pair: (rule_of(pair[0]).urgency, -pair[1], pair[0].value)))


def _flags_of(item_id: int) -> tuple[FlagView, ...]:
    rows = db.session.execute(
        sa.select(Flag, User.name)
        .outerjoin(User, User.id == Flag.reporter_id)
        .where(Flag.item_id == item_id)
        .order_by(Flag.id)
    )
    return tuple(
        FlagView(
            ground=flag.ground,
            explanation=flag.explanation,
            by=name or flag.reporter_name,
            has_account=flag.reporter_id is not None,
            at=flag.created_at,
            hid=flag.hid,
        )
        for flag, name in rows
    )


def _settled(item: Item) -> Settled | None:
    """2 statements at most."""
    if item.closed_at is None:
        return None
    by = db.session.scalar(sa.select(User.name).where(User.id == item.closed_by_id))
    decision = decision_with(id=item.decision_id) if item.decision_id else None
    return Settled(item.closed_at, by, decision)
