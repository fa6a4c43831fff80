"""Objecting to a decision, and being answered by somebody else than who decided."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from forum.accounts.models import Suspension
from forum.discussion.models import CommentState, ThreadState
from forum.lib.db import atomic
from forum.lib.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded, Stale
from forum.moderation.items import open_item
from forum.moderation.kinds import Ground, Kind, Outcome, Waits
from forum.moderation.models import Appeal, Decision, Item
from forum.moderation.rules import APPEALABLE_FOR
from forum.moderation.service import make_appeal, perform
from forum.permissions import ANONYMOUS, SYSTEM
from forum.positions.models import PositionState
from tests.factories import a_comment, a_decision, a_flag, a_user, as_actor

TEXT = "I named nobody. Please look again."


@pytest.fixture
def mia(db):
    """Another moderator."""
    return a_user("mia", role="moderator")


@pytest.fixture
def ref(comment) -> str:
    return f"comment:{comment.public_id}"


@pytest.fixture
def hidden(do, ref) -> Decision:
    """mo took bob's comment away."""
    return do("hide", ref, ground="client_data")


@pytest.fixture
def appeal(hidden, bob) -> Appeal:
    return make_appeal(as_actor(bob), hidden.public_id, TEXT)


@pytest.fixture
def answer(do, mia):
    """`answer(appeal, "reverse")` as mia, or `by` somebody else."""

    def run(appeal: Appeal, action: str, *, by=None, **options) -> Decision:
        return do(action, f"appeal:{appeal.public_id}", by=by or mia, **options)

    return run


def open_items(db) -> list[tuple[Waits, Kind]]:
    db.session.rollback()
    return [(one.waits, one.kind) for one in db.session.scalars(sa.select(Item).filter_by(closed_at=None))]


def decisions(db) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Decision.action).order_by(Decision.id)))


# Objecting


def test_an_appeal_waits_in_the_queue_for_somebody(db, appeal, bob, hidden):
    assert (appeal.appellant_id, appeal.decision_id, appeal.text) == (bob.id, hidden.id, TEXT)
    assert appeal.outcome is None
    assert open_items(db) == [(Waits.APPEAL, Kind.APPEAL)]


def test_only_who_the_decision_is_about_objects_to_it(hidden, alice, mo):
    for somebody in (alice, mo):
        with pytest.raises(Refused):
            make_appeal(as_actor(somebody), hidden.public_id, TEXT)
    with pytest.raises(SignInNeeded):
        make_appeal(ANONYMOUS, hidden.public_id, TEXT)


@pytest.mark.parametrize("public_id", ["nothing", "", "\x00"])
def test_one_objects_to_what_was_decided(app, bob, public_id):
    with pytest.raises(NotFound):
        make_appeal(as_actor(bob), public_id, TEXT)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001])
def test_an_appeal_says_why(db, hidden, bob, text):
    with pytest.raises(Invalid) as refused:
        make_appeal(as_actor(bob), hidden.public_id, text)
    assert set(refused.value.fields) == {"text"}
    assert open_items(db) == []


def test_one_objects_once(db, appeal, hidden, bob):
    with pytest.raises(Conflict):
        make_appeal(as_actor(bob), hidden.public_id, "And another thing.")
    assert open_items(db) == [(Waits.APPEAL, Kind.APPEAL)]


def test_a_form_that_is_sent_twice_is_one_appeal(hidden, bob):
    first = make_appeal(as_actor(bob), hidden.public_id, TEXT, submission_key="k1")
    assert make_appeal(as_actor(bob), hidden.public_id, TEXT, submission_key="k1").id == first.id


def test_one_can_object_until_six_months_after_the_decision(hidden, bob, clock):
    clock.moment += APPEALABLE_FOR - timedelta(seconds=1)
    assert make_appeal(as_actor(bob), hidden.public_id, TEXT)


def test_and_not_after_that(hidden, bob, clock):
    clock.moment += APPEALABLE_FOR
    with pytest.raises(Conflict):
        make_appeal(as_actor(bob), hidden.public_id, TEXT)


def test_curation_judges_nobody_so_nobody_objects(do, thread, bob):
    pinned = do("pin", f"thread:{thread.public_id}")
    with pytest.raises(Refused):
        make_appeal(as_actor(bob), pinned.public_id, TEXT)


def test_nobody_objects_to_how_an_appeal_ended(appeal, answer, bob):
    upheld = answer(appeal, "uphold")
    with pytest.raises(Refused):
        make_appeal(as_actor(bob), upheld.public_id, TEXT)


def test_who_is_suspended_or_closed_out_can_still_object(do, bob):
    ref = f"account:{bob.public_id}"
    for action, fields in (("suspend", {"scope": ["everything"], "until": [""]}), ("close", {})):
        decision = do(action, ref, fields=fields)
        suspended = replace(as_actor(bob), is_suspended=True)
        assert make_appeal(suspended, decision.public_id, TEXT)


def test_the_forums_own_decision_can_be_objected_to(ref, bob, answer, comment):
    held = perform(SYSTEM, "hold", ref, ground="tender", reason="Somebody reported an ongoing tender.")
    assert held.is_automated
    answer(make_appeal(as_actor(bob), held.public_id, TEXT), "reverse")
    assert comment.state is CommentState.VISIBLE


# Answering


def test_somebody_else_than_who_decided_answers(db, appeal, answer, mo):
    for action in ("uphold", "reverse"):
        with pytest.raises(Refused):
            answer(appeal, action, by=mo)
    assert decisions(db) == ["hide"]


def test_members_answer_nothing(appeal, answer, alice, bob):
    for somebody in (alice, bob):
        with pytest.raises(Refused):
            answer(appeal, "reverse", by=somebody)


def test_an_administrator_answers_what_somebody_else_decided(appeal, answer, ada):
    answer(appeal, "uphold", by=ada)
    assert appeal.outcome is Outcome.UPHELD


def test_an_administrator_does_not_answer_what_they_decided(do, ref, bob, ada, answer):
    appeal = make_appeal(as_actor(bob), do("hide", ref, by=ada).public_id, TEXT)
    with pytest.raises(Refused):
        answer(appeal, "uphold", by=ada)


def test_a_moderator_does_not_answer_their_own_appeal(do, ada, mia, thread, answer):
    theirs = a_comment(mia, thread)
    appeal = make_appeal(as_actor(mia), do("hide", f"comment:{theirs.public_id}").public_id, TEXT)
    with pytest.raises(Refused):
        answer(appeal, "reverse", by=mia)


def test_nor_an_appeal_against_leaving_their_own_words_as_they_are(do, mia, thread, alice, answer):
    theirs = a_comment(mia, thread)
    a_flag(theirs, by=alice)
    left = do("approve", f"comment:{theirs.public_id}")
    appeal = make_appeal(as_actor(alice), left.public_id, "It still names her.")
    for action in ("uphold", "reverse"):
        with pytest.raises(Refused):
            answer(appeal, action, by=mia)


def test_a_decision_that_stands_changes_nothing_but_the_appeal(db, appeal, answer, comment, bob, mia):
    upheld = answer(appeal, "uphold", reason="You named the street and the house.")
    assert appeal.outcome is Outcome.UPHELD
    assert comment.state is CommentState.HIDDEN
    assert (upheld.kind, upheld.target_id, upheld.addressee_id) == (Kind.APPEAL, appeal.id, bob.id)
    assert upheld.actor_id == mia.id
    assert open_items(db) == []
    assert decisions(db) == ["hide", "uphold"]


def test_a_reversed_decision_is_undone(db, appeal, answer, hidden, comment, bob, mia):
    answer(appeal, "reverse", reason="Nobody can be recognised here.")
    assert appeal.outcome is Outcome.REVERSED
    assert comment.state is CommentState.VISIBLE
    assert decisions(db) == ["hide", "restore", "reverse"]
    undone = db.session.scalars(sa.select(Decision).filter_by(action="restore")).one()
    assert (undone.reverses_id, undone.addressee_id, undone.actor_id) == (hidden.id, bob.id, mia.id)
    assert undone.reason == "Nobody can be recognised here."
    assert open_items(db) == []


def test_a_second_answer_is_refused(db, appeal, answer, ada):
    answer(appeal, "uphold")
    for action in ("uphold", "reverse"):
        with pytest.raises(Conflict):
            answer(appeal, action, by=ada)
    assert decisions(db) == ["hide", "uphold"]


def test_the_second_of_two_moderators_sees_the_answer_of_the_first(db, appeal, answer, ada):
    item = db.session.scalars(sa.select(Item).filter_by(waits=Waits.APPEAL)).one()
    first = answer(appeal, "reverse", item=item.public_id)
    with pytest.raises(Stale) as late:
        answer(appeal, "uphold", by=ada, item=item.public_id)
    assert late.value.current.id == first.id


def test_an_answer_that_is_sent_twice_is_one(db, appeal, answer):
    first = answer(appeal, "reverse", submission_key="k2")
    assert answer(appeal, "reverse", submission_key="k2").id == first.id
    assert decisions(db) == ["hide", "restore", "reverse"]


def test_a_suspension_is_lifted(do, bob, answer):
    suspended = do("suspend", f"account:{bob.public_id}", fields={"scope": ["writing"], "until": [""]})
    assert bob.suspension is Suspension.WRITING
    answer(make_appeal(as_actor(bob), suspended.public_id, TEXT), "reverse")
    assert bob.suspension is None


def test_a_suspension_that_ended_by_itself_is_still_reversed(db, do, bob, answer, clock):
    fields = {"scope": ["everything"], "until": ["2026-11-30"]}
    suspended = do("suspend", f"account:{bob.public_id}", fields=fields)
    clock.advance(days=30)
    appeal = make_appeal(as_actor(bob), suspended.public_id, TEXT)
    answer(appeal, "reverse")
    assert appeal.outcome is Outcome.REVERSED
    assert decisions(db) == ["suspend", "reverse"]


def test_a_warning_is_taken_back_by_the_answer_alone(db, do, bob, answer):
    appeal = make_appeal(as_actor(bob), do("warn", f"account:{bob.public_id}").public_id, TEXT)
    answer(appeal, "reverse")
    assert appeal.outcome is Outcome.REVERSED
    assert decisions(db) == ["warn", "reverse"]


def test_a_closed_account_is_opened_again(do, bob, answer):
    closed = do("close", f"account:{bob.public_id}")
    answer(make_appeal(as_actor(bob), closed.public_id, TEXT), "reverse")
    assert bob.suspension is None


def test_a_closed_conversation_is_opened_again(do, thread, bob, answer):
    locked = do("lock", f"thread:{thread.public_id}")
    answer(make_appeal(as_actor(bob), locked.public_id, TEXT), "reverse")
    assert not thread.is_locked


def test_a_hidden_conversation_is_shown_again(do, thread, bob, answer):
    taken = do("hide", f"thread:{thread.public_id}")
    answer(make_appeal(as_actor(bob), taken.public_id, TEXT), "reverse")
    assert thread.state is ThreadState.VISIBLE


@pytest.mark.parametrize("action", ["hide", "withdraw", "hold"])
def test_a_position_comes_back_on_the_list(do, position, bob, answer, action):
    taken = do(action, f"position:{position.public_id}")
    answer(make_appeal(as_actor(bob), taken.public_id, TEXT), "reverse")
    assert position.state is PositionState.VISIBLE


def test_what_was_put_back_in_the_meantime_stays_so(db, appeal, answer, do, ref, hidden, comment):
    do("restore", ref, reverses=hidden.public_id)
    answer(appeal, "reverse")
    assert comment.state is CommentState.VISIBLE
    assert decisions(db) == ["hide", "restore", "reverse"]


def test_a_reversed_hold_no_longer_waits_for_a_look_and_answers_who_reported(
    db, ref, comment, bob, alice, answer
):
    flag = a_flag(comment, Ground.TENDER, by=alice)
    held = perform(SYSTEM, "hold", ref, ground="tender", reason="Somebody reported an ongoing tender.")
    answer(make_appeal(as_actor(bob), held.public_id, TEXT), "reverse")
    assert comment.state is CommentState.VISIBLE
    assert open_items(db) == []
    db.session.refresh(flag)
    assert db.session.get_one(Decision, flag.decision_id).action == "approve"


# Who reported something in vain


@pytest.fixture
def left(do, ref, comment, alice) -> Decision:
    """alice reported bob's comment, and mo left it as it is."""
    a_flag(comment, Ground.CLIENT_DATA, by=alice)
    return do("approve", ref)


def test_who_reported_in_vain_objects_and_who_wrote_it_does_not(left, alice, bob):
    assert make_appeal(as_actor(alice), left.public_id, TEXT)
    with pytest.raises(Refused):
        make_appeal(as_actor(bob), left.public_id, TEXT)


def test_who_was_right_to_report_has_nothing_to_object_to(do, ref, comment, alice):
    a_flag(comment, by=alice)
    taken = do("hide", ref)
    with pytest.raises(Refused):
        make_appeal(as_actor(alice), taken.public_id, TEXT)


def test_then_it_is_held_back_until_somebody_decides_again(db, left, alice, bob, answer, comment):
    answer(make_appeal(as_actor(alice), left.public_id, TEXT), "reverse")
    assert comment.state is CommentState.HELD
    held = db.session.scalars(sa.select(Decision).filter_by(action="hold")).one()
    assert (held.ground, held.addressee_id, held.is_restriction) == (Ground.CLIENT_DATA, bob.id, True)
    assert held.reverses_id == left.id
    assert open_items(db) == [(Waits.HELD, Kind.COMMENT)]


def test_and_who_wrote_it_can_object_in_turn(db, left, alice, bob, answer, comment, ada):
    answer(make_appeal(as_actor(alice), left.public_id, TEXT), "reverse")
    held = db.session.scalars(sa.select(Decision).filter_by(action="hold")).one()
    answer(make_appeal(as_actor(bob), held.public_id, TEXT), "reverse", by=ada)
    assert comment.state is CommentState.VISIBLE
    assert open_items(db) == []


def test_what_its_author_withdrew_since_needs_no_holding(db, left, alice, answer, comment, bob):
    from forum.discussion.service import withdraw_comment

    appeal = make_appeal(as_actor(alice), left.public_id, TEXT)
    withdraw_comment(as_actor(bob), comment.public_id)
    answer(appeal, "reverse")
    assert comment.state is CommentState.WITHDRAWN
    assert appeal.outcome is Outcome.REVERSED


def test_something_else_was_done_than_was_asked(db, do, thread, alice, answer):
    """Nothing was restricted, so who reported it can still ask for that."""
    item = a_flag(thread, Ground.TENDER, by=alice).item_id
    public_id = db.session.get_one(Item, item).public_id
    retitled = do(
        "retitle", f"thread:{thread.public_id}", fields={"title": ["Another title"]}, item=public_id
    )
    answer(make_appeal(as_actor(alice), retitled.public_id, TEXT), "reverse")
    assert thread.title == "Another title"
    assert thread.state is ThreadState.HELD


def test_two_who_reported_the_same_are_each_answered(db, do, ref, comment, alice, answer, ada):
    anna = a_user("anna")
    for somebody in (alice, anna):
        a_flag(comment, by=somebody)
    left = do("approve", ref)
    first, second = (make_appeal(as_actor(one), left.public_id, TEXT) for one in (alice, anna))
    answer(first, "reverse")
    answer(second, "reverse", by=ada)
    assert (first.outcome, second.outcome) == (Outcome.REVERSED, Outcome.REVERSED)
    assert decisions(db).count("hold") == 1


def test_an_appeal_in_the_queue_is_about_an_appeal(db, appeal):
    """The item is opened once, however often the command is tried."""
    atomic(open_item)(Waits.APPEAL, Kind.APPEAL, appeal.id)
    assert open_items(db) == [(Waits.APPEAL, Kind.APPEAL)]


def test_a_decision_of_old_knows_its_addressee(comment, bob):
    assert make_appeal(as_actor(bob), a_decision(comment).public_id, TEXT)
