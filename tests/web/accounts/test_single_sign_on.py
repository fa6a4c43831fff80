"""Signing in at a provider that works: a real one, on this machine. There and back."""

import base64
import hashlib

import pytest
import sqlalchemy as sa

from forum.accounts.chores import forget_expired
from forum.accounts.identities import SignOnAttempt
from forum.accounts.models import UserSession
from forum.accounts.oidc.problems import AttemptOver
from forum.accounts.service import (
    Answer,
    SignedIn,
    finish_sign_on,
    provider_named,
)
from forum.permissions import ANONYMOUS
from tests.browsing import Person
from tests.factories import a_thread
from tests.service.accounts.test_at_the_same_time import at_once
from tests.web.accounts.signing_on import (
    ROBIN,
    asked_in,
    at_provider,
    count,
    is_signed_in,
    joined,
    leave,
    sign_on,
    user,
)


def test_the_browser_goes_there_with_all_that_protects_the_way_back(with_noord, noord, nobody):
    with_noord(acr_values="urn:mfa", scopes="openid email")
    address = leave(nobody)
    asked = asked_in(address)
    assert address.startswith(f"{noord.issuer}/authorize?")
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == "http://localhost/login/oidc/noord/callback"
    assert (asked["scope"], asked["acr_values"]) == ("openid email", "urn:mfa")
    assert asked["code_challenge_method"] == "S256"
    assert len(base64.urlsafe_b64decode(asked["code_challenge"] + "=")) == hashlib.sha256().digest_size
    other = asked_in(leave(nobody))
    assert all(len(asked[name]) >= 43 and asked[name] != other[name] for name in ("state", "nonce"))


def test_the_page_that_leaves_goes_on_by_itself_and_tells_nobody_where_it_was(with_noord, nobody):
    page = nobody.post("/login/oidc/noord")
    meta = page.select_one("meta[http-equiv=refresh]")
    link = page.select_one("main a.button")
    assert meta is not None
    assert link is not None
    assert meta["content"] == f"0; url={link['href']}"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "form-action 'self';" in page.headers["Content-Security-Policy"]


def test_who_is_linked_is_signed_in_and_goes_on(robin, nobody):
    page = sign_on(nobody, next="/questions/who-is-we")
    assert page.location == "/questions/who-is-we"
    assert nobody.get("/questions").words("#account-menu").startswith("R Robin")


def test_the_account_is_that_of_issuer_and_subject_whatever_the_address_says(robin, noord, nobody, alice, db):
    noord.somebody["email"] = alice.email
    sign_on(nobody)
    assert nobody.get("/questions").words("#account-menu").startswith("R Robin")
    assert user(db, robin.email).name == "Robin"


def test_nothing_of_before_stays_in_the_browser(robin, nobody):
    with nobody._client.session_transaction() as session:
        session["planted"] = "by an attacker"
    sign_on(nobody)
    with nobody._client.session_transaction() as session:
        assert "planted" not in session
        assert "sign_on" not in session


def test_a_text_that_waited_stands_ready_after_signing_in(robin, nobody, bob):
    thread = a_thread(bob)
    parked = nobody.post(f"/threads/{thread.public_id}/comments", {"body": "What I wanted to say."})
    form = nobody.get(parked.location).select_one("#sign-on form")
    assert form is not None
    fields = {name: str(form.select_one(f"[name={name}]")["value"]) for name in ("next", "draft")}
    page = nobody.get(sign_on(nobody, **fields).location)
    assert page.value("body").strip() == "What I wanted to say."


def test_a_vote_that_waited_is_there_after_joining(with_noord, noord, nobody, position):
    noord.somebody = dict(ROBIN)
    parked = nobody.post(f"/positions/{position.public_id}/vote", {"choice": "agree"})
    form = nobody.get(parked.location).select_one("#sign-on form")
    assert form is not None
    fields = {name: str(form.select_one(f"[name={name}]")["value"]) for name in ("next", "draft")}
    back = sign_on(nobody, **fields)
    assert "Your vote waits for you" in nobody.get(back.location).words("main")
    done = joined(nobody, back)
    assert done.location == f"/positions/{position.public_id}/vote"
    assert nobody.get(done.location).select_one("[name=choice][value=agree]")


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"]
)
def test_the_way_back_leads_to_our_own_pages_only(robin, nobody, address):
    assert sign_on(nobody, next=address).location == "/"


def test_of_two_tabs_either_may_come_back_first(robin, nobody):
    first, second = leave(nobody, next="/lessons"), leave(nobody, next="/questions")
    assert nobody.get(at_provider(second)).location == "/questions"
    # Signing in left nothing of before in this browser, so the other tab has nothing to come back to.
    assert nobody.get(at_provider(first)).status_code == 410
    assert is_signed_in(nobody)


def test_old_attempts_are_forgotten_with_what_the_provider_told(with_noord, noord, nobody, clock, db):
    noord.somebody = dict(ROBIN)
    sign_on(nobody)
    clock.advance(minutes=61)
    forget_expired()
    assert count(db, SignOnAttempt) == 0


def test_the_secrets_of_an_attempt_are_stored_nowhere(with_noord, nobody, db):
    asked = asked_in(leave(nobody))
    db.session.rollback()
    attempt = db.session.scalars(sa.select(SignOnAttempt)).one()
    stored = str([getattr(attempt, column.key) for column in sa.inspect(SignOnAttempt).columns])
    assert not any(asked[name] in stored for name in ("state", "nonce", "code_challenge"))


def test_a_suspended_person_signs_in_and_reads(robin, nobody, db):
    from forum.accounts.models import Suspension
    from forum.accounts.suspending import suspend
    from tests.factories import curated

    curated(suspend, robin, Suspension.EVERYTHING, None)
    sign_on(nobody)
    assert is_signed_in(nobody)


def test_an_answer_that_comes_many_times_at_once_signs_in_once(app, robin, noord, db):
    one = provider_named("noord")
    person = Person(app)
    back = asked_in(at_provider(leave(person)))
    with person._client.session_transaction() as session:
        browser = session["sign_on"]
    db.session.rollback()
    answers = at_once(
        app,
        lambda: finish_sign_on(
            one,
            Answer(back["state"], back["code"], issuer=back["iss"]),
            browser=browser,
            redirect_uri="http://localhost/login/oidc/noord/callback",
            viewer=ANONYMOUS,
        ),
    )
    assert sum(isinstance(answer, SignedIn) for answer in answers) == 1
    assert sum(isinstance(answer, AttemptOver) for answer in answers) == 5
    assert count(db, UserSession) == 1
