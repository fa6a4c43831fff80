"""What moderators and administrators do to organisations: part of an action, which asks for permission, holds
the organisation's row and writes the register.

Merging is not undone: which mandates and votes came from which of the two is not kept apart, and people go on
speaking for the one that stays.
"""

import sqlalchemy as sa

from forum.accounts.perspectives import Perspective
from forum.accounts.skeletons import skeleton
from forum.audit import recorded
from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import db, serialise
from forum.lib.errors import Conflict, Invalid, Stale
from forum.lib.i18n import _
from forum.mandates.events import MandateWithdrawn
from forum.mandates.holding import scope_of
from forum.mandates.models import Mandate, MandateState, Organisation
from forum.mandates.rules import Particulars, check_mergeable, checked_particulars, name_key
from forum.permissions import Actor


def correct(organisation: Organisation, given: Particulars, *, version: int) -> None:
    """Its address stays. `version`: that which the change was made from.

    Raises Invalid with every field that has a problem, Stale with the Particulars as somebody else left them
    meanwhile, and Conflict for one that was merged into another.
    """
    if organisation.merged_into_id is not None:
        raise Conflict(_("This organisation was merged into another one. Correct that one."))
    perspectives = perspective_ids()
    now = particulars_of(organisation, perspectives)
    if version != organisation.version:
        raise Stale(now)
    # One that left the list stays with who has it.
    wanted = checked_particulars(given, {*perspectives, now.perspective})
    if wanted == now:
        raise Conflict(_("Nothing is different from what stands here already."))
    if wanted.name != organisation.name:
        _rename(organisation, wanted.name)
    organisation.described, organisation.website = wanted.described, wanted.website
    if wanted.perspective != now.perspective:
        organisation.perspective_id = perspectives[wanted.perspective] if wanted.perspective else None
    organisation.version += 1
    db.session.flush()


def merge(actor: Actor, organisation: Organisation, into: Organisation) -> list[str]:
    """Carry its mandates over to another that is the same, to which its name and address lead from then on.
    With them goes what was written by them. Votes are a matter of positions/curation.py.

    Returns the public ids of the mandates. Raises as `check_mergeable`. As many statements for 100 mandates
    as for 1, beside those for what somebody asked for both.
    """
    check_mergeable(
        organisation.id,
        into.id,
        is_merged=organisation.merged_into_id is not None,
        is_into_merged=into.merged_into_id is not None,
    )
    # Whoever writes or votes by a mandate holds its row until that is stored: so it comes before this, and is
    # carried along, or after it, and finds the one that stays.
    held = sa.select(Mandate).where(Mandate.organisation_id.in_((organisation.id, into.id)))
    mandates = db.session.scalars(
        held.order_by(Mandate.id).with_for_update().execution_options(populate_existing=True)
    ).all()
    moving = [mandate for mandate in mandates if mandate.organisation_id == organisation.id]
    _withdraw_what_is_asked_twice(actor, moving, [one for one in mandates if one.organisation_id == into.id])
    for mandate in moving:
        mandate.organisation_id = into.id
    # Also what was merged into it before, so that every name leads to its end in one step.
    db.session.execute(
        sa.update(Organisation)
        .where(Organisation.merged_into_id == organisation.id)
        .values(merged_into_id=into.id)
    )
    organisation.merged_into_id = into.id
    organisation.version += 1
    into.version += 1
    into.is_confirmed = into.is_confirmed or organisation.is_confirmed
    db.session.flush()
    return [mandate.public_id for mandate in moving]


def perspective_ids() -> dict[str, int]:
    """1 statement."""
    return {slug: id for slug, id in db.session.execute(_PERSPECTIVES)}  # noqa: C416


_PERSPECTIVES = sa.select(Perspective.slug, Perspective.id).where(Perspective.is_retired.is_(False))


def particulars_of(organisation: Organisation, perspectives: dict[str, int]) -> Particulars:
    slug = next((slug for slug, id in perspectives.items() if id == organisation.perspective_id), "")
    if organisation.perspective_id is not None and not slug:
        slug = db.session.scalars(
            sa.select(Perspective.slug).where(Perspective.id == organisation.perspective_id)
        ).one()
    return Particulars(organisation.name, organisation.described, organisation.website, slug)


def _rename(organisation: Organisation, name: str) -> None:
    serialise("names of organisations")
    key, looks = name_key(name), skeleton(name)
    alike = sa.select(Organisation).where(
        Organisation.id != organisation.id,
        sa.or_(Organisation.key == key, Organisation.skeleton == looks),
        Organisation.merged_into_id.is_distinct_from(organisation.id),
    )
    other = db.session.scalars(alike.order_by(Organisation.id).limit(1)).first()
    if other is not None:
        raise Invalid(
            {
                "name": _(
                    "Another organisation has this name, or one that looks like it: “%(name)s”. Is it the "
                    "same one? Then merge them. Otherwise add something, for instance the place.",
                    name=other.name,
                )
            }
        )
    _take_key(organisation, key)
    organisation.name, organisation.skeleton = name, looks


def _take_key(organisation: Organisation, key: str) -> None:
    """One that was merged into it can have it: the two change keys, and both names go on leading here."""
    same = db.session.scalar(
        sa.select(Organisation).where(Organisation.key == key, Organisation.id != organisation.id)
    )
    before = organisation.key
    if same is not None:
        same.key = f"\t{same.id}"  # as no name has it
        db.session.flush()
    organisation.key = key
    db.session.flush()
    if same is not None:
        same.key = before
        db.session.flush()


def _withdraw_what_is_asked_twice(actor: Actor, moving: list[Mandate], staying: list[Mandate]) -> None:
    """Somebody who asked for both waits once."""
    asked = {(one.holder_id, scope_of(one)) for one in staying if one.state is MandateState.ASKED}
    for mandate in moving:
        if mandate.state is MandateState.ASKED and (mandate.holder_id, scope_of(mandate)) in asked:
            with recorded(actor, "mandate.withdraw", mandate):
                mandate.state, mandate.settled_at = MandateState.WITHDRAWN, clock.now()
            # As if they did so themselves: nothing is lost to them, so no mail tells of it.
            emit(MandateWithdrawn(mandate.id, is_by_holder=True))
