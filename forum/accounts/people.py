"""People as everybody sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.accounts.handles import hash_of
from forum.accounts.models import Suspension, UsedHandle, User
from forum.accounts.perspectives import PerspectiveText
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.wording import preferred

HAS_PAGE = (User.is_pseudonym.is_(False), User.suspension.is_distinct_from(Suspension.CLOSED))
"""Who can be found and mentioned by their handle."""

SHOWN_HANDLE = sa.case((sa.and_(*HAS_PAGE), User.handle))
"""As a column: nothing for who has no page."""


@dataclass(frozen=True, slots=True)
class PersonView:
    id: int
    name: str
    handle: str
    perspective: str | None
    organisation: str | None
    about: str | None
    joined_at: datetime


def person_called(handle: str, locale: str) -> PersonView:
    """1 statement. Raises NotFound, also for a closed account: what it wrote stays where it stands."""
    label = preferred(PerspectiveText.label, PerspectiveText.perspective_id == User.perspective_id, locale)
    names = (User.id, User.name, User.handle, label.label("perspective"), User.organisation, User.about)
    called = User.handle == handle.replace("\x00", "")
    row = db.session.execute(sa.select(*names, User.joined_at).where(called, *HAS_PAGE)).one_or_none()
    if row is None:
        raise NotFound
    return PersonView(*row)


@dataclass(frozen=True, slots=True)
class Called:
    id: int
    name: str
    handle: str


def people_called(handles: Iterable[str]) -> dict[str, Called]:
    """Who has these handles, or had them; without who has no page. 1 statement, 2 when one is not found."""
    wanted = set(handles)
    if not wanted:
        return {}
    who = sa.select(User.id, User.name, User.handle).where(*HAS_PAGE)
    now = db.session.execute(who.where(User.handle.in_(wanted)))
    people = {row.handle: Called(*row) for row in now}
    by_hash = {hash_of(handle): handle for handle in wanted - set(people)}
    if by_hash:
        before = who.add_columns(UsedHandle.handle_hash).join(UsedHandle, UsedHandle.user_id == User.id)
        had = before.where(UsedHandle.handle_hash.in_(by_hash), User.handle.is_not(None))
        for row in db.session.execute(had):
            people[by_hash[row.handle_hash]] = Called(row.id, row.name, row.handle)
    return people
