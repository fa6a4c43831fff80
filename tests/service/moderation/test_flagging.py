"""Reporting something with an account."""

import pytest
import sqlalchemy as sa

from forum.discussion.models import Comment, CommentState, ThreadState
from forum.discussion.service import edit_comment
from forum.jobs import OutboxMessage
from forum.lib.db import atomic, db
from forum.lib.errors import Invalid, NotFound, Refused, SignInNeeded
from forum.lib.i18n import force_locale
from forum.moderation.flag_rules import automatic_reason
from forum.moderation.kinds import Ground, Kind, Waits
from forum.moderation.models import Decision, Flag, Item
from forum.moderation.service import raise_flag
from forum.permissions import ANONYMOUS
from forum.positions.models import PositionState
from forum.settings import settings
from tests.factories import a_body, a_comment, a_position, a_thread, a_user, as_actor
from tests.service.moderation.at_once import at_once


@pytest.fixture
def ref(comment) -> str:
    return f"comment:{comment.public_id}"


def report(person, place, ground="off_topic", explanation="") -> Flag:
    return raise_flag(as_actor(person), place, ground=ground, explanation=explanation)


def items() -> list[Item]:
    return list(db.session.scalars(sa.select(Item).order_by(Item.id)))


def decisions() -> list[Decision]:
    return list(db.session.scalars(sa.select(Decision).order_by(Decision.id)))


def test_a_report_waits_in_the_queue_with_its_ground_and_its_words(comment, alice, ref, clock):
    flag = report(alice, ref, "hateful", " He calls us names. ")
    (item,) = items()
    assert (flag.kind, flag.target_id, flag.item_id) == (Kind.COMMENT, comment.id, item.id)
    assert (flag.ground, flag.explanation, flag.reporter_id) == (
        Ground.HATEFUL,
        "He calls us names.",
        alice.id,
    )
    assert (flag.created_at, flag.hid, flag.decision_id) == (clock(), False, None)
    assert (item.waits, item.kind, item.target_id, item.urgency) == (
        Waits.FLAGS,
        Kind.COMMENT,
        comment.id,
        2,
    )


@pytest.mark.parametrize("kind", ["comment", "thread", "position"])
def test_each_contribution_of_somebody_else_can_be_reported(kind, comment, thread, position, alice):
    thing = {"comment": comment, "thread": thread, "position": position}[kind]
    flag = report(alice, f"{kind}:{thing.public_id}")
    assert (flag.kind.value, flag.target_id) == (kind, thing.id)


def test_an_address_names_the_thing_as_well(comment, thread, alice):
    address = f"http://localhost/threads/{thread.public_id}/{thread.slug}#comment-{comment.public_id}"
    assert report(alice, address).target_id == comment.id


def test_reports_of_one_thing_gather_with_the_urgency_of_the_most_urgent(alice, mo, ref):
    report(alice, ref, "spam")
    report(mo, ref, "illegal", "It is a threat.")
    report(a_user(), ref, "duplicate")
    assert [item.urgency for item in items()] == [1]


def test_pressing_twice_makes_one_report(alice, ref):
    first = report(alice, ref, "tender")
    assert report(alice, ref, "tender").id == first.id
    assert db.session.scalar(sa.select(sa.func.count(Flag.id))) == 1


def test_a_second_report_on_another_ground_hears_that_the_first_is_in(alice, ref):
    report(alice, ref, "off_topic")
    with pytest.raises(Invalid) as refused:
        report(alice, ref, "spam")
    assert "Off topic" in refused.value.fields["ground"]


def test_what_is_reported_again_after_a_decision_waits_again(alice, ref, do):
    report(alice, ref)
    do("approve", ref)
    report(a_user(), ref)
    first, second = items()
    assert first.closed_at is not None
    assert second.closed_at is None


def test_a_decision_answers_the_reports_that_waited_for_it(alice, ref, do):
    flag = report(alice, ref)
    decision = do("hide", ref)
    db.session.refresh(flag)
    assert flag.decision_id == decision.id


def test_ones_own_contribution_cannot_be_reported(bob, ref):
    with pytest.raises(Refused):
        report(bob, ref)


def test_what_is_hidden_or_not_there_cannot_be_reported(alice, ref, do):
    do("hide", ref)
    for place in (ref, "comment:nothing", "account:nothing", "comment:", "comment"):
        with pytest.raises((NotFound, Invalid)):
            report(alice, place)
    with pytest.raises(NotFound):
        report(alice, ref)
    assert db.session.scalar(sa.select(sa.func.count(Flag.id))) == 0


def test_a_comment_in_a_hidden_conversation_cannot_be_reported(alice, ref, thread, do):
    do("hide", f"thread:{thread.public_id}")
    with pytest.raises(NotFound):
        report(alice, ref)


def test_an_address_where_nothing_stands_is_said_at_its_field(alice, article):
    with pytest.raises(Invalid) as refused:
        report(alice, "/comments/nothing")
    assert list(refused.value.fields) == ["place"]


def test_who_is_signed_out_signs_in_first_and_who_may_not_write_may_not_report(ref):
    with pytest.raises(SignInNeeded):
        raise_flag(ANONYMOUS, ref, ground="spam")
    with pytest.raises(Refused):
        report(a_user(is_confirmed=False), ref)


def test_all_that_is_wrong_is_told_at_once(alice, ref):
    with pytest.raises(Invalid) as refused:
        report(alice, ref, "fun", "x" * 2001)
    assert set(refused.value.fields) == {"ground", "explanation"}
    with pytest.raises(Invalid) as refused:
        report(alice, ref, "other", "")
    assert set(refused.value.fields) == {"explanation"}


# Out of sight at once


@pytest.mark.parametrize("ground", ["client_data", "tender"])
def test_client_data_and_an_ongoing_tender_are_out_of_sight_at_once(ground, comment, bob, alice, ref):
    flag = report(alice, ref, ground)
    (decision,) = decisions()
    assert comment.state is CommentState.HELD
    assert flag.hid
    assert flag.decision_id is None
    assert (decision.action, decision.ground.value, decision.addressee_id) == ("hold", ground, bob.id)
    assert (decision.is_automated, decision.actor_id) == (True, None)
    assert [(item.waits, item.urgency, item.closed_at) for item in items()] == [(Waits.FLAGS, 1, None)]


def test_the_automatic_reason_is_in_the_language_of_the_forum(alice, ref):
    report(alice, ref, "client_data")
    with force_locale(settings().default_locale):
        assert decisions()[0].reason == automatic_reason(Ground.CLIENT_DATA)


def test_conversations_and_positions_go_out_of_sight_as_well(thread, position, alice):
    report(alice, f"thread:{thread.public_id}", "tender")
    report(alice, f"position:{position.public_id}", "tender")
    assert thread.state is ThreadState.HELD
    assert position.state is PositionState.HELD


def test_who_reported_it_still_finds_the_report_when_it_is_out_of_sight(alice, ref):
    first = report(alice, ref, "client_data")
    assert report(alice, ref, "client_data").id == first.id
    with pytest.raises(NotFound):
        report(a_user(), ref, "client_data")


def test_a_newcomers_report_comes_in_just_as_urgent_but_hides_nothing(comment, ref, clock):
    newcomer = a_user()

    @atomic
    def join_now():
        db.session.merge(newcomer).joined_at = clock()

    join_now()
    flag = report(newcomer, ref, "client_data")
    assert not flag.hid
    assert comment.state is CommentState.VISIBLE
    assert [item.urgency for item in items()] == [1]


def test_the_reports_of_one_person_hide_three_things_a_day(thread, bob, alice, clock):
    flags = [report(alice, f"comment:{a_comment(bob, thread).public_id}", "tender") for _ in range(4)]
    assert [flag.hid for flag in flags] == [True, True, True, False]
    assert report(a_user(), f"comment:{a_comment(bob, thread).public_id}", "tender").hid
    clock.advance(hours=24)
    assert report(alice, f"comment:{a_comment(bob, thread).public_id}", "tender").hid


def test_what_a_moderator_left_is_not_hidden_again_on_that_ground(comment, alice, ref, do):
    report(alice, ref, "client_data")
    do("approve", ref)
    again = report(a_user(), ref, "client_data")
    assert not again.hid
    assert comment.state is CommentState.VISIBLE
    assert report(a_user(), ref, "tender").hid


def test_nor_what_was_given_back(comment, alice, ref, do):
    do("hide", ref, ground="tender")
    do("restore", ref)
    assert not report(alice, ref, "tender").hid


def test_but_what_changed_since_is_looked_at_anew(comment, bob, alice, ref, do, clock):
    report(alice, ref, "client_data")
    do("approve", ref)
    clock.advance(minutes=1)
    edit_comment(as_actor(bob), comment.public_id, body=a_body("Now with a name."), version=1)
    assert report(a_user(), ref, "client_data").hid


# Not for winning an argument


def test_who_answers_a_comment_cannot_report_it_within_the_hour_but_for_something_serious(
    comment, thread, alice, ref, clock
):
    a_comment(alice, thread, parent=comment)
    clock.advance(minutes=59)
    with pytest.raises(Invalid) as refused:
        report(alice, ref, "hateful")
    assert list(refused.value.fields) == ["ground"]
    assert report(alice, ref, "illegal", "A threat.").ground is Ground.ILLEGAL


def test_after_an_hour_every_ground_works_again(comment, thread, alice, ref, clock):
    a_comment(alice, thread, parent=comment)
    clock.advance(hours=1)
    assert report(alice, ref, "hateful").ground is Ground.HATEFUL


def test_answering_something_else_does_not_count(comment, thread, bob, alice, ref):
    a_comment(alice, thread, parent=a_comment(bob, thread))
    a_comment(alice, a_thread(bob, title="Another one"))
    assert report(alice, ref)


def test_answering_a_conversation_counts_for_its_opening_text_too(comment, thread, bob, alice):
    opening = db.session.scalars(sa.select(Comment).filter_by(thread_id=thread.id, number=1)).one()
    other, third = a_user(), a_user()
    a_comment(alice, thread)
    a_comment(other, thread, parent=opening)
    a_comment(third, thread, parent=comment)
    for person in (alice, other):
        for place in (f"thread:{thread.public_id}", f"comment:{opening.public_id}"):
            with pytest.raises(Invalid):
                report(person, place)
    assert report(third, f"thread:{thread.public_id}")


# At the same time


def test_two_people_at_the_same_time_make_one_item_and_two_reports(app, alice, mo, ref):
    people = [as_actor(person) for person in (alice, mo, alice, mo)]
    db.session.rollback()
    answers = at_once(app, [lambda one=one: raise_flag(one, ref, ground="spam").id for one in people])
    assert len(set(answers)) == 2
    assert len(items()) == 1
    assert db.session.scalar(sa.select(sa.func.count(Flag.id))) == 2


def test_reports_at_the_same_time_hide_no_more_than_one_person_may(app, thread, bob, alice):
    refs = [f"comment:{a_comment(bob, thread).public_id}" for _ in range(6)]
    actor = as_actor(alice)
    db.session.rollback()
    answers = at_once(app, [lambda one=one: raise_flag(actor, one, ground="tender").hid for one in refs])
    assert sorted(answers) == [False] * 3 + [True] * 3


def test_two_reports_that_hide_at_the_same_time_hide_once(app, comment, alice, mo, ref):
    people = [as_actor(person) for person in (alice, mo)]
    db.session.rollback()
    answers = at_once(app, [lambda one=one: raise_flag(one, ref, ground="tender").hid for one in people])
    assert sorted(type(answer).__name__ for answer in answers) == ["NotFound", "bool"]
    assert len(decisions()) == 1


def test_a_report_costs_few_statements(alice, ref, statements):
    actor = as_actor(alice)
    with statements() as counted:
        raise_flag(actor, ref, ground="off_topic")
    assert len(counted) <= 12


def test_the_moderators_and_the_reporter_are_told_in_the_same_transaction(alice, ref):
    report(alice, ref)
    events = set(db.session.scalars(sa.select(OutboxMessage.event)))
    assert "moderation.Flagged" in events


def test_a_position_of_the_article_can_be_reported(article, bob, alice):
    position = a_position(bob)

    @atomic
    def forget_author():
        db.session.merge(position).author_id = None

    forget_author()
    assert report(alice, f"position:{position.public_id}", "tender").hid
