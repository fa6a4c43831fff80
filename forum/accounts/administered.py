"""People as administrators find them: what an account is, and never what its holder voted."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from forum.accounts.factors import has_factor
from forum.accounts.invitations import Invitation, InvitedAccount
from forum.accounts.mailboxes import is_stopped
from forum.accounts.models import Suspension, User, UserSession
from forum.accounts.perspectives import Perspective, PerspectiveText
from forum.accounts.rules import suspension_in_force
from forum.accounts.sessions import is_alive
from forum.accounts.suspending import is_suspended_now
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.paging import Page, decode, page
from forum.lib.text import clean_line
from forum.lib.wording import preferred
from forum.permissions import Actor, Role, require
from forum.permissions import Permission as P

PEOPLE_ON_PAGE = 50
LONGEST_SEARCH = 200  # characters


class Standing(Enum):
    """What one looks for in accounts."""

    UNCONFIRMED = "unconfirmed"
    SUSPENDED = "suspended"  # or closed
    VOUCHED = "vouched"
    UNREACHABLE = "unreachable"  # mails came back
    ONE_PROOF = "one-proof"  # moderates or administers with a password alone


@dataclass(frozen=True, slots=True)
class Wanted:
    """`search`: how a name, a word in it, an address, a handle or an organisation begins. None: any."""

    search: str = ""
    role: Role | None = None
    perspective: str = ""
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """`suspension`: the one that holds now."""

    public_id: str
    name: str
    handle: str
    email: str
    role: Role
    perspective: str
    organisation: str
    joined_at: datetime
    confirmed_at: datetime | None
    is_vouched_for: bool
    is_unreachable: bool
    has_second_proof: bool
    suspension: Suspension | None
    suspended_until: datetime | None


@dataclass(frozen=True, slots=True)
class AdministeredPerson:
    """`sessions`: browsers in which they are signed in, `last_seen_at` in any of those. `is_last`: nobody
    else administers the forum. `invited_at`: when the invitation was made by which they came, None when there
    was none, or it is no longer kept; `invited_by`: who made it, if they are still here."""

    line: PersonLine
    is_me: bool
    is_last: bool
    has_password: bool
    locale: str
    sessions: int
    last_seen_at: datetime | None
    invited_at: datetime | None
    invited_by: str


def people_page(viewer: Actor, locale: str, wanted: Wanted, *, after: str | None = None) -> Page[PersonLine]:
    """Who joined last comes first; no pseudonyms. 1 statement.

    Raises SignInNeeded and Refused, and NotFound for a cursor that is none.
    """
    require(viewer, P.ADMINISTER)
    statement = _lines(locale).where(*_conditions(wanted)).order_by(User.id.desc()).limit(PEOPLE_ON_PAGE + 1)
    if after:
        statement = statement.where(User.id < decode(after, int)[0])
    slice = page(db.session.execute(statement).all(), PEOPLE_ON_PAGE, lambda row: [row.User.id])
    return Page([_line(row) for row in slice.rows], slice.next)


def administered_person(viewer: Actor, public_id: str, locale: str) -> AdministeredPerson:
    """3 statements. Raises SignInNeeded, Refused and NotFound, also for a pseudonym."""
    require(viewer, P.ADMINISTER)
    inviter = orm.aliased(User)
    row = db.session.execute(
        _lines(locale)
        .add_columns(Invitation.made_at.label("invited_at"), inviter.name.label("invited_by"))
        .outerjoin(InvitedAccount, InvitedAccount.user_id == User.id)
        .outerjoin(Invitation, Invitation.id == InvitedAccount.invitation_id)
        .outerjoin(inviter, inviter.id == Invitation.made_by_id)
        .where(User.public_id == public_id.replace("\x00", ""))
    ).one_or_none()
    if row is None:
        raise NotFound
    user, now = row.User, clock.now()
    alive = [
        one.last_seen_at
        for one in db.session.execute(
            sa.select(UserSession.last_seen_at, UserSession.expires_at).where(UserSession.user_id == user.id)
        )
        if is_alive(user.role, last_seen_at=one.last_seen_at, expires_at=one.expires_at, now=now)
    ]
    return AdministeredPerson(
        line=_line(row),
        is_me=user.id == viewer.id,
        is_last=user.role is Role.ADMIN and not others_who_administer(user.id),
        has_password=user.password_hash is not None,
        locale=user.locale or "",
        sessions=len(alive),
        last_seen_at=max(alive, default=None),
        invited_at=row.invited_at,
        invited_by=row.invited_by or "",
    )


def others_who_administer(user_id: int) -> int:
    """How many, without who is suspended: they could not. 1 statement."""
    others = sa.select(sa.func.count(User.id)).where(
        User.id != user_id, User.role == Role.ADMIN, User.is_pseudonym.is_(False), ~is_suspended_now()
    )
    return db.session.scalar(others) or 0


def _lines(locale: str) -> sa.Select[*tuple[Any, ...]]:
    label = preferred(PerspectiveText.label, PerspectiveText.perspective_id == User.perspective_id, locale)
    return sa.select(
        User,
        label.label("perspective"),
        is_stopped(User.id.expression).label("is_unreachable"),
        has_factor(User.id.expression).label("has_second_proof"),
    ).where(User.is_pseudonym.is_(False))


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if search := clean_line(wanted.search[:LONGEST_SEARCH]):
        conditions.append(_begins(search))
    if wanted.role is not None:
        conditions.append(User.role == wanted.role)
    if wanted.perspective:
        of = sa.select(Perspective.id).where(Perspective.slug == wanted.perspective.replace("\x00", ""))
        conditions.append(User.perspective_id.in_(of))
    match wanted.standing:
        case Standing.UNCONFIRMED:
            conditions.append(User.email_confirmed_at.is_(None))
        case Standing.SUSPENDED:
            conditions.append(is_suspended_now())
        case Standing.VOUCHED:
            conditions.append(User.is_vouched_for.is_(True))
        case Standing.UNREACHABLE:
            conditions.append(is_stopped(User.id.expression))
        case Standing.ONE_PROOF:
            conditions += [User.role != Role.MEMBER, ~has_factor(User.id.expression)]
    return conditions


def _begins(search: str) -> sa.ColumnElement[bool]:
    """Read over all accounts: an administrator looks for somebody a few times a day, and a
    hundred thousand accounts take SQLite less than a second. It folds the case of
    a to z only, so a search with other letters is tried in several spellings."""
    spellings = [search] if search.isascii() else [search, search.lower(), search.upper(), search.title()]
    words = sa.literal(" ") + User.name + " " + sa.func.coalesce(User.organisation, "")
    typed = search.lower()
    return sa.or_(
        User.email.startswith(typed, autoescape=True),
        User.handle.startswith(typed.removeprefix("@"), autoescape=True),
        *(words.icontains(f" {one}", autoescape=True) for one in dict.fromkeys(spellings)),
    )


def _line(row: Any) -> PersonLine:
    user = row.User
    suspension = suspension_in_force(user.suspension, user.suspended_until, clock.now())
    return PersonLine(
        public_id=user.public_id,
        name=user.name,
        handle=user.handle or "",
        email=user.email,
        role=user.role,
        perspective=row.perspective or "",
        organisation=user.organisation or "",
        joined_at=user.joined_at,
        confirmed_at=user.email_confirmed_at,
        is_vouched_for=user.is_vouched_for,
        is_unreachable=row.is_unreachable,
        has_second_proof=row.has_second_proof,
        suspension=suspension,
        suspended_until=user.suspended_until if suspension else None,
    )
