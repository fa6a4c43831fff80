"""What stands where something was taken away, and beside what moderators put in order."""

import pytest

from tests.factories import a_comment, a_thread
from tests.web.decisions.conftest import address

THREAD = "/threads/{0.public_id}/{0.slug}"


@pytest.fixture
def count(statements, nobody):
    def asked(path: str) -> int:
        with statements() as counted:
            assert nobody.get(path).status_code == 200
        return len(counted)

    return asked


def test_in_its_place_stand_ground_and_way_to_the_log(hidden, comment, thread, nobody, as_alice):
    for person in (nobody, as_alice):
        page = person.get(THREAD.format(thread))
        gone = page.words(f"#comment-{comment.public_id} .gone")
        assert "A moderator took this comment away. Ground: Personal data of a client." in gone
        assert page.select_one(f".gone a[href='/moderation/log/{hidden.public_id}']")
        assert comment.source not in page.text


def test_whom_it_concerns_goes_to_the_decision_itself(hidden, thread, as_bob, as_moderator):
    for person in (as_bob, as_moderator):
        assert person.get(THREAD.format(thread)).select_one(f".gone a[href='{address(hidden)}']")


def test_it_is_the_last_time_that_counts(do, hidden, comment, thread, nobody):
    do("restore", f"comment:{comment.public_id}")
    again = do("hide", f"comment:{comment.public_id}", ground="spam")
    page = nobody.get(THREAD.format(thread))
    assert "Ground: Spam or advertising." in page.words(".gone")
    assert page.select_one(f".gone a[href='/moderation/log/{again.public_id}']")


def test_what_was_put_back_shows_no_trace_of_it(do, hidden, comment, thread, nobody):
    do("restore", f"comment:{comment.public_id}")
    page = nobody.get(THREAD.format(thread))
    assert comment.source in page.text
    assert hidden.public_id not in page.text


def test_a_reply_deep_in_a_branch_has_its_own_too(do, thread, bob, nobody):
    parent = a_comment(bob, thread)
    reply = a_comment(bob, thread, parent=parent)
    decision = do("hide", f"comment:{reply.public_id}")
    page = nobody.get(THREAD.format(thread))
    assert page.select_one(f"#comment-{reply.public_id} a[href='/moderation/log/{decision.public_id}']")


def test_reading_costs_one_statement_more_when_something_was_taken_away(do, thread, bob, count):
    comments = [a_comment(bob, thread) for _ in range(5)]
    before = count(THREAD.format(thread))
    for one in comments:
        do("hide", f"comment:{one.public_id}")
    assert count(THREAD.format(thread)) == before + 1


def test_a_position_that_was_taken_away_says_why_to_whom_it_concerns(do, position, as_bob, as_moderator):
    decision = do("hide", f"position:{position.public_id}", ground="hateful")
    for person in (as_bob, as_moderator):
        page = person.get(f"/positions/{position.public_id}")
        assert "Ground: Hateful or insulting." in page.words(".grave")
        assert page.select_one(f".grave a[href='{address(decision)}']")


def test_a_position_that_only_waits_has_no_ground_to_tell(do, position, as_bob):
    do("hold", f"position:{position.public_id}")
    assert not as_bob.get(f"/positions/{position.public_id}").select(".grave")


def test_a_conversation_that_was_taken_away_says_why_to_moderators(do, thread, as_moderator, nobody):
    decision = do("hide", f"thread:{thread.public_id}", ground="spam")
    page = as_moderator.get(THREAD.format(thread))
    assert "Ground: Spam or advertising." in page.words(".waits")
    assert page.select_one(f".waits a[href='{address(decision)}']")
    assert nobody.get(THREAD.format(thread)).status_code == 404


# What moderators did here


def test_what_was_done_to_a_conversation_stands_beside_it(do, thread, nobody):
    pinned = do("pin", f"thread:{thread.public_id}")
    locked = do("lock", f"thread:{thread.public_id}", ground="order")
    page = nobody.get(THREAD.format(thread))
    steps = page.select(".aside-steps a")
    assert [one.get_text() for one in steps] == ["Closed to new comments", "Pinned on top of its question"]
    assert [one["href"] for one in steps] == [f"/moderation/log/{one.public_id}" for one in (locked, pinned)]
    assert "Order in the forum" in page.words(".aside-steps")
    assert "Mo" not in page.words(".aside-steps").split()


def test_so_does_what_went_on_in_it(do, thread, bob, alice, nobody):
    other = a_thread(alice)
    merged = do("merge", f"thread:{other.public_id}", fields={"into": [thread.public_id]})
    page = nobody.get(THREAD.format(thread))
    assert page.select_one(f".aside-steps a[href='/moderation/log/{merged.public_id}']")


def test_only_the_latest_few_are_named(do, thread, nobody):
    for _ in range(4):
        do("pin", f"thread:{thread.public_id}")
        do("unpin", f"thread:{thread.public_id}")
    assert len(nobody.get(THREAD.format(thread)).select(".aside-steps li")) == 5


def test_most_conversations_have_no_such_part_and_pay_nothing_for_it(do, thread, alice, nobody, count):
    plain = count(THREAD.format(thread))
    assert not nobody.get(THREAD.format(thread)).select(".aside-steps")
    do("pin", f"thread:{a_thread(alice).public_id}")
    assert count(THREAD.format(thread)) == plain
    do("pin", f"thread:{thread.public_id}")
    assert count(THREAD.format(thread)) == plain + 1
