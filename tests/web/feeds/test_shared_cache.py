"""With a shared cache between readers and the forum, everybody gets their own pages and feeds for all."""

import http.client
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from werkzeug.serving import make_server

from tests.browsing import Person
from tests.caching_proxy import Proxy
from tests.factories import a_comment, a_user
from tests.web.feeds.test_documents import TYPES

MAX_AGE = 300


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def came_from(self) -> str:
        return self.headers["x-cache"]

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Between:
    """The cache, and a way to ask through it."""

    proxy: Proxy

    def get(self, path: str, *, cookie: str = "", method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy.server_port, timeout=30)
        try:
            cookies = {"Cookie": cookie} if cookie else {}
            given = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request(method, path, headers={"Accept-Language": "en"} | cookies | given)
            response = connection.getresponse()
            names = {name.lower(): text for name, text in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()

    def asked(self) -> int:
        return len(self.proxy.cache.asked)


@pytest.fixture
def between(app) -> Iterator[Between]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    proxy = Proxy(server.server_port)
    threads = [
        threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02}) for one in (server, proxy)
    ]
    for thread in threads:
        thread.start()
    yield Between(proxy)
    for one in (proxy, server):
        one.shutdown()
        one.server_close()
    for thread in threads:
        thread.join()


def cookie_of(person) -> str:
    cookie = person.cookies[0]
    return f"{cookie.key}={cookie.value}"


@pytest.mark.parametrize("ending", TYPES)
def test_a_feed_is_handed_on_without_asking_us(thread, between, as_alice, ending):
    path = f"/feeds/all.{ending}"
    first = between.get(path, cookie=cookie_of(as_alice))
    assert (first.status, first.came_from, between.asked()) == (200, "miss", 1)
    second = between.get(path)
    assert (second.body, second.came_from, between.asked()) == (first.body, "hit", 1)
    assert "set-cookie" not in second.headers


def test_after_its_time_it_is_asked_whether_that_still_holds(thread, bob, between):
    first = between.get("/feeds/all.atom")
    between.proxy.cache.skew = MAX_AGE + 1
    second = between.get("/feeds/all.atom")
    assert (second.came_from, second.body) == ("revalidated", first.body)
    assert between.get("/feeds/all.atom").came_from == "hit"
    a_comment(bob, thread, "Something new.")
    between.proxy.cache.skew = 2 * MAX_AGE + 2
    third = between.get("/feeds/all.atom")
    assert third.came_from == "miss"
    assert "Something new." in third.text


def test_readers_that_take_it_compressed_share_another_copy(thread, between):
    plain, packed = (between.get("/feeds/all.atom", Accept_Encoding=kind) for kind in ("identity", "gzip"))
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    for kind, answer in (("identity", plain), ("gzip", packed)):
        again = between.get("/feeds/all.atom", Accept_Encoding=kind)
        assert (again.came_from, again.body) == ("hit", answer.body)


NAMES = {"slug": "who-is-we", "slugs": "we", "path": "all", "ending": "atom", "code": "en", "version": "1"}


def every_page(app, thread, comment, position) -> list[str]:
    """Each address that anybody can ask for, with something that is there."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    # Choosing a language sets a cookie, and nothing else.
    rules = [rule for rule in rules if not rule.startswith("/language/")]
    named = [NAMES | {"public_id": thing.public_id} for thing in (thread, comment, position)]
    return list(dict.fromkeys(_filled(rule, names) for names in named for rule in rules))


def _filled(rule: str, names: dict[str, str]) -> str:
    return re.sub(r"<(?:[^<>:]*:)?(\w+)>", lambda found: names.get(found[1], "1"), rule)


@pytest.fixture
def people(app) -> dict[str, str]:
    """Cookies of two people, by names that stand on their own pages only."""
    members = {"Wilhelmina": a_user("wilhelmina"), "Bonifatius": a_user("bonifatius", role="moderator")}
    return {name: cookie_of(Person(app, member)) for name, member in members.items()}


def test_nobody_gets_what_was_made_for_somebody_else(app, between, thread, comment, position, people):
    seen = 0
    for path in every_page(app, thread, comment, position):
        for _ in range(2):
            for name, cookie in {**people, "": ""}.items():
                answer = between.get(path, cookie=cookie)
                others = [other for other in people if other != name]
                assert not [other for other in others if other in answer.text], (path, name)
                assert cookie or "X-CSRF-Token" not in answer.text, path
                seen += bool(name) and name in answer.text
    assert seen > 20, "the pages do not show who looks, so this proves nothing"


def test_a_cookie_is_never_kept(app, between, thread, comment, position, as_alice):
    for path in every_page(app, thread, comment, position):
        between.get(path, cookie=cookie_of(as_alice))
        between.get(path)
    kept = [answer for answers in between.proxy.cache.stored.values() for answer in answers]
    assert len(kept) > 10
    for answer in kept:
        names = {name.lower() for name, _text in answer.headers}
        assert "set-cookie" not in names
