"""What people follow, and what they hear of it on their own page."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KINDS = ("question", "thread", "lesson", "position")
_CADENCES = ("at_once", "daily", "weekly", "feed", "off")
_UNREAD = sa.text("read_at IS NULL")
_TO_BE_MAILED = sa.text("mail_due_at IS NOT NULL AND mailed_at IS NULL")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    op.create_table(
        "follows",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("kind", *_KINDS), nullable=False),
        sa.Column("target_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cadence", _one_of("cadence", *_CADENCES), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_follows_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "kind", "target_id", name=op.f("pk_follows")),
    )
    op.create_index("ix_follows_target", "follows", ["kind", "target_id", "user_id"])

    op.create_table(
        "follow_settings",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_follow_settings_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_follow_settings")),
    )

    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            _one_of(
                "what", "reply", "comment", "thread", "standing", "synthesis", "decision", "report", "appeal"
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("group_kind", _one_of("group_kind", *_KINDS), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("cadence", _one_of("cadence", *_CADENCES), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_notifications_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_notifications_user_id_key")),
    )
    op.create_index("ix_notifications_user", "notifications", ["user_id", "id"])
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["user_id"],
        sqlite_where=_UNREAD,
        postgresql_where=_UNREAD,
    )
    op.create_index(
        "ix_notifications_mail",
        "notifications",
        ["mail_due_at", "user_id"],
        sqlite_where=_TO_BE_MAILED,
        postgresql_where=_TO_BE_MAILED,
    )


def downgrade() -> None:
    op.drop_table("notifications")
    op.drop_table("follow_settings")
    op.drop_table("follows")
