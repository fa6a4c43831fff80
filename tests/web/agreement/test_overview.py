"""The overview of agreement: a page, a picture that stands by itself, and numbers for a spreadsheet."""

import csv
import io
from xml.etree import ElementTree

import pytest

from forum.positions.models import Standing
from tests.factories import a_position
from tests.web.agreement.conftest import a_row

PATH = "/questions/who-is-we/overview"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def overview(bob, article, result_of, counted):
    """Two positions with results and one that nobody voted on, with a statement that is hard to draw."""
    shared = a_position(bob, "Clients & providers <decide> together.")
    result_of(shared)
    contested = a_position(bob, "=SUM(A1) is a formula.")
    rows = [a_row(agree=6, disagree=6), a_row("role:municipality", disagree=6)]
    result_of(contested, Standing.CONTESTED, rows=rows)
    a_position(bob, "Nobody has voted on this one yet.")
    counted(shared.question_id)


def test_the_overview_shows_the_results_to_everybody(overview, nobody):
    page = nobody.get(PATH)
    assert [one.get_text() for one in page.select("thead th")][1:] == [
        "Everybody",
        "Municipality",
        "Provider",
    ]
    assert [chip["data-standing"] for chip in page.select("tbody .standing")] == [
        "shared",
        "contested",
        "open",
    ]
    assert len(page.select("td.overview-unknown")) == 4
    assert "Here you see the results without voting." in page.words("main")


def test_the_citation_carries_version_date_and_counts(overview, nobody):
    text = nobody.get(PATH).words("#citation")
    for part in ("version 3", "November 23, 2026", "12 participants", "40 votes", "3 positions", "1 shared"):
        assert part in text
    assert "http://localhost/questions/who-is-we/overview" in text


def test_the_picture_stands_by_itself(overview, nobody):
    answer = nobody.get(f"{PATH}.svg")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert 'filename="who-is-we-v3-2026-11-23.svg"' in answer.headers["Content-Disposition"]
    drawing = ElementTree.fromstring(answer.text.encode())
    assert drawing.findtext(f"{SVG}title") == "Overview of agreement: who-is-we en?"
    assert "version 3" in (drawing.findtext(f"{SVG}desc") or "")
    words = " ".join("".join(text.itertext()) for text in drawing.iter(f"{SVG}text"))
    assert "Clients & providers <decide> together." in words
    assert "Version 3 of November 23, 2026" in words
    for element in drawing.iter():
        assert not {"style", "class", "href"} & set(element.attrib)
        assert "NaN" not in str(element.attrib)


def test_the_numbers_open_safely_in_a_spreadsheet(overview, nobody):
    answer = nobody.get(f"{PATH}.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, shared, contested, new = csv.reader(io.StringIO(answer.text))
    assert head[:2] == ["position", "standing"]
    assert head[5:8] == ["Everybody: agree", "Everybody: no opinion", "Everybody: disagree"]
    assert shared[1:3] + shared[5:8] == ["shared", "agree", "12", "0", "0"]
    assert contested[0] == "'=SUM(A1) is a formula."
    assert new[1] == "still open"
    assert new[5:] == [""] * 9


@pytest.mark.parametrize("ending", ["", ".svg", ".csv"])
def test_a_question_without_positions_has_an_overview(article, nobody, ending):
    assert nobody.get(PATH + ending).status_code == 200
    assert nobody.get(f"/questions/elsewhere/overview{ending}").status_code == 404


def test_without_positions_the_overview_says_what_will_stand_there(article, nobody):
    assert "There are no positions yet on this question" in nobody.get(PATH).words("main")
    ElementTree.fromstring(nobody.get(f"{PATH}.svg").text.encode())


def test_the_overview_costs_the_same_whatever_the_number_of_positions(
    overview, bob, result_of, nobody, statements
):
    asked = []
    for more in (0, 40):
        for _ in range(more):
            result_of(a_position(bob))
        with statements() as counted_statements:
            nobody.get(f"{PATH}?{more}")
        asked.append(len(counted_statements))
    assert asked[0] == asked[1]
    page = nobody.get(PATH)
    assert len(page.select(".overview-table tbody tr:not(.overview-part)")) == 24
    assert "19 more positions are in the CSV." in page.words("main")
    assert len(list(csv.reader(io.StringIO(nobody.get(f"{PATH}.csv").text)))) == 44
