"""All votes on one question, as the analysis reads them: plain numbers, in a fixed number of statements."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from forum.accounts.capacity import Capacity
from forum.accounts.models import User
from forum.accounts.perspectives import Perspective
from forum.accounts.queries import is_confirmed
from forum.articles.models import Question, QuestionPerspective
from forum.lib import clock
from forum.lib.db import db
from forum.mandates.models import Organisation
from forum.positions.models import OpinionPlace, OrganisationVote, Position, Vote
from forum.positions.selects import IS_LISTED
from forum.positions.tally import role_key
from forum.settings import settings


@dataclass(frozen=True, slots=True)
class Votes:
    """In the order of their last change: the number of the voter, of the position, and 1, 0 or -1."""

    people: list[int]
    positions: list[int]
    choices: list[int]


@dataclass(frozen=True, slots=True)
class Poll:
    """Numbers of people and positions are places in these lists.

    positions: ids, with public_ids beside them. people: user ids; roles: the key of each one's perspective;
    role_keys: those that occur, in the order of the list; trusted: whether their votes can change a standing
    by themselves. places: the opinion group of each one at the last analysis, -1 for none.
    core: keys of the core perspectives, in the order of the list. mandated: of organisations, which have
    numbers of their own; mandated_roles: the key of each one's perspective.
    """

    question_id: int
    positions: list[int]
    public_ids: list[str]
    people: list[int]
    roles: list[str]
    role_keys: list[str]
    trusted: list[bool]
    places: list[int]
    core: tuple[str, ...]
    votes: Votes
    mandated: Votes
    mandated_roles: list[str]


def poll_of(question_id: int) -> Poll | None:
    """Votes on the positions that are listed. None when there is no such question. 7 statements."""
    if db.session.scalar(sa.select(Question.id).where(Question.id == question_id)) is None:
        return None
    positions = db.session.execute(
        sa.select(Position.id, Position.public_id).where(_is_counted(question_id)).order_by(Position.id)
    ).all()
    voters = db.session.execute(
        sa.select(
            User.id,
            User.joined_at,
            User.email_confirmed_at,
            User.is_vouched_for,
            Perspective.slug,
            Perspective.position,
        )
        .outerjoin(Perspective, Perspective.id == User.perspective_id)
        .where(User.id.in_(_votes_on(question_id, Vote.user_id)))
        .order_by(User.id)
    ).all()
    place_of = {
        person: group
        for person, group in db.session.execute(
            sa.select(OpinionPlace.user_id, OpinionPlace.group).where(OpinionPlace.question_id == question_id)
        )
        if group is not None
    }
    trusted_since = clock.now() - timedelta(days=settings().trusted_days)
    people = [voter.id for voter in voters]
    number_of = {position.id: number for number, position in enumerate(positions)}
    mandated, mandated_roles = _mandated(question_id, number_of)
    return Poll(
        question_id=question_id,
        positions=[position.id for position in positions],
        public_ids=[position.public_id for position in positions],
        people=people,
        roles=[role_key(voter.slug) for voter in voters],
        role_keys=[role_key(slug) for _, slug in sorted({(v.position or 0, v.slug or "") for v in voters})],
        trusted=[
            voter.is_vouched_for
            or (voter.joined_at <= trusted_since and is_confirmed(voter.email_confirmed_at))
            for voter in voters
        ],
        places=[place_of.get(person, -1) for person in people],
        core=_core(question_id),
        votes=_votes(question_id, people, number_of),
        mandated=mandated,
        mandated_roles=mandated_roles,
    )


def _is_counted(question_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(Position.question_id == question_id, IS_LISTED)


def _votes_on(question_id: int, *columns) -> sa.Select:
    return sa.select(*columns).join(Position, Position.id == Vote.position_id).where(_is_counted(question_id))


def _votes(question_id: int, people: list[int], number_of: dict[int, int]) -> Votes:
    number_of_person = {person: number for number, person in enumerate(people)}
    votes = Votes([], [], [])
    rows = db.session.execute(
        _votes_on(question_id, Vote.user_id, Vote.position_id, Vote.choice)
        .where(Vote.capacity == Capacity.PERSONAL)
        .order_by(Vote.voted_at, Vote.user_id, Vote.position_id)
    )
    for person, position, choice in rows:
        # Who votes between two statements is counted the next time, which their vote has asked for.
        if person in number_of_person and position in number_of:
            votes.people.append(number_of_person[person])
            votes.positions.append(number_of[position])
            votes.choices.append(choice)
    return votes


def _mandated(question_id: int, number_of: dict[int, int]) -> tuple[Votes, list[str]]:
    """The votes of organisations, and the key of the perspective of each."""
    votes, roles = Votes([], [], []), dict[int, str]()
    number_of_organisation: dict[int, int] = {}
    rows = db.session.execute(
        sa.select(
            OrganisationVote.organisation_id,
            OrganisationVote.position_id,
            OrganisationVote.choice,
            Perspective.slug,
        )
        .join(Position, Position.id == OrganisationVote.position_id)
        .join(Organisation, Organisation.id == OrganisationVote.organisation_id)
        .outerjoin(Perspective, Perspective.id == Organisation.perspective_id)
        .where(_is_counted(question_id))
        .order_by(Perspective.position, OrganisationVote.organisation_id, OrganisationVote.position_id)
    ).all()
    for organisation, position, choice, slug in rows:
        if position in number_of:
            roles.setdefault(organisation, role_key(slug))
            number_of_organisation.setdefault(organisation, len(number_of_organisation))
            votes.people.append(number_of_organisation[organisation])
            votes.positions.append(number_of[position])
            votes.choices.append(choice)
    return votes, list(roles.values())


def _core(question_id: int) -> tuple[str, ...]:
    """Those of the question; without any, those of the forum. Nobody waits for one that was retired."""
    own = sa.select(QuestionPerspective.perspective_id).where(QuestionPerspective.question_id == question_id)
    rows = db.session.execute(
        sa.select(Perspective.slug, Perspective.is_core, Perspective.id.in_(own).label("is_own"))
        .where(Perspective.is_retired.is_(False))
        .order_by(Perspective.position)
    ).all()
    chosen = [row.slug for row in rows if row.is_own] or [row.slug for row in rows if row.is_core]
    return tuple(role_key(slug) for slug in chosen)
