"""The page about feeds, and how every other page leads to its own."""

from xml.etree import ElementTree

import pytest

from tests.factories import a_synthesis, a_thread
from tests.service.feeds.conftest import hold_from_the_start


def rows(page) -> dict[str, list[str]]:
    """Addresses by the name of the feed."""
    return {
        " ".join(row.select_one("h3").get_text().split()): [
            row.select_one("input")["value"],
            *(link["href"] for link in row.select(".feed-formats a")),
        ]
        for row in page.select(".feed-row")
    }


def test_the_page_lists_every_feed_in_three_formats(thread, nobody):
    page = nobody.get("/feeds")
    found = rows(page)
    assert list(found) == [
        "Everything",
        "Shared positions",
        "Syntheses",
        "Log of moderation",
        "who-is-we en?",
        "one-budget en?",
        "we en",
        "values en",
    ]
    for addresses in found.values():
        copied, *formats = addresses
        assert copied == formats[0]
        for address in formats:
            assert nobody.get(address.removeprefix("http://localhost")).status_code == 200
    assert len(page.words(".lead").split(". ")) == 2


def test_in_dutch_the_addresses_have_no_language(thread, nobody):
    page = nobody.get("/feeds", headers={"Accept-Language": "nl"})
    assert "http://localhost/feeds/all.atom" in page.text
    assert "?lang=" not in page.text


def test_a_combination_of_lessons_is_put_together_by_a_form(article, nobody, as_alice):
    form = nobody.get("/feeds").select_one("form.feed-combine")
    assert (form["method"], form["action"]) == ("get", "/feeds")
    page = nobody.get("/feeds?lesson=values&lesson=we")
    name, addresses = next(iter(rows(page).items()))
    assert name == "we en + values en"
    assert addresses[0] == "http://localhost/feeds/lessons/we+values.atom?lang=en"
    assert [box["value"] for box in page.select("[name=lesson][checked]")] == ["we", "values"]
    assert nobody.get("/feeds?lesson=nothing").status_code == 404


def test_the_feed_that_one_came_for_stands_on_top(thread, nobody):
    page = nobody.get(f"/feeds?of=threads/{thread.public_id}")
    assert next(iter(rows(page))) == "What do we mean by we?"
    assert page.select_one(".feed-chosen")
    assert nobody.get("/feeds?of=questions/who-is-we").words(".feed-chosen h3") == "who-is-we en?"
    assert nobody.get("/feeds?of=threads/nothing").status_code == 404
    assert nobody.get("/feeds?of=lessons/2+1").location == "/feeds?of=lessons/we%2Bvalues"


def test_all_of_them_are_one_file(thread, nobody):
    assert nobody.get("/feeds.opml").location == "/feeds/all.opml"
    link = nobody.get("/feeds", headers={"Accept-Language": "nl"}).select_one("a[download]")["href"]
    assert link == "http://localhost/feeds/all.opml"
    answer = nobody.get("/feeds/all.opml")
    assert answer.headers["Content-Type"] == "text/x-opml; charset=utf-8"
    root = ElementTree.fromstring(answer.text)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    feeds = root.findall("body/outline/outline")
    assert len(feeds) == 8
    for feed in feeds:
        assert feed.get("type") == "rss"
        assert feed.get("text") == feed.get("title")
        assert nobody.get((feed.get("xmlUrl") or "").removeprefix("http://localhost")).status_code == 200
        assert (feed.get("htmlUrl") or "").startswith("http://localhost/")


def test_the_file_is_not_sent_twice(thread, nobody, as_alice):
    page = as_alice.get("/feeds/all.opml")
    assert page.headers["Cache-Control"] == "public, max-age=300"
    assert page.headers["Vary"] == "Accept-Encoding"
    assert nobody.get("/feeds/all.opml", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


@pytest.fixture
def paths(thread, comment, position, mo):
    a_synthesis(mo)
    return {
        "/": "all",
        "/questions": "all",
        "/login": "all",
        "/questions/who-is-we": "questions/who-is-we",
        "/questions/who-is-we/overview": "questions/who-is-we",
        f"/threads/{thread.public_id}/what-do-we-mean-by-we": f"threads/{thread.public_id}",
        "/lessons/we": "lessons/we",
        "/lessons/we+values": "lessons/we+values",
        "/positions": "shared-positions",
        f"/positions/{position.public_id}": "shared-positions",
        "/questions/who-is-we/synthesis": "syntheses",
        "/questions/who-is-we/synthesis/1": "syntheses",
        "/moderation/log": "moderation-log",
        "/feeds": "all",
    }


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_names_its_feed(paths, nobody, language):
    for path, feed in paths.items():
        page = nobody.get(path, headers={"Accept-Language": language})
        found = {link["type"]: link for link in page.select('head link[rel="alternate"]')}
        rest = "?lang=en" if language == "en" else ""
        assert {kind: link["href"] for kind, link in found.items()} == {
            "application/atom+xml": f"http://localhost/feeds/{feed}.atom{rest}",
            "application/rss+xml": f"http://localhost/feeds/{feed}.rss{rest}",
            "application/feed+json": f"http://localhost/feeds/{feed}.json{rest}",
        }, path
        assert len({link["title"] for link in found.values()}) == 3
        assert nobody.get(f"/feeds/{feed}.atom{rest}").status_code == 200


def test_the_title_of_a_feed_is_that_of_the_page(thread, nobody):
    titles = {
        path: nobody.get(path).select_one('link[type="application/atom+xml"]')["title"]
        for path in ("/", "/questions/who-is-we", "/positions")
    }
    assert titles == {
        "/": "Samenspraak (Atom)",
        "/questions/who-is-we": "who-is-we en? · Samenspraak (Atom)",
        "/positions": "Shared positions · Samenspraak (Atom)",
    }


def test_where_one_may_want_to_follow_a_link_says_so(paths, nobody):
    thread = next(path for path in paths if path.startswith("/threads/"))
    for path in ("/questions/who-is-we", "/lessons/we", "/positions", "/moderation/log", thread):
        links = {link.get_text(): link["href"] for link in nobody.get(path).select("main a")}
        address = links["Follow with a feed reader"]
        assert address.startswith("/feeds?of=")
        assert nobody.get(address).select_one(".feed-chosen")


def test_a_thread_that_waits_leads_to_no_feed_of_its_own(bob, as_bob, article):
    thread = a_thread(bob)
    hold_from_the_start(thread)
    page = as_bob.get(f"/threads/{thread.public_id}/what-do-we-mean-by-we")
    assert page.status_code == 200
    assert page.select_one('link[type="application/atom+xml"]')["href"].endswith("/feeds/all.atom?lang=en")
