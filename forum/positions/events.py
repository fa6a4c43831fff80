"""What happened to positions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PositionProposed:
    """Others can read it for the first time: at once, or when a moderator let it through."""

    position_id: int


@dataclass(frozen=True, slots=True)
class PositionHeld:
    """It was proposed, and waits for a moderator before others can read it."""

    position_id: int


@dataclass(frozen=True, slots=True)
class PositionWithdrawn:
    """By its author, before anybody voted."""

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
class PositionsMerged:
    """`position_id` says the same as `into_id`, which has its votes now."""

    position_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class ListChanged:
    """A moderator took a position of this question off its list, or put it back: results are to follow."""

    question_id: int


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


@dataclass(frozen=True, slots=True)
class DoubtEnded:
    """New and unconfirmed accounts no longer make a difference to this position."""

    position_id: int
