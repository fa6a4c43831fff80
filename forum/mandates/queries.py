"""Reading one's own mandates, those of colleagues, and one by one with what shows them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.perspectives import PerspectiveText
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.wording import preferred
from forum.mandates.holding import concern_of, day_now, holder_can_speak, holds_on, scope_of
from forum.mandates.models import Mandate, MandateState, Organisation
from forum.mandates.rules import Scope, holds, is_ended
from forum.mandates.scopes import ScopeView, places_of, scope_views
from forum.mandates.views import (
    MandateLine,
    MandateView,
    OrganisationRef,
    OrganisationView,
    OwnMandates,
)
from forum.permissions import SYSTEM, Actor, can
from forum.permissions import Permission as P


def mandate_rows(
    *conditions: sa.ColumnElement[bool],
    most: int | None = None,
    order: Sequence[Any] = (Mandate.id.desc(),),
) -> Sequence[Any]:
    """A mandate, its organisation, its holder's name and whether that holder cannot take part now; the last
    asked first. 1 statement."""
    statement = (
        sa.select(Mandate, Organisation, User.name, ~holder_can_speak())
        .join(Organisation, Organisation.id == Mandate.organisation_id)
        .join(User, User.id == Mandate.holder_id)
        .where(*conditions)
        .order_by(*order)
    )
    return db.session.execute(statement.limit(most)).all()


def lines_of(rows: Sequence[Any], viewer: Actor, locale: str) -> list[MandateLine]:
    """rows: of `mandate_rows`. 3 statements at most."""
    scopes = scope_views([scope_of(row[0]) for row in rows], locale)
    day = day_now()
    return [line_of(*row, viewer=viewer, scopes=scopes, day=day) for row in rows]


def line_of(
    mandate: Mandate,
    organisation: Organisation,
    holder: str,
    is_paused: bool,
    *,
    viewer: Actor,
    scopes: dict[Scope, ScopeView],
    day: date,
) -> MandateLine:
    return MandateLine(
        public_id=mandate.public_id,
        organisation=OrganisationRef(organisation.name, _slug(organisation)),
        holder=holder,
        scope=scopes[scope_of(mandate)],
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
        state=mandate.state,
        settled_at=mandate.settled_at,
        holds=holds(mandate.state, mandate.starts_on, mandate.ends_on, day),
        is_ended=is_ended(mandate.state, mandate.ends_on, day),
        is_own=mandate.holder_id == viewer.id,
        is_paused=is_paused,
    )


def own_mandates(viewer: Actor, locale: str) -> OwnMandates:
    """7 statements at most. Raises SignInNeeded."""
    user_id = viewer.user_id
    day = day_now()
    held = db.session.execute(
        sa.select(Mandate.organisation_id, Mandate.scope, Mandate.scope_id).where(
            Mandate.holder_id == user_id, holds_on(day)
        )
    ).all()
    organisations = {row.organisation_id for row in held}
    of_colleagues = sa.and_(
        Mandate.organisation_id.in_(organisations),
        Mandate.holder_id != user_id,
        Mandate.state.in_((MandateState.ASKED, MandateState.CONFIRMED)),
        Mandate.ends_on >= day,
    )
    rows = mandate_rows(sa.or_(Mandate.holder_id == user_id, of_colleagues))
    lines = lines_of(rows, viewer, locale)
    reach: dict[int, list[Scope]] = {}
    for organisation_id, kind, id in held:
        reach.setdefault(organisation_id, []).append(Scope(kind, id))
    places = places_of(scope_of(mandate) for mandate, *_rest in rows)
    is_mine_to_confirm, is_overseen = set[str](), set[str]()
    for mandate, *_rest in rows:
        mine, asked = reach.get(mandate.organisation_id, ()), scope_of(mandate)
        if any(one.includes(asked, places.get(asked)) for one in mine):
            is_mine_to_confirm.add(mandate.public_id)
        if any(one.id == 0 for one in mine):
            is_overseen.add(mandate.public_id)
    others = [line for line in lines if not line.is_own]
    return OwnMandates(
        own=tuple(line for line in lines if line.is_own),
        to_confirm=tuple(
            line for line in others if line.word == "asked" and line.public_id in is_mine_to_confirm
        ),
        colleagues=tuple(line for line in others if line.word != "asked" and line.public_id in is_overseen),
    )


def mandate_page(public_id: str, viewer: Actor, locale: str) -> MandateView:
    """For its holder, for who may confirm or withdraw it, and for moderators. 5 statements.

    Raises SignInNeeded, and NotFound for everybody else.
    """
    viewer.user_id  # noqa: B018  (asks to sign in)
    view = _view(Mandate.public_id == public_id.replace("\x00", ""), viewer, locale)
    if view is None or not (can(viewer, P.MANDATE_READ, view) or can(viewer, P.MANDATE_WITHDRAW, view)):
        raise NotFound
    is_to_be_judged = view.line.word == "asked" and can(viewer, P.MANDATE_CONFIRM, view)
    if view.line.is_own or is_to_be_judged or can(viewer, P.QUEUE_WORK):
        return view
    return replace(view, evidence="", link="", contact="")


def mandate_with_id(id: int, locale: str) -> MandateView | None:
    """For the moderators' queue. 5 statements."""
    return _view(Mandate.id == id, None, locale)


def organisation_select(locale: str) -> sa.Select[Organisation, str | None]:
    perspective = preferred(
        PerspectiveText.label, PerspectiveText.perspective_id == Organisation.perspective_id, locale
    )
    return sa.select(Organisation, perspective.label("perspective"))


def organisation_view(organisation: Organisation, perspective: str | None) -> OrganisationView:
    return OrganisationView(
        id=organisation.id,
        name=organisation.name,
        slug=_slug(organisation),
        perspective=perspective,
        website=organisation.website,
        described=organisation.described,
    )


def _slug(organisation: Organisation) -> str:
    return organisation.slug if organisation.is_confirmed else ""


def _view(condition: sa.ColumnElement[bool], viewer: Actor | None, locale: str) -> MandateView | None:
    looks = viewer or SYSTEM
    rows = mandate_rows(condition)
    if not rows:
        return None
    mandate = rows[0][0]
    about = db.session.execute(
        organisation_select(locale).where(Organisation.id == mandate.organisation_id)
    ).one()
    concern = concern_of(mandate)
    return MandateView(
        line=lines_of(rows, looks, locale)[0],
        about=organisation_view(*about),
        asked_at=mandate.asked_at,
        evidence=mandate.evidence,
        link=mandate.link,
        contact=mandate.contact,
        author_id=concern.author_id,
        confirmer_ids=concern.confirmer_ids,
        overseer_ids=concern.overseer_ids,
    )
