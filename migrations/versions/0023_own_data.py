"""A line about oneself, copies of one's own data, and accounts that their owners want erased."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def moment(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=is_optional)


def upgrade() -> None:
    op.add_column("users", sa.Column("about", sa.String(length=200), nullable=True))
    op.add_column("users", moment("erase_at", is_optional=True))
    op.create_table(
        "data_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        moment("asked_at"),
        moment("ready_at", is_optional=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_data_copies_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_copies")),
        sa.UniqueConstraint("public_id", name=op.f("uq_data_copies_public_id")),
    )
    op.create_index(op.f("ix_data_copies_user_id_asked_at"), "data_copies", ["user_id", "asked_at"])
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("keeps_votes", sa.Boolean(), nullable=False),
        moment("asked_at"),
        moment("reminded_at", is_optional=True),
        moment("begun_at", is_optional=True),
        moment("done_at", is_optional=True),
        sa.Column("farewell_name", sa.String(length=60), nullable=True),
        sa.Column("farewell_email", sa.String(length=254), nullable=True),
        sa.Column("farewell_locale", sa.String(length=5), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_erasures_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("user_id", name=op.f("uq_erasures_user_id")),
    )


def downgrade() -> None:
    op.drop_table("erasures")
    op.drop_table("data_copies")
    op.drop_column("users", "erase_at")
    op.drop_column("users", "about")
