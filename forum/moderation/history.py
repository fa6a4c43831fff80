"""Decisions and notes about somebody, as moderators read them."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.accounts.perspectives import PerspectiveText
from forum.accounts.queries import is_confirmed
from forum.accounts.rules import suspension_in_force
from forum.discussion.models import Comment, CommentState
from forum.lib import clock
from forum.lib.db import db, found
from forum.lib.errors import NotFound
from forum.lib.paging import decode, page
from forum.lib.wording import preferred
from forum.moderation.declaring import ACTIONS
from forum.moderation.fitting import Situation
from forum.moderation.kinds import Kind, Outcome
from forum.moderation.models import Appeal, Decision, Note
from forum.moderation.performing import Undoing, undoing_of
from forum.moderation.views import (
    AccountPage,
    DecisionLine,
    NoteView,
    Numbers,
    Person,
    Record,
    Standing,
)
from forum.permissions import Actor, require
from forum.permissions import Permission as P
from forum.positions.models import Position, PositionState

DECISIONS_AT_A_GLANCE = 3
NOTES_AT_A_GLANCE = 3
DECISIONS_ON_PAGE = 20
NOTES_ON_PAGE = 50


def record_of(user_id: int, locale: str) -> Record:
    """What to know of somebody beside a thing of theirs. 3 statements."""
    row = db.session.execute(_person(locale), {"user_id": user_id}).one()
    decisions = decisions_about(user_id, most=DECISIONS_AT_A_GLANCE)
    return _record(row, decisions, notes_about(user_id, most=NOTES_AT_A_GLANCE))


def account_page(public_id: str, viewer: Actor, locale: str, *, after: str | None = None) -> AccountPage:
    """An account as moderators see it, with a page of the decisions about it. 4 statements.

    Raises SignInNeeded, Refused and NotFound.
    """
    require(viewer, P.QUEUE_WORK)
    user_id = db.session.scalar(sa.select(User.id).where(User.public_id == public_id))
    if user_id is None:
        raise NotFound
    row = db.session.execute(_person(locale), {"user_id": user_id}).one()
    before = decode(after, int)[0] if after else None
    found = decisions_about(user_id, most=DECISIONS_ON_PAGE + 1, before=before)
    decisions = page(found, DECISIONS_ON_PAGE, lambda line: [line.id])
    record = _record(row, tuple(decisions.rows), notes_about(user_id, most=NOTES_ON_PAGE))
    return AccountPage(
        record=record,
        perspective=row.perspective,
        organisation=row.organisation,
        is_confirmed=is_confirmed(row.email_confirmed_at),
        now=Situation(
            Kind.ACCOUNT,
            is_suspended=record.standing is not None,
            is_over=record.standing is not None and record.standing.suspension == "closed",
        ),
        next=decisions.next,
    )


def decisions_about(user_id: int, *, most: int, before: int | None = None) -> tuple[DecisionLine, ...]:
    """The latest first; those before the one with this id. 1 statement."""
    statement = _decisions().where(Decision.addressee_id == user_id)
    if before is not None:
        statement = statement.where(Decision.id < before)
    rows = db.session.execute(statement.order_by(Decision.id.desc()).limit(most))
    return tuple(decision_line(row) for row in rows)


def decision_with(*, id: int | None = None, public_id: str = "") -> DecisionLine | None:
    """1 statement."""
    is_it = Decision.id == id if id is not None else Decision.public_id == public_id.replace("\x00", "")
    row = db.session.execute(_decisions().where(is_it)).one_or_none()
    return decision_line(row) if row else None


def decision_to_undo(public_id: str) -> tuple[DecisionLine, Undoing | None] | None:
    """A decision, and how to take it back: None for what cannot be, or was already. 1 statement."""
    undone = aliased(Decision)
    statement = _decisions().add_columns(sa.exists().where(undone.reverses_id == Decision.id))
    row = db.session.execute(statement.where(Decision.public_id == public_id)).one_or_none()
    if row is None:
        return None
    decision, _name, is_undone = row
    return decision_line(row), None if is_undone else undoing_of(decision)


def decision_row(public_id: str) -> Decision:
    """For a command that goes on from it. 1 statement. Raises NotFound."""
    return found(Decision, public_id)


def notes_about(user_id: int, *, most: int) -> tuple[NoteView, ...]:
    """The latest first. 1 statement."""
    rows = db.session.execute(
        sa.select(Note.text, User.name, Note.created_at)
        .join(User, User.id == Note.author_id)
        .where(Note.about_id == user_id)
        .order_by(Note.id.desc())
        .limit(most)
    )
    return tuple(NoteView(*row) for row in rows)


def decision_line(row: Any) -> DecisionLine:
    """Of a row of `_decisions`."""
    decision: Decision = row[0]
    action = ACTIONS.get(decision.action)
    return DecisionLine(
        id=decision.id,
        public_id=decision.public_id,
        action=decision.action,
        done=str(action.done) if action else decision.action,
        kind=decision.kind,
        target_id=decision.target_id,
        target_public_id=decision.target_public_id,
        ground=decision.ground,
        reason=decision.reason,
        at=decision.at,
        until=decision.until,
        by=row.actor_name,
        is_automated=decision.is_automated,
        is_restriction=decision.is_restriction,
    )


def _decisions() -> sa.Select[*tuple[Any, ...]]:
    actor = aliased(User)
    return sa.select(Decision, actor.name.label("actor_name")).outerjoin(actor, actor.id == Decision.actor_id)


def _record(row: Any, decisions: tuple[DecisionLine, ...], notes: tuple[NoteView, ...]) -> Record:
    holds = suspension_in_force(row.suspension, row.suspended_until, clock.now())
    return Record(
        person=Person(row.id, row.public_id, row.name, row.role, row.is_pseudonym),
        joined_at=row.joined_at,
        standing=Standing(holds.value, row.suspended_until) if holds else None,
        numbers=Numbers(row.comments + row.positions, row.restrictions, row.won),
        decisions=decisions,
        notes=notes,
    )


@cache
def _person(locale: str) -> sa.Select[*tuple[Any, ...]]:
    """The account `user_id` with its numbers."""
    undone = aliased(Decision)
    stands = ~sa.exists().where(undone.reverses_id == Decision.id)
    is_theirs = Comment.author_id == User.id, Comment.state == CommentState.VISIBLE
    proposed = Position.author_id == User.id, Position.state == PositionState.VISIBLE
    restricted = Decision.addressee_id == User.id, Decision.is_restriction, stands
    won = Appeal.appellant_id == User.id, Appeal.outcome == Outcome.REVERSED
    return sa.select(
        User.id,
        User.public_id,
        User.name,
        User.role,
        User.is_pseudonym,
        User.joined_at,
        User.email_confirmed_at,
        User.organisation,
        User.suspension,
        User.suspended_until,
        preferred(PerspectiveText.label, PerspectiveText.perspective_id == User.perspective_id, locale).label(
            "perspective"
        ),
        _count(Comment, *is_theirs).label("comments"),
        _count(Position, *proposed).label("positions"),
        _count(Decision, *restricted).label("restrictions"),
        _count(Appeal, *won).label("won"),
    ).where(User.id == sa.bindparam("user_id"))


def _count(model: Any, *conditions: Any) -> sa.ScalarSelect[int]:
    counted = sa.select(sa.func.count()).select_from(model).where(*conditions)
    return counted.correlate(User).scalar_subquery()
