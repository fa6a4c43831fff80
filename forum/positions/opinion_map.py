"""The opinion groups as a snapshot keeps them, from the analysis. Needs numpy: only the job imports it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from forum.positions.analysis import sharedness
from forum.positions.analysis.groups import Groups
from forum.positions.analysis.matrix import Counts
from forum.positions.analysis.partitions import opinion as opinion_partition
from forum.positions.analysis.representative import representatives
from forum.positions.analysis.statistics import statistics
from forum.positions.measures import Measures
from forum.positions.polls import Poll
from forum.positions.snapshots import Dot, OpinionGroup, OpinionGroups, Stance, WhyHidden

Floats = NDArray[np.float64]

MOST_DOTS = 600
MOST_SHARED = 5
DECIMALS = 2
"""Of places on the map: so coarse that they do not tell somebody's votes."""

# By how the reason of `Groups.why_hidden` begins.
REASONS = {"fewer": WhyHidden.FEW, "no": WhyHidden.NONE, "a": WhyHidden.SMALL, "the": WhyHidden.UNSTABLE}


def opinion_map(poll: Poll, measures: Measures, *, least: int) -> OpinionGroups:
    """least: voters that a group needs on a position for the position to be named."""
    groups = measures.opinion
    participants = int(groups.in_conversation.sum())
    if not groups.shown:
        why = REASONS.get((groups.why_hidden or "no").split()[0], WhyHidden.NONE)
        return OpinionGroups(shown=False, why_hidden=why, participants=participants)
    labels = opinion_partition(groups).labels
    counts = measures.votes.counts(labels, len(groups.ids))
    sizes = np.bincount(labels[labels >= 0], minlength=len(groups.ids)).tolist()
    corners = _placed(groups)
    stances = _stances(poll, counts, least)
    return OpinionGroups(
        shown=True,
        why_hidden=None,
        participants=participants,
        groups=tuple(
            OpinionGroup(
                id=group,
                size=sizes[number],
                stances=stances[number],
                outline=_outline(corners[labels == number], group),
            )
            for number, group in enumerate(groups.ids)
        ),
        shared=_shared(poll, counts, least),
        dots=_dots(corners, groups.labels),
    )


def places_of(poll: Poll, measures: Measures) -> list[dict[str, Any]]:
    """The columns of a place for everybody in the conversation."""
    groups = measures.opinion
    corners = _placed(groups).tolist()
    return [
        {
            "user_id": poll.people[number],
            "x": corners[number][0],
            "y": corners[number][1],
            "group": int(groups.labels[number]) if groups.labels[number] >= 0 else None,
        }
        for number in np.flatnonzero(groups.in_conversation).tolist()
    ]


def _placed(groups: Groups) -> Floats:
    """Each participant's place (P, 2) between -1 and 1, rounded; 0 for who is not in the conversation."""
    inside = groups.in_conversation
    extent = np.abs(groups.coordinates[inside]).max(initial=0)
    if extent == 0:
        return np.zeros_like(groups.coordinates)
    placed = np.where(inside[:, None], groups.coordinates / extent, 0)
    return np.asarray(np.round(placed, DECIMALS) + 0.0, np.float64)  # no -0.0


def _stances(poll: Poll, counts: Counts, least: int) -> list[tuple[Stance, ...]]:
    """What sets each group apart, of what enough of its people voted on."""
    enough = counts.seen >= least
    return [
        tuple(
            Stance(poll.public_ids[item.statement], item.direction)
            for item in items
            if enough[number, item.statement]
        )
        for number, items in enumerate(representatives(counts, statistics(counts)))
    ]


def _shared(poll: Poll, counts: Counts, least: int) -> tuple[Stance, ...]:
    """What every group leans to, by the score over the groups alone."""
    agrees, disagrees, passes = (
        np.concatenate([each.sum(axis=0, keepdims=True), each])
        for each in (counts.agrees, counts.disagrees, counts.passes)
    )
    found = sharedness.assess(agrees, disagrees, passes)
    leaned = (found.score > sharedness.MAJORITY) & (counts.seen >= least).all(axis=0)
    best = [each for each in np.argsort(-found.score, kind="stable").tolist() if leaned[each]]
    return tuple(Stance(poll.public_ids[j], int(found.direction[j])) for j in best[:MOST_SHARED])


def _dots(corners: Floats, labels: NDArray[np.int64]) -> tuple[Dot, ...]:
    """At most MOST_DOTS, spread evenly over the map, ordered by place."""
    inside = np.flatnonzero(labels >= 0)
    order = inside[np.lexsort((labels[inside], corners[inside, 1], corners[inside, 0]))]
    if len(order) > MOST_DOTS:
        order = order[np.linspace(0, len(order) - 1, MOST_DOTS).astype(int)]
    return tuple(Dot(float(corners[i, 0]), float(corners[i, 1]), int(labels[i])) for i in order)


def _outline(points: Floats, group: int) -> tuple[Dot, ...]:
    """The convex hull, by Andrew's monotone chain."""
    ordered = sorted({(x, y) for x, y in points.tolist()})
    if len(ordered) < 3:
        return tuple(Dot(x, y, group) for x, y in ordered)
    hull = [*_chain(ordered), *_chain(ordered[::-1])]
    return tuple(Dot(x, y, group) for x, y in hull)


def _chain(ordered: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The lower side of points that are ordered from left to right, without its last corner."""
    chain: list[tuple[float, float]] = []
    for x, y in ordered:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2:]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            chain.pop()
        chain.append((x, y))
    return chain[:-1]
