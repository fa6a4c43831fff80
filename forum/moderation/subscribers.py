"""What comes into the queue by itself, and leaves it by itself.

Each of these looks at how things stand now, so that running it late or twice does no harm.
"""

import sqlalchemy as sa

from forum.articles.events import AnchorLost, ArticleLoaded
from forum.articles.models import Question, QuestionText
from forum.discussion.events import CommentHeld, CommentWithdrawn, ThreadHeld
from forum.discussion.models import Comment, CommentState
from forum.jobs import on
from forum.lib.db import atomic, db
from forum.lib.errors import NotFound
from forum.mandates.events import MandateAsked, MandateConfirmed, MandateWithdrawn
from forum.mandates.models import Mandate, MandateState
from forum.moderation.items import close_items, open_item, open_items_of
from forum.moderation.kinds import Kind, Waits
from forum.moderation.models import Item
from forum.moderation.targets import target_with_id
from forum.permissions import SYSTEM
from forum.positions.events import (
    DoubtEnded,
    PositionHeld,
    PositionWithdrawn,
    StandingChanged,
    StandingDoubted,
)
from forum.positions.models import PositionTransition
from forum.positions.notices import doubt


@on(CommentHeld)
@atomic
def queue_comment(event: CommentHeld) -> None:
    _queue_held(Kind.COMMENT, event.comment_id)


@on(ThreadHeld)
@atomic
def queue_thread(event: ThreadHeld) -> None:
    _queue_held(Kind.THREAD, event.thread_id)


@on(PositionHeld)
@atomic
def queue_position(event: PositionHeld) -> None:
    _queue_held(Kind.POSITION, event.position_id)


@on(CommentWithdrawn)
@atomic
def forget_withdrawn_comment(event: CommentWithdrawn) -> None:
    """A thread that waits has nothing left to look at when its opening text is withdrawn."""
    comment = db.session.get(Comment, event.comment_id)
    if comment is None or comment.state is not CommentState.WITHDRAWN:
        return
    _forget(Kind.COMMENT, comment.id, Waits.HELD)
    if comment.is_opening:
        _forget(Kind.THREAD, comment.thread_id, Waits.HELD)


@on(PositionWithdrawn)
@atomic
def forget_withdrawn_position(event: PositionWithdrawn) -> None:
    _forget(Kind.POSITION, event.position_id, Waits.HELD)


@on(AnchorLost)
@atomic
def queue_lost_anchor(event: AnchorLost) -> None:
    """Once for a question, however many languages it lost its passage in."""
    if db.session.scalar(sa.select(_has_lost()).where(Question.id == event.question_id)):
        open_item(Waits.ANCHOR, Kind.QUESTION, event.question_id)


@on(ArticleLoaded)
@atomic
def forget_found_anchors(event: ArticleLoaded) -> None:
    """The passage is back in the article, or the question left it too."""
    found = sa.select(Question.id).where(Question.article_id == event.article_id, ~_has_lost())
    waiting = sa.select(Item).where(
        Item.closed_at.is_(None),
        Item.waits == Waits.ANCHOR,
        Item.kind == Kind.QUESTION,
        Item.target_id.in_(found),
    )
    close_items(list(db.session.scalars(waiting.with_for_update())), SYSTEM, None)


@on(StandingDoubted)
@atomic
def queue_doubt(event: StandingDoubted) -> None:
    found = doubt(event.transition_id)
    if found is None:
        return
    settled_since = sa.select(PositionTransition.id).where(
        PositionTransition.position_id == found.position_id,
        PositionTransition.id > event.transition_id,
        PositionTransition.is_doubted.is_(False),
    )
    if db.session.scalar(settled_since.limit(1)) is None:
        open_item(Waits.DOUBT, Kind.POSITION, found.position_id)


@on(StandingChanged)
@atomic
def forget_settled_doubt(event: StandingChanged) -> None:
    position_id = db.session.scalar(
        sa.select(PositionTransition.position_id).where(PositionTransition.id == event.transition_id)
    )
    if position_id is not None:
        _forget(Kind.POSITION, position_id, Waits.DOUBT)


@on(DoubtEnded)
@atomic
def forget_ended_doubt(event: DoubtEnded) -> None:
    _forget(Kind.POSITION, event.position_id, Waits.DOUBT)


@on(MandateAsked)
@atomic
def queue_mandate(event: MandateAsked) -> None:
    """Unless a colleague was quicker."""
    mandate = db.session.get(Mandate, event.mandate_id)
    if mandate is not None and mandate.state is MandateState.ASKED:
        open_item(Waits.MANDATE, Kind.MANDATE, mandate.id, since=mandate.asked_at)


@on(MandateConfirmed)
@atomic
def forget_confirmed_mandate(event: MandateConfirmed) -> None:
    _forget(Kind.MANDATE, event.mandate_id, Waits.MANDATE)


@on(MandateWithdrawn)
@atomic
def forget_withdrawn_mandate(event: MandateWithdrawn) -> None:
    _forget(Kind.MANDATE, event.mandate_id, Waits.MANDATE)


def _queue_held(kind: Kind, target_id: int) -> None:
    """Unless somebody has decided, or its author withdrew it, in the meantime.

    It waits since it was written: whose worker was quicker does not decide who comes first.
    """
    try:
        about = target_with_id(kind, target_id)
    except NotFound:
        return
    if about.row.state.value == "held":
        open_item(Waits.HELD, kind, target_id, since=about.row.created_at)


def _forget(kind: Kind, target_id: int, why: Waits) -> None:
    close_items(open_items_of(kind, target_id, why), SYSTEM, None)


def _has_lost() -> sa.ColumnElement[bool]:
    """Whether a question that stands in the article has lost its passage in any language."""
    lost = sa.exists().where(QuestionText.question_id == Question.id, QuestionText.is_anchor_lost)
    return sa.and_(Question.is_retired.is_(False), lost)
