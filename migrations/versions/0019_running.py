"""What was done by the clock, and what became of messages that could not be delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_IS_DEAD = sa.text("dead_at IS NOT NULL AND done_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "chore_runs",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("ran_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chore_runs")),
    )
    op.add_column("outbox", sa.Column("retried_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_outbox_dead", "outbox", ["dead_at"], sqlite_where=_IS_DEAD, postgresql_where=_IS_DEAD)


def downgrade() -> None:
    op.drop_index("ix_outbox_dead", "outbox")
    op.drop_column("outbox", "told_at")
    op.drop_column("outbox", "retried_at")
    op.drop_table("chore_runs")
