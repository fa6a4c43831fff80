"""Organisations for whom people speak here, and who they are."""

from collections.abc import Sequence

import sqlalchemy as sa

from forum.accounts.models import User
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.paging import Page, decode, page
from forum.mandates.holding import day_now, holder_can_speak, holds_on
from forum.mandates.models import Mandate, MandateState, Organisation
from forum.mandates.queries import lines_of, mandate_rows, organisation_select, organisation_view
from forum.mandates.rules import name_key
from forum.mandates.views import MandateLine, OrganisationLine, OrganisationView
from forum.permissions import Actor

ORGANISATIONS_ON_PAGE = 50
HISTORY_ON_PAGE = 20
IS_SHOWN = sa.and_(Organisation.is_confirmed, Organisation.merged_into_id.is_(None))


def organisation_list(locale: str, *, search: str = "", after: str | None = None) -> Page[OrganisationLine]:
    """By name; those of which the name has these words in it. 1 statement."""
    speakers = (
        sa.select(sa.func.count(sa.distinct(Mandate.holder_id)))
        .join(User, User.id == Mandate.holder_id)
        .where(Mandate.organisation_id == Organisation.id, holds_on(day_now()), holder_can_speak())
        .scalar_subquery()
    )
    statement = (
        organisation_select(locale)
        .add_columns(speakers.label("speakers"))
        .where(IS_SHOWN)
        .order_by(Organisation.key)
        .limit(ORGANISATIONS_ON_PAGE + 1)
    )
    for word in name_key(search[:200]).split():
        statement = statement.where(Organisation.key.contains(word, autoescape=True))
    if after:
        statement = statement.where(Organisation.key > decode(after, str)[0])
    rows = db.session.execute(statement).all()
    slice = page(rows, ORGANISATIONS_ON_PAGE, lambda row: [row.Organisation.key])
    return Page(
        [
            OrganisationLine(
                row.Organisation.name,
                row.Organisation.slug,
                row.perspective,
                row.Organisation.described,
                row.speakers,
            )
            for row in slice.rows
        ],
        slice.next,
    )


def organisation_page(slug: str, locale: str) -> OrganisationView:
    """The one at this address, or into which it was merged. 1 statement.

    Raises NotFound, also as long as no mandate of it was confirmed.
    """
    former = sa.select(Organisation.merged_into_id).where(Organisation.slug == slug.replace("\x00", ""))
    at_address = Organisation.slug == slug.replace("\x00", "")
    leads_here = Organisation.id.in_(former)
    row = db.session.execute(
        organisation_select(locale).where(sa.or_(at_address, leads_here), IS_SHOWN)
    ).one_or_none()
    if row is None:
        raise NotFound
    return organisation_view(*row)


def speakers_of(organisation_id: int, viewer: Actor, locale: str) -> Sequence[MandateLine]:
    """The mandates that hold now, of those who can use them. 4 statements at most."""
    rows = mandate_rows(Mandate.organisation_id == organisation_id, holds_on(day_now()), holder_can_speak())
    return lines_of(rows, viewer, locale)


def history_of(
    organisation_id: int, viewer: Actor, locale: str, *, after: str | None = None
) -> Page[MandateLine]:
    """Mandates that were confirmed once and hold no longer, and those that have yet to begin. 4 statements at
    most."""
    day = day_now()
    was_confirmed = sa.or_(
        sa.and_(Mandate.state == MandateState.CONFIRMED, ~holds_on(day)),
        Mandate.state == MandateState.REVOKED,
        sa.and_(Mandate.state == MandateState.WITHDRAWN, Mandate.was_confirmed),
    )
    conditions = [Mandate.organisation_id == organisation_id, was_confirmed]
    if after:
        conditions.append(Mandate.id < decode(after, int)[0])
    rows = page(mandate_rows(*conditions, most=HISTORY_ON_PAGE + 1), HISTORY_ON_PAGE, lambda row: [row[0].id])
    return Page(lines_of(rows.rows, viewer, locale), rows.next)


def known_names() -> list[str]:
    """For a field in which one of them is typed. 1 statement."""
    names = sa.select(Organisation.name).where(IS_SHOWN).order_by(Organisation.key).limit(500)
    return list(db.session.scalars(names))
