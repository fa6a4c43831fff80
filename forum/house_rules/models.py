"""Versions of the house rules. Rows are only ever added: who agreed to a version can always read it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, UtcDateTime

LONGEST_CHANGES = 300  # characters: one or two sentences


class RulesVersion(Model):
    """`author_id` None: the rules that a forum starts with. `told_up_to`: the account up to which members
    were written to about it, in the order of their ids.
    """

    __tablename__ = "house_rules"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    told_up_to: Mapped[int] = mapped_column(default=0)

    @property
    def id(self) -> int:
        """As the register names it."""
        return self.number


class RulesText(Model):
    """A version in one language; `changes` says in a sentence or two what became different."""

    __tablename__ = "house_rules_texts"

    number: Mapped[int] = mapped_column(
        sa.ForeignKey("house_rules.number", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    source: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int]
    changes: Mapped[str] = mapped_column(sa.String(LONGEST_CHANGES), default="")
