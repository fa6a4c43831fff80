"""What administrators do about messages that could not be delivered."""

import sqlalchemy as sa

from forum.audit import recorded
from forum.jobs.events import NEWS
from forum.jobs.models import OutboxMessage
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.errors import Conflict, NotFound
from forum.lib.i18n import _
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.upkeep.outbox import IS_DEAD


@atomic
def retry_message(actor: Actor, message_id: int) -> None:
    """Have it tried again, for two more days. Raises NotFound, and Conflict for one that is not dead."""
    require(actor, P.ADMINISTER)
    _retry(actor, _dead(message_id))


@atomic
def retry_all(actor: Actor) -> int:
    """Returns how many there were."""
    require(actor, P.ADMINISTER)
    dead = db.session.scalars(
        sa.select(OutboxMessage).where(IS_DEAD).order_by(OutboxMessage.id).with_for_update()
    ).all()
    for message in dead:
        _retry(actor, message)
    return len(dead)


@atomic
def discard_message(actor: Actor, message_id: int) -> None:
    """Give it up for good. Raises as `retry_message`."""
    require(actor, P.ADMINISTER)
    message = _dead(message_id)
    with recorded(actor, "outbox.discard", message, reason=_what(message)):
        message.done_at = clock.now()


def _retry(actor: Actor, message: OutboxMessage) -> None:
    now = clock.now()
    with recorded(actor, "outbox.retry", message, reason=_what(message)):
        message.dead_at = message.leased_until = message.told_at = None
        message.attempts = 0
        message.due_at = message.retried_at = now
    db.session().info.setdefault(NEWS, set()).add(0)


def _dead(message_id: int) -> OutboxMessage:
    message = db.session.scalar(
        sa.select(OutboxMessage).where(OutboxMessage.id == message_id).with_for_update()
    )
    if message is None:
        raise NotFound
    if message.dead_at is None or message.done_at is not None:
        raise Conflict(_("This message does not wait for you any more."))
    return message


def _what(message: OutboxMessage) -> str:
    """For the register, which outlives the message."""
    return f"{message.event} for {message.subscriber}"
