"""Positions down, perspectives across: the table behind the overview of agreement. Pure.

`draw` lays it out as a picture that stands by itself, in units of which 1180 make its width.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from forum.lib import csv_writing
from forum.lib.csv_writing import Field
from forum.lib.i18n import _
from forum.lib.text import clean_line
from forum.positions.models import Choice, Standing
from forum.positions.tally import ALL, REST, Row
from forum.positions.views import PositionView
from forum.web.agreement import ROLE, Labels, bar, label_of

ORDER = (Standing.SHARED, Standing.CONTESTED, Standing.PROVISIONAL, Standing.OPEN)
MOST_DRAWN = 24
"""Positions: with more, the letters would get too small on one A4. The CSV has them all."""

SHARES = {
    Standing.SHARED: 0.5, Standing.CONTESTED: 0.25, Standing.PROVISIONAL: 0.125, Standing.OPEN: 0.125,
}  # fmt: skip
"""Of the places on a full sheet; what one standing leaves free goes to the others."""

FAINTEST, STRONGEST = 0.12, 0.48
"""Opacity of a cell; at its strongest the number in it still has a contrast of 4.5."""
WIDEST_BAND = 0.6


@dataclass(frozen=True, slots=True)
class Cell:
    """`agrees` and `disagrees` in whole percents; `opacity` is higher when it is more certain."""

    row: Row
    agrees: int
    disagrees: int
    opacity: float


@dataclass(frozen=True, slots=True)
class Line:
    """A position; a cell is None where too few people voted to show it."""

    position: PositionView
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Part:
    standing: Standing
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`columns`: their names, everybody first. `left_out`: how many positions did not fit."""

    keys: tuple[str, ...]
    columns: tuple[str, ...]
    parts: tuple[Part, ...]
    left_out: int = 0

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    def count(self, standing: Standing) -> int:
        return sum(len(part.lines) for part in self.parts if part.standing is standing)


def table_of(positions: Sequence[PositionView], labels: Labels, *, most: int | None = None) -> Table:
    """The positions by standing, within each in the order given; at most `most` of them."""
    shown = _chosen(sorted(positions, key=lambda position: ORDER.index(position.standing)), most)
    keys = _columns(shown, labels)
    lines = [Line(position, _cells(position, keys, labels)) for position in shown]
    parts = [
        Part(standing, tuple(line for line in lines if line.position.standing is standing))
        for standing in ORDER
    ]
    return Table(
        keys=keys,
        columns=tuple(label_of(key, labels) for key in keys),
        parts=tuple(part for part in parts if part.lines),
        left_out=len(positions) - len(shown),
    )


def _chosen(positions: Sequence[PositionView], most: int | None) -> Sequence[PositionView]:
    """As many as fit, with something of every standing: a memo shows the differences too."""
    if most is None or len(positions) <= most:
        return positions
    seen: Counter[Standing] = Counter()
    rank: list[tuple[bool, int]] = []
    for place, position in enumerate(positions):
        seen[position.standing] += 1
        rank.append((seen[position.standing] > most * SHARES[position.standing], place))
    return [positions[place] for _is_beyond, place in sorted(sorted(rank)[:most], key=lambda each: each[1])]


def _columns(positions: Sequence[PositionView], labels: Labels) -> tuple[str, ...]:
    """Everybody, then the perspectives that appear anywhere in the order of the list, the rest at the end."""
    found = {row.key for position in positions if position.result for row in position.result.rows}
    listed = [key for key in labels if key.startswith(ROLE) and key in found]
    others = sorted(key for key in found if key.startswith(ROLE) and key not in labels)
    return (ALL, *listed, *others, *((REST,) if REST in found else ()))


def _cells(position: PositionView, keys: Sequence[str], labels: Labels) -> tuple[Cell | None, ...]:
    rows = {row.key: row for row in position.result.rows} if position.result else {}
    return tuple(_cell(rows[key], labels) if key in rows else None for key in keys)


def _cell(row: Row, labels: Labels) -> Cell:
    drawn = bar(row, labels)
    certainty = 1 - min(max(row.upper - row.lower, 0.0) / WIDEST_BAND, 1.0) if row.lower == row.lower else 0.0
    opacity = round(FAINTEST + (STRONGEST - FAINTEST) * certainty, 2)
    return Cell(row, drawn.agrees, drawn.disagrees, opacity)


WIDTH, EDGE, GAP = 1180, 40, 6
LINE, LETTERS_IN_HEAD = 17, 16
LETTER = 7
"""Units that a letter of a statement takes on average, on the generous side."""
HEAD_SIZE, HEAD_LETTER = 11.5, 0.56
"""Units of the letters in a head, smaller when a word would not fit; the width of one as a part of that."""
MANY_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class DrawnCell:
    cell: Cell | None
    x: int


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """`texts`: the statement in pieces that fit the column. `height` of the cells."""

    y: int
    height: int
    texts: tuple[str, ...]
    cells: tuple[DrawnCell, ...]


@dataclass(frozen=True, slots=True)
class DrawnPart:
    standing: Standing
    y: int
    lines: tuple[DrawnLine, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    title: tuple[str, ...]
    heads: tuple[tuple[int, tuple[str, ...]], ...]
    heads_y: int
    head_size: float
    cell_width: int
    parts: tuple[DrawnPart, ...]
    legend_y: int
    height: int

    @property
    def sheet(self) -> str:
        """How an A4 is best turned for it."""
        return "wide" if self.height < WIDTH else "tall"


def draw(table: Table, title: str) -> Drawing:
    titles = tuple(wrap(clean_line(title), 62)) or ("",)
    statement = 400 if len(table.keys) < MANY_COLUMNS else 330
    left = EDGE + statement + GAP
    step = (WIDTH - EDGE - left) // max(len(table.keys), 1)
    step = min(step, 140)
    y = EDGE + 30 * len(titles) + 78
    heads_y = y
    parts: list[DrawnPart] = []
    for part in table.parts:
        y += 36
        part_y = y
        y += 12
        lines = []
        for line in part.lines:
            texts = tuple(wrap(clean_line(_words_of(line.position)), statement // LETTER)) or ("",)
            height = max(LINE * len(texts) + 6, 34)
            cells = tuple(DrawnCell(cell, left + step * place) for place, cell in enumerate(line.cells))
            lines.append(DrawnLine(y, height, texts, cells))
            y += height + GAP
        parts.append(DrawnPart(part.standing, part_y, tuple(lines)))
    heads = tuple(
        (left + step * place, tuple(wrap(clean_line(name), LETTERS_IN_HEAD, break_long_words=False)))
        for place, name in enumerate(table.columns)
    )
    longest = max((len(word) for _x, words in heads for part in words for word in part.split()), default=1)
    head_size = round(min(HEAD_SIZE, (step - 2) / (longest * HEAD_LETTER)), 1)
    return Drawing(titles, heads, heads_y, head_size, step - GAP, tuple(parts), y + 34, y + 120)


def _words_of(position: PositionView) -> str:
    is_against = position.result is not None and position.result.direction is Choice.DISAGREE
    if position.standing is Standing.SHARED and is_against:
        return _("%(statement)s (shared disagreement)", statement=position.statement)
    return position.statement


def as_csv(table: Table, header: Sequence[str], addresses: Sequence[str], words: Mapping[str, str]) -> str:
    """A line for each position. `header` names what comes before the counts; `words`: standings and choices
    by the names they have in code."""
    counts = [
        f"{column}: {words[vote]}" for column in table.columns for vote in ("agree", "pass", "disagree")
    ]
    lines: list[list[Field]] = []
    for line, address in zip(table.lines, addresses, strict=True):
        result = line.position.result
        since = result.standing_since.date().isoformat() if result else ""
        direction = words[result.direction.name.lower()] if result else ""
        first = (line.position.statement, words[line.position.standing.value], direction, since, address)
        lines.append([*first, *(number for cell in line.cells for number in _numbers(cell))])
    return csv_writing.as_csv([*header, *counts], lines)


def _numbers(cell: Cell | None) -> tuple[Field, Field, Field]:
    row = cell.row if cell else None
    return (row.agree, row.passed, row.disagree) if row else (None, None, None)
