"""Answers that are old, stolen, planted or nonsense: no account touched."""

from urllib.parse import urlencode

import pytest

from tests.browsing import Person
from tests.web.accounts.hostile import OVER, UNTRUSTED, unsigned
from tests.web.accounts.signing_on import asked_in, at_provider, leave, sign_on


def test_an_answer_is_taken_once(robin, noord, app, nobody, refuses, accounts):
    back = at_provider(leave(nobody))
    noord.sign = unsigned
    refuses(nobody.get(back), UNTRUSTED, 400)
    noord.sign = noord.signed
    refuses(nobody.get(back), OVER, 410)


def test_a_code_for_the_second_time_is_refused_by_the_provider(robin, noord, app, refuses, nobody):
    first = Person(app)
    used = at_provider(leave(first))
    state = asked_in(leave(nobody))["state"]
    replayed = urlencode(asked_in(used) | {"state": state})
    noord.codes.clear()
    refuses(nobody.get(f"/login/oidc/noord/callback?{replayed}"), UNTRUSTED, 400)


def test_a_code_of_another_attempt_fails_on_its_verifier(robin, noord, app, refuses, nobody):
    stolen = asked_in(at_provider(leave(Person(app))))
    state = asked_in(leave(nobody))["state"]
    mixed = urlencode(stolen | {"state": state})
    refuses(nobody.get(f"/login/oidc/noord/callback?{mixed}"), UNTRUSTED, 400)


def test_the_state_of_another_browser_signs_nobody_in_and_stays_usable_there(robin, app, nobody, refuses):
    attacker = Person(app)
    planted = at_provider(leave(attacker))
    leave(nobody)
    refuses(nobody.get(planted), OVER, 410)
    assert attacker.get(planted).location == "/"


def test_a_browser_that_never_began_is_not_signed_in(robin, app, nobody, refuses):
    planted = at_provider(leave(Person(app)))
    refuses(nobody.get(planted), OVER, 410)


def test_an_answer_that_took_too_long_is_over(robin, nobody, refuses, clock):
    back = at_provider(leave(nobody))
    clock.advance(minutes=15)
    refuses(nobody.get(back), OVER, 410)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "code=x",
        "state=x",
        "code=x&state=%00",
        "code=x&state=" + "x" * 5000,
        "code=x&state=x&state=y",
        "error=access_denied",
        "code=%ff&state=%ff",
    ],
)
def test_an_answer_to_nothing_is_over(robin, nobody, query, accounts):
    before = accounts()
    page = nobody.get(f"/login/oidc/noord/callback?{query}")
    assert page.status_code in (404, 410)
    assert accounts() == before


@pytest.mark.parametrize("change", [{"code": ""}, {"code": "x" * 5000}, {"code": "invented"}])
def test_a_code_that_is_none_is_refused(robin, nobody, refuses, change):
    back = asked_in(at_provider(leave(nobody)))
    refuses(nobody.get(f"/login/oidc/noord/callback?{urlencode(back | change)}"), UNTRUSTED, 400)


@pytest.mark.parametrize(
    ("error", "words", "status"),
    [
        ("access_denied", "You were not signed in at Noord. Nothing has changed here.", 403),
        ("login_required", "You were not signed in at Noord. Nothing has changed here.", 403),
        ("invalid_request", UNTRUSTED, 400),
        ("<script>alert(1)</script>", UNTRUSTED, 400),
    ],
)
def test_an_error_is_told_in_our_words_and_what_one_was_doing_goes_on(
    robin, noord, nobody, refuses, error, words, status
):
    state = asked_in(leave(nobody, next="/questions", draft="a-key"))["state"]
    query = urlencode({"error": error, "error_description": "Evil!", "state": state, "iss": noord.issuer})
    page = nobody.get(f"/login/oidc/noord/callback?{query}")
    refuses(page, words, status)
    assert "Evil!" not in page.text
    assert "<script>alert" not in page.text
    assert page.select_one("main a[href='/login?next=/questions&draft=a-key']")


@pytest.mark.parametrize("named", ["https://elsewhere.example", "", None])
def test_an_answer_names_the_provider_that_gives_it(robin, nobody, refuses, named):
    back = asked_in(at_provider(leave(nobody))) | {"iss": named}
    query = urlencode({name: value for name, value in back.items() if value is not None})
    refuses(nobody.get(f"/login/oidc/noord/callback?{query}"), UNTRUSTED, 400)


def test_a_provider_that_never_names_itself_need_not(robin, noord, nobody):
    noord.names_itself = False
    assert sign_on(nobody).location == "/"


def test_a_provider_that_never_names_itself_may_name_no_other(robin, noord, nobody, refuses):
    noord.names_itself = False
    back = asked_in(at_provider(leave(nobody))) | {"iss": "https://elsewhere.example"}
    refuses(nobody.get(f"/login/oidc/noord/callback?{urlencode(back)}"), UNTRUSTED, 400)
