"""What happened to accounts, told by mail. Run by the worker; running twice sends once."""

from datetime import timedelta

from forum.accounts.events import (
    ConfirmationRequested,
    EmailChanged,
    EmailChangeRequested,
    InvitationMade,
    KnownAddressRegistered,
    PasswordChanged,
    ResetRequested,
)
from forum.accounts.models import Purpose
from forum.accounts.queries import recipient
from forum.accounts.service import letter_of, prepare_message
from forum.accounts.tokens import LIFETIME, Continuation
from forum.jobs import on
from forum.notifications import links
from forum.notifications.sending import send


@on(ConfirmationRequested)
def mail_confirmation(event: ConfirmationRequested) -> None:
    message = prepare_message(event.token_id)
    if message is not None:
        link = links.absolute(links.CONFIRM, secret=message.secret)
        hours = LIFETIME[Purpose.CONFIRM] // timedelta(hours=1)
        send("confirm", message.to, key=message.key, link=link, hours=hours)


@on(ResetRequested)
def mail_reset(event: ResetRequested) -> None:
    message = prepare_message(event.token_id) if event.token_id is not None else None
    if message is not None:
        link = links.absolute(links.RESET, secret=message.secret)
        minutes = LIFETIME[Purpose.RESET] // timedelta(minutes=1)
        send("reset", message.to, key=message.key, link=link, minutes=minutes)


@on(EmailChangeRequested)
def mail_email_change(event: EmailChangeRequested) -> None:
    message = prepare_message(event.token_id)
    if message is not None:
        link = links.absolute(links.EMAIL, secret=message.secret)
        hours = LIFETIME[Purpose.EMAIL] // timedelta(hours=1)
        send("email-change", message.to, key=message.key, link=link, hours=hours)


@on(EmailChanged)
def mail_email_changed(event: EmailChanged) -> None:
    message = prepare_message(event.token_id)
    if message is not None:
        link = links.absolute(links.UNDO_EMAIL, secret=message.secret)
        days = LIFETIME[Purpose.UNDO] // timedelta(days=1)
        send("email-changed", message.to, key=message.key, link=link, days=days)


@on(KnownAddressRegistered)
def mail_known_address(event: KnownAddressRegistered) -> None:
    message = prepare_message(event.token_id)
    if message is not None:
        login = links.absolute(links.LOGIN, **_query(message.then))
        forgot = links.absolute(links.FORGOT, **_query(message.then))
        send("known-address", message.to, key=message.key, login=login, forgot=forgot)


@on(InvitationMade)
def mail_invitation(event: InvitationMade) -> None:
    letter = letter_of(event.invitation_id)
    if letter is not None:
        to, secret, days = letter
        link = links.absolute(links.REGISTER, invitation=secret)
        send("invitation", to, key=f"invitation-{event.invitation_id}", link=link, days=days)


@on(PasswordChanged)
def mail_password_changed(event: PasswordChanged) -> None:
    to = recipient(event.user_id)
    if to is not None:
        forgot = links.absolute(links.FORGOT)
        send("password-changed", to, key=f"password-changed-{event.key}", forgot=forgot)


def _query(then: Continuation) -> dict[str, str]:
    return {"next": then.path, "draft": then.draft_key}
