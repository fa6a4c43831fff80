"""Names by which people mention each other, who was mentioned, and which mailboxes cannot be reached."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

EARLIER = ("reply", "comment", "thread", "standing", "synthesis", "decision", "report", "appeal")
RESERVED = re.compile(
    r"(^|-)(admin|administrator|beheerder|moderator|moderatie|samenspraak)(-|$)"
    r"|^(anonymous|anoniem|everybody|iedereen|forum|helpdesk|info|noreply|no-reply|postmaster|mailer-daemon"
    r"|redactie|root|security|staff|beheer|support|systeem|system|webmaster|www|all|allen|here|new)$"
)


def upgrade() -> None:
    op.create_table(
        "mail_troubles",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_mail_troubles_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_mail_troubles")),
    )
    op.create_table(
        "mail_answers",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_mail_answers_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_mail_answers")),
    )
    op.create_table(
        "mentions",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_mentions_comment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_mentions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("comment_id", "user_id", name=op.f("pk_mentions")),
    )
    op.create_index(op.f("ix_mentions_user_id"), "mentions", ["user_id"])

    with op.batch_alter_table("users") as users:
        users.add_column(sa.Column("handle", sa.String(length=30), nullable=True))
        users.create_unique_constraint(op.f("uq_users_handle"), ["handle"])
    give_handles()

    with op.batch_alter_table("follow_settings") as settings:
        settings.add_column(
            sa.Column("hears_mentions", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("follow_settings") as settings:
        settings.alter_column(
            "hears_mentions", server_default=None, existing_type=sa.Boolean(), existing_nullable=False
        )
    change_whats((*EARLIER, "mention"))


def give_handles() -> None:
    """To everybody who can sign in, the oldest account first."""
    connection = op.get_bind()
    users = sa.table(
        "users",
        sa.column("id", sa.Integer),
        sa.column("name", sa.String),
        sa.column("role", sa.String),
        sa.column("handle", sa.String),
        sa.column("is_pseudonym", sa.Boolean),
    )
    people = connection.execute(
        sa.select(users.c.id, users.c.name, users.c.role)
        .where(users.c.is_pseudonym.is_(False))
        .order_by(users.c.id)
    ).all()
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for person in people:
        base = slug_of(person.name, is_staff=person.role != "member")
        number = numbers.get(base, 1)
        handle = base
        while handle in taken:
            number += 1
            handle = f"{base}-{number}"
        numbers[base] = number
        taken.add(handle)
        connection.execute(sa.update(users).where(users.c.id == person.id).values(handle=handle))


def slug_of(name: str, *, is_staff: bool) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:24].strip("-")
    if not slug or (RESERVED.search(slug) and not is_staff):
        return "lid"
    return slug if len(slug) >= 3 else f"lid-{slug}"


def change_whats(allowed: tuple[str, ...]) -> None:
    named = op.f("ck_notifications_what")
    with op.batch_alter_table("notifications") as notifications:
        notifications.drop_constraint(named, type_="check")
    # As text, in the words in which the database repeats it: SQLite makes the table anew from these.
    listed = ", ".join(f"'{what}'" for what in allowed)
    with op.batch_alter_table("notifications") as notifications:
        notifications.create_check_constraint(named, sa.text(f"what IN ({listed})"))


def downgrade() -> None:
    op.execute("DELETE FROM notifications WHERE what = 'mention'")
    change_whats(EARLIER)
    with op.batch_alter_table("follow_settings") as settings:
        settings.drop_column("hears_mentions")
    with op.batch_alter_table("users") as users:
        users.drop_constraint(op.f("uq_users_handle"), type_="unique")
        users.drop_column("handle")
    op.drop_table("mentions")
    op.drop_table("mail_answers")
    op.drop_table("mail_troubles")
