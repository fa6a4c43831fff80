"""Organisations, and the mandates by which people speak for them."""

from datetime import date, datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import ByteOrdered, Model, PublicId, UtcDateTime, str_enum

LONGEST_NAME = 120  # characters, of an organisation
LONGEST_LINE = 300  # what it does, its web address, and the link to evidence
LONGEST_CONTACT = 200
LONGEST_EVIDENCE = 2000

_IS_ASKED = sa.text("state = 'asked'")


class ScopeKind(Enum):
    """Where a mandate holds."""

    FORUM = "forum"
    LESSON = "lesson"
    QUESTION = "question"
    THREAD = "thread"


class MandateState(Enum):
    """A confirmed mandate ends by itself, with its last day."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by its holder, or by somebody who speaks for the whole organisation
    REVOKED = "revoked"  # by moderation


class Organisation(PublicId, Model):
    """It exists since the first mandate was asked for it, and is shown once one was confirmed.

    `key`: the name as `rules.name_key` folds it, so that one organisation is not there twice. `skeleton`: as
    a hasty eye reads the name. `version` counts its changes. `merged_into_id`: it was the same as that one,
    which has all that was its own; nobody speaks for it any more, and its name and address lead there.
    """

    __tablename__ = "organisations"
    __audited__ = ("is_confirmed", "name", "described", "website", "perspective_id", "merged_into_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(LONGEST_NAME))
    key: Mapped[str] = mapped_column(ByteOrdered, unique=True)
    perspective_id: Mapped[int | None] = mapped_column(sa.ForeignKey("perspectives.id"), index=True)
    website: Mapped[str] = mapped_column(sa.String(LONGEST_LINE), default="")
    described: Mapped[str] = mapped_column(sa.String(LONGEST_LINE), default="")
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    skeleton: Mapped[str] = mapped_column(sa.String, index=True)
    version: Mapped[int] = mapped_column(default=1)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"), index=True)

    __table_args__ = (sa.CheckConstraint("merged_into_id <> id", name="merged_into_another"),)


class Mandate(PublicId, Model):
    """Somebody may speak for an organisation, or asked to.

    `scope_id`: of the lesson, question or thread, 0 for the whole forum; a plain number, since threads live
    in a room above. `starts_on` to `ends_on`: days in the forum's time zone, both included. `contact`: who in
    the organisation can confirm it. `evidence`, `link` and `contact` are for whoever decides, and are emptied
    some time after it ended. `settled_at`: of the last change of state. `reminded_days`: how long before the
    end the holder was last told of it.
    """

    __tablename__ = "mandates"
    __audited__ = ("state",)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    holder_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    scope: Mapped[ScopeKind] = mapped_column(str_enum(ScopeKind, "scope"))
    scope_id: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date] = mapped_column(sa.Date)
    ends_on: Mapped[date] = mapped_column(sa.Date)
    evidence: Mapped[str] = mapped_column(sa.String(LONGEST_EVIDENCE))
    link: Mapped[str] = mapped_column(sa.String(LONGEST_LINE), default="")
    contact: Mapped[str] = mapped_column(sa.String(LONGEST_CONTACT))
    state: Mapped[MandateState] = mapped_column(str_enum(MandateState, "state"), default=MandateState.ASKED)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # A request that was withdrawn before anybody confirmed it never was one, and is in no history.
    was_confirmed: Mapped[bool] = mapped_column(default=False)
    reminded_days: Mapped[int | None] = mapped_column(sa.SmallInteger)

    __table_args__ = (
        sa.CheckConstraint("starts_on <= ends_on", name="ends_after_it_starts"),
        # What was asked once is not asked again before somebody decided.
        sa.Index(
            "uq_mandates_asked",
            "organisation_id",
            "holder_id",
            "scope",
            "scope_id",
            unique=True,
            sqlite_where=_IS_ASKED,
            postgresql_where=_IS_ASKED,
        ),
        sa.Index("ix_mandates_organisation", "organisation_id", "state", "ends_on"),
        sa.Index("ix_mandates_holder", "holder_id", "state", "ends_on"),
        sa.Index("ix_mandates_end", "state", "ends_on"),
    )

    @property
    def author_id(self) -> int:
        """Whose it is, as permissions ask."""
        return self.holder_id
