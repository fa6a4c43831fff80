"""Votes, where positions come from and what became of them; accounts that stand for imported voters."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opinion_places",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("x", sa.Double(), nullable=False),
        sa.Column("y", sa.Double(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_opinion_places_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_opinion_places_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "user_id", name=op.f("pk_opinion_places")),
    )
    op.create_table(
        "opinion_snapshots",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_opinion_snapshots_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_opinion_snapshots")),
    )
    op.create_table(
        "position_results",
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "shared",
                "contested",
                "provisional",
                "open",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("standing_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("direction", sa.SmallInteger(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("pooled", sa.Double(), nullable=False),
        sa.Column("divisive", sa.Double(), nullable=False),
        sa.Column("priority", sa.Double(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("mandated", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["position_id"],
            ["positions.id"],
            name=op.f("fk_position_results_position_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_position_results_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("position_id", name=op.f("pk_position_results")),
    )
    op.create_index(op.f("ix_position_results_question_id"), "position_results", ["question_id"])
    op.create_index("ix_position_results_standing", "position_results", ["standing", "standing_since"])
    op.create_table(
        "position_transitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column(
            "before",
            sa.Enum(
                "shared",
                "contested",
                "provisional",
                "open",
                name="before",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "shared",
                "contested",
                "provisional",
                "open",
                name="after",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("direction", sa.SmallInteger(), nullable=False),
        sa.Column("is_doubted", sa.Boolean(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["position_id"],
            ["positions.id"],
            name=op.f("fk_position_transitions_position_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_transitions")),
    )
    op.create_index(op.f("ix_position_transitions_position_id"), "position_transitions", ["position_id"])
    op.create_table(
        "votes",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "personal",
                "organisation",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("choice", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("choice IN (-1, 0, 1)", name=op.f("ck_votes_choice")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["positions.id"], name=op.f("fk_votes_position_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_votes_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "position_id", "capacity", name=op.f("pk_votes")),
    )
    op.create_index("ix_votes_position_choice", "votes", ["position_id", "choice"])
    op.create_table(
        "position_sources",
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("quote", sa.String(length=1000), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "asked",
                "meant",
                "not_meant",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_position_sources_comment_id")),
        sa.ForeignKeyConstraint(
            ["position_id"],
            ["positions.id"],
            name=op.f("fk_position_sources_position_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("position_id", "comment_id", name=op.f("pk_position_sources")),
    )
    op.create_index(op.f("ix_position_sources_comment_id"), "position_sources", ["comment_id"])
    state = sa.Enum(
        "visible",
        "held",
        "withdrawn",
        "hidden",
        name="state",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    with op.batch_alter_table("positions") as positions:
        positions.add_column(sa.Column("state", state, nullable=False, server_default="visible"))
        positions.add_column(sa.Column("superseded_by_id", sa.Integer(), nullable=True))
        positions.create_foreign_key(
            op.f("fk_positions_superseded_by_id"), "positions", ["superseded_by_id"], ["id"]
        )
        positions.create_index(op.f("ix_positions_superseded_by_id"), ["superseded_by_id"])
    with op.batch_alter_table("positions") as positions:
        positions.alter_column("state", server_default=None, existing_type=state, existing_nullable=False)
    marks = ("is_pseudonym", "is_vouched_for")
    with op.batch_alter_table("users") as users:
        for name in marks:
            users.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("users") as users:
        for name in marks:
            users.alter_column(name, server_default=None, existing_type=sa.Boolean(), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("users") as users:
        users.drop_column("is_vouched_for")
        users.drop_column("is_pseudonym")
    with op.batch_alter_table("positions") as positions:
        positions.drop_index(op.f("ix_positions_superseded_by_id"))
        positions.drop_constraint(op.f("fk_positions_superseded_by_id"), type_="foreignkey")
        positions.drop_column("superseded_by_id")
        positions.drop_column("state")
    for table in (
        "position_sources",
        "votes",
        "position_transitions",
        "position_results",
        "opinion_snapshots",
        "opinion_places",
    ):
        op.drop_table(table)
