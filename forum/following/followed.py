"""What can be followed, found by its kind and its name in addresses."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forum.articles.models import Lesson, Question
from forum.discussion.models import Comment, Thread
from forum.discussion.sight import may_read_thread
from forum.following.models import FollowKind
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.permissions import Actor, can
from forum.permissions import Permission as P
from forum.positions.models import Position


@dataclass(frozen=True, slots=True)
class Followed:
    """`name`: what stands in its address."""

    kind: FollowKind
    id: int
    name: str

    @property
    def ref(self) -> str:
        return f"{self.kind.value}:{self.name}"


def followed(actor: Actor, ref: str) -> Followed:
    """What `question:<slug>`, `lesson:<slug>`, `thread:<public id>` or `position:<public id>` names.

    A thread that was merged and a position that was replaced lead on. Raises NotFound, also for what this
    actor may not read.
    """
    return _named(actor, ref)


def once_followed(ref: str) -> Followed:
    """As `followed`, but also what was taken away since: for who follows it already. Raises NotFound."""
    return _named(None, ref)


def _named(actor: Actor | None, ref: str) -> Followed:
    kind, colon, name = ref.partition(":")
    if not colon or not name or "\x00" in name or kind not in {one.value for one in FollowKind}:
        raise NotFound
    return _FIND[FollowKind(kind)](actor, name)


def _question(_actor: Actor | None, slug: str) -> Followed:
    question = _found(sa.select(Question).where(Question.slug == slug))
    return Followed(FollowKind.QUESTION, question.id, slug)


def _lesson(_actor: Actor | None, slug: str) -> Followed:
    lesson = _found(sa.select(Lesson).where(Lesson.slug == slug, Lesson.is_retired.is_(False)))
    return Followed(FollowKind.LESSON, lesson.id, slug)


def _thread(actor: Actor | None, public_id: str) -> Followed:
    thread = _found(sa.select(Thread).where(Thread.public_id == public_id))
    if thread.merged_comment_id is not None:
        became = sa.select(Comment.thread_id).where(Comment.id == thread.merged_comment_id).scalar_subquery()
        thread = _found(sa.select(Thread).where(Thread.id == became))
    if actor is not None and not may_read_thread(actor, thread.state, thread.author_id):
        raise NotFound
    return Followed(FollowKind.THREAD, thread.id, thread.public_id)


def _position(actor: Actor | None, public_id: str) -> Followed:
    position = _found(sa.select(Position).where(Position.public_id == public_id))
    seen = {position.id}
    while position.superseded_by_id is not None and position.superseded_by_id not in seen:
        seen.add(position.superseded_by_id)
        position = db.session.get_one(Position, position.superseded_by_id)
    if actor is not None and not can(actor, P.POSITION_READ, position):
        raise NotFound
    return Followed(FollowKind.POSITION, position.id, position.public_id)


def _found(statement: sa.Select[Any]) -> Any:
    row = db.session.scalar(statement)
    if row is None:
        raise NotFound
    return row


_FIND = {
    FollowKind.QUESTION: _question,
    FollowKind.LESSON: _lesson,
    FollowKind.THREAD: _thread,
    FollowKind.POSITION: _position,
}
