"""Two positions that say the same become one. Part of a moderation action, which asks for permission, holds
the position's row and writes the register.

This is not undone: who voted on which of the two is not kept apart in the one that stays, and people go on
voting there.
"""

import sqlalchemy as sa

from forum.jobs import emit
from forum.lib import clock
from forum.lib.db import db
from forum.positions.events import PositionsMerged
from forum.positions.models import OrganisationVote, Position, PositionSource, Vote
from forum.positions.rules import check_mergeable


def merge_positions(position: Position, into: Position) -> None:
    """Carry the votes on a position over to another that says the same, which it leads to from then on.

    Who voted on both keeps the vote on `into`. The votes on `position` stay there as its history, and are in
    no count. Sources come along with their answers: nobody is asked twice. Raises Conflict for a position
    that cannot go, Invalid at `into` for one that cannot stay. As many statements for 10,000 votes as for 1.
    """
    # A vote holds its position's row until it is stored: so the ones that come first are carried over, and
    # the ones that come after find what takes them now.
    db.session.refresh(into, with_for_update=True)
    check_mergeable(position, into)
    db.session.execute(_carry_votes(position.id, into.id))
    db.session.execute(_carry_organisation_votes(position.id, into.id))
    db.session.execute(_carry_sources(position.id, into.id))
    position.superseded_by_id, position.is_merged = into.id, True
    if position.is_frozen and not into.is_frozen:
        into.frozen_at = clock.now()
    emit(PositionsMerged(position.id, into.id))


def _carry_votes(position_id: int, into_id: int) -> sa.Insert:
    """Each with its capacity, reason and moment, so that the order of the evidence stays as it was."""
    kept = sa.alias(Vote.__table__)
    is_there = sa.exists().where(
        kept.c.position_id == into_id, kept.c.user_id == Vote.user_id, kept.c.capacity == Vote.capacity
    )
    carried = sa.select(
        Vote.user_id, sa.literal(into_id), Vote.capacity, Vote.choice, Vote.reason, Vote.voted_at
    ).where(Vote.position_id == position_id, ~is_there)
    return sa.insert(Vote).from_select(
        ["user_id", "position_id", "capacity", "choice", "reason", "voted_at"], carried
    )


def _carry_organisation_votes(position_id: int, into_id: int) -> sa.Insert:
    """Likewise: an organisation that voted on both keeps what it voted on the one that stays."""
    kept = sa.alias(OrganisationVote.__table__)
    is_there = sa.exists().where(
        kept.c.position_id == into_id, kept.c.organisation_id == OrganisationVote.organisation_id
    )
    names = ["organisation_id", "mandate_id", "choice", "voted_at"]
    carried = sa.select(sa.literal(into_id), *(getattr(OrganisationVote, name) for name in names)).where(
        OrganisationVote.position_id == position_id, ~is_there
    )
    return sa.insert(OrganisationVote).from_select(["position_id", *names], carried)


def _carry_sources(position_id: int, into_id: int) -> sa.Insert:
    kept = sa.alias(PositionSource.__table__)
    is_there = sa.exists().where(
        kept.c.position_id == into_id, kept.c.comment_id == PositionSource.comment_id
    )
    names = ["comment_id", "quote", "answer", "added_at", "answered_at"]
    carried = sa.select(sa.literal(into_id), *(getattr(PositionSource, name) for name in names)).where(
        PositionSource.position_id == position_id, ~is_there
    )
    return sa.insert(PositionSource).from_select(["position_id", *names], carried)
