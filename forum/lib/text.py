"""Small texts: what people type into a single line, and what we make of it."""

import re
import unicodedata
from itertools import pairwise

# Controls, zero-width and direction marks: invisible, and used to forge names and titles.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")

_ABBREVIATIONS = (
    r"(?<!\bbijv)(?<!\bresp)(?<!\bincl)(?<!\betc)(?<!\be\.g)(?<!\bi\.e)(?<!\bca)(?<!\bdhr)(?<!\bmevr)"
)
_SENTENCE_ENDS = re.compile(rf"{_ABBREVIATIONS}(?<!\b\w)[.!?…]+[\"'”’)]*(?=\s+[\"'“‘(]?[A-ZÀ-Þ0-9])")

# The bound of Unicode's stream-safe text (UAX #15): no language stacks more marks on one letter.
LONGEST_STACK = 30


def nfc(value: str) -> str:
    """Unicode NFC in linear time: without the cut, sorting 80,000 stacked marks takes ten seconds."""
    if value.isascii():
        return value
    kept: list[str] = []
    stacked = 0
    for character in value:
        stacked = stacked + 1 if unicodedata.combining(character) else 0
        if stacked <= LONGEST_STACK:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def clean_line(value: str) -> str:
    """One line in NFC without invisible characters, white space folded and trimmed."""
    # Lone surrogates can reach us through JSON; no database stores them.
    value = value.encode("utf-8", "replace").decode("utf-8")
    value = re.sub(r"\s+", " ", nfc(value))
    return _INVISIBLE.sub("", value).strip()


def slugify(value: str, *, most: int = 60) -> str:
    """Lower-case ASCII words joined by hyphens, cut at a word; empty when nothing is left."""
    ascii_only = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    return slug if len(slug) <= most else slug[: most + 1].rpartition("-")[0] or slug[:most]


def sentences(line: str) -> list[str]:
    """The sentences of one line of text. What is an abbreviation, or not followed by a capital or a number,
    ends none."""
    starts = [0, *(match.end() for match in _SENTENCE_ENDS.finditer(line)), len(line)]
    return [one for start, end in pairwise(starts) if (one := line[start:end].strip())]


def excerpt(value: str, *, most: int = 180) -> str:
    """The beginning of a text on one line, cut at a word and closed with an ellipsis."""
    value = re.sub(r"\s+", " ", value).strip()
    if len(value) <= most:
        return value
    return (value[: most + 1].rpartition(" ")[0] or value[:most]).rstrip(" ,.;:") + "…"
