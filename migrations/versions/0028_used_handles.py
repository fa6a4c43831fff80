"""Handles that were given stay with their account: nobody else gets one that somebody had."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BATCH = 500


def upgrade() -> None:
    op.create_table(
        "used_handles",
        sa.Column("handle_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_used_handles_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("handle_hash", name=op.f("pk_used_handles")),
    )
    op.create_index(op.f("ix_used_handles_user_id"), "used_handles", ["user_id"])
    users = sa.table("users", sa.column("id", sa.Integer), sa.column("handle", sa.String))
    used = sa.table("used_handles", sa.column("handle_hash", sa.String), sa.column("user_id", sa.Integer))
    rows = op.get_bind().execute(sa.select(users.c.id, users.c.handle).where(users.c.handle.is_not(None)))
    given = [{"handle_hash": _hash_of(row.handle), "user_id": row.id} for row in rows.all()]
    for start in range(0, len(given), BATCH):
        op.get_bind().execute(used.insert(), given[start : start + BATCH])


def _hash_of(handle: str) -> str:
    return hashlib.sha256(f"handle:{handle}".encode()).hexdigest()


def downgrade() -> None:
    op.drop_table("used_handles")
