"""Comments in the order of time: feeds ask for the newest of the whole forum."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_comments_time", "comments", ["created_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_comments_time", "comments")
