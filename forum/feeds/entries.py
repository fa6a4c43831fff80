"""What a feed holds, whatever its format: frozen values. Every address in them is a whole one."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Category:
    """A lesson. `scheme`: where all of them are."""

    term: str
    scheme: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`id`: stays, whatever is edited or moved. `html`: see markup.py. `summary`: how it begins, as text.
    `answers`: the id of what it replies to. `updated`: its last change.
    """

    id: str
    url: str
    title: str
    html: str
    summary: str
    author: str
    published: datetime
    updated: datetime
    categories: tuple[Category, ...] = ()
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An entry that is there no more. `title` and `why` say so, in words of the forum only."""

    id: str
    url: str
    title: str
    why: str
    removed_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where the documents of a feed are. `base`: without format; `language`: "" for the forum's own.

    Every other document of a feed has a cursor, `before`.
    """

    base: str
    language: str = ""

    def address(self, ending: str, *, before: str = "") -> str:
        said = {name: value for name, value in (("lang", self.language), ("before", before)) if value}
        return f"{self.base}.{ending}" + (f"?{urlencode(said)}" if said else "")


@dataclass(frozen=True, slots=True)
class Site:
    """What all feeds here have. `chooser`: the page about them. `style`: how browsers show them. `hub`: that
    of WebSub, "" without one."""

    name: str
    chooser: str
    style: str
    icon: str
    logo: str
    hub: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """One document of a feed, the newest entries first.

    `page`: the page that shows the same. `ways`: where somebody can go who looks at this in a browser, each a
    text and an address. `before`: the cursor of this document, "" for the one to subscribe
    to. `next`: what comes right after; `archive`: the document of older entries whose address stays the same,
    so that who has it need not look further (RFC 5005); both "" at the end.
    """

    id: str
    title: str
    about: str
    page: str
    place: Place
    language: str
    updated: datetime
    entries: tuple[Entry | Tombstone, ...]
    site: Site
    ways: tuple[tuple[str, str], ...] = ()
    before: str = ""
    next: str = ""
    archive: str = ""
