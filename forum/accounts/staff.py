"""Who moderates and who administers, for who has something to tell them."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.rules import suspension_in_force
from forum.lib import clock
from forum.lib.db import db
from forum.permissions import Role


def moderator_ids() -> list[int]:
    """Those who moderate, administrators too; nobody who is suspended. 1 statement."""
    return _ids_of(Role.MODERATOR, Role.ADMIN)


def administrator_ids() -> list[int]:
    """Nobody who is suspended. 1 statement."""
    return _ids_of(Role.ADMIN)


def _ids_of(*roles: Role) -> list[int]:
    now = clock.now()
    staff = (
        sa.select(User.id, User.suspension, User.suspended_until)
        .where(User.role.in_(roles), User.is_pseudonym.is_(False))
        .order_by(User.id)
    )
    return [
        row.id
        for row in db.session.execute(staff)
        if suspension_in_force(row.suspension, row.suspended_until, now) is None
    ]
