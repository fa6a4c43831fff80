"""How often a position is announced as shared, by the rate of agreement that is true.

Looks after every single vote, more often than the forum does: these are the most errors to expect.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass

from forum.positions.evidence import Bets
from forum.positions.models import Standing
from forum.positions.standing import Decision, Facts, Thresholds, decide
from forum.positions.tally import Tally, role_key

ROLES = tuple(map(role_key, ("rare", "first", "second", "third", "other")))
CORE = ROLES[:4]
SHARES = (0.08, 0.23, 0.23, 0.23, 0.23)
PASSES = 0.1
LENGTHS = (40, 80, 150, 400)


@dataclass(frozen=True)
class Case:
    """rates: the part that agrees of each role's agrees and disagrees."""

    name: str
    rates: tuple[float, ...]


CASES = (
    Case("the rare perspective 25 %, the others 85 %", (0.25, 0.85, 0.85, 0.85, 0.85)),
    Case("the rare one 50 %, the others 85 %", (0.5, 0.85, 0.85, 0.85, 0.85)),
    *(Case(f"all {rate} %", (rate / 100,) * 5) for rate in (85, 80, 70, 60)),
    Case("two camps, 90 and 20 %", (0.9, 0.9, 0.2, 0.2, 0.9)),
)


@dataclass(frozen=True)
class Outcome:
    """Parts of all runs: announced at some moment up to this many votes, and still so at that moment."""

    ever: float
    at_end: float


def simulate(case: Case, *, runs: int, seed: int = 0, lengths: Sequence[int] = LENGTHS) -> list[Outcome]:
    """One outcome for each length."""
    draw = random.Random(f"{case.name} {seed}")
    ever, at_end = [0] * len(lengths), [0] * len(lengths)
    for _ in range(runs):
        announced = _run(case, draw, max(lengths))
        for i, length in enumerate(lengths):
            ever[i] += any(announced[:length])
            at_end[i] += announced[length - 1]
    return [Outcome(some / runs, end / runs) for some, end in zip(ever, at_end, strict=True)]


def _run(case: Case, draw: random.Random, votes: int) -> list[bool]:
    """Whether it is announced after each vote."""
    bets, decision, announced = Bets(len(ROLES)), Decision(), []
    tallies = [Tally()] * len(ROLES)
    for own in draw.choices(range(len(ROLES)), SHARES, k=votes):
        choice = 0 if draw.random() < PASSES else 1 if draw.random() < case.rates[own] else -1
        bets.add(own, choice)
        tallies[own] += Tally(int(choice > 0), int(choice < 0), int(choice == 0))
        facts = Facts(
            roles=dict(zip(ROLES, tallies, strict=True)),
            evidence=dict(zip(ROLES, bets.evidence(), strict=True)),
        )
        decision = decide(decision, facts, CORE, Thresholds())
        announced.append(decision.standing is Standing.SHARED)
    return announced


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench simulation", description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    print("| true agreement |" + "".join(f" {length} |" for length in LENGTHS))
    print("|---|" + "---|" * len(LENGTHS))
    for case in CASES:
        found = simulate(case, runs=chosen.runs, seed=chosen.seed)
        cells = "".join(f" {100 * each.ever:.0f} / {100 * each.at_end:.0f} |" for each in found)
        print(f"| {case.name} |{cells}", flush=True)


if __name__ == "__main__":
    main()
