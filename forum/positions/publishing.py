"""Which counts are shown, and when they move: so that nobody can work out a single vote from them.

Whoever compares two publications, or subtracts rows from one another, gets counts of enough voters, or a
difference of several votes, never one vote. Pure; docs/positions.md has the reasoning and its limits.

Perspectives are cells. Each large one has a row of its own; all others together are REST. ALL is the sum of
the rows that are shown. A row once apart stays apart: when it becomes too small it vanishes from ALL as well,
as it was last shown, instead of being added to REST, from which it could be subtracted again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forum.positions.tally import ALL, NO_PERSPECTIVE, REST, Tally

Counts = Mapping[str, Tally]

GROUP_FACTOR = 4
"""An opinion group's row needs this many times the voters, since its counts are rounded."""


@dataclass(frozen=True, slots=True)
class Rules:
    """least: voters that a row needs. step: votes that must have changed before its numbers move."""

    least: int
    step: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What the shown rows were last made from. Never shown.

    cells: each perspective's counts as they are in what was shown. apart: those with a row of their own.
    groups: the opinion groups' counts when their rows last moved.
    """

    cells: Counts = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    groups: Counts = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "cells": counts_as_json(self.cells),
            "apart": sorted(self.apart),
            "groups": counts_as_json(self.groups),
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Basis":
        return cls(
            counts_of(stored.get("cells", {})),
            frozenset(stored.get("apart", ())),
            counts_of(stored.get("groups", {})),
        )


def published(
    counts: Counts, before: Basis, rules: Rules, *, groups: Counts | None = None
) -> tuple[dict[str, Tally], Basis]:
    """The rows to show now, with ALL first, perspectives in the order of `counts`, REST and opinion groups;
    and what to give as `before` the next time.

    counts: by perspective. groups: by opinion group, when those may be shown.
    """
    cells = dict(before.cells)
    # What was in no published number yet can get a row of its own at once.
    apart = before.apart | {
        key
        for key, tally in counts.items()
        if key != NO_PERSPECTIVE and tally.voters >= rules.least and not _of([key], cells).voters
    }
    for key in apart:
        if _of([key], counts).voters >= rules.least:
            cells |= _moved([key], counts, cells, rules)
    rest = {*counts, *cells} - apart
    together = cells | _moved(rest, counts, cells, rules)
    # People who change their perspective move two cells; only who changed their vote too moves the row.
    is_step = _of(rest, together).distance(_of(rest, cells)) not in range(1, rules.step)
    if is_step and min(_of(rest, together).voters, _of(rest, counts).voters) >= rules.least:
        cells = together
    apart |= _leaving(rest, counts, cells, rules)
    rest -= apart

    order = [*counts, *sorted(apart - counts.keys())]
    shown = {
        key: cells[key] for key in order if key in apart and _is_shown([key], counts, cells, rules.least)
    }
    if _is_shown(rest, counts, cells, rules.least):
        shown[REST] = _of(rest, cells)
    if shown:
        shown = {ALL: sum(shown.values(), Tally()), **shown}
    moved = _moved_groups(groups or {}, before.groups, rules)
    if shown:
        shown |= _rounded(groups or {}, moved, rules)
    return shown, Basis(cells, apart, moved)


def must_hide(counts: Counts, looked: Counts, before: Basis, rules: Rules) -> bool:
    """Whether a row that was shown has too few voters by now. looked: the counts when `before` was made."""
    rest = {*counts, *looked, *before.cells} - before.apart
    return any(
        _is_shown(row, looked, before.cells, rules.least) and _of(row, counts).voters < rules.least
        for row in (*([key] for key in before.apart), rest)
    )


def distance(counts: Counts, earlier: Counts) -> int:
    """Votes that changed, of all perspectives together."""
    return sum(counts.get(key, Tally()).distance(earlier.get(key, Tally())) for key in {*counts, *earlier})


def counts_as_json(counts: Counts) -> dict[str, list[int]]:
    return {key: [tally.agree, tally.disagree, tally.passed] for key, tally in counts.items()}


def counts_of(stored: Mapping[str, list[int]]) -> dict[str, Tally]:
    return {key: Tally(*numbers) for key, numbers in stored.items()}


def _of(keys: Iterable[str], counts: Counts) -> Tally:
    return sum((counts.get(key, Tally()) for key in keys), Tally())


def _moved(keys: Collection[str], counts: Counts, cells: Counts, rules: Rules) -> dict[str, Tally]:
    """Those of these cells in which enough votes changed, brought up to date.

    Each moves by itself, also within REST: so whatever one subtracts, what remains is made of such steps.
    """
    now = {key: counts.get(key, Tally()) for key in keys}
    return {key: tally for key, tally in now.items() if tally.distance(cells.get(key, Tally())) >= rules.step}


def _leaving(rest: set[str], counts: Counts, cells: Counts, rules: Rules) -> set[str]:
    """Perspectives that can leave REST for a row of their own.

    REST as it was shown, less what it then becomes, is what the new row had in it: that has to be enough
    voters by itself, and so has what stays behind.
    """
    leaving: set[str] = set()
    staying = set(rest)
    for key in sorted(rest - {NO_PERSPECTIVE}, key=lambda key: (-_of([key], cells).voters, key)):
        left = _of(staying - {key}, cells).voters
        if _is_shown([key], counts, cells, rules.least) and (left == 0 or left >= rules.least):
            leaving.add(key)
            staying.discard(key)
    return leaving


def _is_shown(row: Collection[str], counts: Counts, cells: Counts, least: int) -> bool:
    return min(_of(row, counts).voters, _of(row, cells).voters) >= least


def _moved_groups(groups: Counts, earlier: Counts, rules: Rules) -> Counts:
    is_same = groups.keys() == earlier.keys()
    return groups if not is_same or distance(groups, earlier) >= rules.step else earlier


def _rounded(groups: Counts, moved: Counts, rules: Rules) -> dict[str, Tally]:
    """Opinion groups divide the same voters in another way than perspectives do. So that no row can be
    subtracted from the other ones, their counts are rounded to multiples of `least`."""
    fewest = GROUP_FACTOR * rules.least

    def rounded(count: int) -> int:
        return (2 * count + rules.least) // (2 * rules.least) * rules.least if rules.least > 1 else count

    return {
        key: Tally(rounded(tally.agree), rounded(tally.disagree), rounded(tally.passed))
        for key, tally in sorted(moved.items())
        if min(tally.voters, groups.get(key, Tally()).voters) >= fewest
    }
