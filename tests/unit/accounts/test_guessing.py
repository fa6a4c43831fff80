from datetime import timedelta

import pytest

from forum.accounts.guessing import FREE_CODES, FREE_PASSWORDS, LONGEST_WAIT, wait_after


@pytest.mark.parametrize("free", [FREE_PASSWORDS, FREE_CODES])
def test_the_first_tries_wait_for_nothing(free):
    assert {wait_after(failures, free=free) for failures in range(free)} == {timedelta(0)}


def test_the_wait_doubles_up_to_a_quarter_of_an_hour():
    minutes = [wait_after(10 + more, free=10) / timedelta(minutes=1) for more in range(7)]
    assert minutes == [1, 2, 4, 8, 15, 15, 15]


def test_however_often_somebody_tries_the_wait_stays_a_quarter_of_an_hour():
    assert wait_after(1_000_000, free=10) == LONGEST_WAIT


def test_who_guesses_all_year_has_fewer_tries_than_any_password_allows():
    a_day = timedelta(days=1) // LONGEST_WAIT
    assert 366 * a_day < 36_000  # passwords hold against three million guesses
