"""The public log: what was decided, and nothing about whom or what it said."""

from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from forum.audit import recorded
from forum.discussion.models import CommentState, ThreadState
from forum.lib.db import atomic, db
from forum.lib.errors import NotFound
from forum.moderation import log
from forum.moderation.kinds import Ground, Kind
from forum.moderation.log import Appeals, Choice, log_entry, log_page, years
from forum.moderation.service import make_appeal, perform
from forum.permissions import SYSTEM
from forum.positions.models import PositionState
from tests.factories import a_decision, a_flag, a_thread, as_actor

ALL = Choice()


def decide(mo, action, thing, *, ground="hateful", reason="You attack a person here.", **fields):
    return perform(as_actor(mo), action, thing, ground=ground, reason=reason, fields=fields)


def entries(choice=ALL):
    return list(log_page(choice).rows)


@atomic
def set_state(thing, **values):
    row = db.session.merge(thing)
    with recorded(SYSTEM, "test", row):
        for name, value in values.items():
            setattr(row, name, value)


def test_an_entry_says_what_was_done_to_what_when_why_and_by_whom_as_a_role(comment, mo, clock):
    decision = decide(mo, "hide", f"comment:{comment.public_id}")
    (entry,) = entries()
    assert (entry.public_id, entry.at, entry.done, entry.kind) == (
        decision.public_id,
        clock(),
        "Taken away",
        Kind.COMMENT,
    )
    assert (entry.ground, entry.reason, entry.role) == (
        Ground.HATEFUL,
        "You attack a person here.",
        "moderator",
    )
    assert log_entry(decision.public_id) == entry


def test_no_entry_holds_a_name_a_title_a_text_or_the_address_of_a_hidden_thing(thread, comment, bob, mo, ada):
    decide(mo, "hide", f"comment:{comment.public_id}")
    decide(mo, "retitle", f"thread:{thread.public_id}", ground="order", title=["Another title than before"])
    decide(mo, "hide", f"thread:{thread.public_id}")
    decide(ada, "suspend", f"account:{bob.public_id}", scope=["everything"], until=["2027-01-31"])
    told = " ".join(str(asdict(entry)) for entry in entries())
    for secret in (
        bob.name,
        bob.email,
        bob.public_id,
        mo.name,
        ada.name,
        thread.title,
        "Another title",
        comment.source,
        comment.public_id,
        thread.public_id,
    ):
        assert secret not in told


def test_a_suspension_says_what_it_is_and_until_when(bob, mo):
    decide(mo, "suspend", f"account:{bob.public_id}", scope=["writing"], until=["2027-01-31"])
    (entry,) = entries()
    assert (entry.kind, entry.place, entry.scope) == (Kind.ACCOUNT, None, "writing")
    assert entry.until == datetime(2027, 1, 31, 22, 59, 59, tzinfo=UTC)


def test_what_everybody_can_see_has_an_address_and_nothing_else(thread, comment, position, bob, mo):
    for thing in (comment, thread, position, bob):
        a_decision(thing, by=mo)
    assert [entry.place for entry in entries()] == [
        None,
        position.public_id,
        thread.public_id,
        comment.public_id,
    ]


@pytest.mark.parametrize("state", [CommentState.HIDDEN, CommentState.HELD, CommentState.WITHDRAWN])
def test_a_comment_that_is_not_visible_has_none(comment, mo, state):
    a_decision(comment, by=mo)
    set_state(comment, state=state)
    assert entries()[0].place is None


@pytest.mark.parametrize("state", [ThreadState.HIDDEN, ThreadState.HELD])
def test_neither_has_a_thread_nor_what_stands_in_it(thread, comment, mo, state):
    a_decision(comment, by=mo)
    a_decision(thread, by=mo)
    set_state(thread, state=state)
    assert [entry.place for entry in entries()] == [None, None]


@pytest.mark.parametrize("state", [state for state in PositionState if state is not PositionState.VISIBLE])
def test_nor_a_position_that_is_not_visible(position, mo, state):
    a_decision(position, by=mo)
    set_state(position, state=state)
    assert entries()[0].place is None


def test_a_merged_conversation_leads_on_as_long_as_that_one_is_visible(thread, article, bob, mo):
    other = a_thread(bob)
    decide(mo, "merge", f"thread:{thread.public_id}", ground="duplicate", into=[other.public_id])
    assert entries()[0].place == thread.public_id
    set_state(other, state=ThreadState.HIDDEN)
    assert entries()[0].place is None


def test_what_the_forum_does_by_itself_says_so(comment):
    perform(SYSTEM, "hold", f"comment:{comment.public_id}", ground="client_data", reason="It was reported.")
    (entry,) = entries()
    assert (entry.is_automated, entry.role) == (True, "system")


def test_an_appeal_and_how_it_ended_stand_with_the_decision(comment, bob, mo, ada):
    decision = decide(mo, "hide", f"comment:{comment.public_id}")
    appeal = make_appeal(as_actor(bob), decision.public_id, "I attack nobody.")
    assert entries()[0].appeals == Appeals(waiting=1, upheld=0, reversed=0)
    decide(ada, "reverse", f"appeal:{appeal.public_id}", ground="review", reason="It is no attack.")
    by_action = {entry.action: entry for entry in entries()}
    reversed_, hidden, restored = (by_action[name] for name in ("reverse", "hide", "restore"))
    assert hidden.appeals == Appeals(waiting=0, upheld=0, reversed=1)
    assert hidden.taken_back_by == restored.public_id
    assert reversed_.about == restored.about == hidden.public_id
    assert (reversed_.kind, reversed_.place) == (Kind.APPEAL, None)


def test_an_appeal_in_vain_leaves_the_decision_standing(comment, bob, mo, ada):
    decision = decide(mo, "hide", f"comment:{comment.public_id}")
    appeal = make_appeal(as_actor(bob), decision.public_id, "I attack nobody.")
    decide(ada, "uphold", f"appeal:{appeal.public_id}", ground="hateful", reason="It is an attack.")
    hidden = log_entry(decision.public_id)
    assert (hidden.appeals.upheld, hidden.taken_back_by) == (1, None)


def test_what_gives_back_what_was_taken_takes_the_decision_back(comment, mo):
    held = decide(mo, "hold", f"comment:{comment.public_id}")
    approved = decide(
        mo, "approve", f"comment:{comment.public_id}", ground="review", reason="It is in order."
    )
    again = decide(mo, "hold", f"comment:{comment.public_id}")
    assert log_entry(held.public_id).taken_back_by == approved.public_id
    assert log_entry(approved.public_id).taken_back_by is None
    assert log_entry(again.public_id).taken_back_by is None


def test_a_decision_that_was_made_anew_does_not_borrow_the_end_of_the_second(comment, mo):
    first = a_decision(comment, "hold", by=mo)
    a_decision(comment, "hold", by=mo)
    a_decision(comment, "approve", by=mo)
    assert log_entry(first.public_id).taken_back_by is None


def test_filters_leave_what_fits_all_of_them(comment, thread, mo, clock):
    a_decision(comment, "hide", by=mo, ground=Ground.SPAM)
    a_decision(comment, "restore", by=mo, ground=Ground.REVIEW)
    clock.advance(days=60)
    a_decision(thread, "hide", by=mo, ground=Ground.SPAM)
    assert len(entries(Choice(action="hide"))) == 2
    assert len(entries(Choice(ground=Ground.REVIEW))) == 1
    assert len(entries(Choice(action="hide", ground=Ground.SPAM, year=2026))) == 1
    assert len(entries(Choice(year=2027))) == 1
    assert entries(Choice(action="lock")) == []


def test_a_year_begins_at_midnight_where_the_forum_stands(comment, mo):
    a_decision(comment, by=mo, at=datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
    a_decision(comment, by=mo, at=datetime(2026, 12, 31, 23, 1, tzinfo=UTC))
    assert years() == (2027, 2026)
    assert len(entries(Choice(year=2027))) == 1


def test_only_years_in_which_something_happened_are_named(comment, mo, bob):
    assert years() == ()
    a_decision(comment, by=mo, at=datetime(2024, 6, 1, tzinfo=UTC))
    a_flag(comment, by=bob, created_at=datetime(2026, 6, 1, tzinfo=UTC))
    assert years() == (2026, 2024)


def test_pages_follow_each_other_without_a_gap_or_a_repetition(comment, mo, clock):
    made = [a_decision(comment, by=mo).public_id for _ in range(2 * log.ENTRIES_ON_PAGE + 3)]
    found, after = [], None
    while True:
        page = log_page(ALL, after=after)
        found += [entry.public_id for entry in page.rows]
        if (after := page.next) is None:
            break
    assert found == made[::-1]


@pytest.mark.parametrize("choice", [ALL, Choice(action="hide"), Choice(ground=Ground.OFF_TOPIC, year=2026)])
def test_a_page_takes_one_statement_however_much_there_is(
    comment, thread, position, bob, mo, statements, choice
):
    def asked():
        with statements() as counted:
            log_page(choice)
        return len(counted)

    few = asked()
    for number in range(120):
        a_decision((comment, thread, position, bob)[number % 4], by=mo)
    assert few == asked() == 1


@pytest.mark.parametrize("year", [1999, 9999, -1, 10**6])
def test_a_year_that_is_none_is_not_found(db, year):
    with pytest.raises(NotFound):
        log_page(Choice(year=year))


def test_an_entry_that_does_not_exist_is_not_found(db):
    with pytest.raises(NotFound):
        log_entry("nothing")


def test_an_action_of_another_release_is_still_told(comment, mo):
    a_decision(comment, "polish", by=mo)
    assert entries()[0].done == "polish"
