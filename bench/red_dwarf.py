"""Runs in the environment of bench/red-dwarf.txt: red-dwarf's whole pipeline on an export folder."""

import csv
import sys
from pathlib import Path

from reddwarf.implementations.polis import run_pipeline  # pyright: ignore[reportMissingImports]


def main(folder: Path) -> None:
    with (folder / "votes.csv").open(newline="") as file:
        votes = [
            {
                "participant_id": int(row["voter-id"]),
                "statement_id": int(row["comment-id"]),
                "vote": int(row["vote"]),
                "modified": int(row["timestamp"]),
            }
            for row in csv.DictReader(file)
        ]
    result = run_pipeline(votes=votes, random_state=0)
    print(len(result.participants_df), len(result.statements_df), len(result.repness))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
