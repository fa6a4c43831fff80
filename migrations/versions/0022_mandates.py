"""Organisations, and mandates to speak for them; asked for, they wait for moderators."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KINDS = ("comment", "thread", "position", "remark", "question", "account", "appeal")
WAITS = ("flags", "held", "appeal", "anchor", "doubt")
GROUNDS = (
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
)
_IS_ASKED = sa.text("state = 'asked'")


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("perspective_id", sa.Integer(), nullable=True),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("described", sa.String(length=300), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["perspective_id"], ["perspectives.id"], name=op.f("fk_organisations_perspective_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("key", name=op.f("uq_organisations_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organisations_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisations_slug")),
    )
    op.create_index(op.f("ix_organisations_perspective_id"), "organisations", ["perspective_id"])
    op.create_table(
        "mandates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("scope", _one_of("scope", "forum", "lesson", "question", "thread"), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=2000), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            _one_of("state", "asked", "confirmed", "refused", "withdrawn", "revoked"),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_confirmed", sa.Boolean(), nullable=False),
        sa.Column("reminded_days", sa.SmallInteger(), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_mandates_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["holder_id"], ["users.id"], name=op.f("fk_mandates_holder_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_mandates_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mandates_public_id")),
    )
    op.create_index(
        "uq_mandates_asked",
        "mandates",
        ["organisation_id", "holder_id", "scope", "scope_id"],
        unique=True,
        sqlite_where=_IS_ASKED,
        postgresql_where=_IS_ASKED,
    )
    op.create_index("ix_mandates_organisation", "mandates", ["organisation_id", "state", "ends_on"])
    op.create_index("ix_mandates_holder", "mandates", ["holder_id", "state", "ends_on"])
    op.create_index("ix_mandates_end", "mandates", ["state", "ends_on"])

    for table in ("moderation_items", "flags", "decisions"):
        change_check(table, "kind", (*KINDS, "mandate"))
    for table in ("flags", "decisions"):
        change_check(table, "ground", (*GROUNDS, "evidence"))
    change_check("moderation_items", "waits", (*WAITS, "mandate"))


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def change_check(table: str, column: str, allowed: tuple[str, ...]) -> None:
    named = op.f(f"ck_{table}_{column}")
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(named, type_="check")
    # As text, in the words in which the database repeats it: SQLite makes the table anew from these.
    listed = ", ".join(f"'{value}'" for value in allowed)
    with op.batch_alter_table(table) as changed:
        changed.create_check_constraint(named, sa.text(f"{column} IN ({listed})"))


def downgrade() -> None:
    op.execute("DELETE FROM moderation_items WHERE kind = 'mandate'")
    op.execute("DELETE FROM decisions WHERE kind = 'mandate'")
    change_check("moderation_items", "waits", WAITS)
    for table in ("flags", "decisions"):
        change_check(table, "ground", GROUNDS)
    for table in ("moderation_items", "flags", "decisions"):
        change_check(table, "kind", KINDS)
    op.drop_table("mandates")
    op.drop_table("organisations")
