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


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_back(old, new):
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
