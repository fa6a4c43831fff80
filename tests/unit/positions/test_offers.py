"""Which position is offered next: by priority, mixed so that each gets seen."""

from collections import Counter
from dataclasses import dataclass

from forum.positions.offers import EVENLY, next_of


@dataclass(frozen=True)
class Line:
    public_id: str
    priority: float | None = None


def drawn(lines, people=3000):
    return Counter(next_of(lines, str(person)).public_id for person in range(people))


def test_the_same_person_is_offered_the_same_position_whatever_the_order():
    lines = [Line(f"p{number}", 1.0) for number in range(10)]
    assert next_of(lines, "alice") is next_of(lines[::-1], "alice")


def test_people_begin_at_different_positions():
    offered = drawn([Line(f"p{number}") for number in range(4)])
    assert len(offered) == 4
    assert min(offered.values()) > 600


def test_a_higher_priority_is_offered_more_often_and_the_lowest_still_gets_its_share():
    offered = drawn([Line("high", 9.0), Line("low", 1.0), Line("nothing", 0.0)])
    assert offered["high"] > offered["low"] > offered["nothing"]
    # A third of the part that is spread evenly; a quarter less for chance.
    assert offered["nothing"] > 0.75 * 3000 * EVENLY / 3


def test_a_position_without_a_result_gets_a_fair_share_among_those_with_many_votes():
    offered = drawn([Line("new"), *(Line(f"old{number}", 1.0) for number in range(5))])
    assert offered["new"] == max(offered.values())


def test_after_each_vote_another_one_comes_until_all_were_seen():
    left, seen = [Line(f"p{number}", float(number)) for number in range(20)], []
    while left:
        line = next_of(left, "alice")
        seen.append(line)
        left.remove(line)
    assert len(set(seen)) == 20


def test_an_offer_does_not_change_because_another_position_was_voted_on():
    lines = [Line(f"p{number}", 1.0) for number in range(8)]
    first = next_of(lines, "alice")
    other = next(line for line in lines if line is not first)
    assert next_of([line for line in lines if line is not other], "alice") is first


def test_people_begin_at_different_positions_among_thousands_as_well():
    lines = [Line(f"p{number}", 1.0) for number in range(5000)]
    assert len({next_of(lines, str(person)) for person in range(10)}) == 10
