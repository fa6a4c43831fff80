"""What changed between two texts, word by word."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

# difflib is quadratic at worst. Longer texts are compared line by line, and word by word only within
# lines that differ; lines that are too much for that too are shown as some replaced by others.
MOST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `same`, `removed` (only in the old text) or `added` (only in the new one)."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """The pieces that, without the added ones, make up `old`, and without the removed ones `new`."""
    before, after = _words(old), _words(new)
    if _is_quick(before, after):
        return _compared(before, after)
    before, after = _lines(old), _lines(new)
    if not _is_quick(before, after):
        return _replaced(old, new)
    pieces: list[Piece] = []
    for kind, gone, come in _runs(before, after):
        if kind == "equal":
            pieces.append(Piece("same", gone))
        elif _is_quick(_words(gone), _words(come)):
            pieces += _compared(_words(gone), _words(come))
        else:
            pieces += _replaced(gone, come)
    return pieces


def _compared(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for kind, gone, come in _runs(before, after):
        pieces += [Piece("same", gone)] if kind == "equal" else _replaced(gone, come)
    return pieces


def _replaced(gone: str, come: str) -> list[Piece]:
    return [piece for piece in (Piece("removed", gone), Piece("added", come)) if piece.text]


def _runs(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str, str]]:
    """(kind, old text, new text) of each run of parts that are equal or not, in reading order."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        (kind, "".join(before[from_old:to_old]), "".join(after[from_new:to_new]))
        for kind, from_old, to_old, from_new, to_new in matcher.get_opcodes()
    ]


def _is_quick(before: Sequence[str], after: Sequence[str]) -> bool:
    return len(before) + len(after) <= MOST_WORDS


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)
