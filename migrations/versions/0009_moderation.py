"""What waits for moderators, what was reported, decided and appealed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=30), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "comment",
                "thread",
                "position",
                "remark",
                "question",
                "account",
                "appeal",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("target_public_id", sa.String(length=80), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_role", sa.String(length=20), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "illegal",
                "hateful",
                "client_data",
                "tender",
                "off_topic",
                "spam",
                "duplicate",
                "other",
                "order",
                "review",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_automated", sa.Boolean(), nullable=False),
        sa.Column("is_restriction", sa.Boolean(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_decisions_actor_id")),
        sa.ForeignKeyConstraint(["addressee_id"], ["users.id"], name=op.f("fk_decisions_addressee_id")),
        sa.ForeignKeyConstraint(["reverses_id"], ["decisions.id"], name=op.f("fk_decisions_reverses_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decisions_public_id")),
    )
    op.create_index("ix_decisions_actor", "decisions", ["actor_id", "id"])
    op.create_index("ix_decisions_addressee", "decisions", ["addressee_id", "id"])
    op.create_index("ix_decisions_log", "decisions", ["at", "id"])
    op.create_index("ix_decisions_reverses_id", "decisions", ["reverses_id"])
    op.create_index("ix_decisions_target", "decisions", ["kind", "target_id", "id"])

    op.create_table(
        "moderation_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["users.id"], name=op.f("fk_moderation_notes_about_id")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_moderation_notes_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_notes")),
    )
    op.create_index("ix_moderation_notes_about_id", "moderation_notes", ["about_id"])

    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("appellant_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld", "reversed", name="outcome", native_enum=False, create_constraint=True, length=20
            ),
            nullable=True,
        ),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["appellant_id"], ["users.id"], name=op.f("fk_appeals_appellant_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_appeals_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("decision_id", "appellant_id", name=op.f("uq_appeals_decision_id_appellant_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_appeals_public_id")),
    )
    op.create_index("ix_appeals_appellant_id", "appeals", ["appellant_id"])

    op.create_table(
        "moderation_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "waits",
            sa.Enum(
                "flags",
                "held",
                "appeal",
                "anchor",
                "doubt",
                name="waits",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "comment",
                "thread",
                "position",
                "remark",
                "question",
                "account",
                "appeal",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"], ["users.id"], name=op.f("fk_moderation_items_claimed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["users.id"], name=op.f("fk_moderation_items_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_moderation_items_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_items")),
        sa.UniqueConstraint("public_id", name=op.f("uq_moderation_items_public_id")),
    )
    op.create_index("ix_moderation_items_decision_id", "moderation_items", ["decision_id"])
    op.create_index(
        "ix_moderation_items_queue",
        "moderation_items",
        ["urgency", "opened_at", "id"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_moderation_items_target", "moderation_items", ["kind", "target_id"])
    op.create_index(
        "uq_moderation_items_open",
        "moderation_items",
        ["waits", "kind", "target_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "comment",
                "thread",
                "position",
                "remark",
                "question",
                "account",
                "appeal",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "illegal",
                "hateful",
                "client_data",
                "tender",
                "off_topic",
                "spam",
                "duplicate",
                "other",
                "order",
                "review",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("explanation", sa.String(length=2000), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("reporter_name", sa.String(length=60), nullable=True),
        sa.Column("reporter_email", sa.String(length=254), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("hid", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_flags_decision_id")),
        sa.ForeignKeyConstraint(["item_id"], ["moderation_items.id"], name=op.f("fk_flags_item_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["users.id"], name=op.f("fk_flags_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sa.UniqueConstraint("public_id", name=op.f("uq_flags_public_id")),
        sa.UniqueConstraint(
            "reporter_id", "kind", "target_id", name=op.f("uq_flags_reporter_id_kind_target_id")
        ),
    )
    op.create_index("ix_flags_decision_id", "flags", ["decision_id"])
    op.create_index("ix_flags_item_id", "flags", ["item_id"])
    op.create_index("ix_flags_reporter", "flags", ["reporter_id", "created_at"])
    op.create_index("ix_flags_target", "flags", ["kind", "target_id"])


def downgrade() -> None:
    for table in ("flags", "moderation_items", "appeals", "moderation_notes", "decisions"):
        op.drop_table(table)
