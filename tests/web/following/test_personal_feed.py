"""The feed of what one person follows, behind a secret address."""

import json
import re

import feedparser
import pytest
import sqlalchemy as sa

from forum.accounts.models import Suspension, User
from forum.accounts.suspending import close_account, suspend
from forum.discussion.curation import hide_comment, hide_thread, hold_comment
from forum.following.models import Cadence, FeedKey
from forum.following.service import drop_feed_key, follow, make_feed_key, unfollow
from forum.lib.db import atomic
from forum.positions.curation import hide_position
from forum.settings import settings
from forum.web.unsigned import PERSONAL
from tests.factories import a_comment, a_position, a_synthesis, a_thread, as_actor, curated

PAGE = "/account/following"
ENDINGS = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
in_each_format = pytest.mark.parametrize("ending", ENDINGS)


@pytest.fixture
def secret(alice) -> str:
    return make_feed_key(as_actor(alice))


@pytest.fixture
def titles(nobody, secret):
    """What alice's feed holds, for whoever has its address."""

    def read() -> set[str]:
        items = json.loads(nobody.get(f"{PERSONAL}{secret}.json").text)["items"]
        return {item["title"] for item in items}

    return read


def follows(user, *refs: str, cadence: Cadence = Cadence.FEED) -> None:
    for ref in refs:
        follow(as_actor(user), ref, cadence)


@in_each_format
def test_it_is_there_in_every_format_for_who_has_the_address(nobody, alice, secret, thread, ending):
    follows(alice, f"thread:{thread.public_id}")
    answer = nobody.get(f"{PERSONAL}{secret}.{ending}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, ENDINGS[ending])
    if ending == "json":
        assert json.loads(answer.text)["feed_url"] == f"http://localhost{PERSONAL}{secret}.json"
    else:
        feed = feedparser.parse(answer.text.encode())
        assert not feed.bozo
        assert [entry.title for entry in feed.entries] == ["What do we mean by we?"]


@pytest.mark.parametrize("cadence", [one for one in Cadence if one is not Cadence.OFF])
def test_it_holds_what_one_follows_in_whatever_way(alice, titles, thread, cadence):
    follows(alice, f"thread:{thread.public_id}", cadence=cadence)
    assert titles() == {"What do we mean by we?"}


def test_it_holds_nothing_else(alice, bob, mo, titles, thread, position):
    a_synthesis(mo)
    assert titles() == set()
    other = a_thread(bob, title="Elsewhere", question="one-budget", lessons=["values"])
    follows(alice, f"thread:{other.public_id}")
    assert titles() == {"Elsewhere"}
    unfollow(as_actor(alice), f"thread:{other.public_id}")
    assert titles() == set()


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        (
            "question:who-is-we",
            {
                "First",
                "Bob in “First”",
                "Position: Clients decide with us.",
                "Synthesis 1: who-is-we en?",
            },
        ),
        ("question:one-budget", {"Second"}),
        (
            "lesson:we",
            {
                "First",
                "Bob in “First”",
                "Position: Clients decide with us.",
                "Synthesis 1: who-is-we en?",
            },
        ),
        ("thread", {"First", "Bob in “First”"}),
        ("position", {"Position: Clients decide with us."}),
    ],
)
def test_each_kind_brings_its_own(alice, bob, mo, nobody, secret, position, ref: str, expected):
    first = a_thread(bob, title="First")
    a_comment(bob, first)
    a_thread(bob, title="Second", question="one-budget", lessons=["values"])
    a_synthesis(mo)
    whole = {"thread": f"thread:{first.public_id}", "position": f"position:{position.public_id}"}
    follows(alice, whole.get(ref, ref))
    found = json.loads(nobody.get(f"{PERSONAL}{secret}.json?lang=en").text)["items"]
    assert {item["title"] for item in found} == expected


def test_what_is_followed_in_several_ways_stands_there_once(alice, nobody, secret, thread, position):
    follows(alice, "question:who-is-we", "lesson:we", f"thread:{thread.public_id}")
    follows(alice, f"position:{position.public_id}")
    items = json.loads(nobody.get(f"{PERSONAL}{secret}.json").text)["items"]
    assert len(items) == 2


def test_it_shows_no_more_than_a_signed_out_visitor_sees(
    alice, as_moderator, mo, bob, nobody, thread, position
):
    secret = make_feed_key(as_actor(mo))
    follows(mo, "question:who-is-we", f"thread:{thread.public_id}", f"position:{position.public_id}")
    hidden, held = a_comment(bob, thread, "Hidden words."), a_comment(bob, thread, "Held words.")
    curated(hide_comment, hidden)
    curated(hold_comment, held)
    curated(hide_position, position)
    gone = a_thread(bob, title="A hidden title")
    curated(hide_thread, gone)
    for person in (nobody, as_moderator):
        text = person.get(f"{PERSONAL}{secret}.atom").text
        for words in ("Hidden words.", "Held words.", "Clients decide", "A hidden title"):
            assert words not in text


@in_each_format
def test_nobody_else_keeps_it_or_hears_its_address(alice, as_alice, nobody, secret, thread, ending):
    follows(alice, f"thread:{thread.public_id}")
    own, answer = (person.get(f"{PERSONAL}{secret}.{ending}") for person in (as_alice, nobody))
    unknown = nobody.get(f"{PERSONAL}unknown.{ending}")
    assert own.text == answer.text
    for page in (own, answer, unknown):
        assert page.headers["Cache-Control"] == "private, no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert "Set-Cookie" not in page.headers
        assert "Content-Encoding" not in page.headers
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_hub_is_not_told_of_it(app, nobody, secret, article, monkeypatch):
    monkeypatch.setattr("forum.web.personal_feed.site", lambda: _with_hub(app))
    text = nobody.get(f"{PERSONAL}{secret}.atom").text
    assert "hub.example" not in text


def _with_hub(app):
    from forum.feeds.entries import Site

    return Site("Name", "/feeds", "/style", "/icon", "/logo", hub="https://hub.example/")


@in_each_format
def test_who_has_it_is_told_so_by_one_statement(alice, bob, nobody, secret, thread, statements, ending):
    follows(alice, f"thread:{thread.public_id}")
    path = f"{PERSONAL}{secret}.{ending}"
    with statements() as counted:
        etag = nobody.get(path).headers["ETag"]
    assert len(counted) <= 3
    with statements() as counted:
        again = nobody.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.text, len(counted)) == (304, "", 1)
    assert again.headers["Cache-Control"] == "private, no-store"
    a_comment(bob, thread)
    assert nobody.get(path, headers={"If-None-Match": etag}).status_code == 200
    assert nobody.get(path, headers={"If-None-Match": "*"}).status_code == 200


def test_following_less_changes_it_too(alice, nobody, secret, thread):
    follows(alice, f"thread:{thread.public_id}")
    path = f"{PERSONAL}{secret}.atom"
    etag = nobody.get(path).headers["ETag"]
    unfollow(as_actor(alice), f"thread:{thread.public_id}")
    assert nobody.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_older_entries_are_at_further_secret_addresses(alice, bob, nobody, secret, thread):
    follows(alice, f"thread:{thread.public_id}")
    for _ in range(55):
        a_comment(bob, thread)
    first = json.loads(nobody.get(f"{PERSONAL}{secret}.json").text)
    following = first["next_url"].removeprefix("http://localhost")
    assert following.startswith(f"{PERSONAL}{secret}.json?")
    second = json.loads(nobody.get(following).text)
    assert len(first["items"]) + len(second["items"]) == 56


@pytest.mark.parametrize(
    "path",
    ["unknown", "x" * 500, "%00", "a/b", "", "..%2fall", "A" * 43],
)
@in_each_format
def test_an_unknown_address_is_no_feed(nobody, secret, article, path, ending):
    assert nobody.get(f"{PERSONAL}{path}.{ending}").status_code == 404


def test_a_language_that_there_is_not_is_no_feed(nobody, secret, article):
    assert nobody.get(f"{PERSONAL}{secret}.atom?lang=xx").status_code == 404
    assert nobody.get(f"{PERSONAL}{secret}.atom?before=nonsense").status_code == 404


def test_a_new_address_ends_the_old_one(alice, nobody, secret, article):
    path = f"{PERSONAL}{secret}.atom"
    etag = nobody.get(path).headers["ETag"]
    newer = make_feed_key(as_actor(alice))
    assert nobody.get(path, headers={"If-None-Match": etag}).status_code == 404
    assert nobody.get(f"{PERSONAL}{newer}.atom").status_code == 200
    drop_feed_key(as_actor(alice))
    assert nobody.get(f"{PERSONAL}{newer}.atom").status_code == 404


def test_who_is_suspended_keeps_it_and_who_is_closed_does_not(alice, nobody, secret, article):
    path = f"{PERSONAL}{secret}.atom"
    curated(suspend, alice, Suspension.EVERYTHING, None)
    etag = nobody.get(path).headers["ETag"]
    curated(close_account, alice)
    assert nobody.get(path, headers={"If-None-Match": etag}).status_code == 404


def test_it_ends_when_nobody_is_left_behind_the_name(db, alice, nobody, secret, article):
    @atomic
    def become_a_pseudonym() -> None:
        db.session.execute(sa.update(User).where(User.id == alice.id).values(is_pseudonym=True))

    become_a_pseudonym()
    assert nobody.get(f"{PERSONAL}{secret}.atom").status_code == 404


def test_only_a_hash_of_the_secret_is_stored(db, secret):
    (stored,) = db.session.scalars(sa.select(FeedKey.token_hash))
    assert re.fullmatch(r"[0-9a-f]{64}", stored)
    assert secret not in stored


def test_nothing_public_names_it(as_alice, nobody, secret, article):
    for person in (as_alice, nobody):
        for path in ("/", "/feeds", "/feeds/all.opml", "/feeds/all.atom", "/questions/who-is-we", PAGE):
            text = person.get(path, follow_redirects=True).text
            assert secret not in text
            assert "personal/" not in text
    assert nobody.get(f"/feeds?of=personal/{secret}").status_code == 404


def test_its_lasting_id_does_not_open_it(nobody, secret, article):
    feed = feedparser.parse(nobody.get(f"{PERSONAL}{secret}.atom").text.encode()).feed
    assert secret not in feed.id
    assert feed.id.startswith("tag:localhost,2026:feed/")


def test_the_log_of_an_error_does_not_hold_it(app, nobody, secret, article, caplog, monkeypatch):
    def fail(*_args, **_options):
        raise RuntimeError("broken")

    monkeypatch.setattr("forum.web.personal_feed.stamp_of", fail)
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    assert nobody.get(f"{PERSONAL}{secret}.atom").status_code == 500
    assert f"{PERSONAL}<secret>" in caplog.text
    assert secret not in caplog.text


def test_the_address_is_made_shown_once_and_taken_away(as_alice, nobody, db, article, mode):
    assert "Make an address" in as_alice.get(PAGE).words("#own-feed")
    answer = as_alice.post(f"{PAGE}/feed", mode=mode)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    field = answer.select_one("#own-feed-address")
    assert field is not None
    path = str(field["value"]).removeprefix(settings().base_url)
    assert nobody.get(path).status_code == 200
    links = [str(link["href"]) for link in answer.select("#own-feed .feed-formats a")]
    assert len(links) == 3
    for link in links:
        assert nobody.get(link.removeprefix(settings().base_url)).status_code == 200

    later = as_alice.get(PAGE)
    assert later.select("#own-feed-address") == []
    assert "You made an address for your feed on November 23, 2026." in later.words("#own-feed")

    answer = as_alice.post(f"{PAGE}/feed/remove", mode=mode)
    page = answer if mode == "htmx" else as_alice.get(answer.location)
    assert "The address of your feed stopped working." in page.text
    assert nobody.get(path).status_code == 404


def test_a_new_one_takes_the_place_of_the_old_one(as_alice, nobody, article, mode):
    paths = []
    for _ in range(2):
        field = as_alice.post(f"{PAGE}/feed", mode=mode).select_one("#own-feed-address")
        assert field is not None
        paths.append(str(field["value"]).removeprefix(settings().base_url))
    assert [nobody.get(path).status_code for path in paths] == [404, 200]


def test_who_is_signed_out_has_none(nobody, db, article, mode):
    for path in (f"{PAGE}/feed", f"{PAGE}/feed/remove"):
        assert nobody.post(path, mode=mode).location == "/login?next=/"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(FeedKey)) == 0


def test_its_addresses_speak_the_language_of_who_made_it(as_alice, article):
    field = as_alice.post(f"{PAGE}/feed").select_one("#own-feed-address")
    assert field is not None
    assert str(field["value"]).endswith(".atom?lang=en")


def test_a_position_with_a_better_wording_stays_in_it(alice, bob, do, titles, position):
    follows(alice, f"position:{position.public_id}")
    better = a_position(bob, "Clients decide together with us.")
    do("join", f"position:{position.public_id}", fields={"into": [better.public_id]})
    assert "Clients decide with us." not in " ".join(titles())
