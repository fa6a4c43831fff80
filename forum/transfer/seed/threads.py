"""The conversations: which threads there are, and every comment in them."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from forum.discussion.models import Comment, CommentRevision, Thread, ThreadLesson
from forum.discussion.tree import path_below
from forum.lib.batches import in_batches
from forum.lib.db import atomic, db, reserve_ids
from forum.transfer.seed.people import People
from forum.transfer.seed.questions import QuestionPlan
from forum.transfer.seed.recipe import MOST_REPLIES, Recipe, shared_out
from forum.transfer.seed.telling import Tell
from forum.transfer.seed.words import Theme
from forum.transfer.seed.writing import Body, Writer, theme_of, title

TOGETHER = 10_000  # comments in one transaction: each costs the disk a wait
OLDEST_DAYS = 70
RECENT = 8  # a reply goes to one of the last so many comments, or to the opening text
TO_RECENT = 0.6
EDITED = 0.03

Proposals = Mapping[tuple[int, int], str]
"""By numbers of a thread and a comment in it: the statement that is proposed there."""


@dataclass(frozen=True, slots=True)
class ThreadPlan:
    """`nth`: how many threads on the same theme came before."""

    number: int
    question: QuestionPlan
    theme: Theme
    nth: int
    replies: int


def planned_threads(recipe: Recipe, questions: Sequence[QuestionPlan]) -> list[ThreadPlan]:
    counts = shared_out(recipe.threads, [question.popularity for question in questions])
    chance = recipe.chance("threads")
    weights = [chance.lognormvariate(0, 0.9) for _number in range(recipe.threads)]
    sizes = shared_out(recipe.comments, weights, MOST_REPLIES)
    plans: list[ThreadPlan] = []
    before: dict[int, int] = {}
    for question, count in zip(questions, counts, strict=True):
        theme = theme_of(question.slug)
        for _number in range(count):
            nth = before.get(id(theme), 0)
            before[id(theme)] = nth + 1
            plans.append(ThreadPlan(len(plans) + 1, question, theme, nth, sizes[len(plans)]))
    return plans


def put_threads(
    recipe: Recipe,
    plans: Sequence[ThreadPlan],
    proposals: Proposals,
    people: People,
    now: datetime,
    tell: Tell,
) -> None:
    """A thread is stored with all its comments or not at all, so that one can stop and go on later."""
    done = 0
    for batch in _together(plans):
        _put(recipe, batch, proposals, people, now)
        done += sum(plan.replies for plan in batch)
        tell(done, recipe.comments)


def _together(plans: Sequence[ThreadPlan]) -> Iterator[list[ThreadPlan]]:
    """Small threads go into one transaction."""
    batch: list[ThreadPlan] = []
    for plan in plans:
        batch.append(plan)
        if sum(each.replies + 1 for each in batch) >= TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


@atomic
def _put(
    recipe: Recipe, plans: Sequence[ThreadPlan], proposals: Proposals, people: People, now: datetime
) -> None:
    public_ids = [recipe.public_id("thread", plan.number) for plan in plans]
    known = set(db.session.scalars(sa.select(Thread.public_id).where(Thread.public_id.in_(public_ids))))
    new = [
        (plan, public_id) for plan, public_id in zip(plans, public_ids, strict=True) if public_id not in known
    ]
    for (plan, public_id), thread_id in zip(new, reserve_ids(Thread, len(new)), strict=True):
        chance = recipe.chance("thread", plan.number)
        started_at = now - timedelta(days=chance.uniform(1, OLDEST_DAYS))
        ended_at = started_at + (now - started_at) * chance.uniform(0.5, 1)
        step = (ended_at - started_at) / (plan.replies + 1)
        thread = {
            "id": thread_id,
            "public_id": public_id,
            "question_id": plan.question.id,
            "author_id": people.somebody(chance, started_at).id,
            "title": title(plan.theme, plan.nth, chance),
            "created_at": started_at,
            "last_activity_at": started_at,
            "comment_count": plan.replies,
            "last_number": plan.replies + 1,
        }
        db.session.execute(sa.insert(Thread.__table__), thread)  # type: ignore[arg-type]
        lessons = [{"thread_id": thread_id, "lesson_id": lesson_id} for lesson_id in plan.question.lesson_ids]
        if lessons:
            db.session.execute(sa.insert(ThreadLesson.__table__), lessons)  # type: ignore[arg-type]
        last = _put_comments(recipe, plan, thread, step, proposals, people, chance)
        db.session.execute(sa.update(Thread).where(Thread.id == thread_id).values(last_activity_at=last))


def _put_comments(
    recipe: Recipe,
    plan: ThreadPlan,
    thread: dict[str, Any],
    step: timedelta,
    proposals: Proposals,
    people: People,
    chance: Random,
) -> datetime:
    """Returns when the last one was written."""
    writer = Writer(plan.theme, chance)
    recent: deque[dict[str, Any]] = deque(maxlen=RECENT)
    moment: datetime = thread["created_at"]
    for batch in in_batches(range(1, plan.replies + 2)):
        rows: list[dict[str, Any]] = []
        revisions: list[dict[str, Any]] = []
        for number, comment_id in zip(batch, reserve_ids(Comment, len(batch)), strict=True):
            parent = chance.choice(recent) if recent and chance.random() < TO_RECENT else None
            if number > 1:
                moment = thread["created_at"] + step * (number - 1 + chance.random())
            body = _body(writer, proposals.get((plan.number, number)), number, parent)
            edit = _edit(comment_id, body, moment) if chance.random() < EDITED else None
            row = {
                "id": comment_id,
                "public_id": recipe.public_id("comment", plan.number, number),
                "thread_id": thread["id"],
                "parent_id": parent["id"] if parent else None,
                "author_id": thread["author_id"] if number == 1 else people.somebody(chance, moment).id,
                "number": number,
                "path": path_below(parent["path"] if parent else "", number),
                "source": body.source,
                "html": body.html,
                "renderer_version": body.version,
                "version": 2 if edit else 1,
                "created_at": moment,
                "edited_at": moment + timedelta(minutes=5) if edit else None,
            }
            rows.append(row)
            if edit:
                revisions.append(edit)
            if number > 1:
                recent.append({"id": comment_id, "path": row["path"]})
        db.session.execute(sa.insert(Comment.__table__), rows)  # type: ignore[arg-type]
        if revisions:
            db.session.execute(sa.insert(CommentRevision.__table__), revisions)  # type: ignore[arg-type]
    return moment


def _body(writer: Writer, statement: str | None, number: int, parent: Any) -> Body:
    if number == 1:
        return writer.opening()
    if statement is not None:
        return writer.proposal(statement)
    return writer.reaction() if parent else writer.answer()


def _edit(comment_id: int, body: Body, at: datetime) -> dict[str, Any] | None:
    """Somebody added the last paragraph a few minutes later."""
    before = body.source.rpartition("\n\n")[0]
    return {"comment_id": comment_id, "version": 1, "source": before, "written_at": at} if before else None
