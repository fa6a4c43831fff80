"""What `forum db check` finds when something was changed behind the register's back."""

from typing import Any

import pytest
import sqlalchemy as sa

from forum.audit import recorded
from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.discussion.service import withdraw_comment
from forum.jobs import deliver_all
from forum.lib.db import atomic, db
from forum.moderation.checks import problems
from forum.moderation.chores import queue_forgotten
from forum.moderation.kinds import Outcome, Waits
from forum.moderation.models import Item
from forum.moderation.service import claim_item, make_appeal, perform
from forum.permissions import SYSTEM
from forum.positions.models import PositionState
from tests.factories import (
    a_comment,
    a_decision,
    a_flag,
    a_position,
    a_thread,
    a_user,
    an_appeal,
    an_item,
    as_actor,
)


def found() -> list[str]:
    db.session.rollback()
    return list(problems())


def by_hand(statement: str, **values: Any) -> None:
    atomic(lambda: db.session.execute(sa.text(statement), values))()


@atomic
def put(thing, state) -> None:
    """Recorded, and decided by nobody."""
    row = db.session.get_one(type(thing), thing.id)
    with recorded(SYSTEM, "test.put", row):
        row.state = state


def test_an_untouched_forum_is_in_order(comment, position):
    assert found() == []


def test_so_is_one_in_which_everything_was_done_once(do, article, bob, alice, mo, clock):
    """Each action on a thing of its own, and what undoes it on the half of them."""
    mia = a_user("mia", role="moderator")
    thread = a_thread(bob)
    comments = [a_comment(bob, thread) for _ in range(6)]
    positions = [a_position(bob) for _ in range(5)]
    for action, undo, thing in (
        ("hide", None, comments[0]),
        ("hide", "restore", comments[1]),
        ("hold", None, comments[2]),
        ("hold", "approve", comments[3]),
    ):
        do(action, f"comment:{thing.public_id}")
        if undo:
            do(undo, f"comment:{thing.public_id}")
    for action, thing in zip(("hide", "hold", "withdraw"), positions, strict=False):
        do(action, f"position:{thing.public_id}")
    do("join", f"position:{positions[3].public_id}", fields={"into": [positions[4].public_id]})
    other, third = a_thread(alice), a_thread(alice)
    do("pin", f"thread:{thread.public_id}")
    do("lock", f"thread:{thread.public_id}")
    do("move", f"thread:{thread.public_id}", fields={"question": ["one-budget"]})
    do("merge", f"thread:{other.public_id}", fields={"into": [third.public_id]})
    do("hide", f"thread:{third.public_id}")
    do("suspend", f"account:{bob.public_id}", fields={"scope": ["writing"], "until": ["2026-12-31"]})
    do("conclude", "question:one-budget", fields={"outcome": ["We agreed."]})
    appeal = make_appeal(as_actor(bob), do("hide", f"comment:{comments[4].public_id}").public_id, "No.")
    do("reverse", f"appeal:{appeal.public_id}", by=mia)
    a_flag(comments[5], by=alice)
    do("approve", f"comment:{comments[5].public_id}")
    withdraw_comment(as_actor(bob), comments[5].public_id)
    deliver_all()
    clock.advance(days=60)
    assert found() == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE comments SET state = 'hidden'", "is hidden"),
        ("UPDATE threads SET state = 'hidden'", "is hidden"),
        ("UPDATE threads SET state = 'merged'", "went on elsewhere"),
        ("UPDATE threads SET is_locked = true", "is closed"),
        ("UPDATE threads SET is_pinned = true", "is pinned"),
        ("UPDATE positions SET state = 'hidden'", "is hidden"),
        ("UPDATE positions SET state = 'taken_out'", "is taken out"),
        ("UPDATE positions SET is_merged = true", "was joined with another"),
        ("UPDATE questions SET concluded_at = '2026-11-23 09:00:00'", "is concluded"),
        ("UPDATE users SET suspension = 'closed'", "is suspended"),
    ],
)
def test_a_restriction_that_no_decision_explains_is_found(comment, position, change, what):
    by_hand(change)
    assert found()
    assert all(f"{what}, and no decision says why" in line for line in found())


def test_what_was_shown_again_by_hand_is_found(do, comment, thread, position):
    for ref in (
        f"comment:{comment.public_id}",
        f"thread:{thread.public_id}",
        f"position:{position.public_id}",
    ):
        do("hide", ref)
    for table in ("comments", "threads", "positions"):
        by_hand(f"UPDATE {table} SET state = 'visible'")
    assert [line.split(": ")[1] for line in found()] == [
        "is visible, though the last decision was “hide”"
    ] * 3


def test_what_its_author_withdrew_is_no_surprise(do, comment, bob):
    do("hold", f"comment:{comment.public_id}")
    withdraw_comment(as_actor(bob), comment.public_id)
    deliver_all()
    assert found() == []


def test_what_was_moderated_elsewhere_needs_no_decision_of_ours(db, position, article):
    by_hand("UPDATE positions SET state = 'hidden'")
    by_hand(
        "INSERT INTO polis_imports (question_id, imported_at, fingerprint, files) "
        "VALUES (:id, '2026-11-23 09:00:00', 'x', '{}')",
        id=position.question_id,
    )
    by_hand(
        "INSERT INTO polis_statements (question_id, number, position_id, line, cells) "
        "VALUES (:question, 1, :position, 1, '{}')",
        question=position.question_id,
        position=position.id,
    )
    assert found() == []


def test_what_waits_for_nobody_is_found_and_put_in_the_queue(comment, thread, position, clock):
    put(comment, CommentState.HELD)
    put(thread, ThreadState.HELD)
    put(position, PositionState.HELD)
    assert found() == []
    clock.advance(hours=2)
    assert len(found()) == 3
    for _ in range(2):
        queue_forgotten()
    assert found() == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Item)) == 3


def test_what_was_posted_just_now_is_on_its_way_to_the_queue(comment, clock):
    put(comment, CommentState.HELD)
    clock.advance(minutes=5)
    queue_forgotten()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Item)) == 0


def test_a_held_thread_without_its_opening_text_waits_for_nobody(thread, bob, clock):
    put(thread, ThreadState.HELD)
    opening = db.session.scalars(sa.select(Comment).filter_by(thread_id=thread.id, number=1)).one()
    withdraw_comment(as_actor(bob), opening.public_id)
    deliver_all()
    clock.advance(hours=2)
    queue_forgotten()
    assert found() == []
    assert db.session.get_one(Thread, thread.id).state is ThreadState.HELD


@pytest.fixture
def unguarded(db):
    """The index is away that lets a thing wait once only; it comes back for the tests that follow."""
    (index,) = (
        one
        for one in db.metadata.tables["moderation_items"].indexes
        if one.name == "uq_moderation_items_open"
    )
    by_hand("DROP INDEX uq_moderation_items_open")
    yield
    by_hand("DELETE FROM moderation_items")
    index.create(db.engine)


def test_the_same_thing_twice_in_the_queue_is_found(comment, unguarded):
    an_item(comment)
    an_item(comment)
    assert any("waits more than once" in line for line in found())


def test_a_report_that_was_settled_without_an_answer_is_found(comment, alice, clock):
    a_flag(comment, by=alice, item=an_item(comment, closed_at=clock()))
    assert any("was settled without an answer" in line for line in found())


def test_a_claim_of_somebody_who_moderates_no_more_is_found(comment, mo, clock):
    item = an_item(comment)
    claim_item(as_actor(mo), item.public_id)
    assert found() == []
    by_hand("UPDATE users SET role = 'member'")
    assert any("does not moderate" in line for line in found())
    clock.advance(minutes=31)
    assert found() == []


def test_an_appeal_that_ended_without_an_answer_is_found(do, comment, bob):
    decision = do("hide", f"comment:{comment.public_id}")
    appeal = an_appeal(decision, bob, outcome=Outcome.REVERSED)
    assert found() == [f"appeal {appeal.public_id}: has ended, and no decision answers it"]
    a_decision(appeal, "uphold")
    assert len(found()) == 1
    a_decision(appeal, "reverse")
    assert found() == []


def test_an_appeal_that_nobody_sees_is_found(do, comment, bob):
    appeal = an_appeal(do("hide", f"comment:{comment.public_id}"), bob)
    assert found() == [f"appeal {appeal.public_id}: waits for an answer, and does not stand in the queue"]
    an_item(appeal, Waits.APPEAL)
    assert found() == []


def test_what_the_forum_held_by_itself_is_explained(comment, clock):
    perform(SYSTEM, "hold", f"comment:{comment.public_id}", ground="tender", reason="Somebody reported it.")
    clock.advance(hours=2)
    assert found() == []
