"""What happened to the security of an account, for its owner: told by mail, and listed for 90 days.

No network address is kept: it tells where somebody was, and seldom who it was. The owner knows their devices.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.devices import device_of
from forum.accounts.events import SecurityNoted
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import Model, UtcDateTime, db, str_enum
from forum.lib.i18n import _
from forum.lib.text import clean_line

KEPT = timedelta(days=90)
LONGEST_DETAIL = 254


class Happened(Enum):
    SIGNED_IN = "signed_in"  # in a browser that was not seen before; the detail is what it calls itself
    PASSWORD = "password"  # noqa: S105
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"  # the detail is its name
    PASSKEY_REMOVED = "passkey_removed"
    CODE_USED = "code_used"  # the detail is how many are left
    CODES_RENEWED = "codes_renewed"
    PROVIDER_LINKED = "provider_linked"  # the detail is what it is called
    PROVIDER_UNLINKED = "provider_unlinked"
    EMAIL = "email"
    EMAIL_UNDONE = "email_undone"
    GUESSED = "guessed"  # the password, in vain
    CODE_GUESSED = "code_guessed"  # the same after a password that was right
    PROOF_GUESSED = "proof_guessed"  # the same by somebody who was signed in
    FACTORS_FORGOTTEN = "factors_forgotten"  # by who runs the forum, for somebody who lost them all


# Nothing changed: somebody tries, and it did not work.
TRIES = {Happened.GUESSED, Happened.CODE_GUESSED, Happened.PROOF_GUESSED}
# Of these the owner gets another mail, with a link that belongs to it.
TOLD_OTHERWISE = {Happened.PASSWORD, Happened.EMAIL}


class SecurityEvent(Model):
    __tablename__ = "security_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    what: Mapped[Happened] = mapped_column(str_enum(Happened, "what"))
    detail: Mapped[str] = mapped_column(sa.String(LONGEST_DETAIL), default="")
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    __table_args__ = (sa.Index("ix_security_events_user_id_happened_at", "user_id", "happened_at"),)


@dataclass(frozen=True, slots=True)
class SecurityLine:
    """One event as its owner reads it: `detail` is a device, the name of a passkey, or a number."""

    user_id: int
    what: Happened
    detail: str
    happened_at: datetime

    @property
    def sentence(self) -> str:
        """In the language of the moment."""
        return SENTENCES[self.what](self.detail)


SENTENCES: dict[Happened, Callable[[str], str]] = {
    Happened.SIGNED_IN: lambda device: _(
        "You signed in on a device that we had not seen before: %(device)s.", device=device
    ),
    Happened.PASSWORD: lambda _detail: _("Your password was changed."),
    Happened.APP_ADDED: lambda _detail: _("You began to use an authenticator app."),
    Happened.APP_REMOVED: lambda _detail: _("You stopped using your authenticator app."),
    Happened.PASSKEY_ADDED: lambda name: _("You added the passkey “%(name)s”.", name=name),
    Happened.PASSKEY_REMOVED: lambda name: _("You removed the passkey “%(name)s”.", name=name),
    Happened.CODE_USED: lambda left: _("A recovery code was used. You have %(n)s left.", n=left),
    Happened.CODES_RENEWED: lambda _detail: _(
        "You made new recovery codes. The earlier ones no longer work."
    ),
    Happened.PROVIDER_LINKED: lambda name: _("From now on you can sign in with %(provider)s.", provider=name),
    Happened.PROVIDER_UNLINKED: lambda name: _("You can no longer sign in with %(provider)s.", provider=name),
    Happened.EMAIL: lambda _detail: _("Your e-mail address was changed."),
    Happened.EMAIL_UNDONE: lambda _detail: _("The change of your e-mail address was undone."),
    Happened.GUESSED: lambda _detail: _(
        "Somebody tried many wrong passwords for your account. They did not get in."
    ),
    Happened.CODE_GUESSED: lambda _detail: _(
        "Somebody passed the first step of signing in to your account, and then tried many wrong codes. They "
        "did not get in."
    ),
    Happened.PROOF_GUESSED: lambda _detail: _(
        "Somebody who was signed in to your account tried many wrong passwords or codes, to change something "
        "about it. They could not."
    ),
    Happened.FACTORS_FORGOTTEN: lambda _detail: _(
        "Whoever runs this forum removed your app and your passkeys, because you had lost them."
    ),
}


def note(user_id: int, what: Happened, detail: str = "") -> None:
    """Part of a command: it stands in the owner's list, and a mail tells them."""
    event = SecurityEvent(
        user_id=user_id, what=what, detail=clean_line(detail[:LONGEST_DETAIL]), happened_at=clock.now()
    )
    db.session.add(event)
    db.session.flush()
    if what not in TOLD_OTHERWISE:
        emit(SecurityNoted(event.id))


def security_lines(user_id: int) -> list[SecurityLine]:
    """Of the last 90 days, the newest first. 1 statement."""
    events = sa.select(SecurityEvent).where(
        SecurityEvent.user_id == user_id, SecurityEvent.happened_at > clock.now() - KEPT
    )
    newest = events.order_by(SecurityEvent.happened_at.desc(), SecurityEvent.id.desc()).limit(100)
    return [_line(event) for event in db.session.scalars(newest)]


def security_line(event_id: int) -> SecurityLine | None:
    event = db.session.get(SecurityEvent, event_id)
    return _line(event) if event else None


def _line(event: SecurityEvent) -> SecurityLine:
    detail = device_of(event.detail) if event.what is Happened.SIGNED_IN else event.detail
    return SecurityLine(event.user_id, event.what, detail, event.happened_at)
