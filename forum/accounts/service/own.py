"""Changing one's own account."""

import sqlalchemy as sa

from forum.accounts import rules
from forum.accounts.handles import check_handle, clean_handle, take_handle
from forum.accounts.models import User
from forum.accounts.names import clean_name
from forum.accounts.naming import name_of_member
from forum.accounts.perspectives import Perspective
from forum.accounts.queries import perspective_choices
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid
from forum.lib.i18n import current_locale
from forum.permissions import Actor, Role, require
from forum.permissions import Permission as P


@atomic
def change_profile(
    actor: Actor,
    *,
    name: str,
    perspective: str,
    organisation: str,
    handle: str | None = None,
    about: str | None = None,
) -> None:
    """`handle` and `about` None: as they are. Raises Invalid."""
    require(actor, P.PROFILE_CHANGE)
    user = db.session.get_one(User, actor.id)
    own = db.session.get(Perspective, user.perspective_id) if user.perspective_id else None
    offered = perspective_choices(current_locale(), own=own.slug if own else "")
    choices = {choice.slug: choice.id for choice in offered}
    problems: dict[str, str] = {}
    is_staff = user.role is not Role.MEMBER
    # A name that stays as it is was accepted before, perhaps by who runs the forum.
    cleaned = (
        user.name
        if name == user.name
        else rules.collected(
            problems, lambda: clean_name(name, is_staff=True) if is_staff else name_of_member(name)
        )
    )
    short = user.handle or ""
    if handle is not None and handle != user.handle:
        short = rules.collected(problems, lambda: _new_handle(handle, user))
    slug = rules.collected(problems, lambda: rules.check_perspective(perspective, choices))
    organisation = rules.collected(problems, lambda: rules.clean_organisation(organisation))
    line = user.about or ""
    if about is not None:
        line = rules.collected(problems, lambda: rules.clean_about(about))
    if problems:
        raise Invalid(problems)
    user.name = cleaned
    if short != (user.handle or ""):
        take_handle(user, short)
    user.perspective_id = choices.get(slug)
    user.organisation = organisation or None
    user.about = line or None


def _new_handle(typed: str, user: User) -> str:
    handle = clean_handle(typed, is_staff=user.role is not Role.MEMBER)
    if handle != user.handle:
        check_handle(handle, user)
    return handle


@atomic
def change_language(actor: Actor, locale: str) -> None:
    require(actor, P.ACCOUNT_CHANGE)
    user = db.session.get_one(User, actor.id)
    user.locale = rules.check_locale(locale)


@atomic
def agree_to_rules(actor: Actor, version: int) -> None:
    """Note that somebody read this version of the house rules. A later one that they read stays noted."""
    require(actor, P.ACCOUNT_CHANGE)
    db.session.execute(
        sa.update(User)
        .where(User.id == actor.user_id, User.accepted_rules < version)
        .values(accepted_rules=version)
    )
