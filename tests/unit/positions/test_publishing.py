"""Which counts are shown, held against somebody who compares all that was ever shown."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.positions.publishing import Basis, Rules, must_hide, published
from forum.positions.tally import ALL, NO_PERSPECTIVE, REST, Tally

RULES = Rules(least=5, step=3)
CHOICES = ["agree", "disagree", "passed"]
ROLES = ["role:a", "role:b", "role:c", NO_PERSPECTIVE]


def shown(counts, before=None, **more):
    return published(counts, before or Basis(), RULES, **more)


def agreeing(number):
    return Tally(number, 0, 0)


def test_a_row_of_fewer_than_five_is_not_shown():
    rows, _ = shown({"role:a": Tally(2, 1, 1)})
    assert rows == {}
    rows, _ = shown({"role:a": Tally(2, 2, 1)})
    assert rows == {ALL: Tally(2, 2, 1), "role:a": Tally(2, 2, 1)}


def test_small_perspectives_are_shown_together_when_they_are_five():
    rows, _ = shown({"role:a": agreeing(6), "role:b": Tally(3, 1, 0)})
    assert set(rows) == {ALL, "role:a"}
    rows, _ = shown({"role:a": agreeing(6), "role:b": Tally(3, 1, 0), NO_PERSPECTIVE: Tally(0, 3, 0)})
    assert rows[REST] == Tally(3, 4, 0)


def test_also_within_the_rest_nothing_moves_by_one_or_two_votes():
    rows, basis = shown({"role:b": agreeing(4), NO_PERSPECTIVE: agreeing(3), "role:c": agreeing(2)})
    assert rows[REST] == agreeing(7)
    rows, _ = shown({"role:b": agreeing(4), NO_PERSPECTIVE: Tally(3, 2, 0), "role:c": Tally(2, 1, 0)}, basis)
    assert rows[REST] == Tally(9, 1, 0)


def test_people_without_a_perspective_never_get_a_row():
    rows, _ = shown({NO_PERSPECTIVE: agreeing(40)})
    assert set(rows) == {ALL, REST}


def test_everybody_is_the_sum_of_what_is_shown():
    rows, _ = shown({"role:a": Tally(4, 2, 0), "role:b": Tally(3, 3, 3), "role:c": agreeing(4)})
    assert rows[ALL] == Tally(7, 5, 3)


def test_numbers_move_by_three_votes_at_least():
    rows, basis = shown({"role:a": agreeing(5)})
    for later in (agreeing(6), Tally(5, 2, 0), agreeing(7)):
        rows, basis = shown({"role:a": later}, basis)
        assert rows["role:a"] == agreeing(5)
    rows, _ = shown({"role:a": Tally(7, 1, 0)}, basis)
    assert rows["role:a"] == Tally(7, 1, 0)


def test_a_row_that_becomes_too_small_vanishes_from_everybody_as_it_was_last_shown():
    earlier = {"role:a": agreeing(9), "role:b": Tally(3, 2, 0)}
    _, basis = shown(earlier)
    counts = {"role:a": agreeing(9), "role:b": Tally(3, 1, 0)}
    assert not must_hide(earlier, earlier, basis, RULES)
    assert must_hide(counts, earlier, basis, RULES)
    rows, basis = shown(counts, basis)
    assert rows == {ALL: agreeing(9), "role:a": agreeing(9)}
    assert not must_hide(counts, counts, basis, RULES), "it is hidden already"


def test_it_is_not_added_to_the_rest_either():
    _, basis = shown({"role:a": Tally(3, 2, 0), NO_PERSPECTIVE: agreeing(5)})
    rows, _ = shown({"role:a": Tally(3, 1, 0), NO_PERSPECTIVE: agreeing(5)}, basis)
    assert rows == {ALL: agreeing(5), REST: agreeing(5)}


def test_a_perspective_leaves_the_rest_only_with_enough_voters_that_were_counted_in_it():
    # Four of a and six others are shown together. With a fifth, a row of a would tell, less the rest as it
    # was, what that fifth voted.
    _, basis = shown({"role:a": agreeing(4), NO_PERSPECTIVE: agreeing(6)})
    rows, basis = shown({"role:a": Tally(4, 1, 0), NO_PERSPECTIVE: agreeing(6)}, basis)
    assert set(rows) == {ALL, REST}
    rows, basis = shown({"role:a": Tally(5, 2, 0), NO_PERSPECTIVE: agreeing(6)}, basis)
    assert rows["role:a"] == Tally(5, 2, 0)
    assert rows[REST] == agreeing(6)


def test_and_only_when_enough_stay_behind():
    _, basis = shown({"role:a": agreeing(4), NO_PERSPECTIVE: agreeing(3)})
    rows, _ = shown({"role:a": Tally(7, 2, 0), NO_PERSPECTIVE: agreeing(3)}, basis)
    assert rows == {ALL: Tally(10, 2, 0), REST: Tally(10, 2, 0)}


def test_what_was_never_in_a_shown_number_appears_at_once():
    _, basis = shown({"role:a": agreeing(9), "role:b": agreeing(4)})
    rows, _ = shown({"role:a": agreeing(9), "role:b": Tally(4, 1, 0)}, basis)
    assert rows["role:b"] == Tally(4, 1, 0)


def test_opinion_groups_are_rounded_since_they_divide_the_same_people_otherwise():
    counts = {"role:a": Tally(30, 22, 0)}
    groups = {"group:0": Tally(28, 2, 0), "group:1": Tally(2, 17, 0)}
    rows, _ = shown(counts, groups=groups)
    assert rows["group:0"] == Tally(30, 0, 0)
    assert "group:1" not in rows, "nineteen voters are too few to round"


def test_opinion_groups_are_not_shown_where_nothing_else_is():
    rows, _ = shown({NO_PERSPECTIVE: agreeing(3)}, groups={"group:0": agreeing(30)})
    assert rows == {}


def test_what_is_remembered_survives_being_stored():
    _, basis = shown({"role:a": agreeing(9), "role:b": agreeing(4)}, groups={"group:0": agreeing(30)})
    assert Basis.of(basis.as_json()) == basis


def test_the_rest_does_not_move_for_one_vote_when_people_change_their_perspective():
    """Three people go from one small perspective to another, and one of them changes their vote."""
    _, basis = shown({"role:b": agreeing(3), "role:c": Tally(2, 1, 0)})
    rows, basis = shown({"role:b": agreeing(3), "role:a": agreeing(3)}, basis)
    assert rows[REST] == Tally(5, 1, 0)
    rows, _ = shown({"role:b": agreeing(3), "role:a": agreeing(4)}, basis)
    assert rows[REST] == agreeing(7), "another vote makes it a step"


# Somebody who votes, changes a vote, takes one back or changes perspective: (person, perspective, choice).
steps = st.lists(
    st.tuples(
        st.integers(0, 13), st.sampled_from(ROLES), st.sampled_from(["agree", "disagree", "passed", None])
    ),
    max_size=60,
)


def counted(people):
    counts = {}
    for role, choice in people.values():
        counts[role] = counts.get(role, Tally()) + Tally(**{choice: 1})
    return counts


def publications(steps):
    """All that is shown while people do this, one after the other."""
    people, basis, found = {}, Basis(), []
    for person, role, choice in steps:
        people.pop(person, None)
        if choice:
            people[person] = (role, choice)
        rows, basis = published(counted(people), basis, RULES)
        found.append((dict(people), rows))
    return found


@settings(max_examples=300)
@given(steps)
def test_no_row_ever_has_fewer_than_five_voters_or_votes_more_than_there_are(steps):
    for people, rows in publications(steps):
        assert all(row.voters >= 5 for row in rows.values())
        parts = [row for key, row in rows.items() if key != ALL]
        assert rows.get(ALL, Tally()) == sum(parts, Tally())
        now = Counter(role for role, _ in people.values())
        assert all(now[key] >= 5 for key in rows if key.startswith("role:"))


@settings(max_examples=300)
@given(steps)
def test_comparing_two_publications_never_singles_out_one_or_two_votes(steps):
    """Rows that stay: 0 or three votes at least. Rows that leave the rest: what they were in it is enough
    people by itself, and so is what stays behind."""
    before = {}
    for _, rows in publications(steps):
        for key in rows.keys() & before.keys() - {ALL, REST}:
            assert rows[key].distance(before[key]) not in (1, 2)
        new = rows.keys() - before.keys() - {ALL, REST}
        if REST in rows and REST in before and not new:
            assert rows[REST].distance(before[REST]) not in (1, 2)
        if REST in rows and REST in before and new:
            # Together they are the old rest, or it moved by a step.
            together = sum((rows[key] for key in new), Tally()) + rows[REST]
            assert together.distance(before[REST]) not in (1, 2)
        before = rows


@settings(max_examples=200)
@given(steps, st.sampled_from(ROLES), st.sampled_from(["agree", "disagree", "passed"]))
def test_one_more_vote_shows_nothing_when_it_can_show_something_only_of_that_vote(steps, role, choice):
    """From any moment at which nothing is due, one new vote moves no number: at most it makes a row of five
    appear, of which the other four were never shown."""
    people, basis = {}, Basis()
    for person, own, chosen in steps:
        people.pop(person, None)
        if chosen:
            people[person] = (own, chosen)
    for _ in range(3):
        rows, basis = published(counted(people), basis, RULES)
    after, _ = published(counted({**people, "victim": (role, choice)}), basis, RULES)
    moved = {key for key in rows.keys() & after.keys() - {ALL} if rows[key] != after[key]}
    for key in moved:
        assert rows[key].distance(after[key]) >= 3
    for key in after.keys() - rows.keys() - {ALL}:
        assert after[key].voters >= 5


def equations(steps):
    """What somebody knows who sees all publications, and who votes when: of each row that was ever shown,
    whose votes it is the sum of. Everybody votes once."""
    members, counts, basis = {}, {}, Basis()
    in_cell, found = {}, []
    for person, (role, choice) in enumerate(steps):
        members.setdefault(role, set()).add(person)
        counts[role] = counts.get(role, Tally()) + Tally(**{choice: 1})
        rows, after = published(counts, basis, RULES)
        for key, tally in after.cells.items():
            if tally != basis.cells.get(key):
                in_cell[key] = frozenset(members[key])
        basis = after
        rest = after.cells.keys() - after.apart
        for key in rows.keys() - {ALL}:
            row = frozenset().union(*(in_cell[cell] for cell in (rest if key == REST else {key})))
            assert len(row) == rows[key].voters
            found.append(row)
    return list(dict.fromkeys(found))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(["agree", "disagree", "passed"])), max_size=45)
)
def test_adding_and_subtracting_all_that_was_ever_shown_gives_nobodys_vote(steps):
    rows = equations(steps)
    if not rows:
        return
    matrix = np.array([[float(person in row) for person in range(len(steps))] for row in rows])
    _, sizes, directions = np.linalg.svd(matrix)
    known = directions[: int((sizes > 1e-9).sum())]
    # A vote is known when its own direction lies within what the rows span.
    assert ((known**2).sum(axis=0) < 1 - 1e-6).all()
