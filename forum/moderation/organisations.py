"""Organisations as those see them who look after them, and what would become of one that is merged."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.accounts.perspectives import Perspective
from forum.discussion.models import Comment
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.paging import Page, decode, page
from forum.mandates.holding import day_now
from forum.mandates.models import Mandate, MandateState, Organisation
from forum.mandates.overview import Standing, is_standing
from forum.mandates.queries import organisation_select
from forum.mandates.rules import Particulars, name_key
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.positions.models import OrganisationVote, Position

ORGANISATIONS_ON_PAGE = 50
CANDIDATES = 20
LONGEST_SEARCH = 200  # characters
SHORTEST_WORD = 4  # letters: a shorter one ("van", "de") says nothing of which organisation it is


class Sort(Enum):
    """What one looks for in organisations."""

    KNOWN = "known"  # everybody finds it
    NEW = "new"  # no mandate of it was confirmed yet
    ALIKE = "alike"  # its name looks like that of another
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Administered:
    """`holding`, `waiting`, `later` and `over`: mandates. `said`: texts and positions in its name,
    whether everybody sees them or not. `is_alike`: another one has a name that looks like this."""

    id: int
    name: str
    slug: str
    perspective: str
    is_confirmed: bool
    is_merged: bool
    is_alike: bool
    holding: int
    waiting: int
    later: int
    over: int
    said: int


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class AdministeredPage:
    """`merged_into`: the one that it was merged into; `former`: those that were merged into it; `alike`:
    those whose names look like its own."""

    line: Administered
    particulars: Particulars
    version: int
    merged_into: Named | None
    former: tuple[Named, ...]
    alike: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """What moves when one is merged into the other. `twice`: mandates that somebody asked for both; `votes`
    that move, and `votes_left`, on positions on which the other voted too."""

    line: Administered
    into: Administered
    twice: int
    votes: int
    votes_left: int


def organisations_page(
    viewer: Actor, locale: str, *, search: str = "", sort: Sort | None = None, after: str | None = None
) -> Page[Administered]:
    """By name. 1 statement. Raises SignInNeeded and Refused, and NotFound for a cursor that is none."""
    require(viewer, P.QUEUE_WORK)
    statement = _lines(locale).order_by(Organisation.key).limit(ORGANISATIONS_ON_PAGE + 1)
    statement = statement.where(*_having(search), _of_sort(sort))
    if after:
        statement = statement.where(Organisation.key > decode(after, str)[0])
    slice = page(db.session.execute(statement).all(), ORGANISATIONS_ON_PAGE, lambda row: [row[0].key])
    return Page([_line(row) for row in slice.rows], slice.next)


def administered_organisation(viewer: Actor, slug: str, locale: str) -> AdministeredPage:
    """2 statements. Raises SignInNeeded, Refused and NotFound."""
    require(viewer, P.QUEUE_WORK)
    row = _row(slug, locale)
    organisation: Organisation = row.Organisation
    other = aliased(Organisation)
    is_alike = sa.and_(other.skeleton == organisation.skeleton, other.merged_into_id.is_(None))
    near = db.session.execute(
        sa.select(other.id, other.name, other.slug, other.merged_into_id, is_alike.label("is_alike"))
        .where(
            other.id != organisation.id,
            sa.or_(
                is_alike, other.merged_into_id == organisation.id, other.id == organisation.merged_into_id
            ),
        )
        .order_by(other.key)
    ).all()
    return AdministeredPage(
        line=_line(row),
        particulars=Particulars(
            organisation.name, organisation.described, organisation.website, row.perspective_slug or ""
        ),
        version=organisation.version,
        merged_into=next(
            (Named(one.name, one.slug) for one in near if one.id == organisation.merged_into_id), None
        ),
        former=tuple(Named(one.name, one.slug) for one in near if one.merged_into_id == organisation.id),
        alike=tuple(
            Named(one.name, one.slug)
            for one in near
            if one.is_alike and one.id != organisation.merged_into_id
        ),
    )


def merge_candidates(
    viewer: Actor, page: AdministeredPage, locale: str, *, search: str = ""
) -> tuple[Administered, ...]:
    """What it could be merged into: those with these words in their names, or else those whose names look
    like its own or share a word with it. 1 statement."""
    require(viewer, P.ORGANISATION_MERGE)
    words = [word for word in name_key(page.particulars.name).split() if len(word) >= SHORTEST_WORD]
    shares = [Organisation.key.contains(word, autoescape=True) for word in words]
    is_alike = Organisation.slug.in_([one.slug for one in page.alike])
    wanted = _having(search) if search.strip() else [sa.or_(is_alike, *shares)]
    statement = _lines(locale).where(
        *wanted, Organisation.merged_into_id.is_(None), Organisation.id != page.line.id
    )
    statement = statement.order_by(is_alike.desc(), Organisation.key).limit(CANDIDATES)
    return tuple(_line(row) for row in db.session.execute(statement))


def merge_preview(viewer: Actor, slug: str, into: str, locale: str) -> Merge:
    """3 statements. Raises SignInNeeded, Refused and NotFound."""
    require(viewer, P.ORGANISATION_MERGE)
    line, other = _line(_row(slug, locale)), _line(_row(into, locale))
    there, kept = aliased(Mandate), aliased(OrganisationVote)
    twice = sa.select(sa.func.count(Mandate.id)).where(
        Mandate.organisation_id == line.id,
        Mandate.state == MandateState.ASKED,
        sa.exists().where(
            there.organisation_id == other.id,
            there.state == MandateState.ASKED,
            there.holder_id == Mandate.holder_id,
            there.scope == Mandate.scope,
            there.scope_id == Mandate.scope_id,
        ),
    )
    voted = sa.select(sa.func.count()).where(OrganisationVote.organisation_id == line.id)
    both = sa.exists().where(
        kept.organisation_id == other.id, kept.position_id == OrganisationVote.position_id
    )
    counts = [twice, voted.where(~both), voted.where(both)]
    row = db.session.execute(sa.select(*(one.scalar_subquery() for one in counts))).one()
    return Merge(line, other, *row)


def _row(slug: str, locale: str) -> Any:
    """1 statement. Raises NotFound."""
    found = _lines(locale).where(Organisation.slug == slug.replace("\x00", ""))
    row = db.session.execute(found).one_or_none()
    if row is None:
        raise NotFound
    return row


def _lines(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """One statement for however many: each count is read along an index for the rows of this page."""
    day = day_now()
    said = _made_by_mandate(Comment) + _made_by_mandate(Position)
    slug = sa.select(Perspective.slug).where(Perspective.id == Organisation.perspective_id)
    return organisation_select(locale).add_columns(
        _mandates(Standing.HOLDS, day=day).label("holding"),
        _mandates(Standing.WAITING, day=day).label("waiting"),
        _mandates(Standing.LATER, day=day).label("later"),
        _mandates(Standing.ENDED, Standing.STOPPED, day=day).label("over"),
        said.label("said"),
        slug.correlate(Organisation).scalar_subquery().label("perspective_slug"),
        _is_alike().label("is_alike"),
    )


def _made_by_mandate(model: type[Comment | Position]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(model.id))
        .join(Mandate, Mandate.id == model.mandate_id)
        .where(Mandate.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )


def _mandates(*standings: Standing, day: date) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(Mandate.id))
        .where(Mandate.organisation_id == Organisation.id)
        .where(sa.or_(*(is_standing(one, day) for one in standings)))
        .correlate(Organisation)
        .scalar_subquery()
    )


def _is_alike() -> sa.ColumnElement[bool]:
    other = aliased(Organisation)
    alike = sa.exists().where(
        other.skeleton == Organisation.skeleton,
        other.id != Organisation.id,
        other.merged_into_id.is_(None),
    )
    return sa.and_(Organisation.merged_into_id.is_(None), alike)


def _having(search: str) -> list[sa.ColumnElement[bool]]:
    words = name_key(search[:LONGEST_SEARCH]).split()
    return [Organisation.key.contains(word, autoescape=True) for word in words]


def _of_sort(sort: Sort | None) -> sa.ColumnElement[bool]:
    is_there = Organisation.merged_into_id.is_(None)
    match sort:
        case Sort.KNOWN:
            return sa.and_(is_there, Organisation.is_confirmed)
        case Sort.NEW:
            return sa.and_(is_there, ~Organisation.is_confirmed)
        case Sort.ALIKE:
            return _is_alike()
        case Sort.MERGED:
            return ~is_there
        case None:
            return is_there


def _line(row: Any) -> Administered:
    organisation: Organisation = row.Organisation
    return Administered(
        id=organisation.id,
        name=organisation.name,
        slug=organisation.slug,
        perspective=row.perspective or "",
        is_confirmed=organisation.is_confirmed,
        is_merged=organisation.merged_into_id is not None,
        is_alike=row.is_alike,
        holding=row.holding,
        waiting=row.waiting,
        later=row.later,
        over=row.over,
        said=row.said,
    )
