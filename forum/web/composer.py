"""The form in which a comment is written, at the end of a thread, below a comment, or on its own page."""

from dataclasses import dataclass
from typing import Any

from forum.discussion.drafts import Fields, comment_place
from forum.web import forms
from forum.web.speaking import Speaking


@dataclass(frozen=True, slots=True)
class Composer:
    """What `_composer.html` shows. `parent` is the public id of the comment that is answered."""

    thread_public_id: str
    parent: str | None
    reply_to: str | None
    values: dict[str, Any]
    draft_place: str
    submission_key: str
    speaking: Speaking
    preview: str | None = None

    @property
    def key(self) -> str:
        """Part of the element's id: one composer for each comment that is answered."""
        return self.parent or "new"

    @classmethod
    def for_comment(
        cls,
        thread_public_id: str,
        *,
        speaking: Speaking,
        parent: str | None = None,
        reply_to: str | None = None,
        draft: Fields | None = None,
        body: str = "",
        preview: str | None = None,
        submission_key: str = "",
    ) -> "Composer":
        """`body` is what was typed just now, else what the draft holds."""
        kept = (draft or {}).get("body", "")
        return cls(
            thread_public_id=thread_public_id,
            parent=parent,
            reply_to=reply_to,
            values={"body": body or (kept if isinstance(kept, str) else "")},
            draft_place=comment_place(thread_public_id, parent),
            submission_key=submission_key or forms.new_submission_key(),
            speaking=speaking,
            preview=preview,
        )
