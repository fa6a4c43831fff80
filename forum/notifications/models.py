"""What is noted of mails that leave the house: no address, no text."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, UtcDateTime


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
