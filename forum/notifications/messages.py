"""Writing a mail: templates/mail/<name>/ holds its subject, text and HTML, in the receiver's language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

from forum.accounts.queries import Recipient
from forum.lib import clock, runtime
from forum.lib.i18n import force_locale
from forum.notifications.headers import POLICY
from forum.notifications.unsubscribing import Subscription, link_to_stop
from forum.notifications.views import Thing
from forum.settings import settings


@dataclass(frozen=True, slots=True)
class Subscribed:
    """Of a mail that comes because somebody follows something, which they can stop.

    `thing`: what they follow, or None for a mail about several. `list_name`: the same in every such mail.
    """

    subscription: Subscription
    list_name: str
    thing: Thing | None = None

    @property
    def link_to_stop(self) -> str:
        return link_to_stop(self.subscription)


def write(
    name: str,
    to: Recipient,
    *,
    key: str,
    subscribed: Subscribed | None = None,
    answers: Sequence[str] = (),
    reply_to: str = "",
    **context: Any,
) -> EmailMessage:
    """`key` makes the Message-ID: the same when this mail has to be sent again.

    answers: keys of the mails before it in its conversation, the first one first. reply_to: where an answer
    by mail goes; empty: there is no such way.
    """
    values = {
        "to": to,
        "site_name": settings().site_name,
        "base_url": settings().base_url,
        "locale": to.locale,
        "subscribed": subscribed,
        "can_reply": bool(reply_to),
    }
    values |= context
    with force_locale(to.locale):
        subject, text, html = (
            runtime.render_text(f"mail/{name}/{part}", **values)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    message = EmailMessage(policy=POLICY)
    message["Subject"] = one_line(subject.strip())
    message["From"] = _address(*parseaddr(settings().mail_from))
    message["To"] = _address(to.name, to.email)
    if reply_to:
        message["Reply-To"] = Address(display_name=settings().site_name, addr_spec=one_line(reply_to))
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = message_id(key)
    if answers:
        message["In-Reply-To"] = message_id(answers[-1])
        message["References"] = " ".join(message_id(each) for each in dict.fromkeys(answers))
    # No out-of-office answers to us, and none of ours to theirs (RFC 3834); the second line is for Exchange.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if subscribed is not None:
        message["List-Id"] = f"<{one_line(subscribed.list_name)}.{_host()}>"
        message["List-Unsubscribe"] = f"<{subscribed.link_to_stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # Links stay whole for who reads the source; a server that takes no 8 bits gets another encoding.
    message.set_content(_spaced(text), cte="8bit")
    message.add_alternative(html, subtype="html", cte="8bit")
    message["Content-Language"] = to.locale
    return message


def message_id(key: str) -> str:
    return f"<{key}@{_host()}>"


def _host() -> str | None:
    return urlsplit(settings().base_url).hostname


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
