"""Pages for everybody: made once for each change, and not sent again to who has them."""

import gzip

import pytest

from forum.discussion.service import withdraw_comment
from forum.web.conditional import KeptPages, Page
from tests.conftest import START
from tests.factories import a_comment, a_thread, as_actor

# PostgreSQL tells of the changes in all its databases, those of other tests too.
TIMES = 20

PATHS = ("/", "/questions", "/questions/who-is-we", "/lessons/we", "/rules")


@pytest.fixture
def path(thread):
    return f"/threads/{thread.public_id}/what-do-we-mean-by-we"


@pytest.mark.parametrize("path", PATHS)
def test_who_has_a_page_already_gets_no_second_one(article, thread, nobody, path):
    page = nobody.get(path)
    assert page.status_code == 200
    again = nobody.get(path, headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.text) == (304, "")
    assert again.headers["ETag"] == page.headers["ETag"]
    assert again.headers["Cache-Control"] == page.headers["Cache-Control"] == "no-cache"
    assert again.headers["Vary"] == page.headers["Vary"]


def test_a_page_is_made_once_while_nothing_changes(path, nobody, statements):
    first = nobody.get(path)
    asked = []
    for _ in range(TIMES):
        with statements() as counted:
            again = nobody.get(path)
        asked.append(len(counted))
        assert (again.status_code, again.text) == (200, first.text)
        assert headers_of(again) == headers_of(first)
    assert 0 in asked


def headers_of(page):
    """All but the moment of the answer, which is that of another second now and then."""
    return {name: value for name, value in page.headers.items() if name != "Date"}


def test_every_change_is_there_at_once(path, thread, bob, nobody):
    seen = [nobody.get(path)]
    comment = a_comment(bob, thread, "Something new.")
    seen.append(nobody.get(path, headers={"If-None-Match": seen[-1].headers["ETag"]}))
    assert "Something new." in seen[-1].text
    withdraw_comment(as_actor(bob), comment.public_id)
    seen.append(nobody.get(path, headers={"If-None-Match": seen[-1].headers["ETag"]}))
    assert "Something new." not in seen[-1].text
    assert len({page.headers["ETag"] for page in seen}) == 3


def test_a_change_elsewhere_leaves_the_etag_as_it_was(path, bob, nobody):
    page = nobody.get(path)
    a_thread(bob, question="one-budget", lessons=["values"])
    assert nobody.get(path, headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


def test_how_long_ago_something_was_goes_on(path, comment, nobody, clock):
    assert "second" in nobody.get(path).words(f"#comment-{comment.public_id} time")
    clock.advance(minutes=2)
    assert nobody.get(path).words(f"#comment-{comment.public_id} time") == "2 minutes ago"


def test_each_language_has_its_own_page(article, nobody):
    pages = {
        language: [nobody.get("/questions", headers={"Accept-Language": language}) for _ in range(2)]
        for language in ("nl", "en")
    }
    for language, (first, second) in pages.items():
        assert first.text == second.text
        assert second.select_one(f"html[lang={language}]")
    assert pages["nl"][0].headers["ETag"] != pages["en"][0].headers["ETag"]


def test_a_page_of_somebody_signed_in_is_theirs_alone(path, nobody, as_alice):
    own = as_alice.get(path)
    assert "ETag" not in own.headers
    assert own.headers["Cache-Control"] == "private, no-store"
    assert "Alice" not in nobody.get(path).words("header")
    assert "Alice" in as_alice.get(path).words("header")


def test_a_page_with_a_form_is_made_for_each_visitor(thread, app, nobody):
    from tests.browsing import Person

    path = f"/threads/{thread.public_id}/comments/new"
    pages = [nobody.get(path), Person(app).get(path)]
    assert all("ETag" not in page.headers for page in pages)
    assert pages[0].value("submission_key") != pages[1].value("submission_key")


def test_what_is_not_there_is_not_kept(article, nobody):
    assert nobody.get("/articles/elsewhere").status_code == 404
    assert "ETag" not in nobody.get("/articles/elsewhere").headers
    assert "ETag" not in nobody.get("/readyz").headers


def test_a_kept_page_is_not_shown_under_a_strange_name(path, nobody):
    assert nobody.get(path).status_code == 200
    assert nobody.get(path, headers={"Host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [("gzip, deflate, br, zstd", True), ("*", True), ("br", False), ("gzip;q=0", False), ("", False)],
)
def test_a_page_comes_compressed_to_who_can_read_it(path, app, accepted, is_compressed):
    for _ in range(2):
        answer = app.test_client().get(path, headers={"Accept-Encoding": accepted})
        assert "Accept-Encoding" in answer.vary
        assert answer.headers.get("Content-Encoding") == ("gzip" if is_compressed else None)
        assert len(answer.data) == answer.content_length
        body = gzip.decompress(answer.data) if is_compressed else answer.data
        assert b"</html>" in body


def test_a_page_with_a_secret_in_it_is_not_compressed(path, as_alice):
    assert "Content-Encoding" not in as_alice.get(path, headers={"Accept-Encoding": "gzip"}).headers


def test_asking_for_the_head_alone_gives_the_same_head(path, nobody):
    page = nobody.get(path)
    head = nobody.open("HEAD", path)
    assert (head.status_code, head.text) == (200, "")
    assert head.headers["ETag"] == page.headers["ETag"]
    assert head.headers["Content-Length"] == page.headers["Content-Length"]


def test_the_pages_that_nobody_asks_for_go_first():
    pages = KeptPages(most_bytes=100)

    def a_page(size: int) -> Page:
        return Page("", START, b"x" * size, b"", ())

    for name in "abc":
        pages.put(name, a_page(30))
    assert pages.get("a")
    pages.put("d", a_page(30))
    pages.put("d", a_page(40))
    assert [name for name in "abcd" if pages.get(name)] == ["a", "c", "d"]
    pages.put("e", a_page(101))
    assert not any(pages.get(name) for name in "abcde")
