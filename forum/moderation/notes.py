"""What moderators tell each other about somebody. A note is added, never changed."""

from forum.accounts.suspending import account_named
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.moderation.models import Note
from forum.moderation.rules import checked_note
from forum.permissions import Actor, require
from forum.permissions import Permission as P


@atomic
def add_note(actor: Actor, public_id: str, text: str) -> Note:
    """About the account with this public id. Raises NotFound, Refused, and Invalid at `text`."""
    require(actor, P.QUEUE_WORK)
    account = account_named(public_id)
    note = Note(about_id=account.id, author_id=actor.user_id, text=checked_note(text), created_at=clock.now())
    db.session.add(note)
    return note
