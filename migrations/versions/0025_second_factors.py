"""Second factors, passkeys, known devices, security events; when a session was proved; changing one's address."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

EARLIER = ("confirm", "reset", "notice")
HAPPENED = (
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


def moment(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=is_optional)


def of_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "authenticator_apps",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=43), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        moment("added_at"),
        of_user("authenticator_apps"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_authenticator_apps")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        moment("used_at", is_optional=True),
        of_user("recovery_codes"),
        sa.PrimaryKeyConstraint("user_id", "code_hash", name=op.f("pk_recovery_codes")),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        moment("added_at"),
        moment("used_at", is_optional=True),
        of_user("passkeys"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passkeys_public_id")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index(op.f("ix_passkeys_user_id"), "passkeys", ["user_id"])
    op.create_table(
        "passkey_challenges",
        sa.Column("challenge_hash", sa.String(length=64), nullable=False),
        sa.Column("scope_hash", sa.String(length=64), nullable=False),
        moment("expires_at"),
        sa.PrimaryKeyConstraint("challenge_hash", name=op.f("pk_passkey_challenges")),
    )
    op.create_index(op.f("ix_passkey_challenges_expires_at"), "passkey_challenges", ["expires_at"])
    op.create_table(
        "known_devices",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        moment("seen_at"),
        of_user("known_devices"),
        sa.PrimaryKeyConstraint("user_id", "token_hash", name=op.f("pk_known_devices")),
    )
    op.create_index(op.f("ix_known_devices_token_hash"), "known_devices", ["token_hash"])
    op.create_index(op.f("ix_known_devices_seen_at"), "known_devices", ["seen_at"])
    listed = ", ".join(f"'{what}'" for what in HAPPENED)
    op.create_table(
        "security_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=254), nullable=False),
        moment("happened_at"),
        of_user("security_events"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_events")),
        sa.CheckConstraint(f"what IN ({listed})", name=op.f("ck_security_events_what")),
    )
    op.create_index(
        op.f("ix_security_events_user_id_happened_at"), "security_events", ["user_id", "happened_at"]
    )
    op.create_index(op.f("ix_security_events_happened_at"), "security_events", ["happened_at"])

    op.add_column("user_sessions", moment("proved_at", is_optional=True))
    op.add_column("users", moment("duty_since", is_optional=True))
    op.add_column("account_tokens", sa.Column("email", sa.String(length=254), nullable=True))
    change_purposes((*EARLIER, "email", "undo"))


def change_purposes(allowed: tuple[str, ...]) -> None:
    named = op.f("ck_account_tokens_purpose")
    with op.batch_alter_table("account_tokens") as tokens:
        tokens.drop_constraint(named, type_="check")
    # As text, in the words in which the database repeats it: SQLite makes the table anew from these.
    listed = ", ".join(f"'{purpose}'" for purpose in allowed)
    with op.batch_alter_table("account_tokens") as tokens:
        tokens.create_check_constraint(named, sa.text(f"purpose IN ({listed})"))


def downgrade() -> None:
    op.execute("DELETE FROM account_tokens WHERE purpose IN ('email', 'undo')")
    change_purposes(EARLIER)
    with op.batch_alter_table("account_tokens") as tokens:
        tokens.drop_column("email")
    with op.batch_alter_table("users") as users:
        users.drop_column("duty_since")
    with op.batch_alter_table("user_sessions") as sessions:
        sessions.drop_column("proved_at")
    for table in (
        "security_events",
        "known_devices",
        "passkey_challenges",
        "passkeys",
        "recovery_codes",
        "authenticator_apps",
    ):
        op.drop_table(table)
