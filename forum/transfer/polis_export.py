"""Writing a question as a folder of Polis' open data: what was imported as it came in, and after it what was
added here, under other numbers (polis_additions.py)."""

import csv
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from forum.articles.models import Question
from forum.audit import recorded
from forum.lib.batches import BATCH
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.positions.models import Choice, Position, PositionState
from forum.transfer.models import PolisImport, PolisParticipant, PolisStatement, PolisVote
from forum.transfer.polis import COMMENTS, MATRIX, VOTES
from forum.transfer.polis_additions import added_here
from forum.transfer.polis_folder import derived_cells, read_votes, written
from forum.transfer.polis_summary import own_summary, raised_summary

SUMMARY = "summary.csv"

_OWN_HEADERS = {
    COMMENTS: [
        "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated",
        "comment-body", "is-meta", "is-seed",
    ],
    VOTES: ["timestamp", "datetime", "comment-id", "voter-id", "vote"],
    MATRIX: ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"],
}  # fmt: skip
OWN_FILES = {name: {"header": header, "newline": "\n"} for name, header in _OWN_HEADERS.items()}
"""Of a question that was not imported; the matrix goes on with the numbers of the statements."""

Cells = dict[str, str]
"""A line of a table, by column."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """`own`: how many people of this forum are in it."""

    statements: int
    participants: int
    lines: int
    own: int


def export_question(actor: Actor, question_slug: str, folder: Path) -> ExportReport:
    """Write a question to a folder that is new or empty: all of it, or nothing.

    It is entered in the register, since the folder holds votes of single people. Raises Invalid for an
    unknown question and for a folder in which there is something.
    """
    require(actor, P.DATA_EXPORT)
    if folder.exists() and any(folder.iterdir()):
        raise Invalid({"folder": _("There is something in %(folder)s already.", folder=folder)})
    _enter(actor, question_slug)
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.absolute().parent))
    try:
        report = _Export(question_slug, unfinished).write()
        if folder.exists():
            folder.rmdir()
        os.replace(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return report


@atomic
def _enter(actor: Actor, question_slug: str) -> None:
    question = db.session.scalar(sa.select(Question).where(Question.slug == question_slug))
    if question is None:
        raise Invalid({"question": _("There is no question %(slug)s here.", slug=question_slug)})
    with recorded(actor, "polis.export", question):
        pass


class _Export:
    """One question on its way to one folder."""

    def __init__(self, question_slug: str, folder: Path) -> None:
        self._folder = folder
        self._question = db.session.scalars(sa.select(Question).where(Question.slug == question_slug)).one()
        imported = db.session.get(PolisImport, self._question.id)
        self._is_own = imported is None
        self._files: Mapping[str, Mapping[str, Any]] = imported.files if imported else OWN_FILES
        self._statements = _imported_statements(self._question.id)
        self._participants = _imported_participants(self._question.id)
        self._added = added_here(
            self._question.id,
            known={row.position_id: row.number for row in self._statements},
            taken=[row.number for row in self._participants],
        )

    def write(self) -> ExportReport:
        for name, file in self._files.items():
            if "text" in file:
                self._put(name, file["text"])
        self._write(COMMENTS, self._header(COMMENTS), self._comments())
        # The matrix follows from the votes that came in, so those are written first and the others after it.
        lines = 0
        if VOTES in self._files:
            lines += self._write(VOTES, self._header(VOTES), self._imported_votes())
        if MATRIX in self._files:
            self._write(MATRIX, self._matrix_header(), self._matrix())
        if VOTES in self._files:
            lines += self._append(VOTES, self._added_votes())
        self._summarise()
        return ExportReport(
            statements=len(self._statements) + len(self._added.statements),
            participants=len(self._participants) + len(self._added.participants),
            lines=lines,
            own=len(self._added.participants),
        )

    def _comments(self) -> Iterator[Cells]:
        agrees, disagrees = self._added.count(Choice.AGREE), self._added.count(Choice.DISAGREE)
        for row in self._statements:
            cells = dict(row.cells)
            _raise(cells, "agrees", agrees[row.number])
            _raise(cells, "disagrees", disagrees[row.number])
            # Moderation here overrides that of there.
            if row.state in (PositionState.HIDDEN, PositionState.TAKEN_OUT):
                cells["moderated"] = "-1"
            elif int(cells["moderated"]) < 0:
                cells["moderated"] = "1"
            yield cells
        for each in self._added.statements:
            yield {
                **_stamp(each.created_at),
                "comment-id": str(each.number),
                "author-id": str(each.author),
                "agrees": str(agrees[each.number]),
                "disagrees": str(disagrees[each.number]),
                "moderated": str(each.moderated),
                "comment-body": each.text,
                "is-meta": str(each.is_meta).lower(),
                "is-seed": str(each.is_seed).lower(),
            }

    def _imported_votes(self) -> Iterator[Cells]:
        header = self._header(VOTES)
        kept = sa.select(PolisVote.cells).where(PolisVote.question_id == self._question.id)
        for cells in db.session.scalars(kept.order_by(PolisVote.line).execution_options(yield_per=BATCH)):
            yield dict(zip(header, cells, strict=True))

    def _added_votes(self) -> Iterator[Cells]:
        for vote in self._added.votes:
            yield {
                **_stamp(vote.day),
                "comment-id": str(vote.statement),
                "voter-id": str(vote.participant),
                "vote": str(vote.choice),
            }

    def _matrix_header(self) -> list[str]:
        return [*self._header(MATRIX), *(str(each.number) for each in self._added.statements)]

    def _matrix(self) -> Iterator[Cells]:
        follows: Mapping[int, Cells] = {}
        if VOTES in self._files and self._participants:
            follows = derived_cells(read_votes(self._folder / VOTES))
        for row in self._participants:
            if row.line is not None:
                yield {**follows.get(row.number, {}), **row.cells}
        for number, votes in self._added.by_participant().items():
            choices = list(votes.values())
            yield {
                "participant": str(number),
                "group-id": str(self._added.groups.get(number, "")),
                "n-comments": "0",
                "n-votes": str(len(choices)),
                "n-agree": str(choices.count(Choice.AGREE)),
                "n-disagree": str(choices.count(Choice.DISAGREE)),
                **{str(statement): str(choice) for statement, choice in votes.items()},
            }

    def _summarise(self) -> None:
        if self._is_own:
            self._put(SUMMARY, written(own_summary(self._question, self._added), "\n"))
        elif self._added and SUMMARY in self._files:
            self._put(SUMMARY, raised_summary(self._files[SUMMARY]["text"], self._added))

    def _header(self, name: str) -> list[str]:
        return self._files[name]["header"]

    def _write(self, name: str, header: Sequence[str], rows: Iterable[Cells]) -> int:
        newline = self._files[name]["newline"]
        self._put(name, written([header], newline))
        return self._append(name, rows, header)

    def _append(self, name: str, rows: Iterable[Cells], header: Sequence[str] = ()) -> int:
        header, count = header or self._header(name), 0
        with (self._folder / name).open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator=self._files[name]["newline"])
            for row in rows:
                writer.writerow([row.get(column, "") for column in header])
                count += 1
        return count

    def _put(self, name: str, text: str) -> None:
        (self._folder / name).write_text(text, encoding="utf-8", newline="")


def _imported_statements(question_id: int) -> Sequence[sa.Row]:
    return db.session.execute(
        sa.select(PolisStatement.number, PolisStatement.cells, PolisStatement.position_id, Position.state)
        .join(Position, Position.id == PolisStatement.position_id)
        .where(PolisStatement.question_id == question_id)
        .order_by(PolisStatement.line)
    ).all()


def _imported_participants(question_id: int) -> Sequence[sa.Row]:
    return db.session.execute(
        sa.select(PolisParticipant.number, PolisParticipant.line, PolisParticipant.cells)
        .where(PolisParticipant.question_id == question_id)
        .order_by(PolisParticipant.line)
    ).all()


def _raise(cells: Cells, column: str, by: int) -> None:
    if by and cells.get(column, "").isdecimal():
        cells[column] = str(int(cells[column]) + by)


def _stamp(moment: datetime) -> Cells:
    moment = moment.astimezone(UTC)
    return {
        "timestamp": str(int(moment.timestamp() * 1000)),
        "datetime": moment.strftime("%a %b %d %H:%M:%S UTC %Y"),
    }
