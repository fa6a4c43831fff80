"""Which mails somebody wants about what they follow, and when not."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    wanted = sa.Enum(
        "all", "at_once", "none", name="wanted", native_enum=False, create_constraint=True, length=20
    )
    op.create_table(
        "mail_settings",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("wanted", wanted, nullable=False),
        sa.Column("quiet_hours", sa.String(length=11), nullable=True),
        sa.Column("is_weekend_quiet", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_mail_settings_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_mail_settings")),
    )


def downgrade() -> None:
    op.drop_table("mail_settings")
