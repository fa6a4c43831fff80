"""Atom 1.0 (RFC 4287), with tombstones (RFC 6721), archives (RFC 5005) and replies (RFC 4685)."""

from xml.etree.ElementTree import Element, ParseError, XMLParser

from forum.feeds.entries import Entry, Feed, Tombstone
from forum.feeds.xml import document, moment, node
from forum.lib.portable import clean

ENDING = "atom"
MEDIA_TYPE = "application/atom+xml"
XHTML = "http://www.w3.org/1999/xhtml"
NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
    "xmlns:fh": "http://purl.org/syndication/history/1.0",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
}


def write(feed: Feed) -> bytes:
    root = Element("feed", NAMESPACES | {"xml:lang": feed.language})
    node(root, "id", feed.id)
    node(root, "title", feed.title)
    _about(root, feed)
    node(root, "updated", moment(feed.updated))
    node(node(root, "author"), "name", feed.site.name)
    node(root, "generator", feed.site.name, uri=feed.site.chooser)
    node(root, "icon", feed.site.icon)
    node(root, "logo", feed.site.logo)
    _links(root, feed)
    for entry in feed.entries:
        if isinstance(entry, Tombstone):
            _removed(root, entry)
        else:
            _entry(root, entry)
    return document(root, style=feed.site.style)


def _about(root: Element, feed: Feed) -> None:
    """With links: it is what a browser shows on top, and no other element of Atom can be followed there."""
    block = node(node(root, "subtitle", type="xhtml"), "div", xmlns=XHTML)
    node(block, "p", feed.about)
    for text, address in feed.ways:
        node(node(block, "p"), "a", text, href=address)


def _links(root: Element, feed: Feed) -> None:
    def link(rel: str, *, before: str) -> None:
        node(root, "link", rel=rel, type=MEDIA_TYPE, href=feed.place.address(ENDING, before=before))

    link("self", before=feed.before)
    node(root, "link", rel="alternate", type="text/html", hreflang=feed.language, href=feed.page)
    if feed.site.hub:
        node(root, "link", rel="hub", href=feed.site.hub)
    if feed.before:
        node(root, "fh:archive")
        link("current", before="")
        link("first", before="")
    if feed.next:
        link("next", before=feed.next)
    if feed.archive:
        link("prev-archive", before=feed.archive)


def _entry(root: Element, entry: Entry) -> None:
    element = node(root, "entry")
    node(element, "id", entry.id)
    node(element, "title", entry.title)
    node(element, "link", rel="alternate", type="text/html", href=entry.url)
    node(element, "published", moment(entry.published))
    node(element, "updated", moment(entry.updated))
    node(node(element, "author"), "name", entry.author)
    for category in entry.categories:
        node(element, "category", term=category.term, scheme=category.scheme, label=category.label)
    if entry.answers:
        node(element, "thr:in-reply-to", ref=entry.answers)
    _content(element, entry.html)


def _content(element: Element, html: str) -> None:
    """As XHTML, which a browser shows as it is meant; as text for the reader to parse where it is no XML."""
    parser = XMLParser()  # noqa: S314 (our own renderer's HTML, and no document type)
    try:
        for piece in ("<div>", clean(html), "</div>"):
            parser.feed(piece)
        block = parser.close()
    except ParseError:
        node(element, "content", html, type="html")
        return
    block.set("xmlns", XHTML)
    node(element, "content", type="xhtml").append(block)


def _removed(root: Element, entry: Tombstone) -> None:
    element = node(root, "at:deleted-entry", ref=entry.id, when=moment(entry.removed_at))
    node(element, "at:comment", entry.why)
