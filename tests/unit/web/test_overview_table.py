"""The table behind the overview of agreement: in order, in steps that fit, safe for a spreadsheet."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from forum.accounts.perspectives import PerspectiveView
from forum.positions.models import Choice, PositionState, Standing
from forum.positions.tally import Row
from forum.positions.views import PositionView, QuestionRef, Result
from forum.web.agreement import row_labels
from forum.web.overview_table import STRONGEST, as_csv, draw, table_of

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PERSPECTIVES = (
    PerspectiveView(1, "municipality", "Municipality", True),
    PerspectiveView(2, "procurement", "Procurement", True),
)


@pytest.fixture
def labels(app):
    return row_labels(PERSPECTIVES)


def a_row(key="all", agree=4, disagree=1, lower=0.5, upper=0.8) -> Row:
    return Row(key, agree, disagree, 0, lower, upper)


def a_position(
    number: int, standing: Standing | None = None, *rows: Row, statement: str = ""
) -> PositionView:
    result = standing and Result(standing, MONDAY, Choice.AGREE, 0.5, 0.0, 5, rows, (), (), MONDAY)
    return PositionView(
        id=number,
        public_id=f"p{number}",
        question=QuestionRef(1, "who-is-we", 1, "Who is we?"),
        statement=statement or f"Position {number}.",
        language="en",
        author_id=None,
        author=None,
        author_public_id=None,
        author_role=None,
        author_perspective=None,
        state=PositionState.VISIBLE,
        is_frozen=True,
        created_at=MONDAY,
        superseded_by=None,
        my_vote=None,
        my_reason=None,
        result=result,
    )


def test_shared_positions_come_first_and_open_ones_last(labels):
    positions = [
        a_position(1),
        a_position(2, Standing.PROVISIONAL),
        a_position(3, Standing.SHARED),
        a_position(4, Standing.CONTESTED),
        a_position(5, Standing.SHARED),
    ]
    table = table_of(positions, labels)
    assert [line.position.id for line in table.lines] == [3, 5, 4, 2, 1]
    assert [part.standing for part in table.parts] == [
        Standing.SHARED, Standing.CONTESTED, Standing.PROVISIONAL, Standing.OPEN,
    ]  # fmt: skip
    assert table.count(Standing.SHARED) == 2


def test_columns_are_the_roles_that_voted_in_the_order_of_their_list(labels):
    rows = [a_row(), a_row("rest"), a_row("role:gone"), a_row("role:procurement")]
    table = table_of([a_position(1, Standing.OPEN, *rows), a_position(2)], labels)
    assert table.columns == ("Everybody", "Procurement", "Gone", "Smaller roles together")
    assert [cell is None for cell in table.lines[0].cells] == [False] * 4
    assert table.lines[1].cells == (None,) * 4


def test_what_is_more_certain_is_less_pale(labels):
    sure, unsure, unknown = (
        a_row(lower=0.8, upper=0.8), a_row(lower=0.1, upper=0.9), a_row(lower=float("nan"), upper=0.5),
    )  # fmt: skip
    opacities = [
        cell.opacity
        for row in (sure, unsure, unknown)
        for cell in table_of([a_position(1, Standing.OPEN, row)], labels).lines[0].cells
        if cell
    ]
    assert opacities[0] == STRONGEST > opacities[1] == opacities[2] > 0


def test_the_drawing_says_of_what_people_share_that_they_disagree(labels):
    against = a_position(1, Standing.SHARED)
    assert against.result
    against = replace(against, result=replace(against.result, direction=Choice.DISAGREE))
    drawing = draw(table_of([against], labels), "A question")
    assert drawing.parts[0].lines[0].texts == ("Position 1. (shared disagreement)",)


def test_what_does_not_fit_on_one_sheet_is_said(labels):
    table = table_of([a_position(number) for number in range(30)], labels, most=24)
    assert (len(table.lines), table.left_out) == (24, 6)


def test_a_full_sheet_has_something_of_every_standing(labels):
    many = [a_position(number, standing) for standing in Standing for number in range(20)]
    table = table_of(many, labels, most=24)
    counts = {standing: table.count(standing) for standing in Standing}
    assert counts == {
        Standing.SHARED: 12, Standing.CONTESTED: 6, Standing.PROVISIONAL: 3, Standing.OPEN: 3,
    }  # fmt: skip
    few_contested = [each for each in many if each.standing is not Standing.CONTESTED or each.id < 2]
    table = table_of(few_contested, labels, most=24)
    assert (table.count(Standing.SHARED), table.count(Standing.CONTESTED)) == (16, 2)
    assert len(table.lines) == 24


@pytest.mark.parametrize("count", [0, 1, 24])
def test_nothing_in_the_drawing_lies_outside_it_or_over_something_else(labels, count):
    rows = [a_row(), *(a_row(f"role:{name}") for name in "abcdefg")]
    positions = [
        a_position(number, Standing.SHARED, *rows, statement="long words " * 12) for number in range(count)
    ]
    drawing = draw(table_of(positions, labels), "A question " * 20)
    lines = [line for part in drawing.parts for line in part.lines]
    below = 0
    for line in lines:
        assert line.y >= below
        below = line.y + line.height
        assert line.height >= 17 * len(line.texts)
        assert all(40 + 330 <= cell.x <= 1140 - drawing.cell_width for cell in line.cells)
    assert below < drawing.legend_y < drawing.height


def test_the_numbers_come_with_a_header_and_keep_what_is_hidden_empty(labels):
    positions = [
        a_position(1, Standing.SHARED, a_row(agree=9, disagree=2), statement='=HYPERLINK("x")'),
        a_position(2, statement="Plain, with a comma."),
    ]
    table = table_of(positions, labels)
    text = as_csv(
        table,
        header=("position", "standing", "direction", "since", "address"),
        addresses=("a/1", "a/2"),
        words={
            "shared": "Shared!",
            "open": "open",
            "agree": "agree",
            "pass": "no opinion",
            "disagree": "disagree",
        },
    )
    head, first, second = csv.reader(io.StringIO(text))
    assert head == [
        "position", "standing", "direction", "since", "address",
        "Everybody: agree", "Everybody: no opinion", "Everybody: disagree",
    ]  # fmt: skip
    assert first == ['\'=HYPERLINK("x")', "Shared!", "agree", "2026-11-23", "a/1", "9", "0", "2"]
    assert second == ["Plain, with a comma.", "open", "", "", "a/2", "", "", ""]
