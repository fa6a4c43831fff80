"""The text of an HTML mail, without what it quotes: mail programs mark that, each in their own way."""

import html
import re

LONGEST = 512 * 1024
"""Characters; the words stand at the beginning, and a mail program adds ten times as much around them."""

DEEPEST = 400
"""Elements within one another that are followed; no mail program nests so deep."""

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})
UNSEEN = frozenset({"head", "style", "script", "title", "template", "blockquote"})
PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "table"})
LINES = frozenset({"div", "li", "tr", "section", "article", "header", "footer", "dt", "dd"})

# Gmail, Thunderbird, Yahoo, Proton, Apple: a quotation or a signature in a box of its own.
BOXES = re.compile(
    r"(?i)\b(gmail_quote|gmail_attr|gmail_signature|moz-cite-prefix|moz-signature|yahoo_quoted|protonmail_quote"
    r"|protonmail_signature_block|ms-outlook-mobile-signature|x_signature|apple-mail-signature|signature)\b"
)
# Outlook: everything from here on is the earlier mail.
REST = re.compile(r"(?i)^(x_)?(divRplyFwdMsg|appendonsend|mail-editor-reference-message-container)$")


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>|<[!?][^<>]*>")
_ATTRIBUTE = re.compile(r"""(?i)\b(class|id|href)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
LONGEST_ATTRIBUTES = 4000


def text_of_html(markup: str) -> str:
    """Lines as they were seen, an empty one between paragraphs. Takes any text, in linear time.

    The parser of the standard library takes minutes over some texts of this length.
    """
    reader = _Reader()
    reader.read(_without_comments(markup[:LONGEST]))
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_comments(markup: str) -> str:
    """One that never ends hides the rest, as in a browser."""
    parts: list[str] = []
    at = 0
    while (begins := markup.find("<!--", at)) >= 0:
        parts.append(markup[at:begins])
        ends = markup.find("-->", begins)
        if ends < 0:
            return "".join(parts)
        at = ends + 3
    return "".join([*parts, markup[at:]])


class _Reader:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.skipped = 0
        self.is_over = False
        self.link = ""
        self.link_begins = 0

    def read(self, markup: str) -> None:
        at = 0
        for found in _TAG.finditer(markup):
            self._words(markup[at : found.start()])
            at = found.end()
            if found[2] is None:
                continue
            if found[1]:
                self._end(found[2].lower())
            else:
                self._start(found[2].lower(), found[3][:LONGEST_ATTRIBUTES])
        self._words(markup[at:])

    def _start(self, tag: str, attributes: str) -> None:
        named = {
            found[1].lower(): html.unescape(found[2].strip("\"'"))
            for found in _ATTRIBUTE.finditer(attributes)
        }
        self.is_over = self.is_over or REST.match(named.get("id", "")) is not None
        if tag not in VOID and len(self.open) < DEEPEST:
            marks = f"{named.get('class', '')} {named.get('id', '')}"
            is_skipped = tag in UNSEEN or BOXES.search(marks) is not None
            self.open.append((tag, is_skipped))
            self.skipped += is_skipped
        self._separate(tag)
        if tag == "li":
            self._say("- ")
        elif tag == "a":
            self.link, self.link_begins = named.get("href", ""), len(self.parts)

    def _end(self, tag: str) -> None:
        if tag == "a" and self.link:
            self._name_link()
        place = next((n for n in range(len(self.open) - 1, -1, -1) if self.open[n][0] == tag), None)
        if place is None:
            return
        self.skipped -= sum(is_skipped for _tag, is_skipped in self.open[place:])
        del self.open[place:]
        self._separate(tag)

    def _words(self, data: str) -> None:
        self._say(re.sub(r"\s+", " ", html.unescape(data)))

    def _name_link(self) -> None:
        """Where it leads, when its words do not tell."""
        words = "".join(self.parts[self.link_begins :]).strip()
        address = self.link if re.match(r"https?://\S+$", self.link) else ""
        if words and address and address.rstrip("/") not in (words.rstrip("/"), f"https://{words}"):
            self._say(f" ({address})")
        self.link = ""

    def _separate(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self._say("\n\n")
        elif tag in LINES or tag == "br":
            self._say("\n")

    def _say(self, text: str) -> None:
        if not (self.skipped or self.is_over):
            self.parts.append(text)
