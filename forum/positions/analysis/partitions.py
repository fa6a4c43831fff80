"""Ways to divide the participants: everybody as one group, by role, by opinion."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forum.positions.analysis.conversation import Conversation
from forum.positions.analysis.groups import KS, Groups
from forum.positions.analysis.stability import Stability

Integers = NDArray[np.int64]

FEWEST_OF_A_ROLE = 3
"""Voters of a role; smaller ones are taken together."""

OTHER = "other"


@dataclass(frozen=True)
class Partition:
    """labels (P,): the place of each participant's group in `ids`, -1 for none.

    Only partitions that are `shown` decide what is shared.
    """

    name: str
    labels: Integers
    ids: list[int]
    names: list[str | None]
    shown: bool = True
    why_hidden: str | None = None
    silhouette_by_k: dict[int, float] | None = None
    stability: Stability | None = None

    def document(self) -> dict[str, Any]:
        sizes = np.bincount(self.labels[self.labels >= 0], minlength=len(self.ids)).tolist()
        stability, by_k = self.stability, self.silhouette_by_k
        return {
            "name": self.name,
            "k": len(self.ids) or None,
            "silhouette_by_k": {} if by_k is None else {str(k): by_k.get(k) for k in sorted({*KS, *by_k})},
            "stability": stability
            and {"mean": stability.mean, "min": stability.min, "resamples": stability.resamples},
            "shown": self.shown,
            "why_hidden": self.why_hidden,
            "groups": [
                {"id": group, "label": label, "size": size}
                for group, label, size in zip(self.ids, self.names, sizes, strict=True)
            ],
        }


def everybody(conversation: Conversation) -> Partition:
    return Partition("all", np.zeros(conversation.shape[0], np.int64), [0], [None])


def of_roles(conversation: Conversation, roles: Mapping[int, str], voted: NDArray[np.bool_]) -> Partition:
    """One group for each role with enough voters, in alphabetical order; the rest is `other`, the last one.

    roles: by participant id; whoever has none is in no group. voted (P,): who voted on anything that counts.
    """
    ids = conversation.participant_ids.tolist()
    voters = Counter(
        roles[each]
        for each, has_voted in zip(ids, voted.tolist(), strict=True)
        if has_voted and each in roles
    )
    large = {role for role, number in voters.items() if number >= FEWEST_OF_A_ROLE}
    merged = [(roles[each] if roles[each] in large else OTHER) if each in roles else None for each in ids]
    names: list[str | None] = [*sorted(large - {OTHER})]
    if OTHER in merged:
        names.append(OTHER)
    labels = np.array([-1 if role is None else names.index(role) for role in merged], np.int64)
    return Partition("role", labels, list(range(len(names))), names)


def opinion(groups: Groups) -> Partition:
    labels = np.where(groups.labels < 0, -1, np.searchsorted(np.array(groups.ids, np.int64), groups.labels))
    return Partition(
        "opinion",
        labels,
        list(groups.ids),
        [None] * len(groups.ids),
        shown=groups.shown,
        why_hidden=groups.why_hidden,
        silhouette_by_k=groups.silhouette_by_k,
        stability=groups.stability,
    )


def supplied(conversation: Conversation, groups: Mapping[int, int]) -> Partition:
    """Opinion groups from elsewhere, by participant id: with whoever is in them, also with too few votes."""
    members = [groups.get(each, -1) for each in conversation.participant_ids.tolist()]
    ids = sorted(set(members) - {-1})
    labels = np.array([ids.index(group) if group >= 0 else -1 for group in members], np.int64)
    why_hidden = None if ids else "no participant is in a group"
    return Partition("opinion", labels, ids, [None] * len(ids), shown=bool(ids), why_hidden=why_hidden)
