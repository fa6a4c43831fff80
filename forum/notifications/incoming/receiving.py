"""What becomes of one mail that came in. Run by `forum mail receive`, once for each."""

from dataclasses import dataclass
from email.utils import parseaddr
from enum import Enum

from forum.accounts.mailboxes import note_failure
from forum.accounts.queries import Recipient, actor_of, recipient, user_id_of
from forum.accounts.rules import clean_email
from forum.discussion.mentioning import body_of
from forum.discussion.models import CommentState
from forum.discussion.pace import check_pace
from forum.discussion.queries import place_of_comment
from forum.discussion.rules import check_comment
from forum.discussion.service import post_comment
from forum.lib.errors import Busy, ForumError, Invalid, NotFound
from forum.lib.i18n import _, force_locale
from forum.notifications.incoming.answering import Notes, refuse, tell_notes
from forum.notifications.incoming.letters import Letter, read_letter
from forum.notifications.incoming.own_words import own_words
from forum.notifications.incoming.reports import failure_in
from forum.notifications.return_addresses import (
    ReplyTo,
    is_return_address,
    read_bounce_address,
    read_reply_address,
    without_secrets,
)
from forum.permissions import Actor
from forum.settings import settings


class Fate(Enum):
    POSTED = "posted"
    REFUSED = "refused, with an answer to the account"
    BOUNCED = "noted: a mail could not be delivered"
    AUTOMATIC = "dropped: sent by a machine"
    NOT_OURS = "dropped: not to an address of ours"
    FORGED = "dropped: not an address that we made"


@dataclass(frozen=True, slots=True)
class Received:
    fate: Fate
    public_id: str = ""
    """Of the comment."""


def receive(raw: bytes, *, recipient_address: str = "", envelope_sender: str | None = None) -> Received:
    """Takes any bytes. recipient_address, envelope_sender: from the envelope; the mail's own headers lie.

    Raises Busy, or an error of the database or the mailer, when the mail has to be tried again later.
    """
    letter = read_letter(raw, envelope_sender=envelope_sender)
    address = next((one for one in (recipient_address, *letter.recipients) if is_return_address(one)), "")
    if not address:
        return Received(Fate.NOT_OURS)
    bounced = read_bounce_address(address)
    if bounced is not None:
        return _note_bounce(bounced, letter)
    if letter.is_automatic or _is_from_us(letter):
        return Received(Fate.AUTOMATIC)
    to = read_reply_address(address)
    account = recipient(to.user_id) if to else None
    if to is None or account is None:
        return _refuse_forged(letter)
    with force_locale(account.locale):
        if _canonical(letter.sender) != account.email:
            return _refuse_stranger(account, letter)
        return _post(to, account, letter)


def _post(to: ReplyTo, account: Recipient, letter: Letter) -> Received:
    text = without_secrets(own_words(letter.text))
    try:
        if letter.is_cut:
            raise Invalid({"body": _("Your mail is too large. Send it again without attachments.")})
        check_comment(text)
        actor = _actor(to)
        thread, _slug, _cursor = place_of_comment(to.public_id, actor)
        check_pace(actor)
        body = body_of(text)
        comment = post_comment(actor, thread, body=body, parent=to.public_id, submission_key=letter.key)
    except Busy:
        raise
    except NotFound:
        gone = _("What you answered cannot be read any more.")
        refuse(account, letter, reason=gone, typed=text or letter.text)
        return Received(Fate.REFUSED)
    except ForumError as error:
        refuse(account, letter, reason=error.message, typed=text or letter.text, public_id=to.public_id)
        return Received(Fate.REFUSED)
    notes = Notes(is_held=comment.state is CommentState.HELD, attached=letter.attached)
    if notes:
        tell_notes(account, letter, notes, public_id=comment.public_id)
    return Received(Fate.POSTED, comment.public_id)


def _actor(to: ReplyTo) -> Actor:
    """Raises NotFound when the account went while we were reading."""
    actor = actor_of(to.user_id)
    if actor is None:
        raise NotFound
    return actor


def _refuse_stranger(account: Recipient, letter: Letter) -> Received:
    """To the account's own address. Without the text: it may be somebody else's."""
    reason = _(
        "The answer came from another address than that of your account. Send it from %(email)s, "
        "or write it on the page.",
        email=account.email,
    )
    refuse(account, letter, reason=reason, typed="")
    return Received(Fate.REFUSED)


def _refuse_forged(letter: Letter) -> Received:
    """Told to nobody but an account, without the text: anybody can write to such an address in its name."""
    user_id = user_id_of(_canonical(letter.sender))
    account = recipient(user_id) if user_id is not None else None
    if account is None:
        return Received(Fate.FORGED)
    with force_locale(account.locale):
        reason = _("The address to which you wrote does not work, or not any more.")
        refuse(account, letter, reason=reason, typed="")
    return Received(Fate.REFUSED)


def _note_bounce(user_id: int, letter: Letter) -> Received:
    failure = failure_in(letter)
    if failure is None or recipient(user_id) is None:
        return Received(Fate.AUTOMATIC)
    note_failure(user_id, failure.status, failure.reason)
    return Received(Fate.BOUNCED)


def _is_from_us(letter: Letter) -> bool:
    ours = parseaddr(settings().mail_from)[1].lower()
    return letter.sender == ours or is_return_address(letter.sender)


def _canonical(address: str) -> str:
    """Empty for what is no address."""
    try:
        return clean_email(address)
    except Invalid:
        return ""
