"""Yearly figures for the transparency report."""

from datetime import timedelta

import pytest

from forum.lib.errors import NotFound
from forum.moderation.figures import figures
from forum.moderation.kinds import Ground, Outcome
from forum.moderation.service import perform
from forum.permissions import SYSTEM
from tests.factories import a_decision, a_flag, a_user, an_appeal, as_actor


def lines(part, year=2026):
    return [line for line in figures(year) if line.part == part]


def test_decisions_are_counted_by_action_ground_basis_and_whether_automated(comment, thread, mo):
    a_decision(comment, "hide", by=mo, ground=Ground.CLIENT_DATA)
    a_decision(thread, "hide", by=mo, ground=Ground.CLIENT_DATA)
    a_decision(thread, "lock", by=mo, ground=Ground.HATEFUL)
    a_decision(comment, "hold", ground=Ground.CLIENT_DATA)
    assert [
        (line.action, line.ground, line.basis, line.automated, line.number) for line in lines("decisions")
    ] == [
        ("hide", "client_data", "law", "no", 2),
        ("hold", "client_data", "law", "yes", 1),
        ("lock", "hateful", "house_rule", "no", 1),
    ]


def test_how_often_the_forum_was_wrong_by_itself_can_be_read(comment, thread, mo):
    for thing in (f"comment:{comment.public_id}", f"thread:{thread.public_id}"):
        perform(SYSTEM, "hold", thing, ground="tender", reason="It was reported.")
    perform(
        as_actor(mo), "approve", f"comment:{comment.public_id}", ground="review", reason="It is in order."
    )
    by_itself, by_people = lines("automation")
    assert (by_itself.automated, by_itself.number, by_itself.reversed) == ("yes", 2, 1)
    assert (by_people.automated, by_people.number, by_people.reversed) == ("no", 1, 0)


def test_reports_are_counted_with_how_long_their_answer_took(comment, thread, position, bob, mo, clock):
    for hours, thing in ((1, comment), (2, thread), (9, position)):
        decision = a_decision(thing, by=mo, at=clock() + timedelta(hours=hours))
        a_flag(thing, Ground.SPAM, by=bob, decision_id=decision.id)
    a_flag(comment, Ground.SPAM, by=mo)
    a_flag(comment, Ground.ILLEGAL, reporter_name="Robin", reporter_email="robin@example.nl")
    assert [
        (line.ground, line.account, line.number, line.answered, line.median_hours)
        for line in lines("reports")
    ] == [("illegal", "no", 1, 0, None), ("spam", "yes", 4, 3, 2.0)]


def test_appeals_are_counted_by_how_they_ended_and_how_long_that_took(comment, thread, bob, mo, ada, clock):
    decisions = [a_decision(thing, by=mo) for thing in (comment, thread)]
    first = an_appeal(decisions[0], bob, outcome=Outcome.REVERSED)
    an_appeal(decisions[1], bob)
    a_decision(first, "reverse", by=ada, at=clock() + timedelta(hours=36))
    assert {(line.outcome, line.number, line.median_hours) for line in lines("appeals")} == {
        ("reversed", 1, 36.0),
        ("waiting", 1, None),
    }


def test_suspensions_are_counted_by_scope(bob, alice, mo):
    for person, scope in ((bob, "writing"), (alice, "writing"), (a_user(), "everything")):
        a_decision(person, "suspend", by=mo, scope=scope)
    a_decision(a_user(), "close", by=mo)
    assert {line.scope: line.number for line in lines("suspensions")} == {
        "writing": 2,
        "everything": 1,
        "closed": 1,
    }


def test_each_year_has_its_own(comment, mo, bob, clock):
    a_decision(comment, by=mo)
    clock.advance(days=60)
    a_flag(comment, by=bob)
    assert [line.number for line in lines("decisions")] == [1]
    assert lines("reports") == []
    assert lines("decisions", 2027) == []
    assert [line.number for line in lines("reports", 2027)] == [1]


def test_a_year_in_which_nothing_happened_has_none(comment, mo):
    a_decision(comment, by=mo)
    with pytest.raises(NotFound):
        figures(2025)


def test_however_much_happened_the_statements_are_as_many(comment, bob, mo, statements):
    def asked():
        with statements() as counted:
            figures(2026)
        return len(counted)

    a_decision(comment, by=mo)
    few = asked()
    for _ in range(40):
        a_flag(comment, by=a_user())
        an_appeal(a_decision(comment, by=mo), bob)
    assert asked() == few == 8
