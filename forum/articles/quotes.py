"""Where in a text a passage stands: the TextQuoteSelector of the W3C Web Annotation Data Model.

A selector quotes the passage (`exact`) and what stands around it (`prefix`, `suffix`). White space,
typographic quotation marks and dashes need not be typed the same. `locate` is strict, for a person who
can mend the file; `relocate` follows a passage through edits, for a text that changed under its selectors.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

_ALIKE = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}
_WORD = re.compile(r"\w+")

# Likeness from 0 to 1. Of the pairs of sentences in the starter article, one in a thousand is over 0.5 alike.
SAME = 0.75
SAME_IN_CONTEXT = 0.6
SAME_BETWEEN_NEIGHBOURS = 0.5
# How much better than the next best place the best one must be.
CLEARLY = 0.05
# Characters before and behind a passage: about a sentence.
SURROUNDINGS = 80
# The most places to look at closely.
CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Quote:
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Offsets into a text, `end` excluded."""

    start: int
    end: int


def quoted(text: str, span: Span) -> Quote:
    """A selector of what stands there, with enough around it to follow it through an edit."""
    before = text[max(0, span.start - SURROUNDINGS) : span.start]
    return Quote(text[span.start : span.end], before, text[span.end : span.end + SURROUNDINGS])


class QuoteLost(Exception):
    """The passage does not stand in the text."""


class QuoteAmbiguous(Exception):
    """The passage stands in the text `count` times, and its context does not tell which is meant."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def locate(text: str, quote: Quote) -> Span:
    """Where the passage stands. Raises QuoteLost or QuoteAmbiguous."""
    folded = _fold(text)
    exact = _fold(quote.exact).text.strip()
    starts = list(_occurrences(folded.text, exact))
    if not starts:
        raise QuoteLost
    if len(starts) > 1:
        prefix, suffix = _fold(quote.prefix).text.strip(), _fold(quote.suffix).text.strip()
        fitting = [start for start in starts if folded.is_between(start, len(exact), prefix, suffix)]
        if len(fitting) != 1:
            raise QuoteAmbiguous(len(fitting) or len(starts))
        starts = fitting
    return folded.span(starts[0], starts[0] + len(exact))


def relocate(text: str, quote: Quote) -> Span | None:
    """Where the passage stands now, though it or its surroundings were edited; None when that is unsure."""
    try:
        return locate(text, quote)
    except (QuoteLost, QuoteAmbiguous):
        pass
    folded = _fold(text)
    wanted = Quote(*(_fold(part).text.strip().lower() for part in (quote.exact, quote.prefix, quote.suffix)))
    if not wanted.exact:
        return None
    lower = folded.text.lower()
    if len(lower) != len(folded.text):  # a letter that grows in lower case, such as İ, would shift everything
        lower = folded.text
    starts = list(_occurrences(lower, wanted.exact))
    if starts:
        places = [(start, start + len(wanted.exact)) for start in starts[: CANDIDATES * 10]]
        scored = [(_context(lower, start, end, wanted), start, end) for start, end in places]
        found = _clear_winner([one for one in scored if one[0] >= SAME_IN_CONTEXT])
    else:
        found = _between_neighbours(lower, wanted) or _most_alike(lower, wanted)
    return folded.span(*found) if found else None


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text as it is compared, and where each of its characters stood in the original."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def is_between(self, start: int, length: int, prefix: str, suffix: str) -> bool:
        before = self.text[max(0, start - len(prefix) - 1) : start].rstrip()
        after = self.text[start + length : start + length + len(suffix) + 1].lstrip()
        return before.endswith(prefix) and after.startswith(suffix)


@lru_cache(maxsize=8)
def _fold(text: str) -> _Folded:
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        if character.isspace():
            if characters and characters[-1] == " ":
                continue
            alike = " "
        else:
            alike = _ALIKE.get(character, character)
        characters.extend(alike)
        origin.extend([index] * len(alike))
    return _Folded("".join(characters), tuple(origin))


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _context(text: str, start: int, end: int, wanted: Quote) -> float:
    """How much the surroundings of a place are like prefix and suffix, 0 to 1; 0 when there are none."""
    scores: list[float] = []
    if wanted.prefix:
        scores.append(_ratio(text[max(0, start - len(wanted.prefix) - 1) : start].strip(), wanted.prefix))
    if wanted.suffix:
        scores.append(_ratio(text[end : end + len(wanted.suffix) + 1].strip(), wanted.suffix))
    return sum(scores) / len(scores) if scores else 0.0


def _between_neighbours(text: str, wanted: Quote) -> tuple[int, int] | None:
    """The place between an unchanged prefix and suffix, when what stands there is still akin."""
    before = list(_occurrences(text, wanted.prefix))
    after = list(_occurrences(text, wanted.suffix))
    if len(before) != 1 or len(after) != 1:
        return None
    start, end = before[0] + len(wanted.prefix), after[0]
    inside = text[start:end]
    if not len(wanted.exact) / 3 <= len(inside.strip()) <= len(wanted.exact) * 3:
        return None
    if _ratio(inside.strip(), wanted.exact) < SAME_BETWEEN_NEIGHBOURS:
        return None
    start += len(inside) - len(inside.lstrip())
    return start, start + len(inside.strip())


def _most_alike(text: str, wanted: Quote) -> tuple[int, int] | None:
    """The one place whose words are nearest to the passage, if near enough."""
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    sought = _WORD.findall(wanted.exact)
    scored: list[tuple[float, int, int]] = []
    for offset in _likely_offsets([word for word, _start, _end in words], sought):
        for first, last in _borders([word for word, _start, _end in words], sought, offset):
            start, end = _with_punctuation(text, words[first][1], words[last][2], wanted.exact)
            likeness, context = _ratio(text[start:end], wanted.exact), _context(text, start, end, wanted)
            if likeness >= SAME or (likeness >= SAME_IN_CONTEXT and context >= SAME_IN_CONTEXT):
                scored.append((likeness + context / 4, start, end))
    return _clear_winner(scored)


def _with_punctuation(text: str, start: int, end: int, exact: str) -> tuple[int, int]:
    """The place with the quotation marks or full stop that also begin or end the passage."""
    before, behind = re.split(r"\w.*\w|\w", exact, maxsplit=1, flags=re.DOTALL)
    start -= len(before) if text.endswith(before, 0, start) else 0
    end += len(behind) if text.startswith(behind, end) else 0
    return start, end


def _likely_offsets(words: list[str], sought: list[str]) -> list[int]:
    """Where the passage would begin, by the vote of its words; a rare word says more than a common one."""
    indexes: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        indexes[word].append(index)
    votes: Counter[int] = Counter()
    for place, word in enumerate(sought):
        for index in indexes.get(word, ()):
            votes[index - place] += 1 / len(indexes[word])  # type: ignore[assignment]
    return [offset for offset, _vote in votes.most_common(CANDIDATES)]


def _borders(words: list[str], sought: list[str], offset: int) -> Iterable[tuple[int, int]]:
    """Pairs of first and last word near `offset` between which the passage may stand."""
    slack = 3 + len(sought) // 3
    low, high = max(0, offset - 3), min(len(words), offset + len(sought) + slack)
    matcher = SequenceMatcher(None, words[low:high], sought, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return ()
    firsts = {max(low, low + block.a - extra) for block in blocks[:2] for extra in (0, block.b)}
    lasts = {
        min(high - 1, low + block.a + block.size - 1 + extra)
        for block in blocks[-2:]
        for extra in (0, len(sought) - block.b - block.size)
    }
    return sorted((first, last) for first in firsts for last in lasts if first <= last)


def _clear_winner(scored: list[tuple[float, int, int]]) -> tuple[int, int] | None:
    """The best place, unless another one that does not overlap it is about as good."""
    if not scored:
        return None
    best, start, end = max(scored)
    rivals = [score for score, other, other_end in scored if other_end <= start or other >= end]
    return (start, end) if all(score < best - CLEARLY for score in rivals) else None
