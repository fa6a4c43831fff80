"""What comes into the queue by itself, and leaves it by itself."""

import pytest
import sqlalchemy as sa

from forum.articles.events import AnchorLost, ArticleLoaded
from forum.articles.models import Article, Question, QuestionText
from forum.audit import recorded
from forum.discussion.events import CommentHeld, CommentWithdrawn, ThreadHeld
from forum.discussion.models import Comment, CommentState, ThreadState
from forum.discussion.service import withdraw_comment
from forum.jobs import deliver_all
from forum.lib.db import atomic
from forum.moderation import subscribers
from forum.moderation.kinds import Kind, Waits
from forum.moderation.models import Item
from forum.moderation.service import settle_task
from forum.permissions import SYSTEM
from forum.positions.events import (
    DoubtEnded,
    PositionHeld,
    PositionWithdrawn,
    StandingChanged,
    StandingDoubted,
)
from forum.positions.models import PositionState, PositionTransition, Standing
from forum.positions.service import withdraw_position
from tests.factories import an_item, as_actor


@pytest.fixture
def waiting(db):
    def found() -> list[tuple[Waits, Kind, int]]:
        db.session.rollback()
        rows = db.session.scalars(sa.select(Item).where(Item.closed_at.is_(None)).order_by(Item.id))
        return [(row.waits, row.kind, row.target_id) for row in rows]

    return found


@atomic
def put(thing, state) -> None:
    from forum.lib.db import db

    row = db.session.get_one(type(thing), thing.id)
    with recorded(SYSTEM, "test.put", row):
        row.state = state


# What is held


def test_a_comment_that_is_held_waits_for_a_look(comment, waiting):
    put(comment, CommentState.HELD)
    for _ in range(2):
        subscribers.queue_comment(CommentHeld(comment.id))
    assert waiting() == [(Waits.HELD, Kind.COMMENT, comment.id)]


def test_so_does_a_thread(thread, waiting):
    put(thread, ThreadState.HELD)
    for _ in range(2):
        subscribers.queue_thread(ThreadHeld(thread.id))
    assert waiting() == [(Waits.HELD, Kind.THREAD, thread.id)]


def test_so_does_a_position(position, waiting):
    put(position, PositionState.HELD)
    for _ in range(2):
        subscribers.queue_position(PositionHeld(position.id))
    assert waiting() == [(Waits.HELD, Kind.POSITION, position.id)]


def test_it_waits_since_it_was_written_however_late_the_worker_is(db, clock, comment):
    put(comment, CommentState.HELD)
    clock.advance(minutes=20)
    subscribers.queue_comment(CommentHeld(comment.id))
    assert db.session.scalar(sa.select(Item.opened_at)) == comment.created_at < clock()


def test_what_was_looked_at_before_the_event_came_does_not_wait(comment, thread, position, waiting):
    subscribers.queue_comment(CommentHeld(comment.id))
    subscribers.queue_thread(ThreadHeld(thread.id))
    subscribers.queue_position(PositionHeld(position.id))
    assert waiting() == []


def test_a_held_comment_that_its_author_withdraws_leaves_the_queue(comment, bob, waiting):
    put(comment, CommentState.HELD)
    subscribers.queue_comment(CommentHeld(comment.id))
    withdraw_comment(as_actor(bob), comment.public_id)
    deliver_all()
    assert waiting() == []


def test_a_held_thread_whose_opening_text_is_withdrawn_leaves_it_too(db, thread, bob, waiting):
    put(thread, ThreadState.HELD)
    subscribers.queue_thread(ThreadHeld(thread.id))
    opening = db.session.scalars(sa.select(Comment).filter_by(thread_id=thread.id, number=1)).one()
    withdraw_comment(as_actor(bob), opening.public_id)
    deliver_all()
    assert waiting() == []


def test_a_held_position_that_its_author_withdraws_leaves_it_too(position, bob, waiting):
    put(position, PositionState.HELD)
    subscribers.queue_position(PositionHeld(position.id))
    withdraw_position(as_actor(bob), position.public_id)
    deliver_all()
    assert waiting() == []


def test_what_was_reported_waits_on_for_its_answer(comment, bob, waiting):
    an_item(comment, Waits.FLAGS)
    withdraw_comment(as_actor(bob), comment.public_id)
    deliver_all()
    assert waiting() == [(Waits.FLAGS, Kind.COMMENT, comment.id)]


def test_events_of_what_is_gone_are_no_trouble(app, waiting):
    subscribers.queue_comment(CommentHeld(999))
    subscribers.queue_thread(ThreadHeld(999))
    subscribers.queue_position(PositionHeld(999))
    subscribers.forget_withdrawn_comment(CommentWithdrawn(999))
    subscribers.forget_withdrawn_position(PositionWithdrawn(999))
    subscribers.queue_lost_anchor(AnchorLost(999, "nl"))
    subscribers.forget_found_anchors(ArticleLoaded(999))
    subscribers.queue_doubt(StandingDoubted(999))
    subscribers.forget_settled_doubt(StandingChanged(999))
    subscribers.forget_ended_doubt(DoubtEnded(999))
    assert waiting() == []


# Lost passages


@pytest.fixture
def question(db, article) -> Question:
    return db.session.scalars(sa.select(Question).filter_by(slug="who-is-we")).one()


@pytest.fixture
def lose(db, question):
    """`lose("nl")`: the passage in that language is lost; `lose()`: none is."""

    @atomic
    def put_lost(*locales: str) -> None:
        texts = db.session.scalars(sa.select(QuestionText).filter_by(question_id=question.id))
        for text in texts:
            text.is_anchor_lost = text.locale in locales

    return put_lost


def test_a_lost_passage_is_one_task_however_many_languages_lost_it(question, lose, waiting):
    lose("nl", "en")
    for locale in ("nl", "en", "nl"):
        subscribers.queue_lost_anchor(AnchorLost(question.id, locale))
    assert waiting() == [(Waits.ANCHOR, Kind.QUESTION, question.id)]


def test_a_passage_that_was_found_before_the_event_came_is_no_task(question, lose, waiting):
    subscribers.queue_lost_anchor(AnchorLost(question.id, "nl"))
    assert waiting() == []


def test_the_task_leaves_by_itself_when_every_language_has_its_passage_again(db, question, lose, waiting):
    lose("nl", "en")
    subscribers.queue_lost_anchor(AnchorLost(question.id, "nl"))
    loaded = ArticleLoaded(question.article_id)
    lose("en")
    subscribers.forget_found_anchors(loaded)
    assert len(waiting()) == 1
    lose()
    for _ in range(2):
        subscribers.forget_found_anchors(loaded)
    assert waiting() == []


def test_the_task_leaves_when_its_question_left_the_article(db, question, lose, waiting):
    lose("nl")
    subscribers.queue_lost_anchor(AnchorLost(question.id, "nl"))

    @atomic
    def retire():
        db.session.merge(question).is_retired = True

    retire()
    subscribers.forget_found_anchors(ArticleLoaded(question.article_id))
    assert waiting() == []


def test_another_article_settles_nothing_here(db, question, lose, waiting):
    lose("nl")
    subscribers.queue_lost_anchor(AnchorLost(question.id, "nl"))
    assert db.session.scalar(sa.select(Article.id)) == question.article_id
    lose()
    subscribers.forget_found_anchors(ArticleLoaded(question.article_id + 1))
    assert len(waiting()) == 1


# Doubts


@pytest.fixture
def transition(db, position, clock):
    @atomic
    def stored(before: Standing, after: Standing, *, is_doubted: bool) -> int:
        row = PositionTransition(
            position_id=position.id,
            before=before,
            after=after,
            direction=1,
            is_doubted=is_doubted,
            voters=12,
            rows=[],
            at=clock(),
        )
        db.session.add(row)
        db.session.flush()
        return row.id

    return stored


@pytest.fixture
def doubted(transition) -> int:
    return transition(Standing.OPEN, Standing.SHARED, is_doubted=True)


def test_a_doubt_is_a_task_on_the_position(position, doubted, waiting):
    for _ in range(2):
        subscribers.queue_doubt(StandingDoubted(doubted))
    assert waiting() == [(Waits.DOUBT, Kind.POSITION, position.id)]


def test_a_small_doubt_is_none(transition, waiting):
    small = transition(Standing.OPEN, Standing.PROVISIONAL, is_doubted=True)
    subscribers.queue_doubt(StandingDoubted(small))
    assert waiting() == []


def test_a_doubt_that_was_settled_before_the_event_came_is_none(doubted, transition, waiting):
    transition(Standing.OPEN, Standing.SHARED, is_doubted=False)
    subscribers.queue_doubt(StandingDoubted(doubted))
    assert waiting() == []


def test_it_leaves_by_itself_when_the_standing_changes(doubted, transition, waiting):
    subscribers.queue_doubt(StandingDoubted(doubted))
    changed = transition(Standing.OPEN, Standing.SHARED, is_doubted=False)
    for _ in range(2):
        subscribers.forget_settled_doubt(StandingChanged(changed))
    assert waiting() == []


def test_it_leaves_by_itself_when_nothing_is_doubted_any_more(position, doubted, waiting):
    subscribers.queue_doubt(StandingDoubted(doubted))
    for _ in range(2):
        subscribers.forget_ended_doubt(DoubtEnded(position.id))
    assert waiting() == []


def test_a_task_that_a_moderator_marked_as_done_is_done(db, doubted, mo, waiting):
    subscribers.queue_doubt(StandingDoubted(doubted))
    settle_task(as_actor(mo), db.session.scalars(sa.select(Item.public_id)).one())
    assert waiting() == []
