"""How each moderator's decisions fared, for moderators."""

from datetime import timedelta

import pytest

from forum.lib.errors import Refused, SignInNeeded
from forum.moderation.moderators import Tally, moderators
from forum.moderation.service import make_appeal, perform
from forum.permissions import ANONYMOUS
from tests.factories import a_decision, a_user, an_appeal, an_item, as_actor


def of(viewer, who):
    return next(one for one in moderators(as_actor(viewer)) if one.name == who.name)


def test_decisions_restrictions_appeals_and_reversals_are_counted(comment, thread, bob, mo, ada):
    hidden = perform(
        as_actor(mo), "hide", f"comment:{comment.public_id}", ground="spam", reason="It sells something."
    )
    perform(as_actor(mo), "pin", f"thread:{thread.public_id}", ground="order", reason="Begin reading here.")
    appeal = make_appeal(as_actor(bob), hidden.public_id, "I sell nothing.")
    perform(
        as_actor(ada), "reverse", f"appeal:{appeal.public_id}", ground="review", reason="It sells nothing."
    )
    tally = of(mo, mo).in_all
    assert (tally.decisions, tally.restrictions, tally.appeals, tally.reversals) == (2, 1, 1, 1)
    assert of(mo, ada).in_all.reversals == 0


def test_time_counts_from_when_something_came_into_the_queue(comment, thread, position, mo, clock):
    for hours, thing in ((1, comment), (5, thread), (30, position)):
        decision = a_decision(thing, by=mo, at=clock() + timedelta(hours=hours))
        an_item(thing, closed_at=clock(), decision_id=decision.id)
    assert of(mo, mo).in_all.median_hours == 5.0


def test_what_is_long_ago_counts_in_all_and_not_lately(comment, mo, clock):
    a_decision(comment, by=mo)
    clock.advance(days=91)
    a_decision(comment, by=mo)
    mine = of(mo, mo)
    assert (mine.is_me, mine.lately.decisions, mine.in_all.decisions) == (True, 1, 2)


def test_everybody_who_moderates_is_there_and_who_once_did(comment, mo, ada, alice, bob):
    a_decision(comment, by=alice)
    found = moderators(as_actor(mo))
    assert [one.name for one in found] == ["Ada", "Alice", "Mo"]
    assert [one.is_active for one in found] == [True, False, True]
    assert found[0].in_all == Tally()


def test_what_the_forum_did_by_itself_is_nobodys(comment, mo):
    a_decision(comment, "hold")
    assert [one.in_all.decisions for one in moderators(as_actor(mo))] == [0]


def test_members_and_visitors_see_nothing_of_it(alice):
    with pytest.raises(Refused):
        moderators(as_actor(alice))
    with pytest.raises(SignInNeeded):
        moderators(ANONYMOUS)


def test_the_statements_are_as_many_however_much_there_is(comment, bob, mo, statements):
    viewer = as_actor(mo)

    def asked():
        with statements() as counted:
            moderators(viewer)
        return len(counted)

    few = asked()
    for _ in range(30):
        moderator = a_user(role="moderator")
        an_appeal(a_decision(comment, by=moderator), bob)
    assert asked() == few == 5
