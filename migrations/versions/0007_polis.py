"""Conversations that were imported from Polis, as they were; statements that are left out of every analysis."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "polis_imports",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_polis_imports_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_polis_imports")),
    )
    op.create_table(
        "polis_participants",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["polis_imports.question_id"],
            name=op.f("fk_polis_participants_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_polis_participants_user_id")),
        sa.PrimaryKeyConstraint("question_id", "number", name=op.f("pk_polis_participants")),
        sa.UniqueConstraint("user_id", name=op.f("uq_polis_participants_user_id")),
    )
    op.create_table(
        "polis_statements",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["polis_imports.question_id"],
            name=op.f("fk_polis_statements_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["positions.id"], name=op.f("fk_polis_statements_position_id")
        ),
        sa.PrimaryKeyConstraint("question_id", "number", name=op.f("pk_polis_statements")),
        sa.UniqueConstraint("position_id", name=op.f("uq_polis_statements_position_id")),
    )
    op.create_table(
        "polis_votes",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["polis_imports.question_id"],
            name=op.f("fk_polis_votes_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "line", name=op.f("pk_polis_votes")),
    )
    with op.batch_alter_table("positions") as positions:
        positions.add_column(sa.Column("is_meta", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("positions") as positions:
        positions.alter_column(
            "is_meta", server_default=None, existing_type=sa.Boolean(), existing_nullable=False
        )


def downgrade() -> None:
    with op.batch_alter_table("positions") as positions:
        positions.drop_column("is_meta")
    for table in ("polis_votes", "polis_statements", "polis_participants", "polis_imports"):
        op.drop_table(table)
