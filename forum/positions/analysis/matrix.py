"""Votes as a sparse matrix: what most people saw is a small part of all there is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

AGREE, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True)
class Counts:
    """Agrees, disagrees and passes, each shaped (groups, statements); `seen` is all three together."""

    agrees: Integers
    disagrees: Integers
    passes: Integers

    @property
    def seen(self) -> Integers:
        return self.agrees + self.disagrees + self.passes


@dataclass(frozen=True)
class VoteMatrix:
    """Votes of participants (rows) on statements (columns), ordered by row and column, one for each pair."""

    rows: Integers
    columns: Integers
    values: NDArray[np.int8]
    shape: tuple[int, int]

    @classmethod
    def of(
        cls,
        rows: ArrayLike,
        columns: ArrayLike,
        values: ArrayLike,
        *,
        shape: tuple[int, int] | None = None,
        times: ArrayLike | None = None,
    ) -> "VoteMatrix":
        """Of each participant's votes on a statement the last one counts, by `times`, or else as they come.

        rows, columns: numbers from 0; values: +1 agree, 0 pass, -1 disagree. Without `shape` the matrix is
        as large as the numbers ask. Raises ValueError for any other value, or a number outside the shape.
        """
        rows, columns = np.asarray(rows, np.int64), np.asarray(columns, np.int64)
        values = np.asarray(values)
        if ((values < DISAGREE) | (values > AGREE)).any():
            raise ValueError("A vote is 1, 0 or -1.")
        shape = shape or (int(rows.max(initial=-1)) + 1, int(columns.max(initial=-1)) + 1)
        for numbers, size in ((rows, shape[0]), (columns, shape[1])):
            if len(numbers) and (numbers.min() < 0 or numbers.max() >= size):
                raise ValueError("A vote is outside the matrix.")
        order = _by_row_and_column(rows, columns, shape)
        follows = np.zeros(len(rows) + 1, bool)  # whether an entry is of the same cell as the one before it
        ordered_rows, ordered_columns = rows[order], columns[order]
        follows[1:-1] = (ordered_rows[1:] == ordered_rows[:-1]) & (
            ordered_columns[1:] == ordered_columns[:-1]
        )
        if times is not None:
            repeated = np.flatnonzero(follows[1:] | follows[:-1])
            again = order[repeated]
            order[repeated] = again[np.lexsort((np.asarray(times)[again], columns[again], rows[again]))]
        last = order[~follows[1:]]
        return cls(rows[last], columns[last], values[last].astype(np.int8), shape)

    def with_statements(self, kept: NDArray[np.bool_]) -> "VoteMatrix":
        """Only the statements where `kept` is true, numbered anew in the same order."""
        chosen = kept[self.columns]
        columns = (np.cumsum(kept) - 1)[self.columns[chosen]]
        shape = (self.shape[0], int(kept.sum()))
        return VoteMatrix(self.rows[chosen], columns, self.values[chosen], shape)

    def votes_by_participant(self) -> Integers:
        return np.bincount(self.rows, minlength=self.shape[0])

    def counts(self, labels: ArrayLike | None = None, groups: int = 1) -> Counts:
        """The votes of each group on each statement, in one pass over the votes.

        labels: the group of each participant, from 0; -1 belongs to none. Without labels all are one group.
        """
        rows, columns, values = self.rows, self.columns, self.values
        group = np.zeros(self.shape[0], np.int64) if labels is None else np.asarray(labels, np.int64)
        statements = self.shape[1]
        # Whoever belongs to no group is counted in one more, which is left out of the answer.
        cell = (group[rows] % (groups + 1)) * statements + columns
        size = (groups + 1) * statements

        def count(value: int) -> Integers:
            return np.bincount(cell[values == value], minlength=size).reshape(groups + 1, statements)[:groups]

        return Counts(count(AGREE), count(DISAGREE), count(PASS))

    def means(self) -> Floats:
        """The mean vote on each statement over those who saw it; 0 where nobody did."""
        total = np.bincount(self.columns, weights=self.values, minlength=self.shape[1])
        seen = np.bincount(self.columns, minlength=self.shape[1])
        return total / np.maximum(seen, 1)

    def centred(self) -> tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]:
        """The matrix with unseen entries at their statement's mean, centred, as two products: A·v and Aᵀ·u.

        What was unseen is 0 in it, so each product takes one pass over the votes.
        """
        rows, columns = self.rows, self.columns
        entries = self.values - self.means()[columns]

        def times(v: Floats) -> Floats:
            return np.bincount(rows, entries * v[columns], self.shape[0]).astype(float, copy=False)

        def transposed_times(u: Floats) -> Floats:
            return np.bincount(columns, entries * u[rows], self.shape[1]).astype(float, copy=False)

        return times, transposed_times


def _by_row_and_column(rows: Integers, columns: Integers, shape: tuple[int, int]) -> Integers:
    """The order of entries by row, column and place."""
    # numpy sorts numbers of 16 bits by counting, in a time that grows with how many they are and no faster.
    kind = np.uint16 if max(shape) <= 1 << 16 else np.int64
    by_column = np.argsort(columns.astype(kind), kind="stable")
    return by_column[np.argsort(rows[by_column].astype(kind), kind="stable")]
