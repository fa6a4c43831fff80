"""Untrusted Markdown to safe HTML: the one file that names markdown and bleach.

It runs in a process that may be killed at any moment (markdown_worker.py), since some small texts keep
either library busy for minutes. Everybody else calls forum.lib.rendered.

Raw HTML is shown as text, Markdown makes a tree, the tree gets our manners, and bleach has the last word:
its allow list alone decides what leaves this file. Neither library's objects may be shared between threads,
so both are made anew for each text.
"""

import html
import re
from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element

from bleach.sanitizer import Cleaner
from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from forum.lib.markdown_source import INVISIBLE

TAGS = frozenset({
    "p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "li",
    "table", "thead", "tbody", "tr", "th", "td", "a", "code", "strong", "em", "del", "s", "sub", "sup",
})  # fmt: skip
PROTOCOLS = frozenset({"http", "https", "mailto"})
REL = "ugc nofollow noopener noreferrer"

# Ours and absolute addresses; a browser reads //host and /\host as another site.
_ADDRESS = re.compile(r"(?i)(https?:|mailto:|#|/(?![/\\]))")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);")
# What browsers skip inside an address, so that it cannot hide a scheme from us.
_SKIPPED = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_VALUES = {
    ("a", "rel"): re.compile(re.escape(REL)),
    ("a", "title"): re.compile(r"(?s).*"),
    ("th", "align"): re.compile(r"left|center|right"),
    ("td", "align"): re.compile(r"left|center|right"),
    ("ol", "start"): re.compile(r"[0-9]{1,9}"),
    ("code", "class"): re.compile(r"language-[a-z0-9+#-]{1,20}"),
}


class TooMuch(Exception):
    """The text unfolds into more than a page should carry."""


def to_html(
    text: str,
    *,
    heading_shift: int,
    max_cells: int,
    max_html: int,
    people: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """HTML within the allow list. Raises TooMuch, and whatever the libraries raise on hostile input.

    people: handle → name, of who becomes a link after an @.
    """
    page = _parser(heading_shift, max_cells, people).convert(text)
    page = _ENTITY.sub(_visible, page)
    if len(page) > max_html:
        raise TooMuch(f"{len(page)} characters of HTML")
    tags = TAGS if heading_shift else TAGS | {"h2"}
    return Cleaner(tags=tags, attributes=_allowed, protocols=PROTOCOLS, strip=True).clean(page)


def _visible(entity: re.Match[str]) -> str:
    """Nothing for what markdown_source.cleaned() removes when it is not spelled as an entity."""
    character = html.unescape(entity[0])
    return "" if character in ("", "\ufffd") or INVISIBLE.search(character) else entity[0]


def _allowed(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "href"):
        return _ADDRESS.match(_SKIPPED.sub("", html.unescape(value))) is not None
    pattern = _VALUES.get((tag, name))
    return pattern is not None and pattern.fullmatch(value) is not None


def _parser(heading_shift: int, max_cells: int, people: Mapping[str, str]) -> Markdown:
    tables = TableExtension(use_align_attribute=True)
    extensions = [FencedCodeExtension(), tables, SaneListExtension(), Nl2BrExtension()]
    md = Markdown(extensions=extensions, output_format="html")
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.parser.blockprocessors.register(_Heading(md.parser), "hashheader", 70)
    md.inlinePatterns.register(_Mail(r"<(?:mailto:)?([^<>\s!@\x02]+@[^<>\s@\x02]+)>", md), "automail", 110)
    # Before emphasis, so that _ and * inside an address stay; after the links, so that theirs are left alone.
    md.inlinePatterns.register(_BareAddress(_BareAddress.PATTERN, md), "bare_address", 105)
    if people:
        md.inlinePatterns.register(_Mention(md, people), "mention", 104)
    md.inlinePatterns.register(SimpleTagInlineProcessor(r"()~~(?=\S)(.+?)(?<=\S)~~", "del"), "del", 55)
    md.treeprocessors.register(_CellLimit(max_cells), "cell_limit", 30)
    # After "unescape": only then does an address read as the browser will read it.
    md.treeprocessors.register(_Manners(heading_shift), "manners", -10)
    return md


class _Heading(HashHeaderProcessor):
    """A heading has a space after its signs, and words: "#samen" and "#" are text."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6}) +(?P<header>[^\s#](?:[^\n#]|#+(?=[^\n#]))*+)#*(?:\n|$)")


class _Mail(InlineProcessor):
    """<name@host>. The library's own writes every character as an entity, which hides it from the checks."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:
        link = Element("a", href="mailto:" + m[1])
        link.text = AtomicString(m[1])
        return link, m.start(), m.end()


class _BareAddress(InlineProcessor):
    """https://… in running text. Linear, unlike bleach's linkifier."""

    ANCESTOR_EXCLUDES = ("a",)
    # \x02 opens what the parser has set aside, such as code.
    PATTERN = r"""(?<![^\W_])(?i:https?)://[^\W_][^\s<>"`\x02]*"""
    # Rarely the end of an address, often of the sentence around it.
    PUNCTUATION = frozenset(".,:;!?*_~'’”»…]}")

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:
        address = m[0]
        end = len(address)
        unopened = address.count(")") - address.count("(")
        while address[end - 1] in self.PUNCTUATION or (address[end - 1] == ")" and unopened > 0):
            unopened -= address[end - 1] == ")"
            end -= 1
        link = Element("a", href=address[:end])
        link.text = AtomicString(address[:end])
        return link, m.start(), m.start() + end


class _Mention(InlineProcessor):
    """@anna-de-vries in running text, for people we were given; the link shows their name."""

    ANCESTOR_EXCLUDES = ("a",)
    PATTERN = r"(?<![\w@./:+-])@([A-Za-z0-9-]{3,30})(?![\w@-]|[.]\w)"
    MOST = 10
    """Links in one text: a thousand would make a small text a large page."""

    def __init__(self, md: Markdown, people: Mapping[str, str]) -> None:
        super().__init__(self.PATTERN, md)
        self.people = people
        self.left = self.MOST

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int] | tuple[None, None, None]:
        handle = m[1].lower()
        if handle not in self.people or self.left == 0:
            return None, None, None
        self.left -= 1
        link = Element("a", href=f"/people/{handle}")
        link.text = AtomicString(f"@{self.people[handle]}")
        return link, m.start(), m.end()


class _CellLimit(Treeprocessor):
    """Stops before the expensive steps: 8 kB of pipes can make a hundred thousand cells."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def run(self, root: Element) -> None:
        cells = sum(element.tag in ("td", "th") for element in root.iter())
        if cells > self.most:
            raise TooMuch(f"{cells} table cells")


class _Manners(Treeprocessor):
    """Headings below those of the page and never empty, images as links, links that vouch for nothing."""

    def __init__(self, heading_shift: int) -> None:
        super().__init__()
        self.heading_shift = heading_shift

    def run(self, root: Element) -> None:
        for link in [*root.iter("a")]:
            for image in link.iter("img"):
                _as_text(image, "span")  # no link within a link
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag):
                level = min(6, max(2, int(element.tag[1]) + self.heading_shift))
                element.tag = f"h{level}" if _says_something(element) else "span"
            elif element.tag == "img":
                _as_text(element, "a")
            if element.tag == "a":
                _as_guest(element)


def _as_text(image: Element, tag: str) -> None:
    image.tag = tag
    image.text = image.get("alt") or image.get("src")
    image.attrib = {"href": image.get("src", "")}


def _as_guest(link: Element) -> None:
    """Keep the link when it leads somewhere we allow, else only its text."""
    href = _ENTITY.sub(lambda entity: html.unescape(entity[0]), link.get("href", ""))
    href = _SKIPPED.sub("", href).strip().replace(" ", "%20")
    if href.startswith("www."):
        href = "https://" + href
    if not _ADDRESS.match(href):
        link.tag = "span"  # off the allow list: bleach drops the tag and keeps the text
        return
    # Written out once, so that "&amp;#47;" cannot become "/" further on.
    link.set("href", href.replace("&", "&amp;"))
    link.set("rel", REL)
    if not _says_something(link):
        link.text = href


def _says_something(element: Element) -> bool:
    return bool("".join(element.itertext()).strip())
