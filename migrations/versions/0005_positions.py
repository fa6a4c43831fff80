"""Positions to begin with."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "positions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("is_seed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_positions_author_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_positions_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_positions_public_id")),
    )
    op.create_index(op.f("ix_positions_author_id"), "positions", ["author_id"], unique=False)
    op.create_index(op.f("ix_positions_question_id"), "positions", ["question_id"], unique=False)
    op.create_table(
        "position_texts",
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("statement", sa.String(length=140), nullable=False),
        sa.ForeignKeyConstraint(
            ["position_id"], ["positions.id"], name=op.f("fk_position_texts_position_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("position_id", "locale", name=op.f("pk_position_texts")),
    )


def downgrade() -> None:
    op.drop_table("position_texts")
    op.drop_table("positions")
