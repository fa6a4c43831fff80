from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from forum.discussion.tree import DIGITS, MAX_DEPTH, depth, grow, path_below


@dataclass(frozen=True)
class Leaf:
    path: str


def shape(nodes):
    return [(node.comment.path[-DIGITS:].lstrip("0"), shape(node.replies)) for node in nodes]


def test_a_reply_stands_below_what_it_answers_and_before_the_next_comment():
    first = path_below("", 1)
    second = path_below("", 2)
    reply = path_below(first, 3)
    assert sorted([second, reply, first]) == [first, reply, second]
    assert shape(grow([Leaf(first), Leaf(reply), Leaf(second)])) == [("1", [("3", [])]), ("2", [])]


def test_replies_below_the_deepest_level_stand_beside_what_they_answer():
    path = ""
    for number in range(1, MAX_DEPTH + 4):
        path = path_below(path, number)
    assert depth(path) == MAX_DEPTH


def test_a_comment_knows_how_many_replies_are_below_it():
    first, reply, reply_to_reply = path_below("", 1), path_below("000001", 2), path_below("000001000002", 3)
    (root,) = grow([Leaf(first), Leaf(reply), Leaf(reply_to_reply)])
    assert (root.total, root.replies[0].total) == (2, 1)


def test_a_page_that_starts_inside_a_branch_shows_its_comments_as_first_ones():
    below_something_earlier = Leaf("000001000004")
    assert shape(grow([below_something_earlier, Leaf("000005")])) == [("4", []), ("5", [])]


@given(st.lists(st.integers(min_value=0, max_value=30), max_size=40))
def test_growing_keeps_every_comment_in_reading_order(parents):
    paths = [path_below("", 1)]
    for number, parent in enumerate(parents, start=2):
        paths.append(path_below(paths[parent % len(paths)], number))

    def flattened(nodes):
        for node in nodes:
            yield node.comment.path
            yield from flattened(node.replies)

    assert list(flattened(grow(Leaf(path) for path in sorted(paths)))) == sorted(paths)
