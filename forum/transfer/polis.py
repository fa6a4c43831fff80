"""Reading what Polis exports: comments.csv with votes.csv, or with the matrix of participants-votes.csv.

Seen in published data: an `xid` column; comments.csv with or without `datetime`, `is-meta`, `is-seed` and
`group-informed-consensus`; ids with gaps; comments without votes; votes changed later; empty `group-id`; no
votes.csv.
In these files agree is 1 and disagree -1, as here (in Polis' own database it is the other way round).
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forum.lib.csv_tables import BadTable, Row, Table, integer_columns
from forum.positions.analysis.conversation import Conversation

Integers = NDArray[np.int64]

VOTES, MATRIX, COMMENTS = "votes.csv", "participants-votes.csv", "comments.csv"
VOTE_VALUES = (1, 0, -1)
MOST_IN_A_TABLE = 1 << 20
TRUE, FALSE = ("true", "t", "1"), ("false", "f", "0", "")


def read_export(folder: Path) -> Conversation:
    """The conversation in a folder. Raises BadTable, which names file, line and column."""
    statements = _read_comments(folder / COMMENTS)
    times = None
    if (folder / VOTES).is_file():
        source, path = "votes", folder / VOTES
        participants, comments, values, times = _read_votes(path)
        listed = participants
    elif (folder / MATRIX).is_file():
        source, path = "participants-votes", folder / MATRIX
        listed, participants, comments, values = _read_matrix(path)
    else:
        raise BadTable(folder, f"there is neither {VOTES} nor {MATRIX} here")

    warnings = []
    unlisted = set(_distinct(comments).tolist()) - statements.keys()
    if unlisted:
        warnings.append(f"{path.name} has votes on {len(unlisted)} statements that {COMMENTS} does not list")
    statements |= dict.fromkeys(unlisted, (0, False))
    participant_ids, statement_ids = _distinct(listed), np.array(sorted(statements), np.int64)
    facts = [statements[each] for each in statement_ids.tolist()]
    return Conversation(
        participant_ids=participant_ids,
        statement_ids=statement_ids,
        moderated=np.array([moderated for moderated, _ in facts], np.int64),
        is_meta=np.array([is_meta for _, is_meta in facts], bool),
        rows=_places(participants, participant_ids),
        columns=_places(comments, statement_ids),
        values=values,
        times=times,
        source=source,
        warnings=warnings,
    )


def read_groups(path: Path) -> dict[int, int]:
    """The group of each participant, from a file with the header participant,group; an empty one is none."""
    return {
        participant: row.integer("group")
        for participant, row in _by_participant(path, "group").items()
        if row.text("group")
    }


def read_roles(path: Path) -> dict[int, str]:
    """The role of each participant, from a file with the header participant,role; an empty role is none."""
    rows = _by_participant(path, "role")
    return {participant: row.text("role") for participant, row in rows.items() if row.text("role")}


def _by_participant(path: Path, column: str) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for row in Table(path, ("participant", column)).rows():
        participant = row.integer("participant")
        if participant in found:
            problem = f"{participant} is there already, in line {found[participant].line}"
            raise row.problem(row.table.position("participant"), problem)
        found[participant] = row
    return found


def _read_comments(path: Path) -> dict[int, tuple[int, bool]]:
    """`moderated` and `is-meta` of each statement."""
    if not path.is_file():
        raise BadTable(path, "this file is missing")
    table = Table(path, ("comment-id", "moderated"))
    found: dict[int, tuple[int, bool]] = {}
    for row in table.rows():
        comment = row.integer("comment-id")
        if comment in found:
            raise row.problem(table.position("comment-id"), f"{comment} is there already")
        is_meta = "is-meta" in table and truth(row, "is-meta")
        found[comment] = (row.integer("moderated", (-1, 0, 1)), is_meta)
    return found


def truth(row: Row, column: str) -> bool:
    value = row.text(column).lower()
    if value not in TRUE + FALSE:
        raise row.problem(row.table.position(column), f"{value!r} is neither true nor false")
    return value in TRUE


def _read_votes(path: Path):
    """Participant, comment and value of all votes, and their times where the file has them."""
    names = ("voter-id", "comment-id", "vote")
    timed = "timestamp" in Table(path, names)
    columns = integer_columns(path, (*names, "timestamp") if timed else names, {"vote": VOTE_VALUES})
    return columns if timed else [*columns, None]


def _read_matrix(path: Path):
    """All participants, and then participant, comment and value of each vote."""
    table = Table(path, ("participant",))
    comments = [(position, int(name)) for position, name in enumerate(table.header) if name.isdecimal()]
    listed: dict[int, int] = {}
    votes: list[tuple[int, int, int]] = []
    for row in table.rows():
        participant = row.integer("participant")
        if participant in listed:
            problem = f"{participant} is there already, in line {listed[participant]}"
            raise row.problem(table.position("participant"), problem)
        listed[participant] = row.line
        votes += [
            (participant, comment, row.integer_at(position, VOTE_VALUES))
            for position, comment in comments
            if row.fields[position]
        ]
    return np.array(list(listed), np.int64), *np.array(votes, np.int64).reshape(-1, 3).T


def _distinct(ids: Integers) -> Integers:
    """The different ids, rising."""
    if not _are_compact(ids):
        return np.unique(ids)
    return np.flatnonzero(np.bincount(ids))


def _places(ids: Integers, among: Integers) -> Integers:
    """Where each id stands in `among`, which rises and has them all."""
    if not _are_compact(among):
        return np.searchsorted(among, ids)
    place = np.zeros(int(among.max(initial=-1)) + 1, np.int64)
    place[among] = np.arange(len(among))
    return place[ids]


def _are_compact(ids: Integers) -> bool:
    """Whether a table with a place for every number up to the largest is small."""
    return bool(ids.max(initial=0) <= MOST_IN_A_TABLE)
