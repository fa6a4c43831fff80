"""What moderators can do to threads, comments, positions, questions and accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATES = {
    "threads": ("visible", "held", "hidden", "merged"),
    "comments": ("visible", "held", "withdrawn", "hidden"),
}
EARLIER_STATES = {"threads": ("visible", "hidden"), "comments": ("visible", "withdrawn", "hidden")}


def upgrade() -> None:
    for table, states in STATES.items():
        change_states(table, states)
    with op.batch_alter_table("threads") as threads:
        threads.add_column(sa.Column("is_pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
        threads.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        threads.create_foreign_key(op.f("fk_threads_merged_into_id"), "threads", ["merged_into_id"], ["id"])
        threads.create_index(op.f("ix_threads_merged_into_id"), ["merged_into_id"])
        threads.drop_index("ix_threads_question_activity")
        threads.create_index(
            "ix_threads_question_activity", ["question_id", "is_pinned", "last_activity_at", "id"]
        )
    with op.batch_alter_table("positions") as positions:
        positions.add_column(sa.Column("is_merged", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("questions") as questions:
        questions.add_column(sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True))
        questions.add_column(sa.Column("outcome", sa.String(length=2000), nullable=False, server_default=""))
    suspension = sa.Enum(
        "writing",
        "everything",
        "closed",
        name="suspension",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("suspension", suspension, nullable=True))
        users.add_column(sa.Column("suspended_until", sa.DateTime(timezone=True), nullable=True))
        users.add_column(sa.Column("accepted_rules", sa.Integer(), nullable=False, server_default="0"))
    forget_defaults()


def forget_defaults() -> None:
    """They were for the rows that were there already."""
    for table, column, kind in (
        ("threads", "is_pinned", sa.Boolean()),
        ("positions", "is_merged", sa.Boolean()),
        ("questions", "outcome", sa.String(length=2000)),
        ("users", "accepted_rules", sa.Integer()),
    ):
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, server_default=None, existing_type=kind, existing_nullable=False)


def change_states(table: str, after: tuple[str, ...]) -> None:
    named = op.f(f"ck_{table}_state")
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(named, type_="check")
    # As text, in the words in which the database repeats it: SQLite makes the table anew from these.
    allowed = ", ".join(f"'{state}'" for state in after)
    with op.batch_alter_table(table) as changed:
        changed.create_check_constraint(named, sa.text(f"state IN ({allowed})"))


def downgrade() -> None:
    with op.batch_alter_table("users") as users:
        users.drop_constraint(op.f("ck_users_suspension"), type_="check")
        for name in ("accepted_rules", "suspended_until", "suspension"):
            users.drop_column(name)
    with op.batch_alter_table("questions") as questions:
        questions.drop_column("outcome")
        questions.drop_column("concluded_at")
    with op.batch_alter_table("positions") as positions:
        positions.drop_column("is_merged")
    with op.batch_alter_table("threads") as threads:
        threads.drop_index("ix_threads_question_activity")
        threads.create_index("ix_threads_question_activity", ["question_id", "last_activity_at", "id"])
        threads.drop_index(op.f("ix_threads_merged_into_id"))
        threads.drop_constraint(op.f("fk_threads_merged_into_id"), type_="foreignkey")
        threads.drop_column("merged_into_id")
        threads.drop_column("is_pinned")
    for table, states in EARLIER_STATES.items():
        op.execute(f"UPDATE {table} SET state = 'hidden' WHERE state IN ('held', 'merged')")  # noqa: S608
        change_states(table, states)
