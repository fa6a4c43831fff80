"""The name that a member may have: nobody else's, of those who speak for the forum."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.names import clean_name
from forum.lib.db import db
from forum.permissions import Role
from forum.settings import settings


def name_of_member(value: str) -> str:
    """The name as it will be shown. 1 statement. Raises Invalid at `name`."""
    return clean_name(value, site_name=settings().site_name, names_of_staff=_names_of_staff())


def _names_of_staff() -> list[str]:
    staff = sa.select(User.name).where(User.role != Role.MEMBER, User.is_pseudonym.is_(False))
    return list(db.session.scalars(staff))
