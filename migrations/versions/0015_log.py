"""The log is read by action and by ground, and its figures by year."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_decisions_log_action", "decisions", ["action", "at", "id"]),
    ("ix_decisions_log_ground", "decisions", ["ground", "at", "id"]),
    ("ix_flags_created", "flags", ["created_at"]),
    ("ix_appeals_created", "appeals", ["created_at"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _columns in INDEXES:
        op.drop_index(name, table)
