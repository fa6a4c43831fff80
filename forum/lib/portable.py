"""HTML that is also XML, with whole addresses: what a feed or a mail can carry anywhere.

The renderer's HTML is safe already. It is read once more here, since `<br>` is not XML and `/threads/abc`
leads nowhere from somebody's reader or mailbox. Of a tag that is not on the list below only the text goes
along.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement, tostring

TAGS = frozenset({
    "p", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "li", "table", "caption", "thead",
    "tbody", "tr", "th", "td", "a", "code", "strong", "em", "del", "s", "sub", "sup", "cite",
})  # fmt: skip
VOID = frozenset({"br", "hr"})
ATTRIBUTES = frozenset({"href", "rel", "title", "align", "start", "scope", "lang"})
# XML 1.0 has no way to write these, not even as a reference (section 2.2). Lone surrogates are among them.
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DEEPEST = 100
"""Levels. Whoever nests deeper wants to break a parser."""


def clean(text: str) -> str:
    """The text without what XML forbids. A carriage return becomes a line feed, as a parser would read it."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def portable(html: str, url: str) -> str:
    """The HTML as well-formed XHTML, with each address as it reads from `url`, the page it stands on."""
    builder = _Builder(url)
    builder.feed(html)
    builder.close()
    for element in builder.root.iter():
        if element.tag not in VOID and not element.text and not len(element):
            element.text = " "  # or it would be written as <p />, which HTML does not know
    text = tostring(builder.root, encoding="unicode")
    return text.removeprefix("<div>").removesuffix("</div>").strip()


class _Builder(HTMLParser):
    """Makes a tree of whatever comes: what was never opened is not closed, what stays open is closed."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url = url
        self.root = Element("div")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS | VOID or len(self.open) > DEEPEST:
            return
        kept = {name: clean(value or "") for name, value in attrs if name in ATTRIBUTES}
        if "href" in kept:
            kept["href"] = _whole(kept["href"], self.url)
        child = SubElement(self.open[-1], tag, kept)
        if tag in TAGS:
            self.open.append(child)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + clean(data)
        else:
            parent.text = (parent.text or "") + clean(data)


def _whole(address: str, url: str) -> str:
    try:
        return urljoin(url, address)
    except ValueError:  # such as http://[
        return address
