"""Reading accounts."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from forum.accounts import passwords
from forum.accounts.duty import second_factor_due
from forum.accounts.factors import asks_for_more, has_factor
from forum.accounts.mailboxes import is_stopped
from forum.accounts.models import AccountToken, Purpose, Suspension, User, UserSession
from forum.accounts.perspectives import Perspective, PerspectiveText, PerspectiveView, perspectives
from forum.accounts.rules import suspension_in_force
from forum.accounts.sessions import is_alive
from forum.accounts.tokens import hash_token, is_usable
from forum.lib import clock
from forum.lib.db import db
from forum.lib.wording import by_preference
from forum.permissions import Actor, Role
from forum.settings import settings

NOTHING = sa.literal(0)


@dataclass(frozen=True, slots=True)
class SessionViewer:
    """Who is signed in: all that a page shows of them. `suspension`: the one that holds now."""

    actor: Actor
    name: str
    public_id: str
    locale: str | None
    perspective_slug: str | None
    organisation: str | None
    session_id: int
    last_seen_at: datetime
    accepted_rules: int
    newest_rules: int
    unread: int
    has_mandates: bool
    proved_at: datetime | None = None
    suspension: Suspension | None = None
    suspended_until: datetime | None = None
    # Until when this person can do without a second factor; None when they have one, or need none.
    second_factor_due: datetime | None = None
    role: Role = Role.MEMBER  # theirs, also while `actor` acts as a member for want of a second factor
    erase_at: datetime | None = None


def viewer_of_session(
    token: str,
    *,
    newest_rules: sa.ColumnElement[int] = NOTHING,
    unread: sa.ColumnElement[int] = NOTHING,
    has_mandates: sa.ColumnElement[Any] = NOTHING,
) -> SessionViewer | None:
    """None when the session ended, or never was. 1 statement.

    What rooms above know is asked along. newest_rules: the version of the house rules that holds. unread: how
    many notifications this person did not look at. has_mandates: whether they may speak for an organisation.
    """
    select = _session_select(newest_rules, unread, has_mandates)
    row = db.session.execute(select, {"token_hash": hash_token(token)}).one_or_none()
    if row is None:
        return None
    now = clock.now()
    if not is_alive(row.role, last_seen_at=row.last_seen_at, expires_at=row.expires_at, now=now):
        return None
    suspension = suspension_in_force(row.suspension, row.suspended_until, now)
    due = None if row.has_factor else second_factor_due(row.role, row.duty_since, now)
    return SessionViewer(
        actor=_actor(row, suspension, has_duty_left=due is not None and now >= due),
        name=row.name,
        public_id=row.public_id,
        locale=row.locale,
        perspective_slug=row.perspective_slug,
        organisation=row.organisation,
        session_id=row.session_id,
        last_seen_at=row.last_seen_at,
        accepted_rules=row.accepted_rules,
        newest_rules=row.newest_rules,
        proved_at=row.proved_at,
        second_factor_due=due,
        role=row.role,
        unread=row.unread,
        has_mandates=bool(row.has_mandates),
        suspension=suspension,
        suspended_until=row.suspended_until if suspension else None,
        erase_at=row.erase_at,
    )


def actor_of(user_id: int) -> Actor | None:
    """Somebody who acts outside a session, by mail. None when the account is gone, and for a pseudonym."""
    user = db.session.get(User, user_id)
    if user is None or user.is_pseudonym:
        return None
    now = clock.now()
    due = None if asks_for_more(user.id) else second_factor_due(user.role, user.duty_since, now)
    suspension = suspension_in_force(user.suspension, user.suspended_until, now)
    return _actor(user, suspension, has_duty_left=due is not None and now >= due)


def _actor(row: Any, suspension: Suspension | None, *, has_duty_left: bool) -> Actor:
    """has_duty_left: should have had a second factor by now, and so acts as a member."""
    return Actor(
        id=row.id,
        role=Role.MEMBER if has_duty_left else row.role,
        is_confirmed=is_confirmed(row.email_confirmed_at),
        is_suspended=row.erase_at is not None or suspension in (Suspension.EVERYTHING, Suspension.CLOSED),
        is_silenced=suspension is Suspension.WRITING,
        is_leaving=row.erase_at is not None,
        joined_at=row.joined_at,
    )


@cache
def _session_select(
    newest_rules: sa.ColumnElement[int], unread: sa.ColumnElement[int], has_mandates: sa.ColumnElement[Any]
) -> sa.Select[*tuple[Any, ...]]:
    """Put together once: every page of somebody signed in asks it."""
    return (
        sa.select(
            User.id,
            User.role,
            User.email_confirmed_at,
            User.joined_at,
            User.name,
            User.public_id,
            User.locale,
            User.organisation,
            User.suspension,
            User.suspended_until,
            User.erase_at,
            Perspective.slug.label("perspective_slug"),
            UserSession.id.label("session_id"),
            UserSession.last_seen_at,
            UserSession.expires_at,
            UserSession.proved_at,
            User.accepted_rules,
            User.duty_since,
            has_factor(User.id.expression).label("has_factor"),
            newest_rules.label("newest_rules"),
            unread.label("unread"),
            has_mandates.label("has_mandates"),
        )
        .select_from(UserSession)
        .join(User, User.id == UserSession.user_id)
        .outerjoin(Perspective, Perspective.id == User.perspective_id)
        .where(UserSession.token_hash == sa.bindparam("token_hash"))
    )


def is_confirmed(email_confirmed_at: datetime | None) -> bool:
    """Whether the account counts as confirmed: a forum may do without."""
    return email_confirmed_at is not None or not settings().require_verified_email


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What people see and change of their own account."""

    name: str
    handle: str
    email: str
    perspective: str
    organisation: str
    about: str
    locale: str
    is_confirmed: bool
    is_mail_stopped: bool


def own_account(user_id: int) -> OwnAccount:
    """1 statement."""
    user, perspective, is_mail_stopped = db.session.execute(
        sa.select(User, Perspective.slug, is_stopped(User.id))
        .outerjoin(Perspective, Perspective.id == User.perspective_id)
        .where(User.id == user_id)
    ).one()
    return OwnAccount(
        name=user.name,
        handle=user.handle or "",
        email=user.email,
        perspective=perspective or "",
        organisation=user.organisation or "",
        about=user.about or "",
        locale=user.locale or "",
        is_confirmed=is_confirmed(user.email_confirmed_at),
        is_mail_stopped=is_mail_stopped,
    )


def perspective_choices(locale: str, *, own: str = "") -> tuple[PerspectiveView, ...]:
    """What one can choose, with one's own although it left the list. 1 statement, or 2."""
    choices = perspectives(locale)
    if not own or own in {choice.slug for choice in choices}:
        return choices
    row = db.session.execute(
        sa.select(Perspective.id, PerspectiveText.label, Perspective.is_core)
        .join(PerspectiveText, PerspectiveText.perspective_id == Perspective.id)
        .where(Perspective.slug == own)
        .order_by(by_preference(PerspectiveText.locale, locale))
        .limit(1)
    ).one_or_none()
    return (*choices, PerspectiveView(row.id, own, row.label, row.is_core)) if row else choices


@dataclass(frozen=True, slots=True)
class MailedLink:
    """A link that works: whose it is."""

    email: str
    name: str
    shortest_password: int


def mailed_link(secret: str, purpose: Purpose) -> MailedLink | None:
    """None when the link does not work (any more). Looking at it uses nothing up. 1 statement."""
    row = db.session.execute(
        sa.select(AccountToken, User.email, User.name, has_factor(User.id.expression))
        .join(User, User.id == AccountToken.user_id)
        .where(AccountToken.token_hash == hash_token(secret))
    ).one_or_none()
    if row is None or not is_usable(row[0], purpose, clock.now()):
        return None
    token, email, name, has_more = row
    return MailedLink(
        email=token.email or email,
        name=name,
        shortest_password=passwords.shortest(has_second_factor=bool(has_more)),
    )


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to whom we write, in their language. `user_id` is None for who has no account."""

    user_id: int | None
    name: str
    email: str
    locale: str


def recipient(user_id: int) -> Recipient | None:
    """For what concerns them: their account, and decisions about them, also when the account is closed.

    None when the account is gone, and for a pseudonym: it has no mailbox. 1 statement.
    """
    return _recipient(User.id == user_id)


def recipient_of_news(user_id: int) -> Recipient | None:
    """For what happens on the forum: as `recipient`, but None for an account that is closed or leaves.

    1 statement.
    """
    is_open = User.suspension.is_distinct_from(Suspension.CLOSED)
    return _recipient(User.id == user_id, is_open, User.erase_at.is_(None))


def _recipient(*conditions: sa.ColumnElement[bool]) -> Recipient | None:
    row = db.session.execute(
        sa.select(User.id, User.name, User.email, User.locale).where(
            User.is_pseudonym.is_(False), *conditions
        )
    ).one_or_none()
    return Recipient(row.id, row.name, row.email, row.locale or settings().default_locale) if row else None


def user_id_of(email: str) -> int | None:
    """`email` in its canonical form. A pseudonym is nobody: it gets no mail and no link."""
    return db.session.scalar(sa.select(User.id).where(User.email == email, User.is_pseudonym.is_(False)))


def members_after(user_id: int, most: int, *, rules_before: int) -> list[int]:
    """The next members with a mailbox of their own who did not agree to this version of the house rules.

    In the order of their ids, beginning after `user_id`. 1 statement.
    """
    return list(
        db.session.scalars(
            sa.select(User.id)
            .where(
                User.id > user_id,
                User.is_pseudonym.is_(False),
                User.email_confirmed_at.is_not(None),
                sa.or_(User.suspension.is_(None), User.suspension != Suspension.CLOSED),
                User.accepted_rules < rules_before,
            )
            .order_by(User.id)
            .limit(most)
        )
    )
