"""RSS 2.0, with the whole text, the author and the archives in the usual modules."""

from email.utils import format_datetime
from xml.etree.ElementTree import Element

from forum.feeds.entries import Entry, Feed, Tombstone
from forum.feeds.xml import document, moment, node

ENDING = "rss"
MEDIA_TYPE = "application/rss+xml"
NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:fh": "http://purl.org/syndication/history/1.0",
}
SPECIFICATION = "https://www.rssboard.org/rss-specification"


def write(feed: Feed) -> bytes:
    root = Element("rss", {"version": "2.0"} | NAMESPACES)
    channel = node(root, "channel")
    node(channel, "title", feed.title)
    node(channel, "link", feed.page)
    node(channel, "description", feed.about)
    node(channel, "language", feed.language)
    node(channel, "lastBuildDate", format_datetime(feed.updated, usegmt=True))
    node(channel, "generator", feed.site.name)
    node(channel, "docs", SPECIFICATION)
    image = node(channel, "image")
    for name, text in (("url", feed.site.logo), ("title", feed.title), ("link", feed.page)):
        node(image, name, text)
    _links(channel, feed)
    for entry in feed.entries:
        if isinstance(entry, Tombstone):
            _removed(channel, entry)
        else:
            _item(channel, entry)
    return document(root, style=feed.site.style)


def _links(channel: Element, feed: Feed) -> None:
    def link(rel: str, *, before: str) -> None:
        address = feed.place.address(ENDING, before=before)
        node(channel, "atom:link", rel=rel, type=MEDIA_TYPE, href=address)

    link("self", before=feed.before)
    if feed.site.hub:
        node(channel, "atom:link", rel="hub", href=feed.site.hub)
    if feed.before:
        node(channel, "fh:archive")
        link("current", before="")
        link("first", before="")
    if feed.next:
        link("next", before=feed.next)
    if feed.archive:
        link("prev-archive", before=feed.archive)


def _item(channel: Element, entry: Entry) -> None:
    item = node(channel, "item")
    node(item, "title", entry.title)
    node(item, "link", entry.url)
    node(item, "guid", entry.id, isPermaLink="false")
    node(item, "pubDate", format_datetime(entry.published, usegmt=True))
    node(item, "atom:updated", moment(entry.updated))
    node(item, "dc:creator", entry.author)
    for category in entry.categories:
        node(item, "category", category.label, domain=category.scheme)
    node(item, "description", entry.summary)
    node(item, "content:encoded", entry.html)


def _removed(channel: Element, entry: Tombstone) -> None:
    item = node(channel, "item")
    node(item, "title", entry.title)
    node(item, "link", entry.url)
    node(item, "guid", entry.id, isPermaLink="false")
    node(item, "pubDate", format_datetime(entry.removed_at, usegmt=True))
    node(item, "description", entry.why)
