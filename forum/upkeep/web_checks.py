"""What the outside sees: the certificate, and where to report what is unsafe."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from forum.lib import clock
from forum.lib.i18n import _, ngettext
from forum.settings import settings
from forum.upkeep.findings import Finding, note, problem, well

PATIENCE_SECONDS = 5
SOON = timedelta(days=14)


def certificate() -> Finding:
    name, parts = "certificate", urlsplit(settings().base_url)
    if parts.scheme != "https" or not parts.hostname:
        return note(name, _("There is none to look at: the address does not start with https."))
    host, port = parts.hostname, parts.port or 443
    try:
        with (
            socket.create_connection((host, port), PATIENCE_SECONDS) as connection,
            ssl.create_default_context().wrap_socket(connection, server_hostname=host) as secure,
        ):
            told = secure.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return problem(
            name,
            _("Browsers refuse it: %(error)s", error=error.verify_message),
            _("Renew the certificate of %(host)s, with its whole chain.", host=host),
        )
    except OSError as error:
        return problem(
            name,
            _(
                "%(host)s could not be reached from here: %(error)s",
                host=f"{host}:{port}",
                error=error.strerror or type(error).__name__,
            ),
            _("See whether the web server in front of the forum runs, and whether FORUM_BASE_URL is right."),
        )
    ends_at = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)
    return certificate_until(ends_at, clock.now())


def certificate_until(ends_at: datetime, now: datetime) -> Finding:
    days = (ends_at - now) // timedelta(days=1)
    told = ngettext("valid for %(num)s more day", "valid for %(num)s more days", max(days, 0))
    if ends_at - now > SOON:
        return well("certificate", told)
    return problem("certificate", told, _("Renew it, and see why that does not happen by itself."))


def security_contact() -> Finding:
    name = "security.txt"
    if not settings().security_contact:
        return note(
            name,
            _("There is none: who finds a leak does not know whom to tell."),
            _("Set FORUM_SECURITY_CONTACT to an e-mail address or a web page."),
        )
    return well(name, _("names a contact, and renews itself"))


QUIET = (security_contact,)
CONNECTING = (certificate,)
