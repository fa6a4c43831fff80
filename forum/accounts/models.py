"""People who have an account, the sessions in which they are signed in, and the links we mail them."""

from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.lib.db import Model, PublicId, UtcDateTime, str_enum
from forum.permissions import Role


class Suspension(Enum):
    """What an account cannot do, until `User.suspended_until` or for good."""

    WRITING = "writing"  # reads and votes, and writes nothing
    EVERYTHING = "everything"  # reads only
    CLOSED = "closed"  # for good; it still reads its decisions, appeals and takes its data along


class User(PublicId, Model):
    """An account. `email` is in its canonical form (`rules.clean_email`), so that it is unique.

    `is_pseudonym`: stands for somebody who voted elsewhere (an import), or for nobody at all (seeded
    content); one cannot sign in with it, and it gets no mail. `accepted_rules`: the version of the house
    rules that this person agreed to, 0 for none. `erase_at`: when the account is erased, as its owner asked.
    """

    __tablename__ = "users"
    __audited__ = ("role", "suspension", "suspended_until")

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    # By which others mention this person; a pseudonym has none.
    handle: Mapped[str | None] = mapped_column(sa.String(30), unique=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Without one, the person first chooses a password through "forgotten password".
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    role: Mapped[Role] = mapped_column(str_enum(Role, "role"), default=Role.MEMBER)
    perspective_id: Mapped[int | None] = mapped_column(sa.ForeignKey("perspectives.id"), index=True)
    organisation: Mapped[str | None] = mapped_column(sa.String(120))
    about: Mapped[str | None] = mapped_column(sa.String(200))
    locale: Mapped[str | None] = mapped_column(sa.String(5))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_pseudonym: Mapped[bool] = mapped_column(default=False)
    # An administrator opened it, and so knows who it is: its votes need not wait until the account is older.
    is_vouched_for: Mapped[bool] = mapped_column(default=False)
    suspension: Mapped[Suspension | None] = mapped_column(str_enum(Suspension, "suspension"))
    suspended_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_rules: Mapped[int] = mapped_column(default=0)
    erase_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Since when this account has to have a second factor, with the role that it has.
    duty_since: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (sa.CheckConstraint("email = lower(email)", name="email_is_canonical"),)


class UsedHandle(Model):
    """A handle that somebody has or had: nobody else ever gets it, as by it texts still lead to them.

    Of the handle there is only a hash (`handles.hash_of`), as it may outlive its account: `user_id` is empty
    when that was erased. `chosen_at` is empty for what came with the account.
    """

    __tablename__ = "used_handles"

    handle_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    chosen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UserSession(Model):
    """One browser in which somebody is signed in. The cookie has the token, we have its hash only."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    user_agent: Mapped[str] = mapped_column(sa.String(200), default="")
    # When whoever sits here last showed who they are.
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Purpose(Enum):
    CONFIRM = "confirm"
    RESET = "reset"
    NOTICE = "notice"  # no link: "you already have an account"
    EMAIL = "email"  # to a new address, which becomes that of the account
    UNDO = "undo"  # to the earlier address, which becomes that of the account again


class AccountToken(Model):
    """A message with a link for one use. What the person was doing travels along, into any browser.

    The secret in the link is kept nowhere: `tokens.secret_of` makes it from `nonce` and the site's key.
    """

    __tablename__ = "account_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonce: Mapped[str] = mapped_column(sa.String(43))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    purpose: Mapped[Purpose] = mapped_column(str_enum(Purpose, "purpose"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    continue_to: Mapped[str] = mapped_column(sa.String(500), default="")
    draft_key: Mapped[str] = mapped_column(sa.String(200), default="")
    # Where it goes, when that is not the address of the account.
    email: Mapped[str | None] = mapped_column(sa.String(254))

    __table_args__ = (sa.Index("ix_account_tokens_user_id_purpose", "user_id", "purpose", "created_at"),)
