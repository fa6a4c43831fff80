"""Signing in at a provider of OpenID Connect, and linking who one is there to one's account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from forum.accounts.identities import Arrival, Identity, SignOnAttempt
from forum.accounts.invitations import invited_by
from forum.accounts.joining import Joining
from forum.accounts.models import User
from forum.accounts.oidc.problems import AttemptOver, NotShownAgain, SignOnFailed, TurnedBack, Untrusted
from forum.accounts.provider_sessions import begin_at_provider
from forum.accounts.queries import user_id_of
from forum.accounts.security_events import Happened, note
from forum.accounts.service.admitting import HalfSignedIn, SignedIn, admit, admit_or_ask, admitted
from forum.accounts.tokens import Continuation, hash_token
from forum.audit import recorded
from forum.lib import clock
from forum.lib.db import atomic, db, insert_if_absent
from forum.lib.errors import Conflict, NotFound, Refused
from forum.lib.i18n import _
from forum.lib.ids import new_token
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.settings import Provider, settings

NOWHERE = Continuation()
TO_SIGN_IN = timedelta(minutes=15)
CLOCKS_DIFFER = timedelta(minutes=1)
TO_JOIN = timedelta(hours=1)
"""Time to read the house rules, too."""

# What a provider answers when the person there says no, or cannot be asked (OpenID Connect Core, 3.1.2.6).
SAID_NO = {"access_denied", "login_required", "interaction_required", "consent_required"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back through the browser; each text may be missing, and is believed by nobody yet."""

    state: str = ""
    code: str = ""
    error: str = ""
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """The identity belongs to the account of who asked for it, from now on or already."""


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """The provider answers for an address that an account here has: its owner can link the two."""

    email: str
    then: Continuation


@dataclass(frozen=True, slots=True)
class MayJoin:
    """Nobody here yet. `attempt`: the public id under which they go on."""

    attempt: str


def provider_named(name: str) -> Provider:
    """Raises NotFound."""
    found = next((one for one in settings().oidc_providers if one.name == name), None)
    if found is None:
        raise NotFound
    return found


def begin_sign_on(
    provider: Provider,
    *,
    browser: str,
    redirect_uri: str,
    then: Continuation = NOWHERE,
    invitation: str = "",
    linking: Actor | None = None,
    is_again: bool = False,
) -> str:
    """The address at the provider to which the browser goes. Raises Unreachable.

    browser: a secret that only this browser has. linking: whose account the identity will belong to.
    is_again: the provider is asked not to take its own session for an answer.
    """
    if linking is not None:
        require(linking, P.ACCOUNT_CHANGE)
    from forum.accounts.oidc.conversation import address_to_sign_in  # it loads what speaks HTTP

    state = new_token()
    address = address_to_sign_in(provider, state, redirect_uri, is_again=is_again)
    user_id = linking.user_id if linking else None
    _begin(provider.name, state, browser, then, invitation, user_id, is_again)
    return address


@atomic
def _begin(
    provider: str,
    state: str,
    browser: str,
    then: Continuation,
    invitation: str,
    user_id: int | None,
    is_again: bool,
) -> None:
    now = clock.now()
    invited = invited_by(invitation)
    db.session.add(
        SignOnAttempt(
            state_hash=hash_token(state),
            browser_hash=hash_token(browser),
            provider=provider,
            user_id=user_id,
            invitation_id=invited.id if invited else None,
            continue_to=then.path,
            draft_key=then.draft_key,
            began_at=now,
            expires_at=now + TO_SIGN_IN,
            is_again=is_again,
        )
    )


@dataclass(frozen=True, slots=True)
class _Begun:
    id: int
    public_id: str
    user_id: int | None
    invitation_id: int | None
    began_at: datetime
    then: Continuation
    is_again: bool


def finish_sign_on(
    provider: Provider,
    answer: Answer,
    *,
    browser: str,
    redirect_uri: str,
    viewer: Actor,
    user_agent: str = "",
    device: str = "",
) -> SignedIn | Linked | KnownAddress | MayJoin:
    """Take the provider's answer, once.

    Raises SignOnFailed and its kin, which then know what somebody was doing; Refused or Conflict where nobody
    may join or the identity is somebody else's; and SecondFactorNeeded. device: as in `sign_in`.
    """
    begun = _take(provider.name, answer.state, browser)
    try:
        arrival = _arrival(provider, answer, begun, redirect_uri)
        if begun.user_id is not None and viewer.id != begun.user_id:
            raise Untrusted(provider.title, "somebody else is signed in by now")
        if begun.is_again and not is_shown_since(arrival, begun.began_at):
            raise NotShownAgain(provider.title)
    except SignOnFailed as failure:
        failure.then = begun.then
        raise
    outcome = _arrive(provider, arrival, begun, user_agent, device)
    return admitted(outcome) if isinstance(outcome, HalfSignedIn) else outcome


def _arrival(provider: Provider, answer: Answer, begun: _Begun, redirect_uri: str) -> Arrival:
    from forum.accounts.oidc.conversation import arrival_by, check_who_answers

    check_who_answers(provider, answer.issuer)
    if answer.error:
        kind = TurnedBack if answer.error in SAID_NO else Untrusted
        raise kind(provider.title, f"it answers {answer.error!r:.100}")
    if not answer.code:
        raise Untrusted(provider.title, "there is no code in its answer")
    return arrival_by(provider, answer.code, answer.state, redirect_uri, begun.began_at)


@atomic
def _take(provider: str, state: str, browser: str) -> _Begun:
    """Use the attempt up. One of another browser or for another provider stays as it is."""
    attempt = db.session.scalar(
        sa.select(SignOnAttempt)
        .where(
            SignOnAttempt.state_hash == hash_token(state),
            SignOnAttempt.browser_hash == hash_token(browser),
            SignOnAttempt.provider == provider,
        )
        .with_for_update()
    )
    now = clock.now()
    if attempt is None or attempt.answered_at is not None or now >= attempt.expires_at:
        raise AttemptOver
    attempt.answered_at = now
    return _Begun(
        attempt.id,
        attempt.public_id,
        attempt.user_id,
        attempt.invitation_id,
        attempt.began_at,
        Continuation(attempt.continue_to, attempt.draft_key),
        attempt.is_again,
    )


@atomic
def _arrive(
    provider: Provider, arrival: Arrival, begun: _Begun, user_agent: str, device: str
) -> SignedIn | HalfSignedIn | Linked | KnownAddress | MayJoin:
    identity = db.session.scalar(
        sa.select(Identity)
        .where(Identity.issuer == arrival.issuer, Identity.subject == arrival.subject)
        .with_for_update()
    )
    if begun.user_id is not None:
        _link(provider, arrival, identity, begun.user_id)
        return Linked()
    if identity is not None:
        identity.used_at = clock.now()
        user = db.session.get_one(User, identity.user_id)
        return admit_by_provider(provider, user, arrival, begun.then, user_agent, device)
    if arrival.is_email_verified and user_id_of(arrival.email) is not None:
        return KnownAddress(arrival.email, begun.then)
    check_may_arrive(provider, has_invitation=begun.invitation_id is not None)
    attempt = db.session.get_one(SignOnAttempt, begun.id)
    attempt.arrival = arrival.as_json()
    attempt.expires_at = clock.now() + TO_JOIN
    return MayJoin(begun.public_id)


def admit_by_provider(
    provider: Provider, user: User, arrival: Arrival, then: Continuation, user_agent: str, device: str
) -> SignedIn | HalfSignedIn:
    """Part of a command: what comes after a provider told who it is.

    The account's own second factor is asked for, unless the provider asked for one that the settings accept.
    """
    opens = admit if arrival.has_second_factor else admit_or_ask
    via = begin_at_provider(provider.name, arrival, user.id)
    return opens(user, user_agent, device, then=then, via=via)


def is_shown_since(arrival: Arrival, began_at: datetime) -> bool:
    """Whether the provider says that they showed anew who they are. Clocks may differ by a minute."""
    return arrival.shown_at is not None and arrival.shown_at + CLOCKS_DIFFER >= began_at


def _link(provider: Provider, arrival: Arrival, identity: Identity | None, user_id: int) -> None:
    if identity is not None:
        if identity.user_id == user_id:
            return
        raise Conflict(
            _("This account at %(provider)s belongs to another account here.", provider=provider.title)
        )
    add_identity(provider, arrival, user_id)
    user = db.session.get_one(User, user_id)
    with recorded(Actor(user_id, user.role), "identity.link", user):
        note(user_id, Happened.PROVIDER_LINKED, provider.title)


def add_identity(provider: Provider, arrival: Arrival, user_id: int) -> None:
    """Part of a command. Raises Conflict when somebody else was first."""
    is_new = insert_if_absent(
        Identity,
        user_id=user_id,
        issuer=arrival.issuer,
        subject=arrival.subject,
        provider=provider.name,
        linked_at=clock.now(),
        used_at=clock.now(),
    )
    if not is_new:
        raise Conflict(
            _("This account at %(provider)s belongs to another account here.", provider=provider.title)
        )


def check_may_arrive(provider: Provider, *, has_invitation: bool) -> None:
    """Whether somebody without an account may make one by this provider. Raises Refused."""
    joining = Joining(settings().registration)
    is_closed = joining is Joining.CLOSED or (joining is Joining.INVITE and not has_invitation)
    if provider.join == "never" or (provider.join == "follow" and is_closed):
        raise Refused(
            _(
                "You have no account here yet, and you cannot make one with %(provider)s. Do you have one "
                "with a password? Sign in with it, and link %(provider)s in your account.",
                provider=provider.title,
            )
        )
