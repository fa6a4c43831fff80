"""The whole analysis of a conversation as one document: the schema of `forum analyse --json`.

Plain dictionaries, lists, numbers and None. The same conversation and seed give the same document.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from forum.positions.analysis import sharedness
from forum.positions.analysis.conversation import Conversation
from forum.positions.analysis.groups import MIN_VOTES, in_conversation, opinion_groups
from forum.positions.analysis.matrix import VoteMatrix
from forum.positions.analysis.partitions import Partition, everybody, of_roles, opinion, supplied
from forum.positions.analysis.pca import Projection, project
from forum.positions.analysis.priority import META_PRIORITY, extremity, priority
from forum.positions.analysis.representative import majority_consensus, representatives
from forum.positions.analysis.statistics import Statistics, group_aware_consensus, statistics

SCHEMA = "forum-analysis/1"
DIRECTIONS = {1: "agree", -1: "disagree"}


def analyse(
    conversation: Conversation,
    *,
    groups: Mapping[int, int] | None = None,
    roles: Mapping[int, str] | None = None,
    seed: int = 0,
    k: int | None = None,
) -> dict[str, Any]:
    """groups, roles: by participant id. Groups that are given replace computed ones; k asks for a number."""
    kept = ~conversation.excluded
    every_vote = conversation.last_votes()
    votes = every_vote.with_statements(kept)
    partitions = [everybody(conversation)]
    if roles is not None:
        partitions.append(of_roles(conversation, roles, voted=votes.votes_by_participant() > 0))
    if groups is None:
        found = opinion_groups(votes, seed=seed, k=k)
        projection, origin = found.projection, "computed" if found.k else "none"
        partitions.append(opinion(found))
    else:
        projection, origin = project(votes), "supplied"
        partitions.append(supplied(conversation, groups))
    measures = _Measures(votes, partitions, projection)
    return {
        "schema": SCHEMA,
        "input": {
            "participants": conversation.shape[0],
            "statements": conversation.shape[1],
            "votes_rows": len(conversation.rows),
            "votes_distinct": len(every_vote.rows),
            "source": conversation.source,
        },
        "params": {
            "seed": seed,
            "min_votes": MIN_VOTES,
            "k": k,
            "groups_from": origin,
            "prior_strength": sharedness.PRIOR_STRENGTH,
            "quantile": sharedness.QUANTILE,
            "pooled_quantile": sharedness.POOLED_QUANTILE,
        },
        "participants": _participants(conversation, votes, projection, partitions[-1], roles or {}),
        "partitions": [partition.document() for partition in partitions],
        "statements": _statements(conversation, every_vote, measures),
        "representative": measures.representative(conversation.statement_ids[kept]),
        "consensus": measures.consensus(conversation.statement_ids[kept]),
        "warnings": [*conversation.warnings, *_strangers(conversation, groups, roles)],
    }


class _Measures:
    """Everything that is measured on the statements that take part, numbered as in `votes`."""

    def __init__(self, votes: VoteMatrix, partitions: list[Partition], projection: Projection) -> None:
        self.partitions = partitions
        self.counts = [votes.counts(each.labels, len(each.ids)) for each in partitions]
        self.statistics = [statistics(each) for each in self.counts]
        everyone = self.counts[0]
        self.extremity = extremity(projection.means, projection.components)
        self.priority = priority(everyone, self.extremity)
        agrees, disagrees, passes = (
            np.concatenate([getattr(each, name) for each in self.counts])
            for name in ("agrees", "disagrees", "passes")
        )
        self.groups = [(each, group) for each in partitions for group in each.ids]
        counted = [partition.shown for partition, _ in self.groups]
        self.shared = sharedness.assess(agrees, disagrees, passes, counted=counted)
        self.rank = sharedness.ranks(self.shared, everyone.seen[0])

    def gac(self) -> list[tuple[float | None, float | None]]:
        """Group-aware consensus of each statement over the opinion groups, if there are any."""
        counts = self.counts[-1]
        if not len(counts.agrees):
            return [(None, None)] * counts.agrees.shape[1]
        both = (
            group_aware_consensus(each, counts.seen).tolist() for each in (counts.agrees, counts.disagrees)
        )
        return list(zip(*both, strict=True))

    def shared_documents(self) -> list[dict[str, Any]]:
        shared = self.shared
        columns = (
            shared.direction,
            shared.score,
            shared.pooled_lower,
            shared.status,
            self.rank,
            shared.limiting,
        )
        return [
            {
                "direction": DIRECTIONS[direction],
                "divisive": divisive,
                "limiting_group": [self.groups[limiting][0].name, self.groups[limiting][1]],
                "pooled_lower": pooled,
                "rank": rank,
                "score": score,
                "status": status,
            }
            for direction, score, pooled, status, rank, limiting, divisive in zip(
                *(each.tolist() for each in (*columns, shared.divisive)), strict=True
            )
        ]

    def by_group(self) -> list[list[dict[str, Any]]]:
        """For each statement what every group of every partition thinks of it."""
        names = [field.name for field in fields(Statistics)]
        rows: list[list[dict[str, Any]]] = [[] for _ in self.rank]
        bounds = zip(self.shared.lower.tolist(), self.shared.upper.tolist(), strict=True)
        for partition, counts, figures in zip(self.partitions, self.counts, self.statistics, strict=True):
            for i, group in enumerate(partition.ids):
                whole = (counts.agrees[i], counts.disagrees[i], counts.seen[i])
                columns = [each.tolist() for each in (*whole, *(getattr(figures, name)[i] for name in names))]
                keys = ("na", "nd", "ns", *names, "lower", "upper")
                for row, values in zip(rows, zip(*columns, *next(bounds), strict=True), strict=True):
                    row.append(
                        {"partition": partition.name, "group": group, **dict(zip(keys, values, strict=True))}
                    )
        return rows

    def representative(self, ids) -> list[dict[str, Any]]:
        """Of roles and opinion groups: everybody as one group has nobody to differ from."""
        parts = list(zip(self.partitions, self.counts, self.statistics, strict=True))[1:]
        return [
            {
                "partition": partition.name,
                "group": group,
                "items": [
                    {
                        "id": int(ids[item.statement]),
                        "direction": DIRECTIONS[item.direction],
                        "best_agree": item.is_best_agree,
                        "metric": item.metric,
                    }
                    for item in items
                ],
            }
            for partition, counts, figures in parts
            for group, items in zip(partition.ids, representatives(counts, figures), strict=True)
        ]

    def consensus(self, ids) -> dict[str, list[int]]:
        agreed, disagreed = majority_consensus(self.counts[0])
        return {"agree": ids[agreed].tolist(), "disagree": ids[disagreed].tolist()}


def _participants(
    conversation: Conversation,
    votes: VoteMatrix,
    projection: Projection,
    opinion_groups: Partition,
    roles: Mapping[int, str],
) -> list[dict[str, Any]]:
    group_of = [*opinion_groups.ids, None]
    columns = (
        conversation.participant_ids,
        votes.votes_by_participant(),
        in_conversation(votes),
        *(projection.coordinates.T + 0.0),  # no -0.0
        opinion_groups.labels,
    )
    return [
        {
            "group": group_of[label],
            "id": participant,
            "in_conv": inside,
            "n_votes": number,
            "role": roles.get(participant),
            "x": x,
            "y": y,
        }
        for participant, number, inside, x, y, label in zip(*(each.tolist() for each in columns), strict=True)
    ]


def _statements(conversation: Conversation, last: VoteMatrix, measures: _Measures) -> list[dict[str, Any]]:
    columns, values = conversation.columns, conversation.values
    raw, final = (
        _tallies(*votes, conversation.shape[1]) for votes in ((columns, values), (last.columns, last.values))
    )
    analysed = zip(
        measures.extremity.tolist(),
        measures.priority.tolist(),
        measures.gac(),
        measures.shared_documents(),
        measures.by_group(),
        strict=True,
    )
    nothing = dict.fromkeys(
        ("direction", "divisive", "limiting_group", "pooled_lower", "rank", "score", "status")
    )
    of = conversation
    facts = zip(
        *(each.tolist() for each in (of.statement_ids, of.moderated, of.is_meta, of.excluded)), strict=True
    )
    found = []
    for i, (statement, moderated, is_meta, excluded) in enumerate(facts):
        left_out = (None, META_PRIORITY if is_meta else None, (None, None), dict(nothing), [])
        extremity, weight, gac, shared, by_group = left_out if excluded else next(analysed)
        found.append(
            {
                "by_group": by_group,
                "excluded": excluded,
                "extremity": extremity,
                "id": statement,
                "is_meta": is_meta,
                "last": final[i],
                "moderated": moderated,
                "polis": {"gac_agree": gac[0], "gac_disagree": gac[1]},
                "priority": weight,
                "raw": raw[i],
                "shared": shared,
            }
        )
    return found


def _tallies(columns, values, statements: int) -> list[dict[str, int]]:
    counted = {
        name: np.bincount(columns[values == value], minlength=statements).tolist()
        for name, value in (("agree", 1), ("disagree", -1), ("pass", 0))
    }
    return [{name: numbers[i] for name, numbers in counted.items()} for i in range(statements)]


def _strangers(conversation: Conversation, *given: Mapping[int, Any] | None) -> list[str]:
    """A warning for each file that names people who did not vote."""
    known = set(conversation.participant_ids.tolist())
    return [
        f"{len(unknown)} participants have a {what} and no votes"
        for what, members in zip(("group", "role"), given, strict=True)
        if members and (unknown := members.keys() - known)
    ]
