"""How often somebody tried to sign in, and that its owner is told."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
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
    "provider_linked",
    "provider_unlinked",
)
TRIES = ("guessed", "code_guessed", "proof_guessed")


def upgrade() -> None:
    op.create_table(
        "sign_in_tries",
        sa.Column("pool_hash", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("pool_hash", name=op.f("pk_sign_in_tries")),
    )
    op.create_index(op.f("ix_sign_in_tries_last_at"), "sign_in_tries", ["last_at"])
    change_happened((*EARLIER, *TRIES))


def change_happened(allowed: tuple[str, ...]) -> None:
    named = op.f("ck_security_events_what")
    with op.batch_alter_table("security_events") as events:
        events.drop_constraint(named, type_="check")
    # As text, in the words in which the database repeats it: SQLite makes the table anew from these.
    listed = ", ".join(f"'{what}'" for what in allowed)
    with op.batch_alter_table("security_events") as events:
        events.create_check_constraint(named, sa.text(f"what IN ({listed})"))


def downgrade() -> None:
    op.execute("DELETE FROM security_events WHERE what IN ('guessed', 'code_guessed', 'proof_guessed')")
    change_happened(EARLIER)
    op.drop_table("sign_in_tries")
