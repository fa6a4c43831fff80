"""Positions as their readers see them: frozen values, so that no template can run SQL."""

from dataclasses import dataclass
from datetime import datetime

from forum.mandates.speaking import SpokenFor
from forum.permissions import Role
from forum.positions.models import Answer, Choice, PositionState, Standing
from forum.positions.tally import Missing, Row


@dataclass(frozen=True, slots=True)
class QuestionRef:
    id: int
    slug: str
    number: int
    title: str
    is_open: bool = True
    is_concluded: bool = False


@dataclass(frozen=True, slots=True)
class PositionRef:
    """Not `is_visible`: it waits for a moderator, or one took it away; its statement is ""."""

    public_id: str
    statement: str
    is_visible: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """What was last stored of a position's votes. `rows` begins with everybody, then perspectives, then shown
    opinion groups; those with too few voters are not there."""

    standing: Standing
    standing_since: datetime
    direction: Choice
    score: float
    divisive: float
    voters: int
    rows: tuple[Row, ...]
    mandated: tuple[Row, ...]
    missing: tuple[Missing, ...]
    assessed_at: datetime


@dataclass(frozen=True, slots=True)
class PositionView:
    """One position for its reader; also what `can('position.vote', position)` looks at.

    `author` is None for those that came with the article. `speaks_for`: in whose name they proposed it.
    `my_vote` is the viewer's own, nobody else's. `result` is None until the first analysis after the first
    vote. `is_merged`: the one in `superseded_by` says the same, and has its votes now.
    """

    id: int
    public_id: str
    question: QuestionRef
    statement: str
    language: str
    author_id: int | None
    author: str | None
    author_public_id: str | None
    author_role: Role | None
    author_perspective: str | None
    state: PositionState
    is_frozen: bool
    created_at: datetime
    superseded_by: PositionRef | None
    my_vote: Choice | None
    my_reason: str | None
    result: Result | None
    is_merged: bool = False
    speaks_for: SpokenFor | None = None

    @property
    def standing(self) -> Standing:
        return self.result.standing if self.result else Standing.OPEN

    @property
    def is_visible(self) -> bool:
        return self.state is PositionState.VISIBLE

    @property
    def is_open(self) -> bool:
        return self.superseded_by is None and self.question.is_open


@dataclass(frozen=True, slots=True)
class Source:
    """A comment that a position was taken from. `comment_author_id`: who may answer."""

    comment_public_id: str
    comment_author: str
    comment_author_id: int
    thread_title: str
    quote: str
    answer: Answer
    is_visible: bool

    @property
    def author_id(self) -> int:
        return self.comment_author_id


@dataclass(frozen=True, slots=True)
class Transition:
    before: Standing
    after: Standing
    direction: Choice
    voters: int
    rows: tuple[Row, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class PositionPage:
    """A position with where it comes from and what became of it. `replaces`: older wordings, newest first.
    `merged`: those that said the same, and whose votes it got. `reasons`: without names, and only once enough
    people voted that none can be told apart."""

    position: PositionView
    sources: tuple[Source, ...]
    transitions: tuple[Transition, ...]
    replaces: tuple[PositionRef, ...]
    merged: tuple[PositionRef, ...]
    reasons: tuple[tuple[Choice, str], ...]


@dataclass(frozen=True, slots=True)
class Ballot:
    """The position offered next to this viewer (None when all are done), and how far they are."""

    position: PositionView | None
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """When the votes on a question were last analysed, and over how many. `groups`: see snapshots.py."""

    version: int
    made_at: datetime
    voters: int
    votes: int
    groups: dict
