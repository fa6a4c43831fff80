"""What happened, for who follows it or is concerned by it. Run by the worker, safe to run twice.

Posting only emits its event: how many follow a thread is no matter of who posts in it.
"""

from datetime import datetime

import sqlalchemy as sa

from forum.discussion.events import CommentEdited, CommentPosted, ThreadSeen, ThreadStarted
from forum.discussion.models import Comment, Thread, ThreadLesson
from forum.following.events import FollowersToTell, NotificationsSeen
from forum.following.models import Cadence, Follow, FollowKind, Notification, What
from forum.following.service import lead_on, read_now, takes_part
from forum.following.subjects import subject
from forum.following.telling import split, tell, tell_batch, tell_mentioned
from forum.jobs import on
from forum.lib.db import atomic, db
from forum.moderation.events import AppealDecided, DecisionMade
from forum.moderation.flag_queries import answered_by
from forum.moderation.kinds import Kind
from forum.moderation.letters import appellant_of, told_of
from forum.moderation.models import Decision, Flag
from forum.positions.events import PositionProposed, PositionsMerged, PositionSuperseded, StandingChanged
from forum.positions.models import Position, PositionTransition
from forum.synthesis.events import SynthesisPublished
from forum.synthesis.models import Synthesis


@on(ThreadStarted)
@atomic
def tell_thread(event: ThreadStarted) -> None:
    thread = db.session.get(Thread, event.thread_id)
    if thread is None:
        return
    takes_part(thread.author_id, FollowKind.THREAD, thread.id)
    opening = sa.select(Comment.id).where(Comment.thread_id == thread.id, Comment.number == 1)
    if (comment_id := db.session.scalar(opening)) is not None:
        tell_mentioned(comment_id)
    split(What.THREAD, thread.id, FollowKind.QUESTION, thread.question_id)
    lessons = sa.select(ThreadLesson.lesson_id).where(ThreadLesson.thread_id == thread.id)
    for lesson_id in db.session.scalars(lessons).all():
        split(What.THREAD, thread.id, FollowKind.LESSON, lesson_id)


@on(CommentPosted)
@atomic
def tell_comment(event: CommentPosted) -> None:
    """First to who is mentioned, at once; then to who is answered, whatever else they follow."""
    comment = db.session.get(Comment, event.comment_id)
    if comment is None:
        return
    takes_part(comment.author_id, FollowKind.THREAD, comment.thread_id)
    tell_mentioned(comment.id)
    answered = _answered(comment)
    cadence = _cadence_of(answered, comment.thread_id)
    is_mailed = cadence not in (None, Cadence.FEED, Cadence.OFF)
    tell(answered, subject(What.REPLY, comment.id), cadence=cadence or Cadence.OFF, is_mailed=is_mailed)
    split(What.COMMENT, comment.id, FollowKind.THREAD, comment.thread_id)


@on(CommentEdited)
@atomic
def tell_newly_mentioned(event: CommentEdited) -> None:
    """Who heard of this comment before, in whatever way, does not hear of it again."""
    tell_mentioned(event.comment_id)


def _answered(comment: Comment) -> int | None:
    """Whose text it answers: what has no parent answers the opening text, and so who began the thread."""
    if comment.parent_id is not None:
        return db.session.scalar(sa.select(Comment.author_id).where(Comment.id == comment.parent_id))
    return db.session.scalar(sa.select(Thread.author_id).where(Thread.id == comment.thread_id))


def _cadence_of(user_id: int | None, thread_id: int) -> Cadence | None:
    return db.session.scalar(
        sa.select(Follow.cadence).filter_by(user_id=user_id, kind=FollowKind.THREAD, target_id=thread_id)
    )


@on(PositionProposed)
@atomic
def follow_own_position(event: PositionProposed) -> None:
    position = db.session.get(Position, event.position_id)
    if position is not None and position.author_id is not None:
        takes_part(position.author_id, FollowKind.POSITION, position.id)


@on(StandingChanged)
@atomic
def tell_standing(event: StandingChanged) -> None:
    """To the author too, who gets a mail of their own: see forum/notifications/positions.py."""
    about = subject(What.STANDING, event.transition_id)
    if about is None:
        return
    position = db.session.scalars(
        sa.select(Position)
        .join(PositionTransition, PositionTransition.position_id == Position.id)
        .where(PositionTransition.id == event.transition_id)
    ).one()
    tell(position.author_id, about, cadence=Cadence.AT_ONCE, is_mailed=False)
    split(What.STANDING, event.transition_id, FollowKind.POSITION, position.id)
    split(What.STANDING, event.transition_id, FollowKind.QUESTION, position.question_id)


@on(SynthesisPublished)
@atomic
def tell_synthesis(event: SynthesisPublished) -> None:
    synthesis = db.session.get(Synthesis, event.synthesis_id)
    if synthesis is not None:
        split(What.SYNTHESIS, synthesis.id, FollowKind.QUESTION, synthesis.question_id)


@on(FollowersToTell)
@atomic
def tell_followers(event: FollowersToTell) -> None:
    tell_batch(event)


@on(DecisionMade)
@atomic
def tell_decision(event: DecisionMade) -> None:
    """Mails of these go out at once, from forum/notifications/."""
    about = subject(What.DECISION, event.decision_id)
    tell(told_of(event.decision_id), about, cadence=Cadence.AT_ONCE, is_mailed=False)
    for flag_id in answered_by(event.decision_id):
        reporter = db.session.scalar(sa.select(Flag.reporter_id).where(Flag.id == flag_id))
        tell(reporter, subject(What.REPORT, flag_id), cadence=Cadence.AT_ONCE, is_mailed=False)


@on(AppealDecided)
@atomic
def tell_appeal(event: AppealDecided) -> None:
    about = subject(What.APPEAL, event.appeal_id)
    tell(appellant_of(event.appeal_id), about, cadence=Cadence.AT_ONCE, is_mailed=False)


@on(DecisionMade)
@atomic
def lead_on_merged_thread(event: DecisionMade) -> None:
    decision = db.session.get(Decision, event.decision_id)
    if decision is None or decision.kind is not Kind.THREAD:
        return
    into_id = db.session.scalar(sa.select(Thread.merged_into_id).where(Thread.id == decision.target_id))
    if into_id is not None:
        lead_on(FollowKind.THREAD, decision.target_id, into_id)


@on(PositionsMerged)
@atomic
def lead_on_merged_position(event: PositionsMerged) -> None:
    lead_on(FollowKind.POSITION, event.position_id, event.into_id)


@on(PositionSuperseded)
@atomic
def lead_on_better_wording(event: PositionSuperseded) -> None:
    lead_on(FollowKind.POSITION, event.position_id, event.by_id)


@on(ThreadSeen)
@atomic
def read_with_thread(event: ThreadSeen) -> None:
    """Who read a thread knows what happened in it until then."""
    is_in_thread = sa.and_(
        Notification.group_kind == FollowKind.THREAD,
        Notification.group_id == event.thread_id,
        Notification.created_at <= datetime.fromisoformat(event.seen_at),
    )
    read_now(event.user_id, is_in_thread)


@on(NotificationsSeen)
@atomic
def read_opened(event: NotificationsSeen) -> None:
    read_now(event.user_id, Notification.id.in_(event.ids))
