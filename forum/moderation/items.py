"""The queue: putting something in it, taking it up, and settling what needs no decision."""

from datetime import datetime

import sqlalchemy as sa

from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, found, insert_if_absent
from forum.lib.errors import Conflict, Stale
from forum.lib.i18n import _
from forum.lib.ids import new_public_id
from forum.moderation.events import ItemOpened
from forum.moderation.grounds import URGENCY
from forum.moderation.kinds import Kind, Waits
from forum.moderation.models import Decision, Flag, Item
from forum.moderation.rules import holds
from forum.moderation.targets import is_there
from forum.permissions import Actor, require
from forum.permissions import Permission as P

TASKS = frozenset({Waits.ANCHOR, Waits.DOUBT})
"""What is done elsewhere, and needs no decision."""


def open_item(
    waits: Waits,
    kind: Kind,
    target_id: int,
    *,
    urgency: int | None = None,
    since: datetime | None = None,
) -> Item:
    """Part of a command. When this waits already it only becomes more urgent. `since`: now, when left out."""
    urgency = urgency or URGENCY[waits]
    values = {"waits": waits, "kind": kind, "target_id": target_id}
    is_new = insert_if_absent(
        Item, public_id=new_public_id(), urgency=urgency, opened_at=since or clock.now(), **values
    )
    item = db.session.scalars(_open(**values).with_for_update()).one()
    if is_new:
        emit(ItemOpened(item.id))
    item.urgency = min(item.urgency, urgency)
    return item


def item_to_decide(public_id: str) -> Item:
    """Locked. Raises NotFound, and Stale when somebody was first: `current` is their decision, or None."""
    item = found(Item, public_id, lock=True)
    if item.closed_at is not None:
        decision = db.session.get(Decision, item.decision_id) if item.decision_id else None
        raise Stale(decision, _("Another moderator has settled this in the meantime."))
    return item


def close_items(items: list[Item], actor: Actor, decision: Decision | None) -> None:
    """Part of a command: what waited is settled, and who reported it gets this decision as the answer."""
    now = clock.now()
    for item in items:
        item.closed_at, item.closed_by_id = now, actor.id
        item.decision_id = decision.id if decision else None
    if items and decision is not None:
        db.session.execute(
            sa.update(Flag)
            .where(Flag.item_id.in_([item.id for item in items]), Flag.decision_id.is_(None))
            .values(decision_id=decision.id)
        )


def open_items_of(kind: Kind, target_id: int, *reasons: Waits) -> list[Item]:
    """Locked; of these reasons."""
    statement = sa.select(Item).where(
        Item.kind == kind, Item.target_id == target_id, Item.closed_at.is_(None), Item.waits.in_(reasons)
    )
    return list(db.session.scalars(statement.order_by(Item.id).with_for_update()))


@atomic
def claim_item(actor: Actor, public_id: str) -> Item:
    """Take it up, so that others see who has it. Raises Stale when it is settled, Conflict while another
    moderator has it."""
    require(actor, P.QUEUE_WORK)
    item = item_to_decide(public_id)
    now = clock.now()
    if item.claimed_by_id not in (None, actor.id) and holds(item.claimed_at, now):
        raise Conflict(_("Another moderator is working on this. Take the next one."))
    item.claimed_by_id, item.claimed_at = actor.id, now
    return item


@atomic
def release_item(actor: Actor, public_id: str) -> Item:
    """Put it back. What another moderator took they put back themselves, or time does. Raises Stale."""
    require(actor, P.QUEUE_WORK)
    item = item_to_decide(public_id)
    if item.claimed_by_id == actor.id:
        item.claimed_by_id = item.claimed_at = None
    return item


@atomic
def settle_task(actor: Actor, public_id: str) -> Item:
    """Mark a task as done, or what is about something that is gone. Raises Stale, and Conflict for what needs
    a decision."""
    require(actor, P.QUEUE_WORK)
    item = item_to_decide(public_id)
    if item.waits not in TASKS and is_there(item.kind, item.target_id):
        raise Conflict(_("This needs a decision. Choose one of the actions."))
    close_items([item], actor, None)
    return item


def _open(waits: Waits, kind: Kind, target_id: int) -> sa.Select[Item]:
    return sa.select(Item).where(
        Item.waits == waits, Item.kind == kind, Item.target_id == target_id, Item.closed_at.is_(None)
    )
