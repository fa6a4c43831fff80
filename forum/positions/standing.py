"""What a position came to: shared, provisional, contested or open. Pure; docs/positions.md explains it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from forum.positions.evidence import Evidence
from forum.positions.models import Choice, Standing
from forum.positions.tally import NO_PERSPECTIVE, Missing, Tally
from forum.settings import Settings

MAJORITY = 0.5
ENOUGH_TO_OPPOSE = 3
"""Votes from which a perspective that is against holds a position back."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """votes, evidence: what every core perspective needs to call a position shared. until: the evidence below
    which it is no longer. passes: the share of all voters from which it cannot be."""

    votes: int = 5
    evidence: float = 4.0
    until: float = 4 / 3
    passes: float = 0.4

    @classmethod
    def of(cls, settings: Settings) -> "Thresholds":
        return cls(
            votes=settings.shared_votes,
            evidence=settings.shared_evidence,
            until=settings.shared_until,
            passes=settings.shared_passes,
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the votes on one position say.

    roles, evidence: by perspective, as the keys of rows. direction, score, divisive: see
    analysis/sharedness.py; `divisive` is between perspectives or shown opinion groups. group_upper: the
    lowest upper bound of a shown opinion group in each direction (1, -1), no entry when none is shown.
    """

    roles: Mapping[str, Tally]
    evidence: Mapping[str, Evidence]
    direction: Choice = Choice.AGREE
    score: float = 0.0
    divisive: float = 0.0
    group_upper: Mapping[int, float] = field(default_factory=dict)

    @property
    def everyone(self) -> Tally:
        return sum(self.roles.values(), Tally())


@dataclass(frozen=True, slots=True)
class Decision:
    standing: Standing = Standing.OPEN
    direction: Choice = Choice.AGREE
    missing: tuple[Missing, ...] = ()

    @property
    def outcome(self) -> tuple[Standing, Choice | None]:
        """What counts as a change: of what is not shared, the direction may drift."""
        return self.standing, self.direction if self.standing is Standing.SHARED else None


NOTHING = Facts({}, {})


def decide(before: Decision, facts: Facts, core: Collection[str], thresholds: Thresholds) -> Decision:
    """What holds now. core: the core perspectives; without any, nothing is ever shared.

    What was shared stays so until its evidence is really lost, so that it does not flicker.
    """
    if before.standing is Standing.SHARED and _stays(before.direction, facts, core, thresholds):
        return Decision(Standing.SHARED, before.direction)
    for direction in (Choice.AGREE, Choice.DISAGREE):
        if _becomes(direction, facts, core, thresholds):
            return Decision(Standing.SHARED, direction)
    missing = _missing(facts, core, thresholds)
    if facts.score > MAJORITY:
        return Decision(Standing.PROVISIONAL, facts.direction, missing)
    if facts.divisive > 0:
        return Decision(Standing.CONTESTED, facts.direction, missing)
    return Decision(Standing.OPEN, facts.direction, missing)


def _becomes(direction: Choice, facts: Facts, core: Collection[str], thresholds: Thresholds) -> bool:
    everyone = facts.everyone
    return (
        bool(core)
        and all(_is_convinced(key, direction, facts, thresholds) for key in core)
        and not any(
            _is_against(tally, direction)
            for key, tally in facts.roles.items()
            if key != NO_PERSPECTIVE and tally.voters >= ENOUGH_TO_OPPOSE
        )
        and everyone.passed < thresholds.passes * everyone.voters
        and facts.group_upper.get(direction, 1.0) >= MAJORITY
    )


def _stays(direction: Choice, facts: Facts, core: Collection[str], thresholds: Thresholds) -> bool:
    return bool(core) and not any(
        facts.evidence.get(key, Evidence()).towards(direction) < thresholds.until
        or _is_against(facts.roles.get(key, Tally()), direction)
        for key in core
    )


def _is_convinced(key: str, direction: Choice, facts: Facts, thresholds: Thresholds) -> bool:
    enough = facts.roles.get(key, Tally()).opinions >= thresholds.votes
    return enough and facts.evidence.get(key, Evidence()).towards(direction) >= thresholds.evidence


def _is_against(tally: Tally, direction: Choice) -> bool:
    return tally.towards(-direction) > tally.towards(direction)


def _missing(facts: Facts, core: Collection[str], thresholds: Thresholds) -> tuple[Missing, ...]:
    return tuple(
        Missing(key, max(0, thresholds.votes - facts.roles.get(key, Tally()).opinions))
        for key in core
        if not _is_convinced(key, facts.direction, facts, thresholds)
    )
