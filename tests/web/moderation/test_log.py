"""The public log as pages and as a file."""

import csv
import io

import pytest

from forum.moderation import log
from forum.moderation.figures import COLUMNS
from forum.moderation.kinds import Ground
from forum.moderation.service import make_appeal, perform
from tests.factories import a_decision, as_actor


@pytest.fixture
def hidden(comment, mo):
    """The decision that took bob's comment away."""
    return perform(
        as_actor(mo),
        "hide",
        f"comment:{comment.public_id}",
        ground="hateful",
        reason="You attack a person here.",
    )


def test_everybody_reads_what_was_decided_and_why(nobody, hidden):
    page = nobody.get("/moderation/log")
    assert page.words("h1") == "Log of moderation"
    entry = page.words(".log-entry")
    for words in (
        "Taken away",
        "A comment",
        "by a moderator",
        "Hateful or insulting",
        "You attack a person here.",
    ):
        assert words in entry
    assert page.select_one(f"#entry-{hidden.public_id}")


def test_nobody_reads_who_it_was_or_what_it_said(nobody, as_moderator, hidden, comment, thread, bob, mo):
    for person in (nobody, as_moderator):
        for path in ("/moderation/log", f"/moderation/log/{hidden.public_id}"):
            told = str(person.get(path).select_one(".log-entry"))
            for secret in (bob.name, mo.name, comment.source, comment.public_id, thread.title):
                assert secret not in told, (path, secret)


def test_an_entry_has_an_address_that_stays(nobody, hidden):
    link = nobody.get("/moderation/log").select_one(".log-entry h2 a")
    assert link is not None
    page = nobody.get(str(link["href"]))
    assert (page.status_code, page.words("h1")) == (200, "Taken away")
    assert "Rule of this forum:" in page.words(".log-entry")
    assert page.select_one("meta[name=robots][content=noindex]")


def test_what_everybody_can_see_is_linked_until_it_is_hidden(nobody, comment, bob, mo):
    a_decision(comment, "approve", by=mo, ground=Ground.REVIEW)
    assert nobody.get("/moderation/log").select_one(f"a[href='/comments/{comment.public_id}']")
    perform(as_actor(mo), "hide", f"comment:{comment.public_id}", ground="spam", reason="It sells something.")
    assert comment.public_id not in nobody.get("/moderation/log").text


def test_an_account_is_an_account_and_nothing_else(nobody, bob, mo):
    perform(
        as_actor(mo),
        "suspend",
        f"account:{bob.public_id}",
        ground="hateful",
        reason="After three warnings.",
        fields={"scope": ["everything"], "until": ["2027-01-31"]},
    )
    page = nobody.get("/moderation/log")
    entry = page.words(".log-entry")
    assert "Suspended An account" in entry
    assert "may only read" in entry
    assert "until January 31, 2027" in entry
    assert bob.public_id not in page.text
    assert not page.select(".log-entry .log-place")


def test_an_appeal_and_its_end_are_told_and_linked(nobody, hidden, bob, ada):
    appeal = make_appeal(as_actor(bob), hidden.public_id, "I attack nobody.")
    entry = f"#entry-{hidden.public_id}"
    assert "Somebody objected; another moderator looks at it." in nobody.get("/moderation/log").words(entry)
    perform(
        as_actor(ada), "reverse", f"appeal:{appeal.public_id}", ground="review", reason="It is no attack."
    )
    page = nobody.get("/moderation/log")
    assert "the decision was reversed" in page.words(entry)
    assert page.select_one(f"{entry}[data-undone]")
    later = page.select_one(f"{entry} .log-after a")
    assert later is not None
    back = nobody.get(str(later["href"]))
    assert back.select_one(f"a[href='/moderation/log/{hidden.public_id}']")
    assert "I attack nobody." not in page.text + back.text


def test_choices_narrow_the_log_and_stay_chosen(nobody, comment, mo):
    a_decision(comment, "hide", by=mo, ground=Ground.SPAM)
    a_decision(comment, "restore", by=mo, ground=Ground.REVIEW)
    page = nobody.get("/moderation/log?action=hide&ground=spam&year=2026")
    assert len(page.select(".log-entry")) == 1
    assert [one["value"] for one in page.select("select option[selected]") if one.get("value")] == [
        "hide",
        "spam",
    ]
    assert page.select_one("#filter-year option[selected]").get_text() == "2026"  # pyright: ignore
    empty = nobody.get("/moderation/log?action=lock")
    assert "No decision fits this choice" in empty.words("main")


@pytest.mark.parametrize(
    "query",
    [
        "action=nothing",
        "ground=nothing",
        "year=x",
        "year=99999",
        "year=0000",
        "year=9999",
        "year=-1",
        "after=x",
    ],
)
def test_a_choice_that_is_not_in_the_lists_is_not_found(nobody, query):
    assert nobody.get(f"/moderation/log?{query}").status_code == 404


@pytest.mark.parametrize(
    "path", ["nothing", "x" * 5000, "2026.csv", "1999.csv", "x.csv", f"{10**30}.csv", "%ff"]
)
def test_what_does_not_exist_is_not_found(nobody, path):
    assert nobody.get(f"/moderation/log/{path}").status_code == 404


def test_reading_on_brings_the_rest(nobody, comment, mo, mode):
    for _ in range(log.ENTRIES_ON_PAGE + 2):
        a_decision(comment, by=mo)
    first = nobody.get("/moderation/log?action=hide")
    link = first.select_one("a[rel~=next]")
    assert link is not None
    assert link["href"] == link["hx-get"]
    rest = nobody.get(str(link["href"]), mode=mode)
    assert len(first.select(".log-entry")) == log.ENTRIES_ON_PAGE
    assert len(rest.select(".log-entry")) == 2
    assert rest.select_one("a[rel~=next]") is None
    assert (rest.select_one("h1") is None) == (mode == "htmx")
    if mode == "htmx":
        assert [one.name for one in rest.soup.find_all(recursive=False)] == ["section"]
    else:
        assert rest.select_one("a[href='/moderation/log?action=hide']")


def test_an_empty_log_says_what_will_stand_here(nobody, article):
    page = nobody.get("/moderation/log")
    assert "Nothing has been decided yet" in page.words("main")
    assert not page.select("a[href$='.csv']")


def test_the_log_is_found_from_every_page(nobody, article):
    assert nobody.get("/questions").select_one("footer a[href='/moderation/log']")


def test_a_page_of_who_is_signed_out_can_be_kept(nobody, hidden):
    for path in ("/moderation/log", f"/moderation/log/{hidden.public_id}"):
        page = nobody.get(path)
        assert page.headers["Cache-Control"] == "no-cache"
        assert "Set-Cookie" not in page.headers
        assert nobody.get(path, headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


def test_the_page_takes_as_many_statements_with_many_entries_as_with_one(
    nobody, hidden, comment, mo, statements
):
    def asked():
        with statements() as counted:
            nobody.get("/moderation/log", headers={"Cache-Control": "no-cache"})
        return len(counted)

    few = asked()
    for _ in range(120):
        a_decision(comment, by=mo)
    assert asked() == few == 3


def test_a_reason_is_text_and_nothing_else(nobody, comment, mo):
    a_decision(comment, by=mo, reason="<script>alert(1)</script>\n\nA second line.")
    page = nobody.get("/moderation/log")
    assert not page.select("main script")
    assert "<script>alert(1)</script>" in page.words(".log-reason")
    assert len(page.select(".log-reason > p")) == 3


def test_the_figures_of_a_year_are_a_table(nobody, hidden):
    link = nobody.get("/moderation/log").select_one("a[href$='.csv']")
    assert link is not None
    page = nobody.get(str(link["href"]))
    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="moderation-2026.csv"' in page.headers["Content-Disposition"]
    head, first, *_rest = csv.reader(io.StringIO(page.text))
    assert tuple(head) == COLUMNS
    assert dict(zip(head, first, strict=True)) | {"year": "2026", "action": "hide", "number": "1"} == dict(
        zip(head, first, strict=True)
    )


def test_the_figures_are_kept_until_something_changes_and_asked_for_in_moderation(
    nobody, hidden, comment, mo
):
    page = nobody.get("/moderation/log/2026.csv")
    again = nobody.get("/moderation/log/2026.csv", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304
    answers = [nobody.get(f"/moderation/log/2026.csv?again={number}").status_code for number in range(31)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_who_it_is_about_finds_the_whole_decision(nobody, as_bob, hidden):
    link = nobody.get(f"/moderation/log/{hidden.public_id}").select_one(".log-own a")
    assert link is not None
    assert as_bob.get(str(link["href"])).status_code == 200


def test_only_moderators_are_led_further(nobody, as_alice, as_moderator, hidden):
    for path in ("/moderation/log", "/moderation", "/moderation/register", "/moderation/standing"):
        page = as_moderator.get(path)
        here = page.select_one("#moderation-nav [aria-current]")
        assert here is not None
        assert here["href"] == path
        assert page.select_one("#moderation-nav a[href='/moderation/register']")
    for person in (nobody, as_alice):
        assert person.get("/moderation/log").select_one("a[href='/moderation/register']") is None
