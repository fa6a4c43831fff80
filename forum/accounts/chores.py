"""What the accounts room does by the clock."""

from datetime import timedelta

import sqlalchemy as sa

from forum.accounts.invitations import KEPT, Invitation
from forum.accounts.models import AccountToken, UserSession
from forum.jobs import daily
from forum.lib import clock
from forum.lib.db import atomic, db

# The limits on mails count the links of the last days, used or not.
KEEP_LINKS = timedelta(days=2)


@daily
@atomic
def forget_expired() -> None:
    """Sessions, mailed links and invitations that nobody can use any more."""
    now = clock.now()
    db.session.execute(sa.delete(UserSession).where(UserSession.expires_at < now))
    db.session.execute(sa.delete(AccountToken).where(AccountToken.expires_at < now - KEEP_LINKS))
    db.session.execute(sa.delete(Invitation).where(Invitation.expires_at < now - KEPT))
