"""Many people who vote, for tests of what votes come to."""

from datetime import timedelta
from itertools import count

import sqlalchemy as sa

from forum.accounts.capacity import Capacity
from forum.accounts.models import User
from forum.accounts.perspectives import Perspective
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.positions.models import (
    Choice,
    Position,
    PositionResult,
    PositionTransition,
    Vote,
)
from forum.positions.voting import cast_vote_for
from tests.factories import a_mandate, a_user, as_actor

AGREE, PASS, DISAGREE = Choice.AGREE, Choice.PASS, Choice.DISAGREE
_numbers = count(1)


@atomic
def people(number: int, perspective: str = "", *, days: int = 100, is_confirmed: bool = True) -> list[User]:
    """They joined so many days ago."""
    now = clock.now()
    perspective_id = db.session.scalar(sa.select(Perspective.id).filter_by(slug=perspective))
    found = []
    for _ in range(number):
        name = f"voter{next(_numbers)}"
        found.append(
            User(
                name=name,
                email=f"{name}@example.nl",
                email_confirmed_at=now if is_confirmed else None,
                joined_at=now - timedelta(days=days),
                perspective_id=perspective_id,
            )
        )
    db.session.add_all(found)
    db.session.flush()
    return found


@atomic
def vote(
    voters: list[User],
    position: Position,
    choice: Choice = AGREE,
) -> None:
    """Or change it; one after the other."""
    for number, voter in enumerate(voters):
        key = (voter.id, position.id, Capacity.PERSONAL)
        row = db.session.get(Vote, key)
        if row is None:
            row = Vote(user_id=voter.id, position_id=position.id, capacity=Capacity.PERSONAL)
            db.session.add(row)
        row.choice, row.voted_at = int(choice), clock.now() + timedelta(microseconds=number)


def vote_of_organisations(count: int, role: str, position: Position, choice: Choice = AGREE) -> None:
    """Of so many organisations with this perspective, each by somebody else."""
    for number in range(count):
        holder = a_user()
        mandate = a_mandate(holder, f"{role} {number}", perspective=role)
        cast_vote_for(as_actor(holder), position.public_id, choice, capacity=mandate.public_id)


@atomic
def take_back(voters: list[User], position: Position) -> None:
    ids = [voter.id for voter in voters]
    db.session.execute(sa.delete(Vote).where(Vote.position_id == position.id, Vote.user_id.in_(ids)))


def result(position: Position) -> PositionResult:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(PositionResult, position.id)


def shown(position: Position) -> dict[str, tuple[int, int, int]]:
    return {row["key"]: (row["agree"], row["disagree"], row["passed"]) for row in result(position).rows}


def transitions(position: Position) -> list[PositionTransition]:
    db.session.rollback()
    return list(
        db.session.scalars(
            sa.select(PositionTransition)
            .where(PositionTransition.position_id == position.id)
            .order_by(PositionTransition.id)
        )
    )


def municipality(number):
    return people(number, "municipality")


def provider(number):
    return people(number, "provider")
