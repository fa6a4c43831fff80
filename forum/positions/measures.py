"""What the analysis makes of a poll. Needs numpy, so that only the job imports it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forum.positions.analysis import sharedness
from forum.positions.analysis.groups import Groups, opinion_groups
from forum.positions.analysis.matrix import Counts, VoteMatrix
from forum.positions.analysis.partitions import FEWEST_OF_A_ROLE
from forum.positions.analysis.partitions import opinion as opinion_partition
from forum.positions.analysis.priority import extremity, priority
from forum.positions.evidence import Evidence, evidence
from forum.positions.looks import Counted
from forum.positions.models import Choice
from forum.positions.polls import Poll, Votes
from forum.positions.standing import Facts
from forum.positions.tally import NO_PERSPECTIVE, Row, Tally, group_key

Integers = NDArray[np.int64]

DECIMALS = 4
"""Of figures that are stored: more would only be noise."""


@dataclass(frozen=True, slots=True)
class Measures:
    """counted, priority: by position."""

    counted: list[Counted]
    priority: list[float]
    opinion: Groups
    votes: VoteMatrix


def measure(poll: Poll) -> Measures:
    """What all positions are measured on, whether they are looked at or not."""
    votes = _matrix(poll, poll.votes)
    opinion = opinion_groups(votes, previous=np.array(poll.places, np.int64))
    doubtful = ~np.array(poll.trusted, bool)[votes.rows]
    columns = zip(
        _tallies_by_role(poll, votes),
        _tallies_of_organisations(poll),
        _tallies_by_group(poll, votes, opinion),
        np.bincount(votes.columns[doubtful], minlength=len(poll.positions)).tolist(),
        strict=True,
    )
    extremities = extremity(opinion.projection.means, opinion.projection.components)
    return Measures(
        counted=[Counted(*each) for each in columns],
        priority=_finite(priority(votes.counts(), extremities)),
        opinion=opinion,
        votes=votes,
    )


def facts_of(poll: Poll, opinion: Groups, numbers: Sequence[int]) -> tuple[list[Facts], list[Facts]]:
    """Of these positions (in rising order): with all votes, and without new and unconfirmed accounts."""
    trusted = np.array(poll.trusted, bool)
    facts = _facts(poll, opinion, numbers, np.ones(len(poll.people), bool))
    return facts, facts if trusted.all() else _facts(poll, opinion, numbers, trusted)


@dataclass(frozen=True, slots=True)
class Figures:
    """What follows from the shown rows of a position, and from nothing else."""

    rows: list[Row]
    direction: int = 1
    score: float = 0.0
    pooled: float = 0.0
    divisive: float = 0.0


def figures_of(shown: Sequence[Mapping[str, Tally]]) -> list[Figures]:
    """For each position, from the counts of its rows, of which the first is everybody."""
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, rows in enumerate(shown):
        alike[tuple(rows)].append(number)
    found = [Figures([]) for _ in shown]
    for keys, numbers in alike.items():
        if not keys:
            continue
        agrees, disagrees, passes = (
            np.array([[getattr(shown[number][key], name) for number in numbers] for key in keys])
            for name in ("agree", "disagree", "passed")
        )
        seen = agrees + disagrees + passes
        lower, upper = sharedness.bounds(agrees, seen, sharedness.pooled_lower(agrees[0], seen[0]))
        shared = sharedness.assess(agrees, disagrees, passes)
        divisive = _divisive(shared)
        for i, number in enumerate(numbers):
            rows = [
                Row(
                    key,
                    *(int(each[g, i]) for each in (agrees, disagrees, passes)),
                    lower=_rounded(lower[g, i]),
                    upper=_rounded(upper[g, i]),
                )
                for g, key in enumerate(keys)
            ]
            found[number] = Figures(
                rows,
                direction=int(shared.direction[i]),
                score=_rounded(shared.score[i]),
                pooled=_rounded(shared.pooled_lower[i]),
                divisive=_rounded(divisive[i]),
            )
    return found


def _matrix(poll: Poll, votes: Votes, who: NDArray[np.bool_] | None = None) -> VoteMatrix:
    people, positions, choices = (
        np.array(each, np.int64) for each in (votes.people, votes.positions, votes.choices)
    )
    kept = slice(None) if who is None else who[people]
    return VoteMatrix.of(
        people[kept], positions[kept], choices[kept], shape=(len(poll.people), len(poll.positions))
    )


def _facts(poll: Poll, opinion: Groups, numbers: Sequence[int], who: NDArray[np.bool_]) -> list[Facts]:
    """From the votes of those people only."""
    every_vote = _matrix(poll, poll.votes, who)
    wanted = np.zeros(len(poll.positions), bool)
    wanted[list(numbers)] = True
    matrix = every_vote.with_statements(wanted)
    tallies = _tallies_by_role(poll, matrix)
    proofs = _evidence(poll, numbers, who)
    roles = _large_roles(poll, every_vote)
    by_role = matrix.counts(roles, int(roles.max(initial=-1)) + 1)
    parts = [matrix.counts(), by_role]
    if opinion.shown:
        parts.append(matrix.counts(opinion_partition(opinion).labels, len(opinion.ids)))
    agrees, disagrees, passes = (
        np.concatenate([getattr(each, name) for each in parts]) for name in ("agrees", "disagrees", "passes")
    )
    shared = sharedness.assess(agrees, disagrees, passes)
    divisive = _divisive(shared)
    first_group = 1 + len(by_role.agrees)
    facts = []
    for j, (tally, proof) in enumerate(zip(tallies, proofs, strict=True)):
        direction = Choice(int(shared.direction[j]))
        upper = {}
        if opinion.shown:
            upper = {
                int(direction): float(shared.upper[first_group:, j].min()),
                -int(direction): float(shared.other_upper[first_group:, j].min()),
            }
        facts.append(
            Facts(
                roles=tally,
                evidence=proof,
                direction=direction,
                score=float(shared.score[j]),
                divisive=float(divisive[j]),
                group_upper=upper,
            )
        )
    return facts


def _divisive(shared: sharedness.Sharedness) -> NDArray[np.float64]:
    """Between groups only: everybody together is no party to a division."""
    if len(shared.lower) < 3:
        return np.zeros(len(shared.score))
    return np.maximum(0, shared.lower[1:].max(axis=0) - shared.upper[1:].min(axis=0))


def _large_roles(poll: Poll, matrix: VoteMatrix) -> Integers:
    """A number for each person's perspective; small ones and none are together the last number."""
    has_voted = matrix.votes_by_participant() > 0
    keys, number = np.unique(np.array(poll.roles, str), return_inverse=True)
    voters = np.bincount(number[has_voted], minlength=len(keys))
    large = (voters >= FEWEST_OF_A_ROLE) & (keys != NO_PERSPECTIVE)
    new = np.where(large, np.cumsum(large) - 1, large.sum())
    labels = new[number] if len(keys) else np.zeros(0, np.int64)
    return np.where(has_voted, labels, -1)


def _tallies_by_role(poll: Poll, matrix: VoteMatrix) -> list[dict[str, Tally]]:
    numbers = {key: number for number, key in enumerate(poll.role_keys)}
    labels = np.array([numbers[role] for role in poll.roles], np.int64)
    return _by_position(poll.role_keys, matrix.counts(labels, len(numbers)))


def _tallies_of_organisations(poll: Poll) -> list[dict[str, Tally]]:
    """By the perspective of the organisation; whoever voted for it is not looked at."""
    keys = list(dict.fromkeys(poll.mandated_roles))
    people, positions, choices = (
        np.array(each, np.int64)
        for each in (poll.mandated.people, poll.mandated.positions, poll.mandated.choices)
    )
    shape = (len(poll.mandated_roles), len(poll.positions))
    labels = np.array([keys.index(role) for role in poll.mandated_roles], np.int64)
    return _by_position(
        keys, VoteMatrix.of(people, positions, choices, shape=shape).counts(labels, len(keys))
    )


def _tallies_by_group(poll: Poll, matrix: VoteMatrix, opinion: Groups) -> list[dict[str, Tally]]:
    """Empty when no groups are shown."""
    if not opinion.shown:
        return [{} for _ in poll.positions]
    counts = matrix.counts(opinion_partition(opinion).labels, len(opinion.ids))
    return _by_position([group_key(each) for each in opinion.ids], counts)


def _by_position(keys: Sequence[str], counts: Counts) -> list[dict[str, Tally]]:
    """Without the empty ones."""
    columns = zip(
        *(each.T.tolist() for each in (counts.agrees, counts.disagrees, counts.passes)), strict=True
    )
    return [
        {
            key: Tally(agree, disagree, passed)
            for key, agree, disagree, passed in zip(keys, *column, strict=True)
            if agree or disagree or passed
        }
        for column in columns
    ]


def _evidence(poll: Poll, numbers: Sequence[int], who: NDArray[np.bool_]) -> list[dict[str, Evidence]]:
    number_of_role = {key: number for number, key in enumerate(poll.role_keys)}
    own = [number_of_role[role] for role in poll.roles]
    allowed = who.tolist()
    votes: dict[int, list[tuple[int, int]]] = {number: [] for number in numbers}
    for person, position, choice in zip(
        poll.votes.people, poll.votes.positions, poll.votes.choices, strict=True
    ):
        if position in votes and allowed[person]:
            votes[position].append((own[person], choice))
    return [
        dict(zip(poll.role_keys, evidence(each, len(poll.role_keys)), strict=True)) for each in votes.values()
    ]


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS)


def _finite(values: NDArray[np.float64]) -> list[float]:
    return np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0).round(DECIMALS).tolist()
