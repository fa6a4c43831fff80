from hypothesis import given
from hypothesis import strategies as st

from forum.lib.differences import MOST_WORDS, Piece, differences


def test_a_changed_word_is_shown_as_removed_and_added():
    assert differences("one budget holder", "one shared holder") == [
        Piece("same", "one "),
        Piece("removed", "budget"),
        Piece("added", "shared"),
        Piece("same", " holder"),
    ]


def test_very_long_texts_are_shown_as_replaced():
    long = "word " * MOST_WORDS
    assert [piece.kind for piece in differences(long, long + "more")] == ["removed", "added"]


def test_a_change_in_a_long_text_of_many_lines_is_shown_where_it_is():
    lines = [f"This is sentence number {number}.\n" for number in range(MOST_WORDS // 5)]
    changed = [*lines[:100], "This is sentence number zero.\n", *lines[101:]]
    pieces = differences("".join(lines), "".join(changed))
    assert [piece.text for piece in pieces if piece.kind == "removed"] == ["100."]
    assert [piece.text for piece in pieces if piece.kind == "added"] == ["zero."]


def test_a_long_line_that_changed_entirely_is_shown_as_replaced():
    same = "Equal.\n" * 10
    pieces = differences(same + "old " * MOST_WORDS, same + "new " * MOST_WORDS)
    assert [piece.kind for piece in pieces] == ["same", "removed", "added"]


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_back(old, new):
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
