"""The versions of the house rules."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "house_rules",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("told_up_to", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_house_rules_author_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_house_rules")),
    )
    op.create_table(
        "house_rules_texts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer_version", sa.Integer(), nullable=False),
        sa.Column("changes", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["house_rules.number"], name=op.f("fk_house_rules_texts_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", "locale", name=op.f("pk_house_rules_texts")),
    )


def downgrade() -> None:
    op.drop_table("house_rules_texts")
    op.drop_table("house_rules")
