"""What a notification speaks of, as it stands now."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import sqlalchemy as sa

from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.following.models import FollowKind, What
from forum.lib.db import db
from forum.moderation.models import Appeal, Decision, Flag
from forum.positions.models import Position, PositionState, PositionTransition
from forum.positions.notices import news_of
from forum.synthesis.models import Synthesis


@dataclass(frozen=True, slots=True)
class Subject:
    """`author_id`: who did it, and so needs not be told. `key`: one for each event, see Notification."""

    what: What
    id: int
    key: str
    author_id: int | None
    group_kind: FollowKind | None
    group_id: int | None
    is_visible: bool = True


def subject(what: What, subject_id: int) -> Subject | None:
    """None when there is no such thing any more, or nothing to tell of it. 1 statement."""
    return _FIND[what](what, subject_id)


def _comment(what: What, comment_id: int) -> Subject | None:
    row = db.session.execute(
        sa.select(Comment.author_id, Comment.thread_id, Comment.state, Thread.state.label("thread_state"))
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Comment.id == comment_id)
    ).one_or_none()
    if row is None:
        return None
    is_visible = row.state is CommentState.VISIBLE and row.thread_state is ThreadState.VISIBLE
    key = f"comment:{comment_id}"
    return Subject(what, comment_id, key, row.author_id, FollowKind.THREAD, row.thread_id, is_visible)


def _mention(what: What, comment_id: int) -> Subject | None:
    """In an opening text it is the same event as the thread that begins with it."""
    found = _comment(what, comment_id)
    row = db.session.execute(
        sa.select(Comment.number, Comment.thread_id).where(Comment.id == comment_id)
    ).one_or_none()
    if found is None or row is None or row.number > 1:
        return found
    return replace(found, key=f"thread:{row.thread_id}")


def _thread(what: What, thread_id: int) -> Subject | None:
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        return None
    place = FollowKind.QUESTION, thread.question_id
    return Subject(what, thread_id, f"thread:{thread_id}", thread.author_id, *place, thread.is_visible)


def _standing(what: What, transition_id: int) -> Subject | None:
    row = db.session.execute(
        sa.select(PositionTransition, Position.state)
        .join(Position, Position.id == PositionTransition.position_id)
        .where(PositionTransition.id == transition_id, PositionTransition.is_doubted.is_(False))
    ).one_or_none()
    if row is None or news_of(row[0].before, row[0].after) is None:
        return None
    # It came of everybody's votes: its author is the first to be told.
    place = FollowKind.POSITION, row[0].position_id
    is_visible = row.state is PositionState.VISIBLE
    return Subject(what, transition_id, f"standing:{transition_id}", None, *place, is_visible)


def _synthesis(what: What, synthesis_id: int) -> Subject | None:
    synthesis = db.session.get(Synthesis, synthesis_id)
    if synthesis is None:
        return None
    place = FollowKind.QUESTION, synthesis.question_id
    return Subject(what, synthesis_id, f"synthesis:{synthesis_id}", synthesis.author_id, *place)


def _decision(what: What, decision_id: int) -> Subject | None:
    decision = db.session.get(Decision, decision_id)
    return _alone(what, decision_id, decision.actor_id) if decision else None


def _report(what: What, flag_id: int) -> Subject | None:
    flag = db.session.get(Flag, flag_id)
    decision = db.session.get(Decision, flag.decision_id) if flag and flag.decision_id else None
    return _alone(what, flag_id, decision.actor_id) if decision else None


def _appeal(what: What, appeal_id: int) -> Subject | None:
    appeal = db.session.get(Appeal, appeal_id)
    return _alone(what, appeal_id, None) if appeal and appeal.outcome else None


def _alone(what: What, id: int, author_id: int | None) -> Subject:
    return Subject(what, id, f"{what.value}:{id}", author_id, None, None)


_FIND: dict[What, Callable[[What, int], Subject | None]] = {
    What.REPLY: _comment,
    What.COMMENT: _comment,
    What.THREAD: _thread,
    What.STANDING: _standing,
    What.SYNTHESIS: _synthesis,
    What.DECISION: _decision,
    What.REPORT: _report,
    What.APPEAL: _appeal,
    What.MENTION: _mention,
}
