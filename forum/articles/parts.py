"""A content file in the parts that one edits: the particulars, and the text in each language."""

from collections.abc import Mapping

from forum.articles.parsing import FENCE, SECTION
from forum.lib.i18n import LOCALES

FRONT = "front"
"""The part between the two fences; the other parts are called as their language."""

PARTS = (FRONT, *LOCALES)


def split(text: str) -> dict[str, str]:
    """The parts of a file that can be loaded. `join` makes the same article of them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    ends = next((n for n, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE), len(lines))
    parts = dict.fromkeys(PARTS, "") | {FRONT: "\n".join(lines[1:ends])}
    current = ""
    held: dict[str, list[str]] = {}
    for line in lines[ends + 1 :]:
        if opening := SECTION.fullmatch(line):
            current = opening.group(1)
        elif current:
            held.setdefault(current, []).append(line)
    return parts | {name: "\n".join(body).strip("\n") for name, body in held.items() if name in parts}


def join(parts: Mapping[str, str]) -> str:
    """One file of these parts; a language without a text is left out."""
    pieces = [FENCE, parts[FRONT].strip("\n"), FENCE]
    for locale in LOCALES:
        if parts.get(locale, "").strip():
            pieces += [f"{FENCE} {locale}", parts[locale].strip("\n"), ""]
    return "\n".join(pieces).rstrip("\n") + "\n"


def place_in(parts: Mapping[str, str], line: int) -> tuple[str, int]:
    """(part, line in it) of a line of the joined file, both counted from 1."""
    begin = 2
    name, length = FRONT, parts[FRONT].strip("\n").count("\n") + 1
    begins = {FRONT: begin}
    begin += length + 1
    for locale in LOCALES:
        if parts.get(locale, "").strip():
            begins[locale] = begin + 1
            begin += 2 + parts[locale].strip("\n").count("\n") + 1
    name = next((one for one in reversed(begins) if line >= begins[one]), FRONT)
    return name, max(1, line - begins[name] + 1 + _blank_before(parts[name]))


def _blank_before(part: str) -> int:
    """Empty lines at the beginning, which `join` leaves out."""
    return len(part) - len(part.lstrip("\n"))
