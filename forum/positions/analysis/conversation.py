"""What an analysis is of: people, statements, and every vote in the order in which it was given."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from forum.positions.analysis.matrix import VoteMatrix

Integers = NDArray[np.int64]

REJECTED = -1
"""`moderated` of a statement that was taken out; 1 is accepted and 0 not looked at."""


@dataclass(frozen=True)
class Conversation:
    """participant_ids (P,), statement_ids (S,): rising. moderated (S,): -1, 0 or 1. is_meta (S,).

    rows, columns, values: every vote given, with the numbers of its participant and statement, and +1 agree,
    0 pass, -1 disagree. times: when it was given, in any unit; without them the later ones come last.
    source: the file that they come from.
    """

    participant_ids: Integers
    statement_ids: Integers
    moderated: Integers
    is_meta: NDArray[np.bool_]
    rows: Integers
    columns: Integers
    values: Integers
    times: Integers | None = None
    source: str = "votes"
    warnings: list[str] = field(default_factory=list)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.participant_ids), len(self.statement_ids)

    @property
    def excluded(self) -> NDArray[np.bool_]:
        """Statements that no analysis looks at: taken out by moderation, or on the conversation itself."""
        return (self.moderated == REJECTED) | self.is_meta

    def last_votes(self) -> VoteMatrix:
        return VoteMatrix.of(self.rows, self.columns, self.values, shape=self.shape, times=self.times)
