"""What a conversation that was imported from Polis had and the forum has no place for.

Rows are kept as the cells of their line in the file, so that an export gives back what came in. The votes
that count are in `votes`; here are also those that were changed later.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, UtcDateTime


class PolisImport(Model):
    """`fingerprint`: SHA-256 of the folder, in hexadecimal. `files`: by name, as in polis_folder.py."""

    __tablename__ = "polis_imports"

    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True
    )
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    files: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


def _of_import() -> Mapped[int]:
    return mapped_column(sa.ForeignKey("polis_imports.question_id", ondelete="CASCADE"), primary_key=True)


class PolisParticipant(Model):
    """Somebody who voted or wrote there, and the account that stands for them. `line`: in
    participants-votes.csv, None when they are not listed. `cells`: of that line, without the votes that
    follow from votes.csv."""

    __tablename__ = "polis_participants"

    question_id: Mapped[int] = _of_import()
    number: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), unique=True)
    line: Mapped[int | None]
    cells: Mapped[dict[str, str]] = mapped_column(sa.JSON)


class PolisStatement(Model):
    """`cells`: those of its line in comments.csv, by column; the wording whole."""

    __tablename__ = "polis_statements"

    question_id: Mapped[int] = _of_import()
    number: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    position_id: Mapped[int] = mapped_column(sa.ForeignKey("positions.id"), unique=True)
    line: Mapped[int]
    cells: Mapped[dict[str, str]] = mapped_column(sa.JSON)


class PolisVote(Model):
    """A line of votes.csv. Secret, as a vote is: only the export reads it."""

    __tablename__ = "polis_votes"

    question_id: Mapped[int] = _of_import()
    line: Mapped[int] = mapped_column(primary_key=True)
    cells: Mapped[list[str]] = mapped_column(sa.JSON)
