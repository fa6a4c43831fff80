"""The link at the foot of a mail."""

import pytest

from forum.following.mailing import followed_of
from forum.following.models import Cadence, FollowKind
from forum.following.service import follow
from forum.lib.db import db as database
from forum.notifications.queries import wishes_of
from forum.notifications.unsubscribing import Subscription, link_to_stop, token_for
from tests.browsing import Person
from tests.factories import as_actor

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def path_to(app):
    return lambda *subscription: link_to_stop(Subscription(*subscription)).removeprefix("http://localhost")


@pytest.fixture
def following(alice, thread):
    follow(as_actor(alice), f"thread:{thread.public_id}", Cadence.AT_ONCE)
    return thread


def is_followed(alice, thread) -> bool:
    database.session.rollback()
    return bool(followed_of(alice.id, [(FollowKind.THREAD, thread.id)]))


def wanted(alice) -> str:
    database.session.rollback()
    return wishes_of([alice.id])[alice.id].wanted.value


def test_looking_changes_nothing_and_says_what_would_stop(nobody, alice, following, path_to):
    page = nobody.get(path_to(alice.id, "thread", following.id))
    assert page.status_code == 200
    assert following.title in page.words("main")
    assert page.select_one("form#stop button")
    assert is_followed(alice, following)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]


def test_the_button_stops_it_and_says_how_to_get_it_back(nobody, alice, following, path_to, mode):
    path = path_to(alice.id, "thread", following.id)
    page = nobody.post(path, ONE_CLICK, mode=mode)
    assert page.status_code == 200
    assert not is_followed(alice, following)
    assert page.select_one(f"main a[href$='/threads/{following.public_id}']")
    assert "What always comes" in page.words("main")


def test_a_mailbox_provider_needs_no_cookie_session_or_token(app, alice, following, path_to):
    provider = Person(app)
    page = provider.post(path_to(alice.id, "thread", following.id), ONE_CLICK, csrf=False)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers or "session=;" in page.headers["Set-Cookie"]
    assert not is_followed(alice, following)


def test_once_more_is_the_same(nobody, alice, following, path_to):
    path = path_to(alice.id, "thread", following.id)
    first, again = (nobody.post(path, ONE_CLICK, csrf=False) for _time in range(2))
    assert first.words("main") == again.words("main")
    assert nobody.get(path).words("main") == again.words("main")


def test_digests_stop_without_the_rest(nobody, alice, article, path_to):
    page = nobody.post(path_to(alice.id, "digests"), ONE_CLICK, csrf=False)
    assert wanted(alice) == "at_once"
    assert "Mails that you asked for at once still come." in page.words("main")
    nobody.post(path_to(alice.id, "all"), ONE_CLICK, csrf=False)
    assert wanted(alice) == "none"


def test_mails_about_mentions_can_be_stopped(nobody, alice, article, path_to):
    page = nobody.get(path_to(alice.id, "mentions"))
    assert page.select_one("form#stop")
    page = nobody.post(path_to(alice.id, "mentions"), ONE_CLICK, csrf=False)
    assert "You no longer hear when somebody mentions you." in page.words("main")


def test_a_forged_link_says_what_to_do(nobody, alice, following, path_to, app):
    forged = token_for(Subscription(alice.id, "thread", following.id), "the key of somebody else, 32 or more")
    for token in (forged, "nothing", path_to(alice.id, "all")[len("/unsubscribe/") :] + "A"):
        for page in (
            nobody.get(f"/unsubscribe/{token}"),
            nobody.post(f"/unsubscribe/{token}", ONE_CLICK, csrf=False),
        ):
            assert page.status_code == 404
            assert page.select_one("main a[href='/account/mails']")
    assert is_followed(alice, following)
    assert wanted(alice) == "all"


def test_a_link_of_an_account_or_thing_that_is_gone_is_no_error(nobody, article, path_to):
    assert nobody.get(path_to(12345, "all")).status_code == 404
    assert nobody.post(path_to(1, "thread", 12345), ONE_CLICK, csrf=False).status_code == 404


def test_somebody_else_who_is_signed_in_stops_whose_mail_it_is(as_bob, alice, following, path_to):
    as_bob.post(path_to(alice.id, "thread", following.id), ONE_CLICK)
    assert not is_followed(alice, following)
