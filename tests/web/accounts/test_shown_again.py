"""Showing again who one is by signing in at a provider: only what the provider says happened now counts."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import UserSession
from tests.browsing import Person
from tests.second_factors import with_app
from tests.web.accounts.signing_on import ROBIN, asked_in, at_provider, joined, leave, sign_on

PROOF = "/account/confirm-it-is-you"


@pytest.fixture
def came_in(robin, nobody, clock) -> Person:
    """Robin, who signed in by the provider a while ago."""
    sign_on(nobody)
    clock.advance(minutes=30)
    return nobody


def shown(noord, clock, **ago):
    """The provider says that they showed who they are so long ago."""
    moment = int(clock().timestamp()) - ago.get("seconds", 0) - 60 * ago.get("minutes", 0)
    noord.change_claims = lambda claims: claims | {"auth_time": moment}


def is_proved(person) -> bool:
    return person.get("/account/second-factor").status_code == 200


def again(person):
    return person.get(at_provider(leave(person, again="yes", next="/account/second-factor")))


def test_the_provider_is_asked_not_to_take_its_own_session_and_to_say_when(came_in):
    asked = asked_in(leave(came_in, again="yes"))
    assert (asked["prompt"], asked["max_age"]) == ("login", "300")
    assert "max_age" not in asked_in(leave(came_in))


def test_who_showed_it_just_now_goes_on(came_in, noord, clock):
    assert not is_proved(came_in)
    shown(noord, clock)
    assert again(came_in).location == "/account/second-factor"
    assert is_proved(came_in)


def test_a_clock_that_is_a_little_behind_is_no_matter(came_in, noord, clock):
    shown(noord, clock, seconds=50)
    assert again(came_in).location == "/account/second-factor"


@pytest.mark.parametrize("auth_time", [None, "now", True, [1], -1, 0])
def test_a_provider_that_does_not_say_when_proves_nothing(came_in, noord, auth_time):
    noord.change_claims = lambda claims: claims | {"auth_time": auth_time}
    page = again(came_in)
    assert page.status_code == 403
    assert "Noord did not ask again who you are" in page.words("main")
    link = page.select_one("main a.button")
    assert link is not None
    assert link["href"] == f"{PROOF}?next=/account/second-factor"
    assert not is_proved(came_in)


def test_a_session_of_before_at_the_provider_proves_nothing(came_in, noord, clock):
    shown(noord, clock, minutes=2)
    assert again(came_in).status_code == 403
    assert not is_proved(came_in)


def test_a_moment_that_is_yet_to_come_is_now(came_in, noord, clock):
    shown(noord, clock, minutes=-60)
    assert again(came_in).location == "/account/second-factor"
    clock.advance(minutes=10)
    assert not is_proved(came_in)


def test_signing_in_the_ordinary_way_shows_only_what_was_shown_there(came_in, noord, clock):
    """Somebody finds an open browser: a session that still lives at the provider is no proof."""
    shown(noord, clock, minutes=30)
    assert sign_on(came_in, next="/account/second-factor").location == "/account/second-factor"
    assert not is_proved(came_in)
    shown(noord, clock, minutes=5)
    sign_on(came_in)
    assert is_proved(came_in)
    clock.advance(minutes=5)
    assert not is_proved(came_in)


def test_who_is_not_said_to_have_shown_it_is_signed_in_all_the_same(robin, noord, nobody, db):
    noord.change_claims = lambda claims: {name: claims[name] for name in claims if name != "auth_time"}
    assert sign_on(nobody).location == "/"
    assert nobody.get("/account").status_code == 200
    db.session.rollback()
    assert db.session.scalars(sa.select(UserSession.proved_at)).all() == [None]
    assert not is_proved(nobody)


def test_a_code_of_ones_own_app_shows_it_whatever_the_provider_says(robin, noord, nobody, clock):
    phone, _added = with_app(robin)
    clock.advance(minutes=30)
    shown(noord, clock, minutes=30)
    sign_on(nobody)
    nobody.post("/login/second", {"code": phone.code()})
    assert nobody.get("/account/passkeys/new").status_code == 200


def test_who_joins_showed_what_the_provider_says(with_noord, noord, nobody, clock):
    noord.somebody = dict(ROBIN)
    shown(noord, clock, minutes=30)
    joined(nobody, sign_on(nobody))
    assert not is_proved(nobody)
