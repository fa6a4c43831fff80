"""The positions of members, some of them taken from a comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.discussion.models import Comment
from forum.lib.batches import in_batches
from forum.lib.db import atomic, db, reserve_ids
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.positions.models import Answer, Position, PositionSource, PositionText
from forum.transfer.seed.leanings import Leaning
from forum.transfer.seed.people import People
from forum.transfer.seed.questions import QuestionPlan
from forum.transfer.seed.recipe import Recipe, shared_out
from forum.transfer.seed.statements import STARTING_LEANINGS, statements_for
from forum.transfer.seed.telling import Tell
from forum.transfer.seed.threads import ThreadPlan

OLDEST_DAYS = 60
FROM_COMMENT = 3  # one in so many
ANSWERS = (Answer.MEANT, Answer.ASKED, Answer.MEANT, Answer.NOT_MEANT)
FIRST_REPLY, APART = 3, 2  # which comments of a thread propose a position


@dataclass(frozen=True, slots=True)
class PositionPlan:
    """`source`: the thread and the comment in it from which it is taken, by number."""

    number: int
    question: QuestionPlan
    statement: str
    leaning: Leaning
    source: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Votable:
    """A position that people vote on, and what they think of it."""

    id: int
    question: QuestionPlan
    leaning: Leaning
    created_at: datetime


def planned_positions(
    recipe: Recipe, questions: Sequence[QuestionPlan], threads: Sequence[ThreadPlan]
) -> list[PositionPlan]:
    """Raises Invalid when there are not that many different sentences. 1 statement."""
    taken = _statements_of_others(recipe)
    plans: list[PositionPlan] = []
    counts = shared_out(recipe.positions, [question.positions for question in questions])
    for question, count in zip(questions, counts, strict=True):
        places = (
            (thread.number, number)
            for thread in threads
            if thread.question is question
            for number in range(FIRST_REPLY, thread.replies + 2, APART)
        )
        new = (each for each in statements_for(question.slug) if (question.id, each[0]) not in taken)
        for nth, (statement, leaning) in enumerate(islice(new, count)):
            source = next(places, None) if nth % FROM_COMMENT == 0 else None
            plans.append(PositionPlan(len(plans) + 1, question, statement, leaning, source))
    if len(plans) < recipe.positions:
        raise Invalid(
            {"positions": _("There are not that many different sentences: at most %(n)s.", n=len(plans))}
        )
    return plans


def _statements_of_others(recipe: Recipe) -> set[tuple[int, str]]:
    """By question: another seed begins with the same sentences."""
    rows = db.session.execute(
        sa.select(Position.question_id, PositionText.statement)
        .join(PositionText, PositionText.position_id == Position.id)
        .outerjoin(User, User.id == Position.author_id)
        .where(sa.or_(User.id.is_(None), User.email.not_like(f"%@{recipe.domain}")))
    )
    return {(row.question_id, row.statement) for row in rows}


def put_positions(
    recipe: Recipe, plans: Sequence[PositionPlan], people: People, now: datetime, tell: Tell
) -> list[Votable]:
    votable: list[Votable] = []
    for batch in in_batches(plans, 500):
        votable += _put(recipe, batch, people, now)
        tell(batch[-1].number, recipe.positions)
    return votable


@atomic
def starting_positions(questions: Sequence[QuestionPlan], now: datetime) -> list[Votable]:
    """Those that came with the article: they get votes too.

    One that nobody voted on yet is dated back, so that its votes can be spread in time like all others.
    """
    by_id = {question.id: question for question in questions}
    starting = Position.is_seed, Position.question_id.in_(by_id), Position.superseded_by_id.is_(None)
    earlier = now - timedelta(days=OLDEST_DAYS)
    db.session.execute(
        sa.update(Position)
        .where(*starting, Position.frozen_at.is_(None), Position.created_at > earlier)
        .values(created_at=earlier)
    )
    rows = db.session.execute(
        sa.select(Position.id, Position.question_id, Position.created_at)
        .where(*starting)
        .order_by(Position.id)
    )
    return [
        Votable(
            row.id,
            by_id[row.question_id],
            STARTING_LEANINGS[index % len(STARTING_LEANINGS)],
            row.created_at,
        )
        for index, row in enumerate(rows)
    ]


@atomic
def _put(recipe: Recipe, plans: Sequence[PositionPlan], people: People, now: datetime) -> list[Votable]:
    public_ids = {recipe.public_id("position", plan.number): plan for plan in plans}
    known = dict(
        db.session.execute(
            sa.select(Position.public_id, Position.id).where(Position.public_id.in_(public_ids))
        ).all()
    )
    comments = _comments(recipe, plans)
    votable: list[Votable] = []
    rows: dict[str, list[dict[str, Any]]] = {"positions": [], "texts": [], "sources": []}
    new_ids = iter(reserve_ids(Position, len(plans) - len(known)))
    for public_id, plan in public_ids.items():
        chance = recipe.chance("position", plan.number)
        source = comments.get(plan.source) if plan.source else None
        earliest = source.created_at if source else now - timedelta(days=OLDEST_DAYS)
        created_at = earliest + (now - earliest) * chance.uniform(0.02, 0.5)
        author = people.somebody(chance, created_at)
        position_id = known.get(public_id) or next(new_ids)
        votable.append(Votable(position_id, plan.question, plan.leaning, created_at))
        if public_id in known:
            continue
        rows["positions"].append(
            {
                "id": position_id,
                "public_id": public_id,
                "question_id": plan.question.id,
                "author_id": author.id,
                "created_at": created_at,
            }
        )
        rows["texts"].append({"position_id": position_id, "locale": "nl", "statement": plan.statement})
        if source:
            answer = ANSWERS[plan.number % len(ANSWERS)]
            rows["sources"].append(
                {
                    "position_id": position_id,
                    "comment_id": source.id,
                    "quote": plan.statement,
                    "answer": answer,
                    "added_at": created_at,
                    "answered_at": None if answer is Answer.ASKED else created_at + (now - created_at) / 3,
                }
            )
    for model, name in ((Position, "positions"), (PositionText, "texts"), (PositionSource, "sources")):
        if rows[name]:
            db.session.execute(sa.insert(model.__table__), rows[name])  # type: ignore[arg-type]
    return votable


def _comments(recipe: Recipe, plans: Sequence[PositionPlan]) -> dict[tuple[int, int], Any]:
    """The comments that these are taken from, by numbers of thread and comment."""
    wanted = {recipe.public_id("comment", *plan.source): plan.source for plan in plans if plan.source}
    rows = db.session.execute(
        sa.select(Comment.id, Comment.public_id, Comment.created_at).where(Comment.public_id.in_(wanted))
    )
    return {wanted[row.public_id]: row for row in rows}
