"""The interim summary of a question, version after version, and whether its participants recognise it."""

from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, PublicId, UtcDateTime, str_enum
from forum.positions.models import Standing

LONGEST_REMARK = 500  # characters


class Slot(Enum):
    """What a synthesis says, in this order. The value stands in forms."""

    AGREE = "agree"
    DIFFER = "differ"
    UNKNOWN = "unknown"
    NEXT_STEP = "next_step"


class Mark(Enum):
    """Whether somebody recognises the conversation in its synthesis. The value stands in forms."""

    RECOGNISABLE = "recognisable"
    WITH_REMARK = "with_remark"
    NOT_RECOGNISABLE = "not_recognisable"


MARKS_WITH_REMARK = (Mark.WITH_REMARK, Mark.NOT_RECOGNISABLE)


class RemarkState(Enum):
    VISIBLE = "visible"
    HIDDEN = "hidden"  # by moderation


class Synthesis(Model):
    """One version, never changed once published; `version` counts from 1 within its question."""

    __tablename__ = "syntheses"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"))
    version: Mapped[int]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (sa.UniqueConstraint("question_id", "version"),)


class SynthesisText(Model):
    """A slot that says something."""

    __tablename__ = "synthesis_texts"

    synthesis_id: Mapped[int] = mapped_column(
        sa.ForeignKey("syntheses.id", ondelete="CASCADE"), primary_key=True
    )
    slot: Mapped[Slot] = mapped_column(str_enum(Slot, "slot"), primary_key=True)
    source: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int]


class SynthesisPosition(Model):
    """A position that stands in the slot AGREE or DIFFER, with what it had come to when that was published.

    `place` orders those of a slot. `direction` is that of Choice: AGREE or DISAGREE.
    """

    __tablename__ = "synthesis_positions"

    synthesis_id: Mapped[int] = mapped_column(
        sa.ForeignKey("syntheses.id", ondelete="CASCADE"), primary_key=True
    )
    # A position that came with the article and that nobody voted on may leave with a new edition of it.
    position_id: Mapped[int] = mapped_column(
        sa.ForeignKey("positions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    slot: Mapped[Slot] = mapped_column(str_enum(Slot, "slot"))
    place: Mapped[int] = mapped_column(sa.SmallInteger)
    standing: Mapped[Standing] = mapped_column(str_enum(Standing, "standing"))
    direction: Mapped[int] = mapped_column(sa.SmallInteger)


class Recognition(PublicId, Model):
    """What one participant says of one version. `mark` None: taken back; the row stays, since moderation may
    speak of it by its `public_id`. `remark` is "" unless the mark needs one; `state` is that of the remark.
    """

    __tablename__ = "recognitions"
    __audited__ = ("state",)

    id: Mapped[int] = mapped_column(primary_key=True)
    synthesis_id: Mapped[int] = mapped_column(sa.ForeignKey("syntheses.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    mark: Mapped[Mark | None] = mapped_column(str_enum(Mark, "mark"))
    remark: Mapped[str] = mapped_column(sa.String(LONGEST_REMARK), default="")
    state: Mapped[RemarkState] = mapped_column(str_enum(RemarkState, "state"), default=RemarkState.VISIBLE)
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.UniqueConstraint("synthesis_id", "author_id"),
        sa.Index("ix_recognitions_synthesis_mark", "synthesis_id", "mark"),
    )

    @property
    def is_hidden(self) -> bool:
        return self.state is RemarkState.HIDDEN

    @property
    def is_visible(self) -> bool:
        """Whether others read the remark."""
        return not self.is_hidden and self.mark in MARKS_WITH_REMARK
