"""Texts that people write, and the safe HTML they become.

rendered() never raises: what cannot be rendered within its limits is shown as it was typed.
Call it before a write transaction begins, since a hostile text takes a second.
"""

import html
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from types import MappingProxyType

from forum.lib.markdown_process import TooHard, Unavailable, ask
from forum.lib.markdown_source import cleaned

RENDERER_VERSION = 1
"""Raise it whenever the same text would become other HTML; stored HTML of a lower version is made anew."""

UNRENDERED = 0
"""Version of a text shown as typed because our own machinery failed: it is tried again like any older one."""

MAX_SOURCE = 20_000
"""Characters in a post; the rules of each room refuse more, with the text kept."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Profile:
    """How far a text may go. Beyond any of these it is shown as typed."""

    max_source: int
    max_html: int
    """Characters, before the sanitiser sees them."""
    max_cells: int
    seconds: float
    heading_shift: int
    """Levels by which headings are lowered; h1 is always the page's own."""


POST = Profile(max_source=MAX_SOURCE, max_html=256 * 1024, max_cells=2_000, seconds=1.0, heading_shift=2)
ARTICLE = Profile(max_source=200_000, max_html=2_000_000, max_cells=20_000, seconds=8.0, heading_shift=0)


@dataclass(frozen=True)
class Rendered:
    source: str
    html: str
    """Within the allow list of forum/lib/markdown.py, so templates may mark it safe."""
    version: int


def rendered(
    text: str, profile: Profile = POST, *, people: Mapping[str, str] = MappingProxyType({})
) -> Rendered:
    """The text as stored: cleaned, in NFC where it was rendered, with its HTML.

    people: handle → name of who may be mentioned in it.
    """
    source = cleaned(text)
    if not source.strip():
        return Rendered(source, "", RENDERER_VERSION)
    if len(source) > profile.max_source:
        return _fallen_back(source, RENDERER_VERSION, "too long")
    job = {
        "text": source, "seconds": profile.seconds, "heading_shift": profile.heading_shift,
        "max_cells": profile.max_cells, "max_html": profile.max_html, "people": dict(people),
    }  # fmt: skip
    try:
        return Rendered(*ask(job), RENDERER_VERSION)
    except TooHard as error:
        return _fallen_back(source, RENDERER_VERSION, str(error))
    except Unavailable as error:
        return _fallen_back(source, UNRENDERED, str(error))


def fresh(source: str, stored_html: str, version: int, profile: Profile = POST) -> str:
    """The stored HTML, or when an older renderer made it, that of today.

    What is shown as typed stays so until a job has tried again: it is safe, and may be costly.
    """
    if version >= RENDERER_VERSION or stored_html == as_typed(source):
        return stored_html
    return rendered(source, profile).html


def as_typed(source: str) -> str:
    return f"<pre>{html.escape(source)}</pre>"


def plain(markup: str) -> str:
    """The words of some HTML, one block per line, for excerpts, feeds and mails. Takes any text."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in cleaned("".join(reader.parts)).split("\n"))
    return "\n".join(line for line in lines if line)


def _fallen_back(source: str, version: int, reason: str) -> Rendered:
    _log.warning("A text of %d characters is shown as typed: %s", len(source), reason)
    return Rendered(source, as_typed(source), version)


class _Words(HTMLParser):
    INLINE = frozenset({"a", "b", "code", "del", "em", "i", "mark", "s", "span", "strong", "sub", "sup"})
    BESIDE = frozenset({"td", "th"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._separate(tag)
        self.preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._separate(tag)
        self.preformatted -= tag == "pre"

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self.preformatted > 0 else re.sub(r"\s+", " ", data))

    def _separate(self, tag: str) -> None:
        if tag not in self.INLINE:
            self.parts.append(" " if tag in self.BESIDE else "\n")
