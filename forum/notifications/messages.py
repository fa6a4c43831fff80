"""Writing a mail: templates/mail/<name>/ holds its subject, text and HTML, in the receiver's language."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

from forum.accounts.queries import Recipient
from forum.lib import clock, runtime
from forum.lib.i18n import force_locale
from forum.settings import settings


def write(name: str, to: Recipient, *, key: str, **context: Any) -> EmailMessage:
    """`key` makes the Message-ID: the same when this mail has to be sent again."""
    values = {
        "to": to,
        "site_name": settings().site_name,
        "base_url": settings().base_url,
        "locale": to.locale,
    }
    values |= context
    with force_locale(to.locale):
        subject, text, html = (
            runtime.render_text(f"mail/{name}/{part}", **values)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(subject.strip())
    message["From"] = _address(*parseaddr(settings().mail_from))
    message["To"] = _address(to.name, to.email)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{key}@{urlsplit(settings().base_url).hostname}>"
    # No out-of-office answers to us, and none of ours to theirs (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    # Links stay whole for who reads the source; a server that takes no 8 bits gets another encoding.
    message.set_content(_spaced(text), cte="8bit")
    message.add_alternative(html, subtype="html", cte="8bit")
    message["Content-Language"] = to.locale
    return message


def one_line(value: str) -> str:
    """Raises ValueError for anything that would begin another header."""
    if not value or re.search(r"[\x00-\x1f\x7f\x85\u2028\u2029]", value):
        raise ValueError("a mail header must be one line")
    return value


def _address(name: str, email: str) -> Address:
    return Address(display_name=one_line(name or email), addr_spec=one_line(email))


def _spaced(text: str) -> str:
    """Blocks of a template that stayed empty leave no gaps behind."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
