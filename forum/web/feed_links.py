"""How a page says that there is a feed of the same: links that readers find by themselves."""

from dataclasses import dataclass

from forum.feeds.catalogue import place_of
from forum.feeds.formats import FORMATS
from forum.feeds.headings import heading_of
from forum.feeds.scopes import WHOLE, scope_at
from forum.lib.i18n import current_locale


@dataclass(frozen=True, slots=True)
class FeedLink:
    """`title`: of the feed, "" when it is that of the page."""

    title: str
    format: str
    media_type: str
    address: str


def feed_links(path: str) -> list[FeedLink]:
    """The feed at this path in each format, in the language of the page."""
    scope, place = scope_at(path), place_of(path, current_locale())
    title = heading_of(scope).title if scope.kind in WHOLE else ""
    return [
        FeedLink(title, each.name, each.media_type, place.address(ending)) for ending, each in FORMATS.items()
    ]
