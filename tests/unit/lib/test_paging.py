from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.lib.errors import NotFound
from forum.lib.paging import decode, encode, moment, page


def test_the_last_page_has_no_cursor():
    assert page([1, 2], 2, lambda row: [row]).next is None


def test_a_page_that_is_cut_points_to_its_last_row():
    cut = page([1, 2, 3], 2, lambda row: [row])
    assert list(cut.rows) == [1, 2]
    assert decode(cut.next or "", int) == (2,)


@given(st.text(), st.integers(min_value=-(2**62), max_value=2**62))
def test_a_cursor_comes_back_as_it_went(text, number):
    text = text.replace("\x00", "")
    assert decode(encode([text, number]), str, int) == (text, number)


@pytest.mark.parametrize(
    "forged",
    ["", "x", "!!", "W10", "WzFd", encode([1, 2]), encode(["a\x00", 1]), encode(["a", 10**30]), "[" * 9999],
)
def test_a_forged_cursor_is_not_found(app, forged):
    with pytest.raises(NotFound):
        decode(forged, str, int)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_comes_back_as_it_went(at):
    assert moment(at.isoformat()) == at


@pytest.mark.parametrize(
    "forged", ["", "x", "2026-11-23T09:00:00", "2026-13-01T00:00:00+00:00", "0001-01-01T00:00:00+23:59"]
)
def test_a_forged_moment_is_not_found(app, forged):
    with pytest.raises(NotFound):
        moment(forged)
