"""A folder of Polis' open data as it stands in its files, for the import: every cell is kept.

forum/transfer/polis.py reads the same folders for the analysis, which needs less of them.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forum.lib.csv_tables import BadTable, Row, Table, integer_columns
from forum.transfer.polis import COMMENTS, MATRIX, VOTE_VALUES, VOTES, truth

LAST_MOMENT = 253_402_300_799_000
"""The end of the year 9999, in milliseconds: later ones are no times."""
FIRST_MILLISECONDS = 100_000_000_000
"""Below it, a timestamp counts seconds (to the year 5138), from it on milliseconds (from the year 1973)."""


@dataclass(frozen=True)
class Statement:
    """A line of comments.csv. `moment`: milliseconds since 1970, as below."""

    number: int
    line: int
    cells: dict[str, str]
    author: int | None
    moderated: int
    is_meta: bool
    moment: int | None

    @property
    def text(self) -> str:
        return self.cells["comment-body"]


@dataclass(frozen=True)
class Votes:
    """Every vote in the order of the file, also those that were changed later. Agree is 1, disagree -1."""

    participants: NDArray[np.int64]
    statements: NDArray[np.int64]
    values: NDArray[np.int64]
    moments: NDArray[np.int64] | None

    @cached_property
    def last(self) -> NDArray[np.int64]:
        """Places of the votes that count: for each participant and statement the last one."""
        order = np.arange(len(self.values))
        if self.moments is not None:
            order = np.argsort(self.moments, kind="stable")
        backwards = order[::-1]
        pairs = np.stack([self.participants[backwards], self.statements[backwards]])
        _pairs, places = np.unique(pairs, axis=1, return_index=True)
        return np.sort(backwards[places])


@dataclass(frozen=True)
class Participant:
    """A line of participants-votes.csv; `cells` without those that follow from votes.csv."""

    number: int
    line: int
    cells: dict[str, str]


class Folder:
    """Everything in a folder, read once. Raises BadTable, which names file, line and column."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not (path / COMMENTS).is_file():
            raise BadTable(path / COMMENTS, "this file is missing")
        self.has_votes, self.has_matrix = (path / VOTES).is_file(), (path / MATRIX).is_file()
        if not (self.has_votes or self.has_matrix):
            raise BadTable(path, f"there is neither {VOTES} nor {MATRIX} here")
        self.statements = list(_statements(path / COMMENTS))
        self.votes = read_votes(path / VOTES) if self.has_votes else _votes_of_matrix(path / MATRIX)
        self.participants = self._listed() if self.has_matrix else []

    @cached_property
    def files(self) -> dict[str, dict[str, object]]:
        """How to write each file again: header and line ends, and of other tables the whole text."""
        kept: dict[str, dict[str, object]] = {}
        for path in sorted(self.path.glob("*.csv")):
            text = _text(path)
            if path.name in (COMMENTS, VOTES, MATRIX):
                kept[path.name] = {"header": Table(path, ()).header, "newline": _newline(text)}
            else:
                kept[path.name] = {"text": text}
        return kept

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same files."""
        digest = hashlib.sha256()
        for path in sorted(self.path.glob("*.csv")):
            content = path.read_bytes()
            digest.update(f"{path.name}\n{len(content)}\n".encode() + content)
        return digest.hexdigest()

    def vote_lines(self) -> Iterator[tuple[int, list[str]]]:
        """Lines of votes.csv with their cells, read anew: there can be millions."""
        if self.has_votes:
            for row in Table(self.path / VOTES, ()).rows():
                yield row.line, row.fields

    def _listed(self) -> list[Participant]:
        # Without votes.csv nothing else says what the matrix does.
        follows = derived_cells(self.votes) if self.has_votes else {}
        table = Table(self.path / MATRIX, ("participant",))
        found: dict[int, Participant] = {}
        for row in table.rows():
            number = row.integer("participant")
            if number in found:
                problem = f"participant {number} is there already, in line {found[number].line}"
                raise row.problem(table.position("participant"), problem)
            derived = follows.get(number, {})
            cells = {
                name: cell
                for name, cell in zip(table.header, row.fields, strict=True)
                if not name.isdecimal() or cell != derived.get(name, "")
            }
            found[number] = Participant(number, row.line, cells)
        return list(found.values())


def derived_cells(votes: Votes) -> dict[int, dict[str, str]]:
    """What participants-votes.csv has to say by these votes: by participant and column."""
    found: dict[int, dict[str, str]] = {}
    last = votes.last
    columns = (votes.participants[last], votes.statements[last], votes.values[last])
    for participant, statement, value in zip(*(each.tolist() for each in columns), strict=True):
        found.setdefault(participant, {})[str(statement)] = str(value)
    return found


def _statements(path: Path) -> Iterator[Statement]:
    table = Table(path, ("comment-id", "moderated", "comment-body"))
    seen: set[int] = set()
    for row in table.rows():
        number = row.integer("comment-id")
        if number in seen:
            raise row.problem(table.position("comment-id"), f"comment {number} is there already")
        seen.add(number)
        yield Statement(
            number=number,
            line=row.line,
            cells=dict(zip(table.header, row.fields, strict=True)),
            author=_optional(row, "author-id"),
            moderated=row.integer("moderated", (-1, 0, 1)),
            is_meta="is-meta" in table and truth(row, "is-meta"),
            moment=_moment(row, "timestamp") if _optional(row, "timestamp") is not None else None,
        )


def _optional(row: Row, column: str) -> int | None:
    return row.integer(column) if column in row.table and row.text(column) else None


def _moment(row: Row, column: str) -> int:
    stamp = row.integer(column)
    moment = stamp if stamp >= FIRST_MILLISECONDS else stamp * 1000
    if moment > LAST_MOMENT:
        raise row.problem(row.table.position(column), f"{stamp} is no time")
    return moment


def read_votes(path: Path) -> Votes:
    names = ("voter-id", "comment-id", "vote")
    is_timed = "timestamp" in Table(path, names)
    columns = integer_columns(path, (*names, "timestamp") if is_timed else names, {"vote": VOTE_VALUES})
    moments = None
    if is_timed:
        stamps = columns[3]
        moments = np.where(stamps >= FIRST_MILLISECONDS, stamps, stamps * 1000)
        if moments.max(initial=0) > LAST_MOMENT:
            for row in Table(path, names).rows():
                _moment(row, "timestamp")
    participants, statements, values = columns[:3]
    return Votes(participants, statements, values, moments)


def _votes_of_matrix(path: Path) -> Votes:
    table = Table(path, ("participant",))
    comments = [(position, int(name)) for position, name in enumerate(table.header) if name.isdecimal()]
    votes = [
        (row.integer("participant"), comment, row.integer_at(position, VOTE_VALUES))
        for row in table.rows()
        for position, comment in comments
        if row.fields[position]
    ]
    participants, statements, values = np.array(votes, np.int64).reshape(-1, 3).T
    return Votes(participants, statements, values, None)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise BadTable(path, "this is not UTF-8", line=line, column=column) from error


def _newline(text: str) -> str:
    return "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"


def written(rows: Iterable[Sequence[str]], newline: str) -> str:
    """Rows as CSV text, quoted only where it is needed."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=newline).writerows(rows)
    return text.getvalue()
