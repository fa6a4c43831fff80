"""Is everything that restricts somebody explained, and does everything that waits stand in the queue?

What changed a row behind the register's back (SQL typed by hand, say) shows here: its state is not the one
that the last decision left. Every statement goes along an index of the decisions, or once through a table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.articles.models import Question
from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.lib import clock
from forum.lib.db import db
from forum.mandates.models import Mandate, Organisation
from forum.moderation.kinds import Kind, Outcome
from forum.moderation.models import Appeal, Decision, Flag, Item
from forum.moderation.rules import CLAIM_HOLDS
from forum.moderation.waiting import forgotten
from forum.permissions import Role
from forum.positions.models import OrganisationVote, Position, PositionState
from forum.synthesis.models import Recognition, RemarkState

TOO_LONG = timedelta(hours=1)
"""After this, what a worker does should have been done."""

# Floors go down only; this is the column that we read of what came from elsewhere, moderated there.
imported = sa.table("polis_statements", sa.column("position_id", sa.Integer))


@dataclass(frozen=True, slots=True)
class Explained:
    """Rows of `model` in this state had the last of these decisions."""

    kind: Kind
    model: Any
    where: Any
    says: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaves:
    """The states in which the last of these decisions leaves a row, its author's own withdrawal included."""

    kind: Kind
    model: Any
    states: dict[str, tuple[Any, ...]]


EXPLAINED = (
    Explained(Kind.COMMENT, Comment, Comment.state == CommentState.HIDDEN, "is hidden", ("hide",)),
    Explained(Kind.THREAD, Thread, Thread.state == ThreadState.HIDDEN, "is hidden", ("hide",)),
    Explained(Kind.THREAD, Thread, Thread.state == ThreadState.MERGED, "went on elsewhere", ("merge",)),
    Explained(Kind.THREAD, Thread, Thread.is_locked, "is closed", ("lock",)),
    Explained(Kind.THREAD, Thread, Thread.is_pinned, "is pinned", ("pin",)),
    Explained(
        Kind.POSITION,
        Position,
        sa.and_(
            Position.state == PositionState.HIDDEN,
            ~sa.exists().where(imported.c.position_id == Position.id),
        ),
        "is hidden",
        ("hide",),
    ),
    Explained(
        Kind.POSITION, Position, Position.state == PositionState.TAKEN_OUT, "is taken out", ("withdraw",)
    ),
    Explained(Kind.POSITION, Position, Position.is_merged, "was joined with another", ("join",)),
    Explained(
        Kind.REMARK, Recognition, Recognition.state == RemarkState.HIDDEN, "is hidden", ("hide", "hold")
    ),
    Explained(
        Kind.ORGANISATION,
        Organisation,
        Organisation.merged_into_id.is_not(None),
        "was merged into another",
        ("unite",),
    ),
    Explained(Kind.QUESTION, Question, Question.concluded_at.is_not(None), "is concluded", ("conclude",)),
    Explained(Kind.ACCOUNT, User, User.suspension.is_not(None), "is suspended", ("suspend", "close")),
)
LEAVES = (
    Leaves(
        Kind.COMMENT,
        Comment,
        {
            "hide": (CommentState.HIDDEN,),
            "hold": (CommentState.HELD, CommentState.WITHDRAWN),
            "restore": (CommentState.VISIBLE, CommentState.WITHDRAWN),
            "approve": (CommentState.VISIBLE, CommentState.WITHDRAWN),
        },
    ),
    Leaves(
        Kind.THREAD,
        Thread,
        {
            "hide": (ThreadState.HIDDEN,),
            "hold": (ThreadState.HELD,),
            "restore": (ThreadState.VISIBLE,),
            "approve": (ThreadState.VISIBLE,),
            "merge": (ThreadState.MERGED,),
        },
    ),
    Leaves(
        Kind.POSITION,
        Position,
        {
            "hide": (PositionState.HIDDEN,),
            "hold": (PositionState.HELD, PositionState.WITHDRAWN),
            "withdraw": (PositionState.TAKEN_OUT,),
            "restore": (PositionState.VISIBLE, PositionState.WITHDRAWN),
            "approve": (PositionState.VISIBLE, PositionState.WITHDRAWN),
        },
    ),
    Leaves(
        Kind.REMARK,
        Recognition,
        {
            "hide": (RemarkState.HIDDEN,),
            "hold": (RemarkState.HIDDEN,),
            "restore": (RemarkState.VISIBLE,),
            "approve": (RemarkState.VISIBLE,),
        },
    ),
)
ANSWERS = {Outcome.UPHELD: "uphold", Outcome.REVERSED: "reverse"}


def problems() -> Iterator[str]:
    for one in EXPLAINED:
        yield from _unexplained(one)
    for each in LEAVES:
        yield from _unlike_last_decision(each)
    yield from _forgotten()
    yield from _queue()
    yield from _appeals()
    yield from _left_behind()


def _unexplained(one: Explained) -> Iterator[str]:
    decided = sa.exists().where(
        Decision.kind == one.kind, Decision.target_id == one.model.id, Decision.action.in_(one.by)
    )
    for public_id in db.session.scalars(sa.select(_name(one.model)).where(one.where, ~decided)):
        yield f"{one.kind.value} {public_id}: {one.says}, and no decision says why"


def _unlike_last_decision(one: Leaves) -> Iterator[str]:
    last = (
        sa.select(sa.func.max(Decision.id).label("id"))
        .where(Decision.kind == one.kind, Decision.action.in_(one.states))
        .group_by(Decision.target_id)
        .subquery()
    )
    fits = [
        sa.and_(Decision.action == action, one.model.state.in_(states))
        for action, states in one.states.items()
    ]
    rows = db.session.execute(
        sa.select(one.model.public_id, one.model.state, Decision.action)
        .select_from(last)
        .join(Decision, Decision.id == last.c.id)
        .join(one.model, one.model.id == Decision.target_id)
        .where(~sa.or_(*fits))
        .order_by(Decision.id)
    )
    for public_id, state, action in rows:
        yield f"{one.kind.value} {public_id}: is {state.value}, though the last decision was “{action}”"


def _forgotten() -> Iterator[str]:
    for kind, _id, public_id in forgotten(clock.now() - TOO_LONG):
        yield f"{kind.value} {public_id}: waits for a moderator, and does not stand in the queue"


def _queue() -> Iterator[str]:
    is_open = Item.closed_at.is_(None)
    alike = (
        sa.select(Item.waits, Item.kind, Item.target_id)
        .where(is_open)
        .group_by(Item.waits, Item.kind, Item.target_id)
        .having(sa.func.count() > 1)
    )
    for waits, kind, target_id in db.session.execute(alike):
        yield f"queue: {kind.value} number {target_id} waits more than once ({waits.value})"
    unanswered = (
        sa.select(Flag.public_id)
        .join(Item, Item.id == Flag.item_id)
        .where(Item.closed_at.is_not(None), Flag.decision_id.is_(None))
    )
    for public_id in db.session.scalars(unanswered):
        yield f"report {public_id}: was settled without an answer"
    claimed = (
        sa.select(Item.public_id)
        .join(User, User.id == Item.claimed_by_id)
        .where(is_open, Item.claimed_at > clock.now() - CLAIM_HOLDS)
        .where(User.role.not_in((Role.MODERATOR, Role.ADMIN)))
    )
    for public_id in db.session.scalars(claimed):
        yield f"queue: item {public_id} is claimed by somebody who does not moderate"


def _appeals() -> Iterator[str]:
    is_right = [
        sa.and_(Appeal.outcome == outcome, Decision.action == action) for outcome, action in ANSWERS.items()
    ]
    answered = sa.exists().where(
        Decision.kind == Kind.APPEAL, Decision.target_id == Appeal.id, sa.or_(*is_right)
    )
    ended = sa.select(Appeal.public_id).where(Appeal.outcome.is_not(None), ~answered)
    for public_id in db.session.scalars(ended):
        yield f"appeal {public_id}: has ended, and no decision answers it"
    is_open = sa.exists().where(
        Item.kind == Kind.APPEAL, Item.target_id == Appeal.id, Item.closed_at.is_(None)
    )
    waiting = sa.select(Appeal.public_id).where(Appeal.outcome.is_(None), ~is_open)
    for public_id in db.session.scalars(waiting):
        yield f"appeal {public_id}: waits for an answer, and does not stand in the queue"


def _left_behind() -> Iterator[str]:
    """What an organisation had goes along when it is merged, into one that is there."""
    into = aliased(Organisation)
    is_left = sa.or_(
        sa.exists().where(Mandate.organisation_id == Organisation.id),
        sa.exists().where(OrganisationVote.organisation_id == Organisation.id),
    )
    merged = sa.select(Organisation.slug).where(Organisation.merged_into_id.is_not(None))
    for slug in db.session.scalars(merged.where(is_left)):
        yield f"organisation {slug}: was merged into another, and mandates or votes stayed behind"
    is_gone = sa.exists().where(into.id == Organisation.merged_into_id, into.merged_into_id.is_not(None))
    for slug in db.session.scalars(merged.where(is_gone)):
        yield f"organisation {slug}: was merged into one that is merged itself"


def _name(model: Any) -> Any:
    return model.slug if model in (Question, Organisation) else model.public_id
