"""The mail server: spoken to, without sending anything."""

from dataclasses import replace
from email.utils import parseaddr
from urllib.parse import urlsplit

from forum.lib.i18n import _, ngettext
from forum.lib.masking import masked_addresses, masked_url
from forum.notifications.mailer import FileMailer, SmtpMailer, mailer
from forum.notifications.sending import uncertain_mails, undeliverable_mails
from forum.settings import settings
from forum.upkeep.findings import Finding, note, problem, well
from forum.upkeep.settings_checks import is_loopback

PATIENCE_SECONDS = 10


def sender() -> Finding:
    name = "sender of mails"
    domain = parseaddr(settings().mail_from)[1].rpartition("@")[2].lower()
    is_public = not is_loopback(urlsplit(settings().base_url).hostname or "")
    if domain == "localhost" or "." not in domain:
        found = problem if is_public else note
        return found(
            name,
            _("Mails come from an address at %(domain)s, which other mail servers refuse.", domain=domain),
            _("Set FORUM_MAIL_FROM to an address of your own, such as Forum <forum@example.nl>."),
        )
    return well(name, masked_addresses(settings().mail_from))


def mail_server() -> Finding:
    name, url, door = "mail server", masked_url(settings().mail_url), mailer()
    if isinstance(door, FileMailer):
        found = note if is_loopback(urlsplit(settings().base_url).hostname or "") else problem
        return found(
            name,
            _("Mails become files in a folder: nobody gets them."),
            _("Set FORUM_MAIL_URL to your mail server, such as smtp://name:password@mail.example.nl:587."),
        )
    if not isinstance(door, SmtpMailer):
        return note(name, _("Mails are taken by something else than a mail server."))
    try:
        is_encrypted = replace(door, timeout=PATIENCE_SECONDS).greet()
    except OSError as error:
        return problem(
            name,
            _("%(url)s: %(error)s", url=url, error=masked_addresses(_short(error))),
            _("See whether FORUM_MAIL_URL is right, and whether this machine may reach that server."),
        )
    told = _("answers, encrypted") if is_encrypted else _("answers, not encrypted")
    return well(name, f"{url}: {told}")


def _short(error: OSError) -> str:
    """The server's own words can be long, and hold anything but a secret of ours."""
    return f"{type(error).__name__}: {error}"[:200]


def refused_mails() -> Finding:
    name, refused = "refused mails", undeliverable_mails()
    if not refused:
        return well(name, _("none this week"))
    return note(
        name,
        ngettext(
            "The mail server refused %(num)s mail for good in the last week.",
            "The mail server refused %(num)s mails for good in the last week.",
            refused,
        ),
        _(
            "A few are addresses that no longer exist. If there are many, the mail server's log tells why: "
            "often that mails are not signed, or come from an address that is not yours."
        ),
    )


def uncertain() -> Finding:
    name, lost = "uncertain mails", uncertain_mails()
    if not lost:
        return well(name, _("none this week"))
    return note(
        name,
        ngettext(
            "Of %(num)s mail of the last week nobody knows whether the mail server took it.",
            "Of %(num)s mails of the last week nobody knows whether the mail server took them.",
            lost,
        ),
        _(
            "They are not sent again, so that nobody gets one twice. The log of the mail server tells what "
            "became of them."
        ),
    )


QUIET = (sender, refused_mails, uncertain)
CONNECTING = (mail_server,)
