"""How texts are written down here: blocks with an empty line between, folded to one line each."""

import re
from dataclasses import dataclass


def blocks(text: str) -> tuple[str, ...]:
    return tuple(" ".join(block.split()) for block in re.split(r"\n\s*\n", text.strip()))


def lists(text: str) -> tuple[str, ...]:
    """Markdown lists: each block's first line introduces the lines below it."""
    found = []
    for block in re.split(r"\n\s*\n", text.strip()):
        intro, *points = (line.strip() for line in block.strip().split("\n"))
        found.append("\n".join([intro, "", *points]))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Theme:
    """What people write about one subject. `{place}` and `{n}` stand for a place and a number.

    A story is told from one's own work, an argument stands by itself, a point is one sentence that fits after
    a reaction to somebody else. `titles` are of threads, `openings` their first paragraphs.
    """

    titles: tuple[str, ...]
    openings: tuple[str, ...]
    stories: tuple[str, ...]
    arguments: tuple[str, ...]
    points: tuple[str, ...]
    lists: tuple[str, ...]
