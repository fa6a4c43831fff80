"""What protects an account asks again who one is, when that was shown too long ago."""

import re

import pytest

from tests.browsing import Person

# Of each: the page to which one comes back. A view that changes how somebody signs in belongs here.
FRESH = {
    "account_email.submit": "/account/email",
    "account_sessions.end_others": "/account/sessions",
    "second_factor.submit": "/account/second-factor",
    "second_factor.remove": "/account/security",
    "second_factor.codes": "/account/security",
    "passkeys.registration": "/account/passkeys/new",
    "passkeys.create": "/account/passkeys/new",
    "passkeys.remove": "/account",
    "admin_people.role": "/admin/people/nothing",
    "admin_organisations.unite": "/admin/organisations/nothing/merge",
    "identities.link": "/account/identities",
    "identities.remove": "/account/identities",
    "own_data.ask": "/account/data",
    "erasing.ask": "/account/erase",
}
PAGES = ("account_email.show", "second_factor.show", "passkeys.new", "own_data.download")


def path_of(app, endpoint: str) -> str:
    rule = next(iter(app.url_map.iter_rules(endpoint)))
    return re.sub(r"<[^>]+>", "nothing", rule.rule)


@pytest.fixture
def late(app, ada, article, clock) -> Person:
    """An administrator who showed ten minutes ago who she is."""
    person = Person(app, ada)
    clock.advance(minutes=10)
    return person


@pytest.mark.parametrize("endpoint", FRESH)
def test_a_change_asks_first_who_one_is(app, late, endpoint):
    page = late.post(path_of(app, endpoint))
    assert page.location == f"/account/confirm-it-is-you?next={FRESH[endpoint]}"


@pytest.mark.parametrize("endpoint", PAGES)
def test_a_page_for_such_a_change_asks_it_before_anything_is_filled_in(app, late, endpoint):
    path = path_of(app, endpoint)
    assert late.get(path).location == f"/account/confirm-it-is-you?next={path}"


def test_whatever_else_is_marked_asks_it_too(app, late):
    marked = {name for name, view in app.view_functions.items() if is_marked(view)}
    assert marked >= {*FRESH, *PAGES}
    for endpoint in marked:
        for rule in app.url_map.iter_rules(endpoint):
            method = "POST" if "POST" in rule.methods else "GET"
            page = (late.post if method == "POST" else late.get)(path_of(app, endpoint))
            assert (page.location or "").startswith("/account/confirm-it-is-you"), endpoint


def is_marked(view) -> bool:
    while view is not None:
        if view.__dict__.get("requires_fresh"):
            return True
        view = getattr(view, "__wrapped__", None)
    return False
