"""What people of this forum added to a question, under numbers that do not tell who they are.

Voters are numbered in an order that is drawn anew for each export, after those who were imported. Authors get
numbers of their own after all voters: anybody can read here who proposed a position, and would otherwise
learn how that person voted. Votes carry their day only, since the moment could tell whose they are.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from forum.accounts.capacity import Capacity
from forum.lib.db import db
from forum.lib.i18n import DEFAULT_LOCALE
from forum.lib.wording import by_preference, first_of_each
from forum.positions.models import (
    Choice,
    OpinionPlace,
    OpinionSnapshot,
    Position,
    PositionState,
    PositionText,
    Vote,
)
from forum.transfer.models import PolisParticipant

MODERATED = {
    PositionState.VISIBLE: 1,
    PositionState.HELD: 0,
    PositionState.HIDDEN: -1,
    PositionState.TAKEN_OUT: -1,
}


@dataclass(frozen=True, slots=True)
class AddedStatement:
    number: int
    author: int
    text: str
    created_at: datetime
    moderated: int
    is_meta: bool
    is_seed: bool


@dataclass(frozen=True, slots=True)
class AddedVote:
    statement: int
    participant: int
    choice: int
    day: datetime


@dataclass(frozen=True, slots=True)
class Additions:
    """`votes` in the order of statement and participant; `groups`: opinion group by participant, where shown.
    `authors`: how many people proposed a statement here."""

    statements: tuple[AddedStatement, ...]
    participants: tuple[int, ...]
    votes: tuple[AddedVote, ...]
    groups: Mapping[int, int | None]
    authors: int

    def __bool__(self) -> bool:
        return bool(self.statements or self.votes)

    def by_participant(self) -> dict[int, dict[int, int]]:
        """Participant to statement to choice."""
        found: dict[int, dict[int, int]] = {number: {} for number in self.participants}
        for vote in self.votes:
            found[vote.participant][vote.statement] = vote.choice
        return found

    def count(self, choice: Choice) -> dict[int, int]:
        """Statement to number of such votes."""
        found: dict[int, int] = defaultdict(int)
        for vote in self.votes:
            found[vote.statement] += vote.choice == choice
        return found


def added_here(question_id: int, *, known: Mapping[int, int], taken: Iterable[int]) -> Additions:
    """`known`: imported positions and their numbers; `taken`: numbers of imported participants. 4 statements.

    To an imported conversation belongs what people voted on: the positions that its question had before are
    no part of it as long as nobody did.
    """
    votes = _votes(question_id)
    voted = {row.position_id for row in votes}
    positions = [
        row for row in _positions(question_id) if row.id not in known and (row.id in voted or not known)
    ]
    first_statement = max(known.values(), default=-1) + 1
    numbers = dict(known) | {row.id: first_statement + place for place, row in enumerate(positions)}

    first_participant = max(taken, default=-1) + 1
    voters = _numbered({row.user_id for row in votes}, first_participant)
    authors = _numbered({row.author_id for row in positions}, first_participant + len(voters))
    return Additions(
        statements=tuple(
            AddedStatement(
                number=numbers[row.id],
                author=authors[row.author_id],
                text=row.statement,
                created_at=row.created_at,
                moderated=MODERATED[row.state],
                is_meta=row.is_meta,
                is_seed=row.is_seed,
            )
            for row in positions
        ),
        participants=tuple(sorted(voters.values())),
        votes=tuple(
            sorted(
                (
                    AddedVote(numbers[row.position_id], voters[row.user_id], row.choice, _day(row.voted_at))
                    for row in votes
                ),
                key=lambda vote: (vote.statement, vote.participant),
            )
        ),
        groups={} if known else _groups(question_id, voters),
        authors=len(authors.keys() - {None}),
    )


def _positions(question_id: int) -> list[sa.Row]:
    rows = db.session.execute(
        sa.select(
            Position.id,
            Position.author_id,
            Position.created_at,
            Position.state,
            Position.is_meta,
            Position.is_seed,
            PositionText.statement,
        )
        .join(PositionText, PositionText.position_id == Position.id)
        .where(Position.question_id == question_id, Position.state != PositionState.WITHDRAWN)
        .order_by(Position.id, by_preference(PositionText.locale, DEFAULT_LOCALE))
    )
    return list(first_of_each(rows, lambda row: row.id).values())


def _votes(question_id: int) -> list[sa.Row]:
    """Of people, for themselves: votes with a mandate are no persons' votes."""
    return list(
        db.session.execute(
            sa.select(Vote.user_id, Vote.position_id, Vote.choice, Vote.voted_at)
            .join(Position, Position.id == Vote.position_id)
            .where(
                Position.question_id == question_id,
                Position.state != PositionState.WITHDRAWN,
                Vote.user_id.not_in(sa.select(PolisParticipant.user_id)),
                Vote.capacity == Capacity.PERSONAL,
            )
        )
    )


def _groups(question_id: int, voters: Mapping[int | None, int]) -> dict[int, int | None]:
    snapshot = db.session.get(OpinionSnapshot, question_id)
    if snapshot is None or not snapshot.groups.get("shown"):
        return {}
    rows = db.session.execute(
        sa.select(OpinionPlace.user_id, OpinionPlace.group).where(
            OpinionPlace.question_id == question_id, OpinionPlace.group.is_not(None)
        )
    )
    return {voters[user_id]: group for user_id, group in rows if user_id in voters}


def _numbered(people: set[int | None], first: int) -> dict[int | None, int]:
    """In an order that nobody can guess. None is the forum itself, the author of the articles' positions."""
    shuffled = list(people)
    secrets.SystemRandom().shuffle(shuffled)
    return {person: first + place for place, person in enumerate(shuffled)}


def _day(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
