"""Passages in rendered HTML: cut an article into blocks, and mark the passages of its questions.

Works on the output of our own renderer: sanitised, tags balanced. Tags are only ever added around
words, so taking the marks out again gives back the very same HTML.
"""

import html
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forum.articles.quotes import Span

# A mark may hold these; any other tag ends it, and it begins again behind.
INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "br",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "wbr",
    )
)
VOID = frozenset(("br", "hr", "img", "wbr"))
_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?>[^<>\"']|\"[^\"]*\"|'[^']*')*>"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|[^<&]+|[<&]"
)
_LESSON_MARK = re.compile(r"\s*\{lesson=([a-z0-9-]+)\}\s*(?=(?:</[a-z0-9]+>\s*)+\Z)")


@dataclass(frozen=True, slots=True)
class Part:
    """A top-level element. `lesson`: the one that its heading opens."""

    html: str
    lesson: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A part with its passages marked. `questions`: those whose passage begins here, in reading order."""

    html: str
    lesson: str | None = None
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    """`raw` stands in the HTML; `text` is what one reads there. A tag that breaks the line reads as such."""

    raw: str
    text: str
    tag: str = ""
    is_end: bool = False

    @property
    def is_start(self) -> bool:
        return self.tag not in VOID and self.tag != "" and not self.is_end


def cut(article_html: str) -> tuple[Part, ...]:
    """The top-level elements in order, their lesson marks taken out of the headings."""
    parts: list[Part] = []
    held: list[str] = []
    depth = 0
    for token in _tokens(article_html):
        held.append(token.raw)
        depth = max(0, depth + token.is_start - token.is_end)
        if depth == 0 and token.tag:
            parts.append(_part("".join(held)))
            held.clear()
    if rest := "".join(held).strip():
        parts.append(_part(rest))
    return tuple(parts)


def text_of(parts: Sequence[Part]) -> str:
    """What one reads, one part after the other. Spans for `marked` are offsets into this."""
    return "\n".join(_text(part.html) for part in parts)


def spans_of_marks(blocks: Iterable[str]) -> tuple[str, dict[str, Span]]:
    """The reverse of `marked`: what one reads in these blocks of HTML, and each question's passage in it."""
    spans: dict[str, Span] = {}
    texts: list[str] = []
    position = 0
    for block in blocks:
        open_marks: list[str] = []
        for token in _tokens(block):
            if token.tag == "mark" and not token.is_end:
                slug = token.raw.rpartition('data-question="')[2].partition('"')[0]
                open_marks.append(slug)
                spans.setdefault(slug, Span(position, position))
            elif token.tag == "mark" and open_marks:
                slug = open_marks.pop()
                spans[slug] = Span(spans[slug].start, position)
            texts.append(token.text)
            position += len(token.text)
        texts.append("\n")
        position += 1
    return "".join(texts), spans


def marked(parts: Sequence[Part], spans: Mapping[str, Span]) -> tuple[Block, ...]:
    """The parts with `<mark data-question="slug">` around each passage; its first mark also has
    `id="question-slug"`. Passages may overlap, cross tags and cross parts."""
    blocks: list[Block] = []
    in_reading_order = sorted(spans.items(), key=lambda item: (item[1].start, -item[1].end, item[0]))
    begun: set[str] = set()
    offset = 0
    for part in parts:
        length = len(_text(part.html))
        marked_html = part.html
        begins: list[str] = []
        for slug, span in in_reading_order:
            inside = Span(max(span.start - offset, 0), min(span.end - offset, length))
            if inside.start >= inside.end:
                continue
            wrapped = _wrapped(marked_html, inside, slug, is_first=slug not in begun)
            if wrapped != marked_html and slug not in begun:
                begun.add(slug)
                begins.append(slug)
            marked_html = wrapped
        blocks.append(Block(marked_html, part.lesson, tuple(begins)))
        offset += length + 1
    return tuple(blocks)


def _tokens(source: str) -> list[_Token]:
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(source):
        raw = match.group()
        if match["tag"]:
            tag = match["tag"].lower()
            breaks = tag == "br" or tag not in INLINE
            tokens.append(_Token(raw, "\n" if breaks else "", tag, is_end=bool(match["end"])))
        else:
            tokens.append(_Token(raw, html.unescape(raw) if match["entity"] else raw))
    return tokens


def _text(source: str) -> str:
    return "".join(token.text for token in _tokens(source))


def _part(source: str) -> Part:
    source = source.strip()
    mark = _LESSON_MARK.search(source) if re.match(r"<h[1-6]\b", source) else None
    if mark is None:
        return Part(source)
    return Part(source[: mark.start()] + source[mark.end() :], lesson=mark.group(1))


def _wrapped(source: str, span: Span, slug: str, *, is_first: bool) -> str:
    """The HTML with the words of `span` inside marks: as few as its tags allow, none around mere space."""
    tokens = _tokens(source)
    ends = _end_offsets(tokens)
    text = "".join(token.text for token in tokens)
    out: list[str] = []
    name = html.escape(slug)
    opening = f'<mark id="question-{name}" data-question="{name}">' if is_first else ""
    reopening = f'<mark data-question="{name}">'
    is_open = False
    kept = 0  # elements begun inside the open mark
    position = 0

    def open_mark() -> None:
        nonlocal is_open, opening
        out.append(opening or reopening)
        is_open, opening = True, ""

    def close_mark() -> None:
        nonlocal is_open
        out.append("</mark>")
        is_open = False

    for index, token in enumerate(tokens):
        after = position + len(token.text)
        if token.tag:
            end = ends.get(index, math.inf)
            if is_open:
                stays = end <= span.end if token.is_start else kept > 0 or token.tag in VOID & INLINE
                if not stays:
                    close_mark()
            elif span.start <= position and end <= span.end and text[position : int(end)].strip():
                open_mark()
            if is_open:
                kept += token.is_start - token.is_end
            out.append(token.raw)
        else:
            before, inside, behind = _split(token, span.start - position, span.end - position)
            out.append(before)
            if inside.strip() and not is_open:
                open_mark()
            out.append(inside)
            if is_open and after >= span.end and not kept:
                close_mark()
            out.append(behind)
        position = after
        if is_open and position >= span.end and not kept:
            close_mark()
    if is_open:
        close_mark()
    return "".join(out)


def _split(token: _Token, start: int, end: int) -> tuple[str, str, str]:
    """What stands before, inside and behind the span. An entity is one character, and not cut in two."""
    start, end = max(start, 0), min(end, len(token.text))
    if start >= end:
        return token.raw, "", ""
    if token.raw != token.text:
        return "", token.raw, ""
    return token.raw[:start], token.raw[start:end], token.raw[end:]


def _end_offsets(tokens: Sequence[_Token]) -> dict[int, float]:
    """For each inline start tag, the text offset of its end tag; endless if a block stands inside it."""
    ends: dict[int, float] = {}
    begun: list[int] = []
    endless: set[int] = set()
    position = 0
    for index, token in enumerate(tokens):
        if token.tag and token.tag not in INLINE:
            endless.update(begun)
        elif token.is_start:
            begun.append(index)
        elif token.is_end and begun:
            begin = begun.pop()
            ends[begin] = math.inf if begin in endless else position
        position += len(token.text)
    return ends
