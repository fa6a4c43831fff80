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


@dataclass(frozen=True, slots=True)
class Counted:
    """The votes on one position by row. roles, mandated: by perspective. groups: by opinion group, empty when
    none are shown. doubtful: how many of the votes are of new or unconfirmed accounts."""

    roles: Counts
    mandated: Counts
    groups: Counts
    doubtful: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What looks go by: the core perspectives, what may be shown, and from when something is shared."""

    core: tuple[str, ...]
    rules: Rules
    thresholds: Thresholds

    def as_json(self) -> dict[str, Any]:
        return {"core": list(self.core), "rules": asdict(self.rules), "thresholds": asdict(self.thresholds)}


def is_due(stored: Stored | None, counted: Counted, terms: Terms) -> bool:
    """Whether it is time: enough votes changed since the last look, a row must go, or the terms changed."""
    if stored is None:
        return True
    earlier, rules = stored.basis, terms.rules
    looked, looked_mandated = (counts_of(earlier.get(name, {})) for name in ("looked", "looked_mandated"))
    return (
        distance(counted.roles, looked) >= rules.step
        or distance(counted.mandated, looked_mandated) >= rules.step
        or must_hide(counted.roles, looked, Basis.of(earlier), rules)
        or must_hide(counted.mandated, looked_mandated, Basis.of(earlier.get("mandated", {})), rules)
        or counted.doubtful < earlier.get("doubtful", 0)
        or earlier.get("terms") != terms.as_json()
    )


def look(stored: Stored | None, counted: Counted, facts: Facts, trusted: Facts, terms: Terms) -> Look:
    """stored: None for a first look. trusted: the facts without new and unconfirmed accounts."""
    earlier, core, rules = stored.basis if stored else {}, terms.core, terms.rules
    shown, basis = published(counted.roles, Basis.of(earlier), rules, groups=counted.groups)
    earlier_mandated = Basis.of(earlier.get("mandated", {}))
    shown_mandated, mandated_basis = published(counted.mandated, earlier_mandated, rules)
    before = stored.decision if stored else Decision()
    # What cannot be seen cannot be called anything.
    seen, seen_trusted = (facts, trusted) if shown else (NOTHING, NOTHING)
    after = decide(before, seen, core, terms.thresholds)
    without_doubtful = decide(before, seen_trusted, core, terms.thresholds)
    if not shown:
        after = without_doubtful = Decision(missing=after.missing)
    is_doubted = after.outcome != without_doubtful.outcome
    if is_doubted:
        other = after if after.outcome != before.outcome else without_doubtful
        missing = () if before.standing is Standing.SHARED else after.missing
        decision = Decision(before.standing, before.direction, missing)
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
            "looked": counts_as_json(counted.roles),
            "looked_mandated": counts_as_json(counted.mandated),
            "doubtful": counted.doubtful,
            "terms": terms.as_json(),
        },
    )
