"""Opening a session for somebody who showed who they are, or asking for the second factor first."""

import hmac
from dataclasses import dataclass, field

import sqlalchemy as sa

from forum.accounts.factors import asks_for_more
from forum.accounts.known_devices import recognise
from forum.accounts.models import User, UserSession
from forum.accounts.provider_sessions import ProviderSession
from forum.accounts.security_events import Happened, note
from forum.accounts.sessions import end_sessions, open_session
from forum.accounts.tokens import Continuation
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import ForumError
from forum.lib.i18n import _
from forum.settings import settings

NOWHERE = Continuation()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` is for the cookie; it cannot be had again. `device`: for the cookie that knows a browser.
    `provider`: where it began, if not here."""

    token: str = field(repr=False)
    user_id: int
    then: Continuation = NOWHERE
    device: str = field(default="", repr=False)
    provider: str = ""


@dataclass(frozen=True, slots=True)
class HalfSignedIn:
    """Who showed the first of two factors. This is no session: it opens nothing but the second step.

    `mark` belongs to the password that was right; another password makes it worthless. `via`: the id of the
    ProviderSession with which it began, if it did.
    """

    user_id: int
    mark: str = field(repr=False)
    then: Continuation = NOWHERE
    via: int | None = None


class SecondFactorNeeded(ForumError):
    """The first step is done and stored; the second comes now."""

    status = 401

    def __init__(self, half: HalfSignedIn) -> None:
        super().__init__(_("Please fill in your code as well."))
        self.half = half


def mark_of(user: User) -> str:
    digest = hmac.digest(
        settings().secret_key.encode(), f"half:{user.id}:{user.password_hash}".encode(), "sha256"
    )
    return digest.hex()


def admit_or_ask(
    user: User,
    user_agent: str,
    device: str = "",
    *,
    then: Continuation = NOWHERE,
    tells: bool = True,
    via: ProviderSession | None = None,
) -> SignedIn | HalfSignedIn:
    """Part of a command: what comes after one factor was shown."""
    if asks_for_more(user.id):
        return HalfSignedIn(user.id, mark_of(user), then, via.id if via else None)
    return admit(user, user_agent, device, then=then, tells=tells, via=via)


def admit(
    user: User,
    user_agent: str,
    device: str = "",
    *,
    then: Continuation = NOWHERE,
    tells: bool = True,
    via: ProviderSession | None = None,
) -> SignedIn:
    """Part of a command: a session. tells: whether its owner hears of a browser not seen before. via: where
    it began, which also says how long ago they showed who they are."""
    db.session.execute(
        sa.delete(UserSession).where(UserSession.user_id == user.id, UserSession.expires_at < clock.now())
    )
    is_news, device = recognise(user.id, device)
    if is_news and tells:
        note(user.id, Happened.SIGNED_IN, user_agent)
    token = open_session(user.id, user_agent, via)
    return SignedIn(token, user.id, then, device, via.provider if via else "")


def admitted(outcome: SignedIn | HalfSignedIn) -> SignedIn:
    """After the command. Raises SecondFactorNeeded."""
    if isinstance(outcome, HalfSignedIn):
        raise SecondFactorNeeded(outcome)
    return outcome


def renewed(user_id: int, user_agent: str) -> SignedIn:
    """Part of a command that changed what protects the account: all sessions end, a new one begins."""
    end_sessions(user_id)
    return SignedIn(open_session(user_id, user_agent), user_id)
