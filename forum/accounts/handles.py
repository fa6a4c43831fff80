"""Handles: short names, each for one account, by which people mention each other: `@anna-de-vries`.

A handle that was given stays with its account for good, also when the account has another one since or is
gone: what was written with it must never come to lead to somebody else.
"""

import hashlib
import re
from datetime import timedelta

import sqlalchemy as sa

from forum.accounts.models import UsedHandle, User
from forum.accounts.names import is_reserved
from forum.lib import clock
from forum.lib.db import db, insert_if_absent, serialise
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.text import slugify

SHORTEST, LONGEST = 3, 30
ROOM_FOR_NUMBER = 6
NAMELESS = "lid"
"""For a name without Latin letters, or one that only the staff may have."""

MOST_CHOSEN, SPAN = 3, timedelta(days=30)
"""So many new ones in so long: enough for second thoughts, too few to take names from others."""

STRETCH = 50

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


def hash_of(handle: str) -> str:
    """What is kept of a handle. Names are soon guessed: this hides them from readers, not from a search."""
    return hashlib.sha256(f"handle:{handle}".encode()).hexdigest()


def give_handle(user: User, *, is_staff: bool = False) -> None:
    """Part of a command, for a new account. 2 statements for each STRETCH of the same name, and 2."""
    serialise("handles")
    base = base_of(user.name, is_staff=is_staff)
    first, free = 1, None
    while free is None:
        numbers = range(first, first + STRETCH)
        wanted = [base if number == 1 else f"{base}-{number}" for number in numbers]
        taken = _taken(wanted)
        free = next((handle for handle in wanted if handle not in taken), None)
        first += STRETCH
    user.handle = free
    insert_if_absent(UsedHandle, handle_hash=hash_of(free), user_id=user.id)
    db.session.flush()


def check_handle(handle: str, user: User) -> None:
    """Part of a command: whether this person may have it now; until it commits, nobody else takes it.

    Raises Invalid at `handle`.
    """
    serialise("handles")
    now_of = db.session.scalar(sa.select(User.id).where(User.handle == handle))
    used = db.session.get(UsedHandle, hash_of(handle), populate_existing=True)
    if (now_of is not None and now_of != user.id) or (used is not None and used.user_id != user.id):
        raise _invalid(_("Somebody else has this short name, or had it. Choose another one."))
    if used is None and _chosen_lately(user.id) >= MOST_CHOSEN:
        raise _invalid(
            _(
                "You chose %(most)s new short names in the last %(days)s days. Wait some days before you "
                "choose another, or take one that you had before.",
                most=MOST_CHOSEN,
                days=SPAN.days,
            )
        )


def take_handle(user: User, handle: str) -> None:
    """Part of a command, after `check_handle`. 2 statements."""
    if user.handle is not None:  # of an account that came from elsewhere, nothing may be noted yet
        insert_if_absent(UsedHandle, handle_hash=hash_of(user.handle), user_id=user.id)
    insert_if_absent(UsedHandle, handle_hash=hash_of(handle), user_id=user.id, chosen_at=clock.now())
    user.handle = handle


def _chosen_lately(user_id: int) -> int:
    chosen = sa.select(sa.func.count()).where(
        UsedHandle.user_id == user_id, UsedHandle.chosen_at > clock.now() - SPAN
    )
    return db.session.scalar(chosen) or 0


def _taken(handles: list[str]) -> set[str]:
    by_hash = {hash_of(handle): handle for handle in handles}
    used = sa.select(UsedHandle.handle_hash).where(UsedHandle.handle_hash.in_(by_hash))
    current = db.session.scalars(sa.select(User.handle).where(User.handle.in_(handles)))
    return {by_hash[each] for each in db.session.scalars(used)} | {each for each in current if each}


def _is_kept_back(handle: str) -> bool:
    return handle in NOBODY or is_reserved(handle)


def _invalid(message: str) -> Invalid:
    return Invalid({"handle": message})
