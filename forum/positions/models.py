"""Positions: one sentence each, that one can agree or disagree with."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.articles.source import LONGEST_POSITION
from forum.lib.db import Model, PublicId, UtcDateTime


class Position(PublicId, Model):
    """`author_id` is None for those from the content file (`is_seed`). `frozen_at`: the moment of the first
    vote, from which the wording stays as it is."""

    __tablename__ = "positions"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    is_seed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PositionText(Model):
    """A wording of a position. In several languages it is still one position: votes add up."""

    __tablename__ = "position_texts"

    position_id: Mapped[int] = mapped_column(
        sa.ForeignKey("positions.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    statement: Mapped[str] = mapped_column(sa.String(LONGEST_POSITION))
