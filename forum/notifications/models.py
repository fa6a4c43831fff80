"""What is noted of mails that leave the house (no address, no text), and which of them somebody wants."""

from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, UtcDateTime, str_enum


class SentMail(Model):
    """One mail to one person, noted when it is handed to the mail server.

    `key`: what makes its Message-ID. Without `finished_at` nobody knows whether it was taken.
    `refusal`: the mail server's code, when it will never be taken.
    """

    __tablename__ = "sent_mails"

    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refusal: Mapped[str | None] = mapped_column(sa.String(40))


class Wanted(Enum):
    """Which mails about what they follow somebody wants. The value stands in forms."""

    ALL = "all"
    AT_ONCE = "at_once"  # no digests
    NONE = "none"


class MailSettings(Model):
    """Without a row: all mails, and the quiet hours of the forum.

    `quiet_hours`: as in FORUM_QUIET_HOURS; "" is none, None those of the forum. `is_weekend_quiet`: nothing
    on Saturdays and Sundays.
    """

    __tablename__ = "mail_settings"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    wanted: Mapped[Wanted] = mapped_column(str_enum(Wanted, "wanted"), default=Wanted.ALL)
    quiet_hours: Mapped[str | None] = mapped_column(sa.String(11))
    is_weekend_quiet: Mapped[bool] = mapped_column(default=False)
