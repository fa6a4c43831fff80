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
    title: str
    about: str
    path: str


def heading_of(scope: Scope, rows: Sequence[Any] = ()) -> Heading:
    """rows: the question, the thread or the lessons, each with `public_id` and `title`."""
    title = " + ".join(row.title for row in sorted(rows, key=lambda row: row.number or 0) if row.title)
    site = settings().site_name
    match scope.kind:
        case Kind.QUESTION:
            about = _("What is new about this question: conversations, positions and syntheses.")
            return Heading(f"{title} · {site}", about, f"/questions/{scope.keys[0]}")
        case Kind.THREAD:
            slug = slugify(title)
            path = f"/threads/{scope.keys[0]}" + (f"/{slug}" if slug else "")
            return Heading(f"{title} · {site}", _("What is new in this conversation."), path)
        case Kind.LESSONS:
            about = _("What is new about this: conversations, positions and syntheses.")
            return Heading(f"{title} · {site}", about, f"/{scope.path}")
        case Kind.SHARED:
            about = _("What participants came to share across their roles, and what they no longer share.")
            return Heading(f"{_('Shared positions')} · {site}", about, "/positions?state=shared")
        case Kind.SYNTHESES:
            about = _("What moderators wrote down of where a question stands, version after version.")
            return Heading(f"{_('Syntheses')} · {site}", about, "/questions")
        case Kind.ALL:
            return Heading(site, _("Everything new: conversations, positions and syntheses."), "/")
