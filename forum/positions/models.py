"""Positions (one sentence each, that one can agree or disagree with), votes, and what the votes came to."""

from datetime import datetime
from enum import Enum, IntEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.capacity import Capacity
from forum.articles.source import LONGEST_POSITION
from forum.lib.db import Model, PublicId, UtcDateTime, str_enum

LONGEST_REASON = 500  # characters
LONGEST_SOURCE_QUOTE = 1000  # characters


class PositionState(Enum):
    VISIBLE = "visible"
    HELD = "held"  # waits for a moderator
    WITHDRAWN = "withdrawn"  # by its author, before the first vote
    HIDDEN = "hidden"  # by moderation
    TAKEN_OUT = "taken_out"  # by moderation, though nothing is wrong with it: it asks two things, say


class Choice(IntEnum):
    """The sign that the analysis counts with."""

    AGREE = 1
    PASS = 0
    DISAGREE = -1


class Standing(Enum):
    """What a position came to; which one holds is decided in standing.py."""

    SHARED = "shared"
    CONTESTED = "contested"
    PROVISIONAL = "provisional"
    OPEN = "open"


class Answer(Enum):
    """What the author of a source says of the position that was taken from it."""

    ASKED = "asked"
    MEANT = "meant"
    NOT_MEANT = "not_meant"


class Position(PublicId, Model):
    """`author_id` is None for those from the content file (`is_seed`). `frozen_at`: the moment of the first
    vote, from which the wording stays as it is. `superseded_by_id`: a better wording took its place, or, when
    `is_merged`, another position that says the same, to which its votes were carried over.
    `is_meta`: imported, and about the conversation itself: never offered, and in no analysis. `mandate_id`:
    by which its author proposed it for an organisation.
    """

    __tablename__ = "positions"
    __audited__ = ("state", "is_merged")

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    mandate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mandates.id"), index=True)
    is_seed: Mapped[bool] = mapped_column(default=False)
    is_meta: Mapped[bool] = mapped_column(default=False)
    state: Mapped[PositionState] = mapped_column(
        str_enum(PositionState, "state"), default=PositionState.VISIBLE
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    superseded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("positions.id"), index=True)
    is_merged: Mapped[bool] = mapped_column(default=False)

    @property
    def is_visible(self) -> bool:
        return self.state is PositionState.VISIBLE

    @property
    def is_open(self) -> bool:
        """Takes votes: nothing better took its place."""
        return self.superseded_by_id is None

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class PositionText(Model):
    """A wording of a position. In several languages it is still one position: votes add up."""

    __tablename__ = "position_texts"

    position_id: Mapped[int] = mapped_column(
        sa.ForeignKey("positions.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    statement: Mapped[str] = mapped_column(sa.String(LONGEST_POSITION))


class PositionSource(Model):
    """A comment from which a position was distilled, with the sentence that was chosen in it."""

    __tablename__ = "position_sources"

    position_id: Mapped[int] = mapped_column(
        sa.ForeignKey("positions.id", ondelete="CASCADE"), primary_key=True
    )
    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comments.id"), primary_key=True, index=True)
    quote: Mapped[str] = mapped_column(sa.String(LONGEST_SOURCE_QUOTE))
    answer: Mapped[Answer] = mapped_column(str_enum(Answer, "answer"), default=Answer.ASKED)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Vote(Model):
    """One for each person, position and capacity, which is always a personal one: what is voted for an
    organisation is OrganisationVote. Secret: only its owner and the analysis read it.

    `voted_at` is the last change: the order in which the evidence counts votes.
    """

    __tablename__ = "votes"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    position_id: Mapped[int] = mapped_column(
        sa.ForeignKey("positions.id", ondelete="CASCADE"), primary_key=True
    )
    capacity: Mapped[Capacity] = mapped_column(
        str_enum(Capacity, "capacity"), primary_key=True, default=Capacity.PERSONAL
    )
    choice: Mapped[int] = mapped_column(sa.SmallInteger)
    reason: Mapped[str | None] = mapped_column(sa.String(LONGEST_REASON))
    voted_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("choice IN (-1, 0, 1)", name="choice"),
        sa.Index("ix_votes_position_choice", "position_id", "choice"),
    )


class OrganisationVote(Model):
    """One for each organisation and position, whoever speaks for it: the last one counts. As secret as those
    of people, and never added to them. `mandate_id`: by which it was cast.
    """

    __tablename__ = "organisation_votes"

    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), primary_key=True)
    position_id: Mapped[int] = mapped_column(
        sa.ForeignKey("positions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    mandate_id: Mapped[int] = mapped_column(sa.ForeignKey("mandates.id"), index=True)
    choice: Mapped[int] = mapped_column(sa.SmallInteger)
    voted_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (sa.CheckConstraint("choice IN (-1, 0, 1)", name="choice"),)


class PositionResult(Model):
    """What the votes on a position came to, as pages, feeds and mails show it: never a recount.

    `rows`, `mandated` and `missing` are lists of the dataclasses in tally.py, as JSON. `direction` is that of
    Choice: AGREE or DISAGREE. `score`, `pooled` (m) and `divisive`, between 0 and 1: see
    analysis/sharedness.py. `voters`: the sum of the shown rows. All of these follow from the shown rows, so
    that they tell no more. `basis`, which is never shown: what they were last made from, see publishing.py.
    """

    __tablename__ = "position_results"

    position_id: Mapped[int] = mapped_column(
        sa.ForeignKey("positions.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    standing: Mapped[Standing] = mapped_column(str_enum(Standing, "standing"))
    standing_since: Mapped[datetime] = mapped_column(UtcDateTime)
    direction: Mapped[int] = mapped_column(sa.SmallInteger)
    score: Mapped[float]
    pooled: Mapped[float]
    divisive: Mapped[float]
    priority: Mapped[float]
    voters: Mapped[int]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    mandated: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    missing: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    basis: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    assessed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (sa.Index("ix_position_results_standing", "standing", "standing_since"),)


class PositionTransition(Model):
    """A change of standing, with the counts of that moment as they were shown. Rows are only ever added.

    `is_doubted`: only the votes of new or unconfirmed accounts would have made the change, so it was not
    made and the moderators were told.
    """

    __tablename__ = "position_transitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(sa.ForeignKey("positions.id", ondelete="CASCADE"), index=True)
    before: Mapped[Standing] = mapped_column(str_enum(Standing, "before"))
    after: Mapped[Standing] = mapped_column(str_enum(Standing, "after"))
    direction: Mapped[int] = mapped_column(sa.SmallInteger)
    is_doubted: Mapped[bool] = mapped_column(default=False)
    voters: Mapped[int]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class OpinionSnapshot(Model):
    """The analysis of one question: what an overview, its export and the opinion map show.

    `version` counts the analyses whose published numbers differ. `groups`: the opinion groups as JSON of
    snapshot.py, with `shown` and, when they are not, why.
    """

    __tablename__ = "opinion_snapshots"

    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    voters: Mapped[int]
    votes: Mapped[int]
    groups: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class OpinionPlace(Model):
    """Where a voter stands in the analysis of a question. Shown to that person only ("you are here");
    the map's dots carry no names.
    """

    __tablename__ = "opinion_places"

    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    x: Mapped[float]
    y: Mapped[float]
    group: Mapped[int | None]
