"""Where comments stand after they changed their thread."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forum.discussion.tree import MAX_DEPTH, OPENING_PATH, depth, in_order_of_time, places, with_replies

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Remark:
    name: str
    created_at: datetime


def at(name: str, minute: int) -> Remark:
    return Remark(name, NOON + timedelta(minutes=minute))


def paths(answered):
    return {one: place.path.lstrip("0") for one, place in places(answered).items()}


def test_the_first_comment_becomes_the_opening_text():
    assert places({7: None, 9: None})[7].path == OPENING_PATH


def test_comments_are_numbered_anew_and_stand_below_what_they_answer():
    found = places({7: None, 9: None, 12: 9, 15: None})
    assert [place.number for place in found.values()] == [1, 2, 3, 4]
    assert found[12].path == found[9].path + "000003"
    assert found[15].path == "000004"


def test_an_answer_to_the_opening_text_stands_at_the_first_level():
    assert places({7: None, 9: 7})[9].path == "000002"


def test_an_answer_to_something_that_is_not_there_stands_at_the_first_level():
    assert places({7: None, 9: 3})[9].path == "000002"


def test_no_comment_stands_deeper_than_a_phone_can_show():
    chain = places({number: number - 1 for number in range(1, MAX_DEPTH + 6)})
    assert max(depth(place.path) for place in chain.values()) == MAX_DEPTH
    assert len({place.path for place in chain.values()}) == len(chain)


def test_a_chosen_comment_takes_along_every_reply_below_it():
    answered = {1: None, 2: None, 3: 2, 4: 3, 5: None, 6: 4}
    assert with_replies({2}, answered) == {2, 3, 4, 6}
    assert with_replies({3, 5}, answered) == {3, 4, 5, 6}


def test_two_threads_become_one_in_the_order_of_time():
    together = in_order_of_time([at("a", 1), at("c", 5)], [at("b", 2), at("d", 9)])
    assert [one.name for one in together] == ["a", "b", "c", "d"]


@given(st.lists(st.integers(0, 60)), st.lists(st.integers(0, 60)))
def test_each_thread_keeps_its_own_order_whatever_the_clock_said(first, second):
    one = [at(f"a{number}", minute) for number, minute in enumerate(first)]
    other = [at(f"b{number}", minute) for number, minute in enumerate(second)]
    together = in_order_of_time(one, other)
    assert [remark for remark in together if remark.name.startswith("a")] == one
    assert [remark for remark in together if remark.name.startswith("b")] == other


@given(st.lists(st.integers(min_value=0, max_value=30), max_size=40))
def test_every_comment_gets_a_place_of_its_own_behind_what_it_answers(parents):
    answered = {0: None} | {number: parent % number for number, parent in enumerate(parents, start=1)}
    found = places(answered)
    assert len({place.path for place in found.values()}) == len(answered)
    assert all(found[parent].path < found[one].path for one, parent in answered.items() if parent is not None)
