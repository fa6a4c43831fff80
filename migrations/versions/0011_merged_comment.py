"""Where in another thread the opening text of a merged one stands."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("threads") as threads:
        threads.add_column(sa.Column("merged_comment_id", sa.Integer(), nullable=True))
        threads.create_foreign_key(
            op.f("fk_threads_merged_comment_id"), "comments", ["merged_comment_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("threads") as threads:
        threads.drop_constraint(op.f("fk_threads_merged_comment_id"), type_="foreignkey")
        threads.drop_column("merged_comment_id")
