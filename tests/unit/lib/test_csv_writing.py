import csv
import io

import pytest

from forum.lib.csv_writing import as_csv, safe


@pytest.mark.parametrize("value", ["=1+1", "+31", "-5", "@cmd", " =1", "\t=1", "\r=1"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(value):
    assert safe(value) == f"'{value}"


def test_ordinary_text_stays_as_it_is():
    assert [safe(value) for value in ("", "We agree.", "1 = 1")] == ["", "We agree.", "1 = 1"]


def test_numbers_stay_numbers_and_what_is_not_known_stays_empty():
    text = as_csv(["what", "=how many"], [["a, b", -1], [None, 2.5]])
    assert list(csv.reader(io.StringIO(text))) == [["what", "'=how many"], ["a, b", "-1"], ["", "2.5"]]
