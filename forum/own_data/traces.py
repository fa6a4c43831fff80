"""What leads to an account without a column that says so: by its public id, or as a thing in the queue."""

import sqlalchemy as sa

from forum.accounts.invitations import Invitation
from forum.accounts.models import User
from forum.discussion.models import Draft
from forum.lib import clock
from forum.lib.db import db
from forum.moderation.kinds import Kind
from forum.moderation.models import Item


def take_out_traces(user: User) -> None:
    """Part of a command, before the account changes. 3 statements."""
    # What moderators were writing about this account, and did not send.
    db.session.execute(sa.delete(Draft).where(Draft.place.contains(user.public_id, autoescape=True)))
    # By such a one they may have joined; nobody else could use it.
    db.session.execute(
        sa.update(Invitation).where(Invitation.email == user.email).values(email=None, expires_at=clock.now())
    )
    # Nothing can be decided about an account that is gone.
    db.session.execute(
        sa.update(Item)
        .where(Item.kind == Kind.ACCOUNT, Item.target_id == user.id, Item.closed_at.is_(None))
        .values(closed_at=clock.now())
    )
