"""Handles: short names, each for one account, by which people mention each other: `@anna-de-vries`."""

import re

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.names import is_reserved
from forum.lib.db import db, serialise
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.text import slugify

SHORTEST, LONGEST = 3, 30
ROOM_FOR_NUMBER = 6
NAMELESS = "lid"
"""For a name without Latin letters, or one that only the staff may have."""

# Words with which pages or people may one day mean everybody, or a page.
NOBODY = frozenset({"all", "allen", "here", "new"})

_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def clean_handle(value: str, *, is_staff: bool = False) -> str:
    """The handle as it is stored; capitals and a leading @ are the typist's. Raises Invalid at `handle`."""
    handle = value[:100].strip().removeprefix("@").lower()
    if not (SHORTEST <= len(handle) <= LONGEST and _FORM.fullmatch(handle)):
        raise _invalid(
            _(
                "Use %(least)s to %(most)s letters a to z and digits, with hyphens between: anna-de-vries.",
                least=SHORTEST,
                most=LONGEST,
            )
        )
    if _is_kept_back(handle) and not is_staff:
        raise _invalid(_("This short name looks like that of the forum's staff. Choose another one."))
    return handle


def base_of(name: str, *, is_staff: bool = False) -> str:
    """What a handle is made of: the display name, with room left for a number behind it."""
    slug = slugify(name, most=LONGEST - ROOM_FOR_NUMBER)
    if not slug or (_is_kept_back(slug) and not is_staff):
        return NAMELESS
    return slug if len(slug) >= SHORTEST else f"{NAMELESS}-{slug}"


def give_handle(user: User, *, is_staff: bool = False) -> None:
    """Part of a command, for a new account. 2 statements."""
    serialise("handles")
    base = base_of(user.name, is_staff=is_staff)
    taken = set(
        db.session.scalars(
            sa.select(User.handle).where(
                sa.or_(User.handle == base, User.handle.like(f"{base}-%")), User.id != user.id
            )
        )
    )
    user.handle = next(
        handle
        for number in range(1, len(taken) + 2)
        if (handle := base if number == 1 else f"{base}-{number}") not in taken
    )
    db.session.flush()


def check_free(handle: str, user_id: int) -> None:
    """Part of a command: until it commits, nobody else takes it. Raises Invalid at `handle`."""
    serialise("handles")
    other = sa.select(User.id).where(User.handle == handle, User.id != user_id)
    if db.session.scalar(other) is not None:
        raise _invalid(_("Somebody else has this short name. Choose another one."))


def _is_kept_back(handle: str) -> bool:
    return handle in NOBODY or is_reserved(handle)


def _invalid(message: str) -> Invalid:
    return Invalid({"handle": message})
