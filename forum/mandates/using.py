"""Speaking in the name of an organisation: which mandates fit, and whether the chosen one still does."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from babel.dates import format_date

from forum.lib.db import db
from forum.lib.errors import Invalid
from forum.lib.i18n import _, current_locale
from forum.mandates.holding import day_now, holds_on, scope_of
from forum.mandates.models import Mandate, MandateState, Organisation, ScopeKind
from forum.mandates.rules import Place, holds
from forum.mandates.scopes import scope_views
from forum.mandates.views import Usable
from forum.permissions import Actor

PERSONAL = "personal"
"""What the field `capacity` holds when nobody is spoken for; else it is the public id of a mandate."""


def mandate_to_use(actor: Actor, capacity: str, place: Callable[[], Place]) -> Mandate | None:
    """Part of a command: the mandate that a form chose, held as it is until the commit; None for a personal
    capacity. 1 statement, none then; and what `place` asks.

    Raises Invalid at `capacity`, also for a mandate that ended while the form was open.
    """
    if capacity in ("", PERSONAL):
        return None
    row = db.session.execute(
        sa.select(Mandate, Organisation)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .where(Mandate.public_id == capacity.replace("\x00", ""), Mandate.holder_id == actor.user_id)
        .with_for_update(read=True, of=Mandate)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise _at_capacity(_("Choose in whose name you do this."))
    mandate, organisation = row
    check_holds(mandate, organisation)
    if not place().is_within(scope_of(mandate)):
        raise _at_capacity(
            _(
                "Your mandate for %(organisation)s does not hold here. Choose a personal capacity.",
                organisation=organisation.name,
            )
        )
    return mandate


def check_still_holds(mandate_id: int) -> None:
    """Part of a command that changes what was said by this mandate. 1 statement. Raises Invalid at
    `capacity`."""
    mandate, organisation = db.session.execute(
        sa.select(Mandate, Organisation)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .where(Mandate.id == mandate_id)
    ).one()
    check_holds(mandate, organisation)


def check_holds(mandate: Mandate, organisation: Organisation) -> None:
    """Raises Invalid at `capacity`, saying why it does not."""
    day = day_now()
    if holds(mandate.state, mandate.starts_on, mandate.ends_on, day):
        return
    name = organisation.name
    if mandate.state in (MandateState.WITHDRAWN, MandateState.REVOKED):
        raise _at_capacity(
            _(
                "Your mandate for %(organisation)s was withdrawn. Choose a personal capacity.",
                organisation=name,
            )
        )
    if mandate.state is MandateState.CONFIRMED and mandate.ends_on < day:
        raise _at_capacity(
            _(
                "Your mandate for %(organisation)s ran up to and including %(day)s. Choose a personal "
                "capacity, or ask for a mandate again.",
                organisation=name,
                day=format_date(mandate.ends_on, format="long", locale=current_locale()),
            )
        )
    raise _at_capacity(
        _(
            "Your mandate for %(organisation)s does not hold yet. Choose a personal capacity.",
            organisation=name,
        )
    )


def _at_capacity(message: str) -> Invalid:
    return Invalid({"capacity": message})


def usable_at(viewer: Actor, place: Place, locale: str) -> tuple[Usable, ...]:
    """The viewer's mandates that fit this place now, by the organisation. 4 statements at most."""
    rows = db.session.execute(
        sa.select(Mandate, Organisation)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .where(Mandate.holder_id == viewer.id, holds_on(day_now()))
        .order_by(Organisation.key, Mandate.ends_on.desc())
    ).all()
    fitting = _widest([row for row in rows if place.is_within(scope_of(row[0]))])
    scopes = scope_views([scope_of(mandate) for mandate, _organisation in fitting], locale)
    return tuple(
        Usable(mandate.public_id, one.name, one.slug, scopes[scope_of(mandate)], mandate.ends_on)
        for mandate, one in fitting
    )


def _widest(rows: Sequence[Any]) -> list[Any]:
    """Of two for the same organisation and scope the one that lasts longest, and none beside one for the
    whole forum."""
    in_forum = {one.organisation_id for one, _organisation in rows if one.scope is ScopeKind.FORUM}
    kept: dict[Any, Any] = {}
    for row in rows:
        mandate = row[0]
        if mandate.scope is ScopeKind.FORUM or mandate.organisation_id not in in_forum:
            kept.setdefault((mandate.organisation_id, scope_of(mandate)), row)
    return list(kept.values())


def has_any() -> sa.ColumnElement[bool]:
    """For use as a column beside `users`: whether a mandate of this person was ever confirmed. Only then
    is it worth asking which fit a place."""
    held = sa.select(Mandate.id).where(
        Mandate.holder_id == sa.literal_column("users.id"), Mandate.state == MandateState.CONFIRMED
    )
    return sa.exists(held)
