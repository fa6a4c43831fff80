"""The synthesis of a question: its versions, their texts and positions, and who recognises them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    op.create_table(
        "syntheses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_syntheses_author_id")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_syntheses_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_syntheses")),
        sa.UniqueConstraint("question_id", "version", name=op.f("uq_syntheses_question_id_version")),
    )
    op.create_index("ix_syntheses_author_id", "syntheses", ["author_id"])

    op.create_table(
        "synthesis_texts",
        sa.Column("synthesis_id", sa.Integer(), nullable=False),
        sa.Column("slot", _one_of("slot", "agree", "differ", "unknown", "next_step"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["synthesis_id"],
            ["syntheses.id"],
            name=op.f("fk_synthesis_texts_synthesis_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("synthesis_id", "slot", name=op.f("pk_synthesis_texts")),
    )

    op.create_table(
        "synthesis_positions",
        sa.Column("synthesis_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("slot", _one_of("slot", "agree", "differ", "unknown", "next_step"), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column(
            "standing", _one_of("standing", "shared", "contested", "provisional", "open"), nullable=False
        ),
        sa.Column("direction", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position_id"],
            ["positions.id"],
            name=op.f("fk_synthesis_positions_position_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["synthesis_id"],
            ["syntheses.id"],
            name=op.f("fk_synthesis_positions_synthesis_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("synthesis_id", "position_id", name=op.f("pk_synthesis_positions")),
    )
    op.create_index("ix_synthesis_positions_position_id", "synthesis_positions", ["position_id"])

    op.create_table(
        "recognitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("synthesis_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("mark", _one_of("mark", "recognisable", "with_remark", "not_recognisable"), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("state", _one_of("state", "visible", "hidden"), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_recognitions_author_id")),
        sa.ForeignKeyConstraint(
            ["synthesis_id"], ["syntheses.id"], name=op.f("fk_recognitions_synthesis_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognitions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recognitions_public_id")),
        sa.UniqueConstraint("synthesis_id", "author_id", name=op.f("uq_recognitions_synthesis_id_author_id")),
    )
    op.create_index("ix_recognitions_author_id", "recognitions", ["author_id"])
    op.create_index("ix_recognitions_synthesis_mark", "recognitions", ["synthesis_id", "mark"])


def downgrade() -> None:
    for table in ("recognitions", "synthesis_positions", "synthesis_texts", "syntheses"):
        op.drop_table(table)
