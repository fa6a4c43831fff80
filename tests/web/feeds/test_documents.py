"""Feeds as programs ask for them: types, addresses, and not sending twice what somebody has."""

import gzip
import json
import re
from dataclasses import replace

import feedparser
import pytest

from forum.discussion.service import withdraw_comment
from forum.moderation.service import perform
from forum.settings import settings
from tests.browsing import Person
from tests.conftest import START
from tests.factories import a_comment, a_position, a_synthesis, a_thread, as_actor

TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
PATHS = (
    "all",
    "questions/who-is-we",
    "lessons/we",
    "lessons/we+values",
    "shared-positions",
    "syntheses",
    "moderation-log",
)

in_each_format = pytest.mark.parametrize("ending", TYPES)


@pytest.fixture
def content(thread, comment, position, mo):
    a_synthesis(mo)


@in_each_format
@pytest.mark.parametrize("path", PATHS)
def test_every_feed_is_there_in_every_format(content, nobody, ending, path):
    answer = nobody.get(f"/feeds/{path}.{ending}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, TYPES[ending])
    if ending == "json":
        assert json.loads(answer.text)["feed_url"] == f"http://localhost/feeds/{path}.json"
    else:
        feed = feedparser.parse(answer.text.encode())
        assert not feed.bozo
        links = {link.rel: link.href for link in feed.feed.links}
        assert links["self"] == f"http://localhost/feeds/{path}.{ending}"


@in_each_format
def test_it_is_for_everybody_and_says_so(content, nobody, as_alice, ending):
    own = as_alice.get(f"/feeds/all.{ending}")
    answer = nobody.get(f"/feeds/all.{ending}")
    assert own.text == answer.text
    for page in (own, answer):
        assert page.headers["Cache-Control"] == "public, max-age=300"
        assert set(page.headers["Vary"].split(", ")) == {"Accept", "Accept-Encoding"}
        assert "Set-Cookie" not in page.headers


@in_each_format
def test_who_has_it_is_told_so_by_one_statement(content, app, nobody, statements, ending):
    path = f"/feeds/all.{ending}"
    page = nobody.get(path)
    assert re.fullmatch(r'"[\w-]+"', page.headers["ETag"])
    assert page.headers["Last-Modified"] == "Mon, 23 Nov 2026 09:00:00 GMT"
    validators = {"If-None-Match": page.headers["ETag"], "If-Modified-Since": page.headers["Last-Modified"]}
    for name, text in validators.items():
        with statements() as counted:
            again = nobody.get(path, headers={name: text})
        assert (again.status_code, again.text, len(counted) <= 1) == (304, "", True)
        for kept in ("ETag", "Cache-Control", "Vary"):
            assert again.headers[kept] == page.headers[kept]


@pytest.mark.parametrize("path", ["questions/nothing", "lessons/nothing", "lessons/values+we"])
def test_what_is_not_there_was_not_left_unchanged_either(article, nobody, path):
    for headers in ({"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}):
        assert nobody.get(f"/feeds/{path}.atom", headers=headers).status_code in (301, 404)


def test_that_is_so_after_changes_elsewhere_and_where_nothing_is_kept(content, nobody, bob, statements):
    path = "/feeds/questions/one-budget.atom"
    etag = nobody.get(path).headers["ETag"]
    a_position(bob)
    for reader in (nobody, nobody):
        with statements() as counted:
            assert reader.get(path, headers={"If-None-Match": etag}).status_code == 304
        assert len(counted) <= 1
    with statements() as counted:
        not_kept = nobody.get(f"{path}?x=1", headers={"If-None-Match": etag})
    assert (not_kept.status_code, len(counted)) == (304, 1)
    assert nobody.get(f"{path}?x=1", headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_whole_feed_takes_four_statements_at_most(content, nobody, bob, statements):
    nobody.get("/feeds/all.atom")
    a_position(bob)
    with statements() as counted:
        assert nobody.get("/feeds/all.atom", headers={"If-None-Match": '"old"'}).status_code == 200
    assert len(counted) <= 4


def test_every_change_is_there_at_once(thread, bob, nobody):
    seen = [nobody.get("/feeds/all.atom")]
    comment = a_comment(bob, thread, "Something new.")
    seen.append(nobody.get("/feeds/all.atom", headers={"If-None-Match": seen[-1].headers["ETag"]}))
    assert "Something new." in seen[-1].text
    withdraw_comment(as_actor(bob), comment.public_id)
    seen.append(nobody.get("/feeds/all.atom", headers={"If-None-Match": seen[-1].headers["ETag"]}))
    assert "Something new." not in seen[-1].text
    assert len({page.headers["ETag"] for page in seen}) == 3


@in_each_format
def test_asking_for_the_head_alone_gives_the_same_head(content, nobody, ending):
    head, page = (nobody.open(method, f"/feeds/all.{ending}") for method in ("HEAD", "GET"))
    again = nobody.open("HEAD", f"/feeds/all.{ending}")
    assert (head.status_code, head.text, again.text) == (200, "", "")
    for name in ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control"):
        assert head.headers[name] == page.headers[name] == again.headers[name]


def test_it_comes_compressed_under_an_etag_of_its_own(content, app):
    client = app.test_client()
    for _ in range(2):
        plain = client.get("/feeds/all.atom", headers={"Accept-Encoding": "gzip;q=0"})
        packed = client.get("/feeds/all.atom", headers={"Accept-Encoding": "gzip, br"})
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) == packed.content_length
        assert packed.headers["ETag"] != plain.headers["ETag"]
    etag = {"If-None-Match": packed.headers["ETag"], "Accept-Encoding": "gzip"}
    assert client.get("/feeds/all.atom", headers=etag).status_code == 304
    assert client.get("/feeds/all.atom", headers=etag | {"Accept-Encoding": ""}).status_code == 200


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("ending", ["atom", "rss"])
def test_a_browser_gets_it_as_xml_with_a_style_sheet_that_is_there(content, app, nobody, ending):
    for_reader = nobody.get(f"/feeds/all.{ending}")
    page = nobody.get(f"/feeds/all.{ending}", headers=BROWSER)
    assert page.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert page.text == for_reader.text
    assert page.headers["ETag"] != for_reader.headers["ETag"]
    style = re.search(r'type="text/css" href="([^"]+)"', page.text)
    assert style
    with app.test_client().get(style[1]) as sheet:
        assert (sheet.status_code, sheet.mimetype) == (200, "text/css")
        assert "entry" in sheet.text
        assert "--paper" in sheet.text


def test_browsers_get_json_as_it_is(content, nobody):
    assert nobody.get("/feeds/all.json", headers=BROWSER).headers["Content-Type"] == TYPES["json"]


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("lessons/values+we", "lessons/we+values"),
        ("lessons/we+we", "lessons/we"),
        ("lessons/2+1", "lessons/we+values"),
        ("lessons/2+1+we+values+2+1", "lessons/we+values"),
    ],
)
@in_each_format
def test_one_combination_has_one_address(article, nobody, asked, right, ending):
    answer = nobody.get(f"/feeds/{asked}.{ending}")
    assert (answer.status_code, answer.location) == (301, f"/feeds/{right}.{ending}")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers
    assert nobody.get(f"/feeds/{asked}.{ending}?lang=en&before=x").status_code == 404


def test_a_language_and_a_page_go_along(article, nobody):
    assert nobody.get("/feeds/lessons/2+1.rss?lang=en").location == "/feeds/lessons/we+values.rss?lang=en"
    assert nobody.get("/feeds/all.atom?lang=nl").location == "/feeds/all.atom"


def test_a_merged_thread_leads_to_the_feed_of_the_other(thread, bob, mo, nobody):
    other = a_thread(bob, title="The other one")
    perform(
        as_actor(mo),
        "merge",
        f"thread:{thread.public_id}",
        ground="order",
        reason="It is the same conversation.",
        fields={"into": [other.public_id]},
    )
    answer = nobody.get(f"/feeds/threads/{thread.public_id}.atom")
    assert (answer.status_code, answer.location) == (301, f"/feeds/threads/{other.public_id}.atom")


@pytest.mark.parametrize(
    "path",
    [
        "nothing.atom",
        "all",
        "all.xml",
        "all.atom.rss",
        ".atom",
        "questions.atom",
        "questions/nothing.json",
        "questions/who-is-we/threads.atom",
        "threads/nothing.rss",
        "lessons/nothing.atom",
        "lessons/we+nothing.atom",
        "lessons/7.atom",
        "lessons/.atom",
        "all.atom?lang=de",
        "all.atom?before=x",
        "personal/nothing.atom",
        "%00.atom",
        "questions/%F0%9F%98%80.atom",
    ],
)
def test_nothing_else_is_there(content, nobody, path):
    answer = nobody.get(f"/feeds/{path}")
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


def test_the_language_is_that_of_the_address_and_never_of_the_browser(content, nobody):
    default = [
        nobody.get("/feeds/questions/who-is-we.json", headers={"Accept-Language": code})
        for code in ("nl", "en")
    ]
    assert default[0].text == default[1].text
    assert default[0].json["language"] == "nl"
    english = nobody.get("/feeds/questions/who-is-we.json?lang=en").json
    assert (english["language"], english["title"]) == ("en", "who-is-we en? · Samenspraak")
    assert english["feed_url"] == "http://localhost/feeds/questions/who-is-we.json?lang=en"


def test_a_feed_under_a_strange_name_is_not_answered(content, nobody):
    assert nobody.get("/feeds/all.atom").status_code == 200
    assert nobody.get("/feeds/all.atom", headers={"Host": "elsewhere.example"}).status_code == 400


def test_no_cookie_is_read_and_none_is_set(content, app, as_alice, statements):
    cookie = as_alice.cookies[0]
    assert as_alice.get("/feeds/all.atom").status_code == 200
    with statements() as counted:
        answer = as_alice.get("/feeds/all.atom?x=1")
    assert not [statement for statement in counted if "user_sessions" in statement]
    assert "Set-Cookie" not in answer.headers
    broken = Person(app).get("/feeds/all.atom", headers={"Cookie": f"{cookie.key}=broken"})
    assert broken.status_code == 200
    assert "Cookie" not in broken.headers["Vary"]


def test_page_after_page_leads_to_the_first_entry(thread, bob, nobody, clock):
    for _ in range(70):
        clock.advance(minutes=3)
        a_comment(bob, thread)
    address, found = "/feeds/all.json", []
    while address:
        page = nobody.get(address.removeprefix("http://localhost"))
        found += [item["id"] for item in page.json["items"]]
        address = page.json.get("next_url")
    assert len(found) == len(set(found)) == 71


def test_a_hub_stands_in_the_feed_when_there_is_one(content, app, nobody, monkeypatch):
    with_hub = replace(settings(), websub_hub="https://hub.example/")
    monkeypatch.setitem(app.extensions, "forum.settings", with_hub)
    assert 'rel="hub" href="https://hub.example/"' in nobody.get("/feeds/all.atom?x=2").text


def test_the_moment_of_the_newest_change_goes_along(thread, bob, nobody, clock):
    assert nobody.get("/feeds/all.atom").headers["Last-Modified"] == f"{START:%a, %d %b %Y %H:%M:%S} GMT"
    clock.advance(hours=1)
    a_comment(bob, thread)
    assert nobody.get("/feeds/all.atom").headers["Last-Modified"] == f"{clock():%a, %d %b %Y %H:%M:%S} GMT"
