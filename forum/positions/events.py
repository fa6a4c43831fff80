"""What happened to positions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PositionProposed:
    position_id: int


@dataclass(frozen=True, slots=True)
class SourceAsked:
    """A position was taken from a comment: its author is asked whether it is what they meant."""

    position_id: int
    comment_id: int


@dataclass(frozen=True, slots=True)
class PositionSuperseded:
    position_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class VotesChanged:
    """Somebody voted on a position of this question. Says not who, nor on what: votes are secret."""

    question_id: int


@dataclass(frozen=True, slots=True)
class StandingChanged:
    transition_id: int


@dataclass(frozen=True, slots=True)
class StandingDoubted:
    """New or unconfirmed accounts alone would have changed a standing: a matter for the moderators."""

    transition_id: int
