"""Tables: read in blocks where they are regular, and with the place of a mistake where they are not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.lib import csv_tables
from forum.lib.csv_tables import BadTable, Table, integer_columns


@pytest.fixture
def written(tmp_path):
    def write(content: str | bytes):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def columns(path, *names, **allowed):
    return [column.tolist() for column in integer_columns(path, names, allowed)]


def mistake(path, *names, **allowed) -> str:
    with pytest.raises(BadTable) as caught:
        columns(path, *names, **allowed)
    message = str(caught.value)
    assert "\n" not in message
    return message.replace(str(path), "table.csv")


def test_columns_are_found_by_name_whatever_else_there_is(written):
    path = written("b,when,a\n1,now,20\n-1,later,3\n")
    assert columns(path, "a", "b", b=(-1, 1)) == [[20, 3], [1, -1]]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,2\n3,4",
        "a,b\r\n1,2\r\n3,4\r\n",
        '"a","b"\n"1","2"\n3,4\n',
        "\ufeffa,b\n1,2\n3,4\n",
        "a,b\n\n1,2\n\n3,4\n\n",
        'a,b,c\n1,2,"x,\ny"\n3,4,\n',
    ],
)
def test_line_ends_quotes_and_empty_lines_make_no_difference(written, content):
    assert columns(written(content), "a", "b") == [[1, 3], [2, 4]]


def test_a_header_alone_is_an_empty_table(written):
    assert columns(written("a,b\n"), "a", "b") == columns(written("a,b"), "a", "b") == [[], []]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "table.csv, line 1, column 1: is empty; a header with a, b is needed"),
        ("a,c\n1,2\n", "table.csv, line 1, column 3 (b): the column b is missing"),
        ("a,b,a\n1,2,3\n", "table.csv, line 1, column 3 (a): this column is there twice"),
        ("a,b\n1,2\nx,2\n", "table.csv, line 3, column 1 (a): 'x' is not a whole number"),
        ("a,b\n1,2\n1.0,2\n", "table.csv, line 3, column 1 (a): '1.0' is not a whole number"),
        ("a,b\n1,2\n,2\n", "table.csv, line 3, column 1 (a): '' is not a whole number"),
        ("a,b\n-1,2\n", "table.csv, line 2, column 1 (a): '-1' is below 0"),
        ("a,b\n1,2\n3,7\n", "table.csv, line 3, column 2 (b): '7' is not one of 2, 4"),
        ("a,b\n1,2\n3\n", "table.csv, line 3, column 2 (b): the line ends after 1 of 2 fields"),
        ("a,b\n1,2\n3,4,5\n", "table.csv, line 3, column 3: the line has 3 fields, the header 2"),
        (
            "a,b,c\n1,2,'\n1,2,\"open\n",
            "table.csv, line 3, column 1: cannot be read as CSV: unexpected end of data",
        ),
        (b"a,b\n1,2\n3,\xff\n", "table.csv, line 3, column 3: this is not UTF-8"),
        (
            "a,b\n1,2\n" + "9" * 30 + ",2\n",
            f"table.csv, line 3, column 1 (a): '{'9' * 30}' is not a whole number",
        ),
        ('a,b,c\n1,2,"x\ny"\nz,2,\n', "table.csv, line 4, column 1 (a): 'z' is not a whole number"),
    ],
)
def test_the_first_mistake_is_named_with_its_line_and_column(written, content, message):
    assert mistake(written(content), "a", "b", b=(2, 4)) == message


def test_a_long_field_is_cut_in_the_message(written):
    assert len(mistake(written("a\n" + "x" * 5000 + "\n"), "a")) < 120


NUMBER = st.integers(-(10**17), 10**17)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**17), NUMBER, NUMBER), max_size=40), st.integers(1, 60))
def test_blocks_of_any_size_give_what_a_plain_reader_gives(tmp_path_factory, rows, size):
    path = tmp_path_factory.mktemp("tables") / "table.csv"
    path.write_text("a,b,c\n" + "".join(f"{a},{b},{c}\n" for a, b, c in rows))
    block = csv_tables.BLOCK_BYTES
    csv_tables.BLOCK_BYTES = size
    try:
        found = integer_columns(path, ("c", "a"), {"c": [c for _, _, c in rows]})
    finally:
        csv_tables.BLOCK_BYTES = block
    assert np.array_equal(found, np.array([(c, a) for a, _, c in rows], np.int64).reshape(-1, 2).T)
    assert all(len(row.fields) == 3 for row in Table(path, ("a",)).rows())
