"""What took a decision back: part of the statements that read decisions, one by one or to count them."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.moderation import actions  # noqa: F401  # declares them
from forum.moderation.declaring import ACTIONS
from forum.moderation.kinds import Outcome
from forum.moderation.models import Appeal, Decision

_UNDONE_BY = {one.name: one.undo for one in ACTIONS.values() if one.is_restriction and one.undo}
GIVES_BACK = _UNDONE_BY | {undo: undo for undo in _UNDONE_BY.values()}
"""By which action a restriction is taken back; and that action itself, since the two alternate on a thing."""


def taken_back_by() -> sa.ColumnElement[str | None]:
    """The public id of the decision that took this `Decision` back, NULL when none did.

    Either it says so, or a restriction was followed by what gives back what it took. The next of such on the
    same thing decides, so that a restriction which was made anew does not borrow the end of the second.
    """
    later = aliased(Decision)
    says_so = (
        sa.select(later.public_id)
        .where(later.reverses_id == Decision.id)
        .order_by(later.id)
        .limit(1)
        .correlate(Decision)
        .scalar_subquery()
    )
    gives_back = sa.case(GIVES_BACK, value=Decision.action)
    follows = (
        sa.select(sa.case((later.action == gives_back, later.public_id)))
        .where(
            later.kind == Decision.kind,
            later.target_id == Decision.target_id,
            later.id > Decision.id,
            sa.case(GIVES_BACK, value=later.action) == gives_back,
        )
        .order_by(later.id)
        .limit(1)
        .correlate(Decision)
        .scalar_subquery()
    )
    return sa.case((Decision.is_restriction, sa.func.coalesce(says_so, follows)), else_=says_so)


def decided() -> sa.Subquery:
    """All decisions, with `is_reversed`: does it not stand any more, taken back or reversed after an appeal?

    In one pass over all of them, for counting.
    """
    gives_back = sa.case(GIVES_BACK, value=Decision.action)
    follows = sa.func.lead(Decision.action).over(
        partition_by=(Decision.kind, Decision.target_id, gives_back), order_by=Decision.id
    )
    says_so = sa.select(Decision.reverses_id).where(Decision.reverses_id.is_not(None))
    appealed = sa.select(Appeal.decision_id).where(Appeal.outcome == Outcome.REVERSED)
    is_reversed = sa.or_(
        sa.and_(Decision.is_restriction, sa.func.coalesce(follows, "") == gives_back),
        Decision.id.in_(says_so),
        Decision.id.in_(appealed),
    )
    return sa.select(
        Decision.at,
        Decision.action,
        Decision.ground,
        Decision.actor_id,
        Decision.is_automated,
        Decision.is_restriction,
        is_reversed.label("is_reversed"),
    ).subquery()


def appeals_with(outcome: Outcome | None) -> sa.ScalarSelect[int]:
    """How many appeals against this `Decision` ended so; None: how many still wait."""
    ended = Appeal.outcome.is_(None) if outcome is None else Appeal.outcome == outcome
    return (
        sa.select(sa.func.count())
        .select_from(Appeal)
        .where(Appeal.decision_id == Decision.id, ended)
        .correlate(Decision)
        .scalar_subquery()
    )


def how_many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """Of the rows that are counted, those for which this holds."""
    return sa.func.sum(sa.case((condition, 1), else_=0))
