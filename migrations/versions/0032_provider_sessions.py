"""Which sessions began at a provider, so that they can end together."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("provider", sa.String(length=30), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("sid", sa.String(length=255), nullable=True),
        sa.Column("id_token", sa.Text(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_provider_sessions_user_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["user_sessions.id"],
            name=op.f("fk_provider_sessions_session_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_sessions")),
        sa.UniqueConstraint("session_id", name=op.f("uq_provider_sessions_session_id")),
    )
    op.create_index(op.f("ix_provider_sessions_user_id"), "provider_sessions", ["user_id"])
    op.create_index(op.f("ix_provider_sessions_issuer_subject"), "provider_sessions", ["issuer", "subject"])
    op.create_index(op.f("ix_provider_sessions_issuer_sid"), "provider_sessions", ["issuer", "sid"])
    op.create_table(
        "used_logout_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_used_logout_tokens")),
    )
    op.create_index(op.f("ix_used_logout_tokens_expires_at"), "used_logout_tokens", ["expires_at"])
    with op.batch_alter_table("sign_on_attempts") as attempts:
        attempts.add_column(sa.Column("is_again", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("sign_on_attempts") as attempts:
        attempts.alter_column(
            "is_again", server_default=None, existing_type=sa.Boolean(), existing_nullable=False
        )


def downgrade() -> None:
    with op.batch_alter_table("sign_on_attempts") as attempts:
        attempts.drop_column("is_again")
    op.drop_table("used_logout_tokens")
    op.drop_table("provider_sessions")
