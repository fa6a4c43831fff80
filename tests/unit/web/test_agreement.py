"""Pictures and sentences of agreement: from stored rows, without a database."""

import math
from dataclasses import astuple
from datetime import UTC, datetime

import pytest

from forum.accounts.perspectives import PerspectiveView
from forum.positions.models import Choice, Standing
from forum.positions.tally import Missing, Row
from forum.positions.views import Result
from forum.web.agreement import Span, bar, in_words, label_of, needs, picture, row_in_words, row_labels

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PERSPECTIVES = (
    PerspectiveView(1, "procurement", "Procurement", True),
    PerspectiveView(2, "provider", "Care provider", True),
    PerspectiveView(3, "ggd", "GGD", False),
)


@pytest.fixture(autouse=True)
def in_english(app):
    """Sentences need a language; nothing here asks the database."""


@pytest.fixture
def labels(app):
    return row_labels(PERSPECTIVES)


def a_row(key="all", agree=0, disagree=0, passed=0, lower=0.4, upper=0.6) -> Row:
    return Row(key, agree, disagree, passed, lower, upper)


def a_result(standing=Standing.OPEN, *rows, direction=Choice.AGREE, missing=(), mandated=()) -> Result:
    voters = rows[0].voters if rows else 0
    return Result(
        standing, MONDAY, direction, 0.5, 0.0, voters, rows, tuple(mandated), tuple(missing), MONDAY
    )


def test_a_bar_stands_on_the_centre_line(labels):
    drawn = bar(a_row(agree=6, disagree=2, passed=2), labels)
    assert drawn.passed.x + drawn.passed.width / 2 == pytest.approx(50, abs=0.1)
    assert drawn.agree.x == pytest.approx(drawn.passed.x + drawn.passed.width, abs=0.1)
    assert drawn.disagree.x + drawn.disagree.width == pytest.approx(drawn.passed.x, abs=0.1)
    assert drawn.agree.width == pytest.approx(3 * drawn.disagree.width, abs=0.2)
    assert (drawn.agrees, drawn.disagrees, drawn.passes) == (60, 20, 20)


@pytest.mark.parametrize(
    "row",
    [
        a_row(agree=9, lower=0.99, upper=1.0),
        a_row(disagree=9, lower=0.0, upper=0.1),
        a_row(passed=9, lower=0.0, upper=1.0),
        a_row(),
        a_row(agree=1, disagree=1, passed=7, lower=0.9, upper=0.2),
        a_row(agree=5, lower=math.nan, upper=math.nan),
    ],
)
def test_every_bar_lies_within_its_picture(row, labels):
    drawn = bar(row, labels)
    for span in (drawn.agree, drawn.disagree, drawn.passed, drawn.band):
        assert 0 <= span.x <= 100
        assert 0 <= span.width <= 100
        assert span.x + span.width <= 100.05
        assert not any(math.isnan(value) for value in astuple(span))


def test_the_band_lies_around_the_end_of_the_bar(labels):
    drawn = bar(a_row(agree=20, disagree=4, passed=2, lower=0.68, upper=0.84), labels)
    tip = drawn.agree.x + drawn.agree.width
    assert drawn.band.x < tip < drawn.band.x + drawn.band.width


def test_where_most_disagree_the_band_lies_around_that_end(labels):
    drawn = bar(a_row(agree=4, disagree=20, passed=2, lower=0.1, upper=0.25), labels)
    assert drawn.band.x < drawn.disagree.x < drawn.band.x + drawn.band.width < 50


def test_nobody_voted_is_a_bar_without_parts(labels):
    drawn = bar(a_row(), labels)
    assert drawn.agree == drawn.disagree == drawn.passed == Span(50.0, 0.0)
    assert drawn.sentence == "No votes yet"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (a_row(agree=18, disagree=2, lower=0.8, upper=0.95), "Probably a majority agrees"),
        (a_row(agree=4, disagree=2, lower=0.45, upper=0.8), "A majority agrees, still uncertain"),
        (a_row(agree=2, disagree=18, lower=0.05, upper=0.2), "Probably a majority disagrees"),
        (a_row(agree=2, disagree=4, lower=0.2, upper=0.55), "A majority disagrees, still uncertain"),
        (a_row(agree=4, disagree=4, passed=1), "Opinions are divided"),
        (a_row(agree=2, disagree=1, passed=5), "Most have no opinion"),
        (a_row(passed=6), "Only passes so far"),
    ],
)
def test_a_row_in_words(row, words):
    assert row_in_words(row) == words


def test_a_shared_position_says_that_every_role_finds_it(labels):
    everybody = a_row(agree=30)
    assert in_words(a_result(Standing.SHARED, everybody), labels) == (
        "Probably a majority in every role finds this"
    )
    against = a_result(Standing.SHARED, everybody, direction=Choice.DISAGREE)
    assert in_words(against, labels) == "Probably a majority in every role disagrees with this"


def test_what_is_missing_is_said_in_words(labels):
    result = a_result(Standing.PROVISIONAL, a_row(agree=9), missing=[Missing("role:procurement", 3)])
    assert in_words(result, labels) == "Too few votes yet: 3 more needed from procurement"
    several = [
        Missing("role:procurement", 3),
        Missing("role:provider", 1),
        Missing("role:ggd", 0),
        Missing("role:x", 0),
    ]
    result = a_result(Standing.PROVISIONAL, a_row(agree=9), missing=several)
    assert in_words(result, labels) == (
        "Too few votes yet; still needed: 3 from procurement and 1 from care provider"
    )
    assert needs(several, labels) == (
        "3 more votes needed from procurement",
        "1 more vote needed from care provider",
        "Not yet clear enough among GGD and x",
    )


def test_a_contested_position_names_who_differ(labels):
    rows = (
        a_row(agree=12, disagree=12),
        a_row("role:procurement", agree=1, disagree=9, lower=0.1, upper=0.25),
        a_row("role:provider", agree=9, disagree=1, lower=0.75, upper=0.9),
    )
    assert in_words(a_result(Standing.CONTESTED, *rows), labels) == (
        "Care provider and procurement think differently about this"
    )
    assert in_words(a_result(Standing.CONTESTED, rows[0]), labels) == (
        "Roles or opinion groups think differently about this"
    )


def test_a_position_without_votes_has_a_picture_too(labels):
    for result in (None, a_result()):
        drawn = picture(result, labels)
        assert (drawn.total, drawn.bars, drawn.standing) == (None, (), Standing.OPEN)
    assert picture(None, labels).sentence == "No votes counted yet"
    assert picture(a_result(), labels).sentence == "Too few votes yet to show anything"


def test_one_perspective_and_only_passes_make_a_picture(labels):
    drawn = picture(a_result(Standing.OPEN, a_row(passed=6), a_row("role:provider", passed=6)), labels)
    assert [one.label for one in drawn.bars] == ["Everybody", "Care provider"]
    assert drawn.sentence == "Only passes so far"


def test_the_total_the_roles_the_groups_and_the_mandated_stand_apart(labels):
    keys = ("all", "role:provider", "rest", "group:0", "group:1")
    result = a_result(Standing.OPEN, *(a_row(key, agree=5) for key in keys), mandated=[a_row("all", agree=6)])
    drawn = picture(result, labels)
    assert drawn.total is not None
    assert drawn.total.key == "all"
    assert [one.label for one in drawn.roles] == ["Care provider", "Smaller roles together"]
    assert [one.label for one in drawn.groups] == ["Group A", "Group B"]
    assert [one.row.agree for one in drawn.mandated] == [6]


def test_roles_stand_in_the_order_of_the_list_and_the_small_ones_together_last(labels):
    keys = ["all", "rest", "role:ggd", "role:left-the-list", "role:procurement"]
    drawn = picture(a_result(Standing.OPEN, *(a_row(key, agree=9) for key in keys)), labels)
    assert [one.key for one in drawn.roles] == ["role:procurement", "role:ggd", "rest", "role:left-the-list"]


def test_a_role_that_left_the_list_still_has_a_name(labels):
    assert label_of("role:client-council", labels) == "Client council"
