"""Mails about mails that did not arrive: a delivery report (RFC 3464), or its old forms in plain words."""

import re
from dataclasses import dataclass
from email.message import Message

from forum.notifications.incoming.letters import Letter, header

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])(55\d|45\d)(?=[ -])")
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Failure:
    """`status`: enhanced (RFC 3463), such as 5.1.1; 5.0.0 when only a refusal was told. `reason`: in the
    mail server's words.
    """

    status: str
    reason: str


def failure_in(letter: Letter) -> Failure | None:
    """What came back for good. None for a delay, a success, an answer from who is away, a person's mail."""
    report = _delivery_status(letter.message)
    if report is not None:
        return _of_report(report)
    if header(letter.message, "Auto-Submitted").lower().startswith("auto-replied"):
        # Some servers mark their reports so too; those have the status below.
        return None
    return _of_words(letter.text[:LONGEST_TEXT]) if letter.is_automatic else None


def _delivery_status(message: Message) -> list[Message] | None:
    """The blocks of fields of the report, the first of them about the whole mail."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            return (
                [block for block in blocks if isinstance(block, Message)] if isinstance(blocks, list) else []
            )
    return None


def _of_report(blocks: list[Message]) -> Failure | None:
    for block in blocks:
        status = _STATUS.search(header(block, "Status"))
        if header(block, "Action").lower() == "failed" and status and status[1] == "5":
            told = header(block, "Diagnostic-Code").partition(";")[2].strip()
            return Failure(_exact(status[0], told), told or status[0])
    return None


def _exact(status: str, told: str) -> str:
    """Servers write 5.0.0 and leave the rest to the words behind it."""
    found = _STATUS.search(told)
    return found[0] if found and status == "5.0.0" and found[1] == "5" else status


def _of_words(text: str) -> Failure | None:
    for line in text.splitlines():
        found = _STATUS.search(line)
        if found and found[1] == "5":
            return Failure(found[0], line.strip())
        if not found and (code := _REPLY_CODE.search(line)) and code[1].startswith("5"):
            return Failure("5.0.0", line.strip())
    return None
