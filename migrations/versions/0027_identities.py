"""Signing in at a provider of OpenID Connect: whose identity is which account, and attempts under way."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

EARLIER = (
    "signed_in",
    "password",
    "app_added",
    "app_removed",
    "passkey_added",
    "passkey_removed",
    "code_used",
    "codes_renewed",
    "email",
    "email_undone",
    "factors_forgotten",
)


def upgrade() -> None:
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("provider", sa.String(length=30), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_identities_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identities_issuer_subject")),
        sa.UniqueConstraint("public_id", name=op.f("uq_identities_public_id")),
    )
    op.create_index(op.f("ix_identities_user_id"), "identities", ["user_id"])
    op.create_table(
        "sign_on_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("provider", sa.String(length=30), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("continue_to", sa.String(length=500), nullable=False),
        sa.Column("draft_key", sa.String(length=200), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrival", sa.JSON(), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sign_on_attempts_user_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_sign_on_attempts_invitation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_on_attempts")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_sign_on_attempts_state_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sign_on_attempts_public_id")),
    )
    op.create_index(op.f("ix_sign_on_attempts_expires_at"), "sign_on_attempts", ["expires_at"])
    op.create_index(op.f("ix_sign_on_attempts_user_id"), "sign_on_attempts", ["user_id"])
    op.create_index(op.f("ix_sign_on_attempts_invitation_id"), "sign_on_attempts", ["invitation_id"])
    change_happened((*EARLIER, "provider_linked", "provider_unlinked"))


def change_happened(allowed: tuple[str, ...]) -> None:
    named = op.f("ck_security_events_what")
    with op.batch_alter_table("security_events") as events:
        events.drop_constraint(named, type_="check")
    # As text, in the words in which the database repeats it: SQLite makes the table anew from these.
    listed = ", ".join(f"'{what}'" for what in allowed)
    with op.batch_alter_table("security_events") as events:
        events.create_check_constraint(named, sa.text(f"what IN ({listed})"))


def downgrade() -> None:
    op.execute("DELETE FROM security_events WHERE what IN ('provider_linked', 'provider_unlinked')")
    change_happened(EARLIER)
    op.drop_table("sign_on_attempts")
    op.drop_table("identities")
