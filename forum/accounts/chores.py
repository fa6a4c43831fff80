"""What the accounts room does by the clock."""

from datetime import timedelta

import sqlalchemy as sa

from forum.accounts.duty import is_required
from forum.accounts.factors import PasskeyChallenge
from forum.accounts.guessing import FORGOTTEN, Tries
from forum.accounts.identities import SignOnAttempt
from forum.accounts.invitations import KEPT, Invitation
from forum.accounts.known_devices import KEPT as KEEP_DEVICES
from forum.accounts.known_devices import KnownDevice
from forum.accounts.models import AccountToken, User, UserSession
from forum.accounts.provider_sessions import UNFINISHED, ProviderSession, UsedLogoutToken
from forum.accounts.security_events import KEPT as KEEP_EVENTS
from forum.accounts.security_events import SecurityEvent
from forum.jobs import daily, hourly
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.permissions import Role
from forum.settings import settings

# The limits on mails count the links of the last days, used or not.
KEEP_LINKS = timedelta(days=2)


@hourly
@atomic
def note_duties() -> None:
    """Since when somebody has to have a second factor: it also follows from a setting that was changed."""
    now, requirement = clock.now(), settings().require_second_factor
    on_duty = [role for role in Role if is_required(role, requirement)]
    begins = sa.update(User).where(User.duty_since.is_(None), User.is_pseudonym.is_(False))
    db.session.execute(begins.where(User.role.in_(on_duty)).values(duty_since=now))
    ends = sa.update(User).where(User.duty_since.is_not(None), User.role.not_in(on_duty))
    db.session.execute(ends.values(duty_since=None))


@daily
@atomic
def forget_expired() -> None:
    """Sessions, links, invitations, challenges, attempts, browsers that nobody can use any more; tries that
    make nobody wait; no news."""
    now = clock.now()
    db.session.execute(sa.delete(UserSession).where(UserSession.expires_at < now))
    db.session.execute(sa.delete(AccountToken).where(AccountToken.expires_at < now - KEEP_LINKS))
    db.session.execute(sa.delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < now))
    db.session.execute(sa.delete(KnownDevice).where(KnownDevice.seen_at < now - KEEP_DEVICES))
    db.session.execute(sa.delete(Tries).where(Tries.last_at < now - FORGOTTEN))
    db.session.execute(sa.delete(SecurityEvent).where(SecurityEvent.happened_at < now - KEEP_EVENTS))
    unfinished = ProviderSession.began_at < now - UNFINISHED
    db.session.execute(sa.delete(ProviderSession).where(ProviderSession.session_id.is_(None), unfinished))
    db.session.execute(sa.delete(UsedLogoutToken).where(UsedLogoutToken.expires_at < now))
    db.session.execute(sa.delete(SignOnAttempt).where(SignOnAttempt.expires_at < now))
    db.session.execute(sa.delete(Invitation).where(Invitation.expires_at < now - KEPT))
