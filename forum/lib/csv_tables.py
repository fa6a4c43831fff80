"""Tables in CSV files: read quickly where they are regular, and with care to say where they are not."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

BLOCK_BYTES = 1 << 20
MOST_DIGITS = 18
"""What surely fits in 64 bits."""

INTEGER = re.compile(r"-?[0-9]{1,18}")
COMMA, NEWLINE, MINUS, ZERO = b",\n-0"


class BadTable(Exception):
    """What is wrong with a file, in one line that names it, and the line and column where there is one."""

    def __init__(
        self, path: Path, problem: str, *, line: int | None = None, column: int | None = None, name: str = ""
    ) -> None:
        place = [str(path)]
        if line is not None:
            place.append(f"line {line}")
        if column is not None:
            place.append(f"column {column}" + (f" ({name})" if name else ""))
        super().__init__(f"{', '.join(place)}: {problem}")


@dataclass(frozen=True)
class Row:
    """One record; `line` is where it begins."""

    table: "Table"
    line: int
    fields: list[str]

    def text(self, column: str) -> str:
        return self.fields[self.table.position(column)]

    def integer(self, column: str, allowed: Sequence[int] | None = None) -> int:
        """Raises BadTable for anything but a whole number, or one that is not allowed."""
        return self.integer_at(self.table.position(column), allowed)

    def integer_at(self, position: int, allowed: Sequence[int] | None = None) -> int:
        value = self.fields[position]
        if not INTEGER.fullmatch(value):
            raise self.problem(position, f"{_shown(value)} is not a whole number")
        number = int(value)
        if allowed is not None and number not in allowed:
            choices = ", ".join(map(str, allowed))
            raise self.problem(position, f"{_shown(value)} is not one of {choices}")
        if allowed is None and number < 0:
            raise self.problem(position, f"{_shown(value)} is below 0")
        return number

    def problem(self, position: int, problem: str) -> BadTable:
        name = self.table.header[position]
        return BadTable(self.table.path, problem, line=self.line, column=position + 1, name=name)


class Table:
    """A CSV file in UTF-8 with a header, of which some columns are required."""

    def __init__(self, path: Path, required: Sequence[str]) -> None:
        self.path = path
        self._records = self._read()
        first = next(self._records, None)
        if first is None:
            raise BadTable(path, f"is empty; a header with {', '.join(required)} is needed", line=1, column=1)
        self._header_line, self.header = first
        self._positions: dict[str, int] = {}
        for position, name in enumerate(self.header):
            if name in self._positions:
                raise BadTable(
                    path, "this column is there twice", line=self._header_line, column=position + 1, name=name
                )
            self._positions[name] = position
        for name in required:
            if name not in self._positions:
                line, column = self._header_line, len(self.header) + 1
                raise BadTable(path, f"the column {name} is missing", line=line, column=column, name=name)

    def __contains__(self, column: str) -> bool:
        return column in self._positions

    def position(self, column: str) -> int:
        return self._positions[column]

    def rows(self) -> Iterator[Row]:
        """The records below the header, once. Raises BadTable at the first that has not as many fields."""
        width = len(self.header)
        for line, fields in self._records:
            if len(fields) < width:
                name = self.header[len(fields)]
                problem = f"the line ends after {len(fields)} of {width} fields"
                raise BadTable(self.path, problem, line=line, column=len(fields) + 1, name=name)
            if len(fields) > width:
                problem = f"the line has {len(fields)} fields, the header {width}"
                raise BadTable(self.path, problem, line=line, column=width + 1)
            yield Row(self, line, fields)

    def _read(self) -> Iterator[tuple[int, list[str]]]:
        line = 1
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.reader(file, strict=True)
                for fields in reader:
                    if fields:
                        yield line, fields
                    line = reader.line_num + 1
        except csv.Error as error:
            raise BadTable(self.path, f"cannot be read as CSV: {error}", line=line, column=1) from error
        except UnicodeDecodeError as error:
            raise _not_utf8(self.path) from error


def integer_columns(path: Path, names: Sequence[str], allowed: dict[str, Sequence[int]]) -> list[Integers]:
    """The columns of these names as whole numbers, from 0 where `allowed` does not say which ones.

    Raises BadTable where anything else stands in them.
    """
    header = Table(path, names).header
    positions = [header.index(name) for name in names]
    columns = _read_regular(path, len(header), positions)
    if columns is not None and all(
        np.isin(column, allowed[name]).all() if name in allowed else column.min(initial=0) >= 0
        for name, column in zip(names, columns, strict=True)
    ):
        return columns
    wanted = [(position, allowed.get(name)) for name, position in zip(names, positions, strict=True)]
    rows = Table(path, names).rows()
    numbers = (row.integer_at(position, choices) for row in rows for position, choices in wanted)
    return list(np.fromiter(numbers, np.int64).reshape(-1, len(names)).T)


def _read_regular(path: Path, width: int, positions: Sequence[int]) -> list[Integers] | None:
    """The columns of a file without quotes or other surprises, in blocks; None when there is one."""
    found: list[list[Integers]] = []
    with path.open("rb") as file:
        file.readline()
        rest = b""
        while block := file.read(BLOCK_BYTES):
            block = rest + block
            if b"\r" in block:
                block = block.replace(b"\r\n", b"\n")
            end = block.rfind(b"\n") + 1
            block, rest = block[:end], block[end:]
            columns = _parse(block, width, positions)
            if columns is None:
                return None
            found.append(columns)
    columns = _parse(rest + b"\n" if rest else b"", width, positions)
    if columns is None:
        return None
    return [np.concatenate(pieces) for pieces in zip(*found, columns, strict=True)]


def _parse(block: bytes, width: int, positions: Sequence[int]) -> list[Integers] | None:
    """Whole lines of `width` fields each, all at once; None unless all fields asked for are whole numbers."""
    if b'"' in block:
        return None
    characters = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero((characters == COMMA) | (characters == NEWLINE))
    if len(ends) % width:
        return None
    starts = np.concatenate(([0], ends[:-1] + 1)).reshape(-1, width) if len(ends) else ends.reshape(-1, width)
    ends = ends.reshape(-1, width)
    if (characters[ends[:, -1]] != NEWLINE).any() or (characters[ends[:, :-1]] != COMMA).any():
        return None
    columns = [_numbers(characters, starts[:, each], ends[:, each]) for each in positions]
    return None if any(column is None for column in columns) else [c for c in columns if c is not None]


def _numbers(characters: NDArray[np.uint8], start: Integers, end: Integers) -> Integers | None:
    if not len(start):
        return np.zeros(0, np.int64)
    if (start == end).any():
        return None
    negative = characters[start] == MINUS
    digits = end - start - negative
    if digits.min() < 1 or digits.max() > MOST_DIGITS:
        return None
    numbers = np.zeros(len(start), np.int64)
    everywhere, most = int(digits.min()), int(digits.max())
    for place in range(most):
        digit = characters[np.maximum(end - 1 - place, 0)] - np.uint8(ZERO)
        if place >= everywhere:
            digit = np.where(place < digits, digit, np.uint8(0))
        if digit.max() > 9:
            return None
        numbers += np.multiply(digit, 10**place, dtype=np.int64)
    return np.where(negative, -numbers, numbers)


def _shown(value: str) -> str:
    """A field in a message: in quotes, on one line, and not too long."""
    return repr(value if len(value) <= 40 else value[:39] + "…")


def _not_utf8(path: Path) -> BadTable:
    content = path.read_bytes()
    try:
        content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        return BadTable(path, "this is not UTF-8", line=line, column=column)
    return BadTable(path, "this is not UTF-8")
