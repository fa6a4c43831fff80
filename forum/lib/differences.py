"""What changed between two texts, word by word."""

import difflib
import re
from dataclasses import dataclass

# difflib is quadratic at worst: very different long texts are shown as one replaced by the other.
MOST_WORDS = 4000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `same`, `removed` (only in the old text) or `added` (only in the new one)."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """The pieces that, without the added ones, make up `old`, and without the removed ones `new`."""
    before, after = _words(old), _words(new)
    if len(before) + len(after) > MOST_WORDS:
        return [piece for piece in (Piece("removed", old), Piece("added", new)) if piece.text]
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(before[from_old:to_old])))
            continue
        for kind_of_piece, words in (("removed", before[from_old:to_old]), ("added", after[from_new:to_new])):
            if words:
                pieces.append(Piece(kind_of_piece, "".join(words)))
    return pieces


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)
