"""A made-up conversation in Polis' open data format, with hidden groups: input for comparing analyses."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

GROUPS = 3
PASSES = 0.12
FIRST_VOTE_MS = 1_700_000_000_000


@dataclass(frozen=True)
class Size:
    participants: int
    statements: int
    votes: int

    @property
    def name(self) -> str:
        return f"{self.participants:,} × {self.statements:,}, {self.votes:,} votes"


def write_conversation(folder: Path, size: Size, seed: int = 1) -> None:
    """votes.csv and comments.csv. Everybody votes on about the same number of statements, at random."""
    random = np.random.default_rng(seed)
    cells = random.choice(size.participants * size.statements, size=size.votes, replace=False)
    people, statements = np.divmod(cells, size.statements)
    leaning = random.beta(0.6, 0.6, size=(GROUPS, size.statements))
    group = random.integers(GROUPS, size=size.participants)
    agrees = random.random(size.votes) < leaning[group[people], statements]
    votes = np.where(random.random(size.votes) < PASSES, 0, np.where(agrees, 1, -1))
    moments = FIRST_VOTE_MS + np.arange(size.votes) * 1000
    lines = np.column_stack([moments, np.zeros_like(moments), statements, people, votes])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "votes.csv").open("w") as file:
        file.write("timestamp,datetime,comment-id,voter-id,vote\n")
        np.savetxt(file, lines, fmt="%d", delimiter=",")
    with (folder / "comments.csv").open("w") as file:
        file.write("timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n")
        for statement in range(size.statements):
            on_it = votes[statements == statement]
            agreed, disagreed = int((on_it == 1).sum()), int((on_it == -1).sum())
            file.write(f"{FIRST_VOTE_MS},0,{statement},0,{agreed},{disagreed},1,Statement {statement}\n")
