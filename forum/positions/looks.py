"""One position, looked at again: whether it is time to, what may be shown, and what it came to. Pure.

Between two looks nothing moves, whatever the votes, so that no single vote can be seen by its effect.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from forum.positions.models import Choice, Standing
from forum.positions.publishing import (
    Basis,
    Rules,
    counts_as_json,
    counts_of,
    distance,
    must_hide,
    published,
)
from forum.positions.standing import NOTHING, Decision, Facts, Thresholds, decide
from forum.positions.tally import Missing, Tally

Counts = Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class Stored:
    """What the last look left behind; rows as JSON."""

    standing: Standing
    direction: int
    rows: list[dict[str, Any]]
    mandated: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    basis: dict[str, Any]

    @property
    def decision(self) -> Decision:
        missing = tuple(Missing(**each) for each in self.missing)
        return Decision(self.standing, Choice(self.direction), missing)


@dataclass(frozen=True, slots=True)
class Change:
    before: Standing
    after: Standing
    direction: int


@dataclass(frozen=True, slots=True)
class Look:
    """shown, mandated: counts by row. `change`: of the standing, if any; `is_doubted`: one that only votes of
    new or unconfirmed accounts make, so `decision` is still the old one. `basis`: for the next look."""

    shown: Mapping[str, Tally]
    mandated: Mapping[str, Tally]
    decision: Decision
    change: Change | None
    is_doubted: bool
    basis: dict[str, Any]

    @property
    def is_shared(self) -> bool:
        return self.decision.standing is Standing.SHARED


def look(
    stored: Stored | None,
    *,
    facts: Facts,
    trusted: Facts,
    doubtful: int,
    mandated: Counts,
    groups: Counts,
    core: tuple[str, ...],
    rules: Rules,
    thresholds: Thresholds,
) -> Look | None:
    """None when it is not time yet: all stays as it is.

    stored: None for a first look. trusted: the facts without new and unconfirmed accounts, which gave
    `doubtful` of the votes. groups: counts by opinion group, empty when none are shown.
    """
    earlier = stored.basis if stored else {}
    basis, mandated_basis = Basis.of(earlier), Basis.of(earlier.get("mandated", {}))
    is_due = (
        stored is None
        or distance(facts.roles, counts_of(earlier.get("looked", {}))) >= rules.step
        or distance(mandated, counts_of(earlier.get("looked_mandated", {}))) >= rules.step
        or must_hide(facts.roles, basis, rules)
        or must_hide(mandated, mandated_basis, rules)
        or doubtful < earlier.get("doubtful", 0)
        or list(core) != earlier.get("core")
        or asdict(thresholds) != earlier.get("thresholds")
    )
    if not is_due:
        return None

    shown, basis = published(facts.roles, basis, rules, groups=groups)
    shown_mandated, mandated_basis = published(mandated, mandated_basis, rules)
    before = stored.decision if stored else Decision()
    # What cannot be seen cannot be called anything.
    seen, seen_trusted = (facts, trusted) if shown else (NOTHING, NOTHING)
    after = decide(before, seen, core, thresholds)
    without_doubtful = decide(before, seen_trusted, core, thresholds)
    if not shown:
        after = without_doubtful = Decision(missing=after.missing)
    is_doubted = after.outcome != without_doubtful.outcome
    if is_doubted:
        other = after if after.outcome != before.outcome else without_doubtful
        decision = Decision(before.standing, before.direction, after.missing)
    else:
        other = decision = after
    changed = other.outcome != before.outcome
    return Look(
        shown=shown,
        mandated=shown_mandated,
        decision=decision,
        change=Change(before.standing, other.standing, int(other.direction)) if changed else None,
        is_doubted=is_doubted,
        basis=basis.as_json()
        | {
            "mandated": mandated_basis.as_json(),
            "looked": counts_as_json(facts.roles),
            "looked_mandated": counts_as_json(mandated),
            "doubtful": doubtful,
            "core": list(core),
            "thresholds": asdict(thresholds),
        },
    )
