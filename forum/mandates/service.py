"""Asking for a mandate, confirming a colleague's, and withdrawing one."""

from typing import Any

import sqlalchemy as sa

from forum.accounts.skeletons import skeleton
from forum.audit import recorded
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import atomic, db, found, insert_if_absent
from forum.lib.errors import Conflict, Invalid
from forum.lib.i18n import _
from forum.lib.ids import new_public_id
from forum.lib.once import remember, repeated
from forum.lib.text import clean_line, slugify
from forum.mandates.events import MandateAsked, MandateConfirmed, MandateWithdrawn
from forum.mandates.holding import concern_of, day_now
from forum.mandates.models import Mandate, MandateState, Organisation
from forum.mandates.rules import Ask, check_decidable, check_withdrawable, checked_ask, name_key
from forum.mandates.scopes import scope_named
from forum.mandates.tidying import perspective_ids
from forum.permissions import Actor, require
from forum.permissions import Permission as P


@atomic
def ask_mandate(actor: Actor, ask: Ask, *, submission_key: str = "") -> Mandate:
    """Ask to speak for an organisation, which is made when it is not there yet.

    Raises Invalid with every field that has a problem, Conflict while the same is asked already.
    """
    require(actor, P.MANDATE_ASK)
    perspectives = perspective_ids()
    fields = checked_ask(ask, day_now(), perspectives)
    scope = scope_named(ask.scope)
    if earlier := repeated(actor.user_id, submission_key):
        return found(Mandate, earlier)

    organisation = _organisation(actor, ask, perspectives.get(ask.perspective))
    values = fields | {
        "public_id": new_public_id(),
        "organisation_id": organisation.id,
        "holder_id": actor.user_id,
        "scope": scope.kind,
        "scope_id": scope.id,
        "state": MandateState.ASKED,
        "was_confirmed": False,
        "asked_at": clock.now(),
    }
    if not insert_if_absent(Mandate, **values):
        raise Conflict(_("You have asked for this mandate already. It waits for an answer."))
    mandate = found(Mandate, values["public_id"])
    with recorded(actor, "mandate.ask", mandate):
        remember(actor.user_id, submission_key, mandate.public_id)
    emit(MandateAsked(mandate.id))
    return mandate


@atomic
def confirm_mandate(actor: Actor, public_id: str) -> Mandate:
    """As a colleague who holds one, at least as wide. Raises Conflict when it was decided in the meantime."""
    mandate = found(Mandate, public_id, lock=True)
    require(actor, P.MANDATE_CONFIRM, concern_of(mandate))
    check_decidable(mandate.state, mandate.ends_on, day_now())
    with recorded(actor, "mandate.confirm", mandate):
        mandate.state, mandate.settled_at = MandateState.CONFIRMED, clock.now()
        mandate.was_confirmed = True
    emit(MandateConfirmed(mandate.id))
    return mandate


@atomic
def withdraw_mandate(actor: Actor, public_id: str) -> Mandate:
    """One's own, asked for or confirmed, or what a colleague holds, for who speaks for the organisation as a
    whole.

    It ends at once. Raises Conflict when it does not hold (any more).
    """
    mandate = found(Mandate, public_id, lock=True)
    require(actor, P.MANDATE_WITHDRAW, concern_of(mandate))
    is_own = mandate.holder_id == actor.id
    check_withdrawable(mandate.state, mandate.ends_on, day_now(), is_own=is_own)
    with recorded(actor, "mandate.withdraw", mandate):
        mandate.state, mandate.settled_at = MandateState.WITHDRAWN, clock.now()
    emit(MandateWithdrawn(mandate.id, is_by_holder=is_own))
    return mandate


def _organisation(actor: Actor, ask: Ask, perspective_id: int | None) -> Organisation:
    """With this name, or a former one; made, or told about anew as long as no mandate of it was confirmed."""
    name = clean_line(ask.organisation)
    about: dict[str, Any] = {
        "perspective_id": perspective_id,
        "website": clean_line(ask.website),
        "described": clean_line(ask.described),
    }
    _check_look(name)
    insert_if_absent(
        Organisation,
        public_id=new_public_id(),
        slug=_free_slug(name),
        name=name,
        key=name_key(name),
        skeleton=skeleton(name),
        is_confirmed=False,
        created_at=clock.now(),
        **about,
    )
    organisation = _locked(Organisation.key == name_key(name))
    if organisation.merged_into_id is not None:
        organisation = _locked(Organisation.id == organisation.merged_into_id)
    told = {name: value for name, value in about.items() if value and value != getattr(organisation, name)}
    if told and not organisation.is_confirmed:
        with recorded(actor, "organisation.describe", organisation):
            for column, value in told.items():
                setattr(organisation, column, value)
            organisation.version += 1
    return organisation


def _check_look(name: str) -> None:
    """A new organisation whose name looks like that of a known one mostly is that one. Raises Invalid."""
    key = name_key(name)
    alike = sa.select(Organisation.key, Organisation.name, Organisation.is_confirmed).where(
        sa.or_(Organisation.key == key, Organisation.skeleton == skeleton(name))
    )
    rows = db.session.execute(alike).all()
    known = next((row for row in rows if row.is_confirmed), None)
    if known and not any(row.key == key for row in rows):
        raise Invalid(
            {
                "organisation": _(
                    "There is an organisation here whose name looks like this one: “%(name)s”. Is it the "
                    "same? Then write it like that. Otherwise add something, for instance the place.",
                    name=known.name,
                )
            }
        )


def _locked(condition: sa.ColumnElement[bool]) -> Organisation:
    found = sa.select(Organisation).where(condition).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).one()


def _free_slug(name: str) -> str:
    """Of two organisations of one name in other scripts or signs, the second gets a number."""
    base = slugify(name) or "organisation"
    taken = set(
        db.session.scalars(
            sa.select(Organisation.slug).where(Organisation.slug.startswith(base, autoescape=True))
        )
    )
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
