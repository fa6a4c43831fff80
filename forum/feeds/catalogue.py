"""The list of feeds, for who chooses one and for a reader that takes all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from forum.articles.queries import lesson_list, question_list
from forum.feeds import links
from forum.feeds.entries import Place
from forum.feeds.formats import FORMATS
from forum.feeds.headings import heading_of
from forum.feeds.scopes import Kind, Scope
from forum.feeds.xml import document, node
from forum.lib.i18n import _, force_locale
from forum.settings import settings

OPML = "text/x-opml"


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed to choose. `title` is how it calls itself in a reader."""

    path: str
    name: str
    title: str
    about: str
    page: str
    place: Place

    @property
    def addresses(self) -> dict[str, str]:
        """By the name of the format."""
        return {each.name: self.place.address(ending) for ending, each in FORMATS.items()}


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    feeds: tuple[Listed, ...]


def listed(scope: Scope, locale: str, rows: Sequence[Any] = ()) -> Listed:
    """rows: see `heading_of`."""
    with force_locale(locale):
        heading = heading_of(scope, rows)
    return Listed(
        path=scope.path,
        name=heading.name,
        title=heading.title,
        about=heading.about,
        page=links.absolute(heading.path),
        place=place_of(scope.path, locale),
    )


def place_of(path: str, locale: str) -> Place:
    own = locale == settings().default_locale
    return Place(links.absolute(f"{links.FEEDS}/{path}"), "" if own else locale)


def catalogue(locale: str) -> tuple[Group, Group, Group]:
    """The whole ones, each question, each lesson; those of threads are too many. 3 statements."""
    whole = (Scope(kind) for kind in (Kind.ALL, Kind.SHARED, Kind.SYNTHESES, Kind.LOG))
    with force_locale(locale):
        names = _("The whole forum"), _("By question"), _("By lesson")
    return (
        Group(names[0], tuple(listed(scope, locale) for scope in whole)),
        Group(names[1], tuple(_one(Kind.QUESTION, one, locale) for one in question_list(locale))),
        Group(names[2], tuple(_one(Kind.LESSONS, one, locale) for one in lesson_list(locale))),
    )


def _one(kind: Kind, row: Any, locale: str) -> Listed:
    return listed(Scope(kind, (row.slug,)), locale, [row])


def as_opml(groups: Sequence[Group]) -> bytes:
    """OPML 2.0. Readers know no other type of feed there than `rss`, whatever its format."""
    root = Element("opml", {"version": "2.0"})
    node(node(root, "head"), "title", settings().site_name)
    body = node(root, "body")
    for group in groups:
        outline = node(body, "outline", text_=group.name)
        for feed in group.feeds:
            address = feed.place.address("atom")
            node(
                outline,
                "outline",
                type="rss",
                text_=feed.title,
                title=feed.title,
                description=feed.about,
                xmlUrl=address,
                htmlUrl=feed.page,
            )
    return document(root)
