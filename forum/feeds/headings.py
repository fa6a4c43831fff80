"""What each feed is called, what it is about, and which page shows the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from forum.feeds.scopes import Kind, Scope
from forum.lib.i18n import _
from forum.lib.text import slugify
from forum.settings import settings


@dataclass(frozen=True, slots=True)
class Heading:
    """`path`: of the page."""

    name: str
    about: str
    path: str

    @property
    def title(self) -> str:
        """As a reader shows it, among feeds of other places."""
        site = settings().site_name
        return site if self.path == "/" else f"{self.name} · {site}"


def heading_of(scope: Scope, rows: Sequence[Any] = ()) -> Heading:
    """rows: the question, the thread or the lessons, each with `title` and `number`."""
    name = " + ".join(row.title for row in sorted(rows, key=lambda row: row.number or 0) if row.title)
    match scope.kind:
        case Kind.QUESTION:
            about = _("What is new about this question: conversations, positions and syntheses.")
            return Heading(name, about, f"/{scope.path}")
        case Kind.THREAD:
            slug = slugify(name)
            path = f"/{scope.path}/{slug}" if slug else f"/{scope.path}"
            return Heading(name, _("What is new in this conversation."), path)
        case Kind.LESSONS:
            about = _("What is new about this: conversations, positions and syntheses.")
            return Heading(name, about, f"/{scope.path}")
        case Kind.SHARED:
            about = _("What participants came to share across their roles, and what they no longer share.")
            return Heading(_("Shared positions"), about, "/positions?state=shared")
        case Kind.SYNTHESES:
            about = _("What moderators wrote down of where a question stands, version after version.")
            return Heading(_("Syntheses"), about, "/questions")
        case Kind.LOG:
            about = _("Every decision of the moderators of this forum, with its ground and its reason.")
            return Heading(_("Log of moderation"), about, "/moderation/log")
        case Kind.PERSONAL:
            about = _("What is new in what you follow. Keep this address to yourself: it is yours alone.")
            return Heading(_("What you follow"), about, "/account/following")
        case Kind.ALL:
            return Heading(_("Everything"), _("Everything new: conversations, positions and syntheses."), "/")
