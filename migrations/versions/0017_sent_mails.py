"""Which mails were handed to the mail server, so that none is sent twice."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_mails",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sent_mails")),
    )
    op.create_index(op.f("ix_sent_mails_started_at"), "sent_mails", ["started_at"])


def downgrade() -> None:
    op.drop_table("sent_mails")
