"""Whole addresses and lasting ids: by the configured address, never by what a request claimed."""

from urllib.parse import urlsplit

from forum.lib.text import slugify
from forum.moderation.kinds import Kind
from forum.settings import settings

# Where the pages of forum/web stand; a test follows each of them.
FEEDS = "/feeds"
LESSONS = "/lessons/"


def absolute(path: str) -> str:
    return settings().base_url + path


def thread(public_id: str, title: str) -> str:
    slug = slugify(title)
    return absolute(f"/threads/{public_id}" + (f"/{slug}" if slug else ""))


def comment(public_id: str) -> str:
    return absolute(f"/comments/{public_id}")


def question(slug: str) -> str:
    return absolute(f"/questions/{slug}")


def position(public_id: str, *, with_results: bool = False) -> str:
    return absolute(f"/positions/{public_id}" + ("?results=1" if with_results else ""))


def organisation(slug: str) -> str:
    return absolute(f"/organisations/{slug}")


def synthesis(slug: str, version: int) -> str:
    return absolute(f"/questions/{slug}/synthesis/{version}")


def decision(public_id: str) -> str:
    """In the public log."""
    return absolute(f"/moderation/log/{public_id}")


def place(kind: Kind, public_id: str) -> str:
    """Of what a decision is about, where everybody can see it."""
    pages = {
        Kind.COMMENT: comment,
        Kind.POSITION: position,
        Kind.QUESTION: question,
        Kind.ORGANISATION: organisation,
    }
    return pages[kind](public_id) if kind in pages else thread(public_id, "")


def lasting_id(name: str) -> str:
    """A tag URI (RFC 4151). The year is when these ids were first given; it never changes."""
    return f"tag:{urlsplit(settings().base_url).hostname},2026:{name}"
