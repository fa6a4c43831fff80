"""The same figures as `forum.positions.analysis`, the plain way: one entry at a time on a full matrix.

For tests to compare with. nan is unseen, 1 agree, 0 pass, -1 disagree.
"""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from forum.lib.csv_tables import Table
from forum.positions.analysis.conversation import Conversation
from forum.positions.analysis.matrix import VoteMatrix
from forum.transfer.polis import read_export

REFERENCE = Path(__file__).parent / "reference"


def published(name: str) -> Conversation:
    return read_export(REFERENCE / name)


def published_groups(name: str) -> dict[int, int]:
    rows = Table(REFERENCE / name / "participants.csv", ("participant", "group")).rows()
    return {row.integer("participant"): row.integer("group") for row in rows if row.text("group")}


def matrix(votes: VoteMatrix) -> np.ndarray:
    full = np.full(votes.shape, np.nan)
    full[votes.rows, votes.columns] = votes.values
    return full


def sparse(full: np.ndarray) -> VoteMatrix:
    rows, columns = np.nonzero(~np.isnan(full))
    return VoteMatrix.of(rows, columns, full[rows, columns].astype(int), shape=full.shape)


def counts(full: np.ndarray, members: Sequence[int], j: int) -> tuple[int, int, int]:
    """na, nd and ns of some participants on statement j."""
    column = [full[i, j] for i in members if not math.isnan(full[i, j])]
    return column.count(1), column.count(-1), len(column)


def figures(full: np.ndarray, labels: Sequence[int], group: int, j: int) -> dict[str, float]:
    own = counts(full, [i for i, label in enumerate(labels) if label == group], j)
    rest = counts(full, [i for i, label in enumerate(labels) if label not in (group, -1)], j)
    found: dict[str, float] = {}
    for letter, hits, other_hits in (("a", own[0], rest[0]), ("d", own[1], rest[1])):
        ns, ns_rest = own[2], rest[2]
        p = (hits + 1) / (ns + 2)
        p1, p2 = (hits + 1) / (ns + 1), (other_hits + 1) / (ns_rest + 1)
        both = (hits + other_hits + 2) / (ns + ns_rest + 2)
        spread = math.sqrt(both * (1 - both) * (1 / (ns + 1) + 1 / (ns_rest + 1)))
        found["p" + letter] = p
        found["p" + letter + "t"] = 2 * math.sqrt(ns + 1) * ((hits + 1) / (ns + 1) - 0.5)
        found["r" + letter] = p / ((other_hits + 1) / (ns_rest + 2))
        found["r" + letter + "t"] = 0 if both == 1 else (p1 - p2) / spread
    return found


def representative(full: np.ndarray, labels: Sequence[int], group: int) -> list[tuple]:
    """Polis' selection as one walk over the statements: number, direction, whether it is the best agree."""
    best_agree = best = None
    sufficient = []
    members = [i for i, label in enumerate(labels) if label == group]
    for j in range(full.shape[1]):
        s = figures(full, labels, group, j) | {"j": j}
        s["agree"] = s["rat"] > s["rdt"]
        letter = "a" if s["agree"] else "d"
        s["metric"] = s["r" + letter] * s["r" + letter + "t"] * s["p" + letter] * s["p" + letter + "t"]
        if (s["rat"] > 1.2816 and s["pat"] > 1.2816) or (s["rdt"] > 1.2816 and s["pdt"] > 1.2816):
            sufficient.append(s)
        if best is None or max(s["rat"], s["rdt"]) > max(best["rat"], best["rdt"]):
            best = s
        na, nd, _ = counts(full, members, j)
        if na + nd == 0:
            continue
        if best_agree is None:
            better = s["pat"] > 1.2816 or (s["ra"] > 1 and s["pa"] > 0.5)
        elif best_agree["ra"] > 1:
            better = _product(s, "ra", "rat", "pa", "pat") > _product(best_agree, "ra", "rat", "pa", "pat")
        else:
            better = _product(s, "pa", "pat") > _product(best_agree, "pa", "pat")
        if better:
            best_agree = s
    if not sufficient:
        chosen = [each for each in (best_agree or best,) if each]
    else:
        first = [best_agree] if best_agree else []
        others = [s for s in sufficient if not best_agree or s["j"] != best_agree["j"]]
        chosen = (first + sorted(others, key=lambda s: -s["metric"]))[:5]
    chosen = [s for s in chosen if s["agree"]] + [s for s in chosen if not s["agree"]]
    is_best = best_agree["j"] if best_agree else None
    return [(s["j"], "agree" if s["agree"] else "disagree", s["j"] == is_best) for s in chosen]


def _product(figures, *names: str) -> float:
    return math.prod(figures[name] for name in names)


def projection(full: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Means, the first two components (signs free), and coordinates, by a singular value decomposition."""
    seen = ~np.isnan(full)
    filled = np.where(seen, full, 0)
    means = filled.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    centred = np.where(seen, full - means, 0)
    components = np.linalg.svd(centred, full_matrices=False)[2][:2]
    scale = np.sqrt(full.shape[1] / np.maximum(seen.sum(axis=1), 1))
    return means, components, scale[:, None] * (centred @ components.T)
