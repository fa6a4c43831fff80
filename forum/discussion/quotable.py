"""The sentences of a comment that can be quoted: its author's own words, not what it quotes itself."""

from html.parser import HTMLParser

from forum.lib import text
from forum.lib.rendered import plain

FEWEST_WORDS = 3
"""A shorter piece says nothing by itself."""

_LEFT_OUT = frozenset({"blockquote", "pre", "table"})


def sentences(html: str) -> tuple[str, ...]:
    """Of a comment's stored HTML, each once, in their order. Every one of them stands in `plain(html)`,
    white space apart."""
    reader = _OwnWords()
    reader.feed(html)
    reader.close()
    found = (one for line in plain("".join(reader.parts)).split("\n") for one in text.sentences(line))
    return tuple(dict.fromkeys(one for one in found if len(one.split()) >= FEWEST_WORDS))


class _OwnWords(HTMLParser):
    """The HTML again, without the elements that hold something else than the author's sentences."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag in _LEFT_OUT
        self._keep(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self._keep(f"</{tag}>")
        self._depth -= tag in _LEFT_OUT and self._depth > 0

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def _keep(self, markup: str) -> None:
        if not self._depth:
            self.parts.append(markup)
