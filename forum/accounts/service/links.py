"""Mails with a link: confirming an address, choosing a new password.

A row says what to write and to whom; the secret is made when the worker writes the mail.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

import sqlalchemy as sa

from forum.accounts import passwords, rules
from forum.accounts.events import (
    ConfirmationRequested,
    EmailChanged,
    EmailChangeRequested,
    KnownAddressRegistered,
    PasswordChanged,
    ResetRequested,
)
from forum.accounts.identities import forget_identities
from forum.accounts.mailboxes import forget_failures, mail_is_stopped
from forum.accounts.models import AccountToken, Purpose, User
from forum.accounts.queries import Recipient, mailed_link, recipient, user_id_of
from forum.accounts.security_events import Happened, note
from forum.accounts.service.admitting import HalfSignedIn, SignedIn, admit_or_ask, admitted
from forum.accounts.sessions import end_sessions
from forum.accounts.tokens import (
    LIFETIME,
    Continuation,
    LinkExpired,
    hash_token,
    is_usable,
    new_account_token,
    secret_of,
)
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.lib.ids import new_public_id
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.settings import settings

NOWHERE = Continuation()
KEEP = 2 * rules.MESSAGES_WITHIN
EVENTS = {
    Purpose.CONFIRM: ConfirmationRequested,
    Purpose.RESET: ResetRequested,
    Purpose.NOTICE: KnownAddressRegistered,
    Purpose.EMAIL: EmailChangeRequested,
    Purpose.UNDO: EmailChanged,
}


def write_to(user_id: int, purpose: Purpose, then: Continuation, *, email: str | None = None) -> None:
    """Part of a command: have this mail sent. email: not to the address of the account, but there."""
    now = clock.now()
    db.session.execute(
        sa.delete(AccountToken).where(
            AccountToken.user_id == user_id,
            AccountToken.created_at < now - KEEP,
            AccountToken.expires_at < now,
        )
    )
    token = new_account_token(user_id, purpose, key=settings().secret_key, now=now, then=then, email=email)
    db.session.add(token)
    db.session.flush()
    emit(EVENTS[purpose](token.id))


def write_if_few(user_id: int, purpose: Purpose, then: Continuation) -> None:
    """The same for mails that anybody can ask for, unless the address got its share for today."""
    if rules.may_write(_written_at(user_id, purpose), clock.now()):
        write_to(user_id, purpose, then)


def may_ask_again(user_id: int, purpose: Purpose) -> None:
    """Of mails that people ask for themselves, three in six hours. Raises TooSoon."""
    rules.check_confirmation_pace(_written_at(user_id, purpose), clock.now())


def _written_at(user_id: int, purpose: Purpose) -> list[datetime]:
    rows = sa.select(AccountToken.created_at).where(
        AccountToken.user_id == user_id, AccountToken.purpose == purpose
    )
    return list(db.session.scalars(rows.order_by(AccountToken.created_at)))


@atomic
def request_confirmation(actor: Actor, *, then: Continuation = NOWHERE) -> None:
    """Send the link once more, also where mails came back from. Raises TooSoon after three in six hours."""
    require(actor, P.ACCOUNT_CHANGE)
    user = db.session.get_one(User, actor.id, with_for_update=True)
    if user.email_confirmed_at is None or mail_is_stopped(user.id):
        may_ask_again(user.id, Purpose.CONFIRM)
        write_to(user.id, Purpose.CONFIRM, then)


def request_reset(email: str, *, then: Continuation = NOWHERE) -> None:
    """Mail a link for a new password, if the account exists. Raises Invalid for what is no address."""
    _request_reset(rules.clean_email(email), then)


@atomic
def _request_reset(email: str, then: Continuation) -> None:
    user_id = user_id_of(email)
    if user_id is None:
        emit(ResetRequested(None))
    else:
        write_if_few(user_id, Purpose.RESET, then)


@dataclass(frozen=True, slots=True)
class Message:
    """What a mail needs. `key` is the same when it has to be sent again."""

    key: str
    to: Recipient
    then: Continuation
    secret: str = field(repr=False)


@atomic
def prepare_message(token_id: int) -> Message | None:
    """For the worker, when it writes the mail: the link lives from now on. None: no longer needed."""
    token = db.session.get(AccountToken, token_id, with_for_update=True)
    if token is None or token.used_at is not None:
        return None
    to = recipient(token.user_id)
    if to is None:
        return None
    if token.purpose is Purpose.EMAIL and user_id_of(token.email or "") is not None:
        return None  # it is somebody's already, who heard of it otherwise
    if token.email is not None:
        # Nothing that comes back from another address says something about the account's own.
        to = replace(to, email=token.email, user_id=None)
    token.expires_at = clock.now() + LIFETIME[token.purpose]
    return Message(
        key=f"{token.purpose.value}-{token.nonce}",
        to=to,
        then=Continuation(token.continue_to, token.draft_key),
        secret=secret_of(token.nonce, settings().secret_key),
    )


def confirm_email(secret: str, *, user_agent: str = "") -> SignedIn:
    """The link was followed and its button pressed: the address is theirs, and they are signed in.

    Raises LinkExpired, or SecondFactorNeeded.
    """
    return admitted(_confirm_email(secret, user_agent))


@atomic
def _confirm_email(secret: str, user_agent: str) -> SignedIn | HalfSignedIn:
    token = taken_link(secret, Purpose.CONFIRM)
    user = db.session.get_one(User, token.user_id)
    user.email_confirmed_at = user.email_confirmed_at or clock.now()
    forget_failures(user.id)
    return admit_or_ask(user, user_agent, then=_then(token))


def reset_password(secret: str, new: str, *, user_agent: str = "") -> SignedIn:
    """Choose a new password by a mailed link; ends all sessions.

    Raises LinkExpired, Invalid or SecondFactorNeeded: a mailbox is one factor, like the password.
    """
    link = mailed_link(secret, Purpose.RESET)
    if link is None:
        raise LinkExpired
    personal = [link.email, link.name, settings().site_name]
    passwords.check_password(new, personal=personal, shortest=link.shortest_password)
    return admitted(_reset_password(secret, passwords.hash_password(new), user_agent))


@atomic
def _reset_password(secret: str, password_hash: str, user_agent: str) -> SignedIn | HalfSignedIn:
    token = taken_link(secret, Purpose.RESET)
    user = db.session.get_one(User, token.user_id)
    user.password_hash = password_hash
    if user.email_confirmed_at is None:
        # Somebody else may have made this account with their address, to come back into it later.
        forget_identities(user.id)
    # Whoever could follow the link has the mailbox.
    user.email_confirmed_at = user.email_confirmed_at or clock.now()
    forget_failures(user.id)
    end_sessions(user.id)
    note(user.id, Happened.PASSWORD)
    emit(PasswordChanged(user.id, new_public_id()))
    # The mail about the password tells enough: no other about the browser.
    return admit_or_ask(user, user_agent, then=_then(token), tells=False)


def taken_link(secret: str, purpose: Purpose) -> AccountToken:
    """Use up the link, and with it all others of its kind that this person got.

    Of those that undo a change of address only the later ones: nobody who took the account over may end the
    link of its first owner. Raises LinkExpired.
    """
    now = clock.now()
    token = db.session.scalar(
        sa.select(AccountToken).where(AccountToken.token_hash == hash_token(secret)).with_for_update()
    )
    if token is None or not is_usable(token, purpose, now):
        raise LinkExpired
    db.session.execute(
        sa.update(AccountToken)
        .where(
            AccountToken.user_id == token.user_id,
            AccountToken.purpose == purpose,
            AccountToken.used_at.is_(None),
            AccountToken.id >= (token.id if purpose is Purpose.UNDO else 0),
        )
        .values(used_at=now)
    )
    return token


def _then(token: AccountToken) -> Continuation:
    return Continuation(token.continue_to, token.draft_key)
