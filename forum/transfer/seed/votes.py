"""The votes: who votes on what, when, and how, all from one hidden truth."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa

from forum.lib.batches import BATCH, in_batches
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.positions.models import Choice, Position, Vote
from forum.transfer.seed.leanings import SHARE_OF_VOTES, chances
from forum.transfer.seed.people import People
from forum.transfer.seed.positions import Votable
from forum.transfer.seed.reactions import AGAINST, FOR, NEUTRAL
from forum.transfer.seed.recipe import Recipe, shared_out
from forum.transfer.seed.telling import Tell

OLDEST_DAYS = 45
SECONDS_A_VOTE = 25
WITH_REASON = 0.06
REASONS = {Choice.AGREE: FOR, Choice.DISAGREE: AGAINST, Choice.PASS: NEUTRAL}
TURNOUT = 0.97
"""At most this share of the accounts votes on one position."""


def put_votes(
    recipe: Recipe, positions: Sequence[Votable], people: People, now: datetime, tell: Tell
) -> None:
    counts = _turnouts(recipe, positions, len(people))
    crowd = _Crowd(recipe, people, now)
    done, waiting = 0, []
    for number, (position, count) in enumerate(zip(positions, counts, strict=True)):
        waiting.append((position, crowd.votes_on(position, number, count)))
        done += count
        if position is positions[-1] or sum(len(votes) for _position, votes in waiting) >= BATCH:
            _put(waiting)
            waiting = []
            tell(done, recipe.votes)


def _turnouts(recipe: Recipe, positions: Sequence[Votable], people: int) -> list[int]:
    chance = recipe.chance("turnout")
    weights = [
        position.question.popularity
        * SHARE_OF_VOTES.get(position.leaning, 1)
        * chance.lognormvariate(0, 0.25)
        for position in positions
    ]
    return shared_out(recipe.votes, weights, _most(people))


def check_turnout(recipe: Recipe, positions: int) -> None:
    """Raises Invalid when so few people cannot cast so many votes."""
    most = positions * _most(recipe.users)
    if recipe.votes > most:
        raise Invalid({"votes": _("So few people and positions make at most %(n)s votes.", n=most)})


def _most(people: int) -> int:
    return max(1, int(people * TURNOUT))


class _Crowd:
    """Everybody at once, as arrays."""

    def __init__(self, recipe: Recipe, people: People, now: datetime) -> None:
        self._recipe, self._now = recipe, now
        self._ids = np.array([person.id for person in people.all])
        self._kinds = [(person.side, person.camp) for person in people.all]
        self._activity = np.array([person.activity for person in people.all])
        self._joined = np.array([(now - person.joined_at).total_seconds() for person in people.all])
        self._visits: dict[int, tuple[Any, Any]] = {}

    def votes_on(self, position: Votable, number: int, count: int) -> list[dict[str, Any]]:
        chance = np.random.default_rng(self._recipe.numbers(2, number))
        interest, visit = self._visit(position)
        # The largest of weight and Gumbel noise together: a draw without putting back.
        keys = np.log(self._activity * interest) + chance.gumbel(size=len(self._ids))
        chosen = np.sort(np.argsort(-keys, kind="stable")[:count])
        # Nobody votes before joining, or before the position is there.
        possible = np.minimum(self._joined[chosen], (self._now - position.created_at).total_seconds())
        ago = np.minimum(visit[chosen] - SECONDS_A_VOTE * (number % 40), possible * chance.random(count))
        ago = np.maximum(ago, 1.0)
        luck, talk = chance.random(count), chance.random(count)
        votes = []
        for index, seconds, drawn, tells in zip(chosen, ago, luck, talk, strict=True):
            odds = chances(position.leaning, *self._kinds[index])
            choice = (
                Choice.AGREE
                if drawn < odds.agree
                else Choice.DISAGREE
                if drawn < odds.agree + odds.disagree
                else Choice.PASS
            )
            reasons = REASONS[choice]
            votes.append(
                {
                    "user_id": int(self._ids[index]),
                    "position_id": position.id,
                    "choice": int(choice),
                    "reason": reasons[int(tells * 1e6) % len(reasons)] if tells < WITH_REASON else None,
                    "voted_at": self._now - timedelta(seconds=float(seconds)),
                }
            )
        return votes

    def _visit(self, position: Votable) -> tuple[Any, Any]:
        """How much each cares for the question, and how many seconds ago they sat down to vote on it."""
        question_id = position.question.id
        if question_id not in self._visits:
            chance = np.random.default_rng(self._recipe.numbers(1, sum(position.question.slug.encode())))
            interest = np.where(chance.random(len(self._ids)) < 0.55, 1.0, 0.08)
            ago = chance.random(len(self._ids)) * OLDEST_DAYS * 86_400
            self._visits[question_id] = interest, ago
        return self._visits[question_id]


@atomic
def _put(votes: Sequence[tuple[Votable, list[dict[str, Any]]]]) -> None:
    """A position on which seeded people voted already is left as it is."""
    for position, rows in votes:
        if not rows or db.session.scalar(_first_vote(position.id, rows)) is not None:
            continue
        for batch in in_batches(rows):
            db.session.execute(sa.insert(Vote.__table__), batch)  # type: ignore[arg-type]
        first = min(row["voted_at"] for row in rows)
        db.session.execute(
            sa.update(Position)
            .where(
                Position.id == position.id, sa.or_(Position.frozen_at.is_(None), Position.frozen_at > first)
            )
            .values(frozen_at=first)
        )


def _first_vote(position_id: int, rows: Sequence[dict[str, Any]]) -> sa.Select[int]:
    return sa.select(Vote.user_id).where(Vote.position_id == position_id, Vote.user_id == rows[0]["user_id"])
