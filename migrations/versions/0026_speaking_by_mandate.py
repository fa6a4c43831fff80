"""Texts and votes in the name of an organisation, and texts without a name."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

NAMED = "ck_comments_speaks_by_name_with_a_mandate"
RULE = "mandate_id IS NULL OR (capacity = 'organisation' AND NOT is_name_withheld)"


def upgrade() -> None:
    op.create_table(
        "organisation_votes",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.SmallInteger(), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("choice IN (-1, 0, 1)", name=op.f("ck_organisation_votes_choice")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_votes_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["position_id"],
            ["positions.id"],
            name=op.f("fk_organisation_votes_position_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.id"], name=op.f("fk_organisation_votes_mandate_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "position_id", name=op.f("pk_organisation_votes")),
    )
    op.create_index(op.f("ix_organisation_votes_position_id"), "organisation_votes", ["position_id"])
    op.create_index(op.f("ix_organisation_votes_mandate_id"), "organisation_votes", ["mandate_id"])

    with op.batch_alter_table("comments") as comments:
        comments.add_column(sa.Column("mandate_id", sa.Integer(), nullable=True))
        comments.add_column(
            sa.Column("is_name_withheld", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        comments.create_foreign_key(op.f("fk_comments_mandate_id"), "mandates", ["mandate_id"], ["id"])
        comments.create_index(op.f("ix_comments_mandate_id"), ["mandate_id"])
    with op.batch_alter_table("comments") as comments:
        comments.alter_column(
            "is_name_withheld", server_default=None, existing_type=sa.Boolean(), existing_nullable=False
        )
        comments.create_check_constraint(op.f(NAMED), sa.text(RULE))


def downgrade() -> None:
    with op.batch_alter_table("comments") as comments:
        comments.drop_constraint(op.f(NAMED), type_="check")
    with op.batch_alter_table("comments") as comments:
        comments.drop_index(op.f("ix_comments_mandate_id"))
        comments.drop_constraint(op.f("fk_comments_mandate_id"), type_="foreignkey")
        comments.drop_column("is_name_withheld")
        comments.drop_column("mandate_id")
    op.drop_table("organisation_votes")
