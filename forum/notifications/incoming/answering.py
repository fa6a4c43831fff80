"""What we write back to somebody whose mail was refused, or became something they should know.

To the account's own address only, a few a day, and marked so that no machine answers (RFC 3834).
"""

from dataclasses import dataclass
from typing import Any

from forum.accounts.mailboxes import may_answer
from forum.accounts.queries import Recipient
from forum.lib.text import excerpt
from forum.notifications import links
from forum.notifications.incoming.letters import Letter
from forum.notifications.messages import write
from forum.notifications.sending import hand_over

LONGEST_QUOTATION = 100_000
"""Characters that we send back; more is no answer that anybody typed."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What somebody should know about a text that was posted."""

    is_held: bool
    attached: int

    def __bool__(self) -> bool:
        return self.is_held or self.attached > 0


def refuse(to: Recipient, letter: Letter, *, reason: str, typed: str, public_id: str = "") -> None:
    """`public_id`: of the comment that was answered, while it can be read."""
    quoted = typed[:LONGEST_QUOTATION]
    link = links.to(links.COMMENT, public_id) if public_id else ""
    _answer("reply-refused", to, letter, reason=reason, typed=quoted, link=link)


def tell_notes(to: Recipient, letter: Letter, notes: Notes, *, public_id: str) -> None:
    _answer("reply-placed", to, letter, notes=notes, link=links.to(links.COMMENT, public_id))


def _answer(name: str, to: Recipient, letter: Letter, **context: Any) -> None:
    if to.user_id is None or not may_answer(to.user_id):
        return
    key = f"{name}-{letter.key}-{to.user_id}"
    message = write(name, to, key=key, **context)
    message.replace_header("Auto-Submitted", "auto-replied")
    if letter.message_id.isascii() and letter.message_id.startswith("<"):
        message["In-Reply-To"] = excerpt(letter.message_id, most=500)
        message["References"] = excerpt(letter.message_id, most=500)
    hand_over(message, to, key=key)
