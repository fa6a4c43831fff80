"""One raw mail as plain values. Nothing in a mail can be trusted to be well-formed, or true."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import getaddresses

from forum.notifications.incoming.html_text import text_of_html

MOST_BYTES = 1024 * 1024
"""Of one mail; a person's answer with a signature and its pictures takes a tenth of it."""

MOST_PARTS = 200

# As whoever handed the mail to us wrote down for whom it was, the surest first.
ENVELOPE = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To", "Cc")


@dataclass(frozen=True, slots=True)
class Letter:
    """`sender`: the one address under From, empty when there is none or more than one. `recipients`: as in
    ENVELOPE. `attached`: files that came along, pictures within the text left out.
    """

    sender: str
    recipients: tuple[str, ...]
    key: str
    """The same when the same mail is delivered twice."""
    message_id: str
    is_automatic: bool
    text: str
    attached: int
    is_cut: bool
    message: EmailMessage


def read_letter(raw: bytes, *, envelope_sender: str | None = None) -> Letter:
    """Takes any bytes. envelope_sender: what the mail server was told, empty for a mail about a mail."""
    message = _parsed(raw[:MOST_BYTES])
    senders = [address for address in _addresses(message, "From") if address]
    message_id = header(message, "Message-ID")
    return Letter(
        sender=senders[0] if len(senders) == 1 else "",
        recipients=tuple(_addresses(message, *ENVELOPE)),
        key="mail-" + hashlib.sha256(message_id.encode("utf-8", "replace") or raw).hexdigest()[:48],
        message_id=message_id,
        is_automatic=_is_automatic(message, envelope_sender),
        text=_text(message),
        attached=sum(_is_file(part) for part in _parts(message)),
        is_cut=len(raw) > MOST_BYTES,
        message=message,
    )


def header(message: Message, name: str) -> str:
    """One line, empty when it is missing or cannot be read."""
    try:
        value = str(message.get(name, ""))
    except (ValueError, LookupError, TypeError, AttributeError, MessageError):
        return ""
    return " ".join(value.encode("utf-8", "replace").decode().split())


def _parsed(raw: bytes) -> EmailMessage:
    # The old policy keeps headers as they are: the new one fails on some that arrive.
    parsed = message_from_bytes(raw, policy=policy.default.clone(header_factory=_as_it_is))
    return parsed if isinstance(parsed, EmailMessage) else EmailMessage()


def _as_it_is(name: str, value: str) -> str:
    return policy.default.header_factory(name, value) if name.lower().startswith("content-") else value


def _addresses(message: Message, *names: str) -> list[str]:
    values: list[str] = []
    for name in names:
        for value in message.get_all(name, []):
            values.append(str(value)[:2000].encode("utf-8", "replace").decode())
    return [address.strip().lower() for _name, address in getaddresses(values)]


def _is_automatic(message: Message, envelope_sender: str | None) -> bool:
    """Sent by a machine: an answer to it could make two machines write to each other for ever."""
    if envelope_sender is not None and envelope_sender.strip().upper() in ("", "<>", "MAILER-DAEMON"):
        return True
    if header(message, "Return-Path") == "<>" or message.get_content_type() == "multipart/report":
        return True
    submitted = header(message, "Auto-Submitted").lower().partition(";")[0].strip()
    if submitted not in ("", "no"):
        return True
    if header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    marks = ("List-Id", "X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Autoresponder")
    if any(mark in message for mark in marks):
        return True
    return re.match(r"(?i)(mailer-daemon|postmaster)@", ",".join(_addresses(message, "From"))) is not None


def _parts(message: Message) -> Iterable[Message]:
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _is_file(part: Message) -> bool:
    kind, disposition = part.get_content_type(), part.get_content_disposition()
    if disposition != "attachment" or kind.endswith("-signature"):
        return False
    return not (kind.startswith("image/") and part.get("Content-ID"))


def _text(message: Message) -> str:
    """Of the first plain part that says something, else of the first HTML part."""
    shown = [part for part in _parts(message) if part.get_content_disposition() != "attachment"]
    for part in shown:
        if part.get_content_type() == "text/plain" and (text := _decoded(part)).strip():
            return _flowed(text, part) if str(part.get_param("format", "")).lower() == "flowed" else text
    for part in shown:
        if part.get_content_type() == "text/html":
            return text_of_html(_decoded(part))
    return ""


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = str(part.get_content_charset("utf-8"))
    try:
        return payload.decode("windows-1252" if charset in ("iso-8859-1", "us-ascii") else charset)
    except (LookupError, ValueError):
        pass
    try:
        return payload.decode()
    except ValueError:
        return payload.decode("latin-1")


def _flowed(text: str, part: Message) -> str:
    """Paragraphs as they were typed: a space at the end means that the line goes on (RFC 3676)."""
    is_spaceless = str(part.get_param("delsp", "")).lower() == "yes"
    whole: list[str] = []
    goes_on = False
    depth_before = 0
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        said = line[depth:].removeprefix(" ")
        if goes_on and depth == depth_before:
            whole[-1] += said
        else:
            whole.append(f"{'>' * depth} {said}" if depth else said)
        goes_on = said.endswith(" ") and said != "-- "
        if goes_on and is_spaceless:
            whole[-1] = whole[-1][:-1]
        depth_before = depth
    return "\n".join(whole)
