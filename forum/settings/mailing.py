"""How mails go out."""

from dataclasses import dataclass

from forum.lib import setting_values as values
from forum.settings.variables import variable


@dataclass(frozen=True, kw_only=True)
class Mailing:
    mail_url: str = variable(
        "FORUM_MAIL_URL",
        values.url("file", "smtp", "smtps"),
        "smtp://user:password@host:587 (STARTTLS when offered) or smtps://… or file:folder. "
        "Default: mails land in the instance folder, under mail/.",
        default="",
    )
    mail_from: str = variable(
        "FORUM_MAIL_FROM", str, "Sender of mails.", default="Samenspraak <noreply@localhost>"
    )
    reply_address: str = variable(
        "FORUM_REPLY_ADDRESS",
        values.tagged_mailbox,
        "Mailbox such as reply@forum.example.nl that takes answers to mails; docs/mail-in.md tells how. "
        "Default: mails are not answered by mail.",
        default="",
    )
    bounce_address: str = variable(
        "FORUM_BOUNCE_ADDRESS",
        values.tagged_mailbox,
        "Mailbox such as bounce@forum.example.nl that hears which mails cannot be delivered. "
        "Default: the sender of mails does.",
        default="",
    )
    quiet_hours: str = variable(
        "FORUM_QUIET_HOURS",
        values.hours,
        "Hours such as 20:00-07:00 in which mails about what people follow wait, until somebody chooses "
        "their own. Default: none.",
        default="",
    )
