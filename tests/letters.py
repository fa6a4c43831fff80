"""Reading the mails that were sent."""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

from forum.jobs import deliver_all


def sent_by(mailbox, address: str) -> list[EmailMessage]:
    """Everything for this address, after the worker did its work."""
    deliver_all()
    return mailbox.to(address)


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return body.get_content()


def html_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    return body.get_content()


def path_in(message: EmailMessage, page: str) -> str:
    """The first link to this page, as its path with the query."""
    found = re.search(rf"https?://\S*{page}\S*", text_of(message))
    assert found is not None, text_of(message)
    parts = urlsplit(found[0])
    return parts.path + (f"?{parts.query}" if parts.query else "")


def secret_in(message: EmailMessage) -> str:
    return path_in(message, "/account/").rpartition("/")[2]
