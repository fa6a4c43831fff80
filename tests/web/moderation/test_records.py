"""The register and the numbers of moderators, as pages for moderators."""

import pytest

from forum.moderation import register
from forum.moderation.service import perform
from tests.factories import as_actor, new_rules


@pytest.fixture
def hidden(comment, mo):
    """The decision that took bob's comment away."""
    return perform(
        as_actor(mo), "hide", f"comment:{comment.public_id}", ground="spam", reason="It sells something."
    )


@pytest.mark.parametrize("path", ["/moderation/register", "/moderation/standing"])
def test_only_moderators_see_them(nobody, as_alice, as_moderator, as_admin, hidden, path):
    assert nobody.get(path).location.startswith("/login?next=")
    assert as_alice.get(path).status_code == 403
    for person in (as_moderator, as_admin):
        page = person.get(path)
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "private, no-store"


def test_the_register_tells_who_did_what_why_and_what_changed(as_moderator, hidden, comment):
    entry = as_moderator.get("/moderation/register").words(".log-entry")
    for words in ("moderation.hide", "Mo (moderator)", "It sells something.", "state visible hidden"):
        assert words in entry
    page = as_moderator.get("/moderation/register")
    assert page.select_one(f".log-entry a[href='/comments/{comment.public_id}']")


def test_the_register_goes_on(as_moderator, ada, mode):
    for version in range(1, register.ENTRIES_ON_PAGE + 3):
        new_rules(ada, version=version)
    first = as_moderator.get("/moderation/register")
    link = first.select_one("a[rel~=next]")
    assert link is not None
    rest = as_moderator.get(str(link["href"]), mode=mode)
    assert len(first.select(".log-entry")) == register.ENTRIES_ON_PAGE
    assert len(rest.select(".log-entry")) == 2
    assert (rest.select_one("h1") is None) == (mode == "htmx")


def test_an_empty_register_says_so(as_moderator):
    assert "Nothing has been entered yet." in as_moderator.get("/moderation/register").words("main")


def test_an_entry_is_text_and_nothing_else(as_moderator, ada):
    new_rules(ada, changes="<script>alert(1)</script>")
    page = as_moderator.get("/moderation/register")
    assert not page.select("main script")
    assert "<script>alert(1)</script>" in page.words(".log-entry")


def test_the_numbers_of_each_moderator_stand_in_two_tables(as_moderator, ada, hidden):
    page = as_moderator.get("/moderation/standing")
    for table in page.select("table.figures"):
        rows = [
            [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
            for row in table.select("tbody tr")
        ]
        assert rows == [["Ada", "0", "0", "0", "0", "–"], ["Mo you", "1", "1", "0", "0", "–"]]
    assert len(page.select("table.figures")) == 2
