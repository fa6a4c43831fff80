"""What belongs to the feed of what one person follows, whatever the pace at which they hear of it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.articles.models import Question, QuestionLesson
from forum.discussion.models import Thread, ThreadLesson
from forum.following.models import Cadence, FeedKey, Follow, FollowKind
from forum.positions.models import Position


def in_threads(key: Any) -> sa.ColumnElement[bool]:
    """A condition on Thread: it is followed, or its question or one of its lessons is.

    key: hash of the secret. All in one set of ids, so that the comments of these threads are looked up, and
    not all that there are.
    """
    thread = aliased(Thread)
    of_questions = sa.select(thread.id).where(thread.question_id.in_(_followed(key, FollowKind.QUESTION)))
    of_lessons = sa.select(ThreadLesson.thread_id).where(
        ThreadLesson.lesson_id.in_(_followed(key, FollowKind.LESSON))
    )
    return Thread.id.in_(sa.union(_followed(key, FollowKind.THREAD), of_questions, of_lessons))


def in_questions(key: Any, *, with_positions: bool) -> sa.ColumnElement[bool]:
    """A condition on Question: it or one of its lessons is followed. with_positions: or the Position is."""
    of_lessons = sa.select(QuestionLesson.question_id).where(
        QuestionLesson.lesson_id.in_(_followed(key, FollowKind.LESSON))
    )
    questions = Question.id.in_(sa.union(_followed(key, FollowKind.QUESTION), of_lessons))
    if not with_positions:
        return questions
    return sa.or_(questions, Position.id.in_(_followed(key, FollowKind.POSITION)))


def _followed(key: Any, kind: FollowKind) -> sa.Select[int]:
    owner = sa.select(FeedKey.user_id).where(FeedKey.token_hash == key).scalar_subquery()
    return sa.select(Follow.target_id).where(
        Follow.user_id == owner, Follow.kind == kind, Follow.cadence != Cadence.OFF
    )
