"""Signing in at a provider that works: a real one, on this machine."""

import base64
import hashlib

import pytest
import sqlalchemy as sa

from forum.accounts.chores import forget_expired
from forum.accounts.identities import Identity, SignOnAttempt
from forum.accounts.invitations import secret_in
from forum.accounts.models import User, UserSession
from forum.accounts.oidc.problems import AttemptOver
from forum.accounts.service import (
    Answer,
    JoinForm,
    SignedIn,
    finish_sign_on,
    invite,
    join_by_provider,
    provider_named,
)
from forum.permissions import ANONYMOUS
from tests.browsing import Person
from tests.factories import a_thread, a_user, as_actor
from tests.letters import path_in, sent_by
from tests.oidc_provider import a_key
from tests.service.accounts.test_at_the_same_time import at_once
from tests.web.accounts.conftest import PASSWORD, with_password
from tests.web.accounts.signing_on import (
    ROBIN,
    as_setting,
    asked_in,
    asks_for_a_code,
    at_provider,
    joined,
    leave,
    sign_on,
)


def user(db, email=ROBIN["email"]) -> User:
    db.session.rollback()
    return db.session.scalars(sa.select(User).where(User.email == email)).one()


def count(db, model) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def is_signed_in(person) -> bool:
    return person.get("/account").status_code == 200


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


def test_who_is_new_reads_what_others_will_see_and_joins(with_noord, noord, nobody, db, mailbox):
    with_noord(perspective="municipality", organisation="Gemeente Noord")
    noord.somebody = dict(ROBIN)
    back = sign_on(nobody, next="/questions")
    form = nobody.get(back.location)
    assert (form.value("name"), form.value("organisation")) == ("Robin Smit", "Gemeente Noord")
    assert form.select_one("option[value=municipality][selected]")
    assert ROBIN["email"] in form.words("#join-email")
    assert form.select_one("input[name=email]") is None
    assert count(db, User) == 0
    done = joined(nobody, back, perspective="municipality", organisation="Gemeente Noord")
    assert done.location == "/questions"
    made = user(db)
    assert (made.name, made.organisation, made.role.value) == ("Robin Smit", "Gemeente Noord", "member")
    assert made.email_confirmed_at is not None
    assert made.password_hash is None
    assert made.handle == "robin-smit"
    assert is_signed_in(nobody)
    assert sent_by(mailbox, ROBIN["email"]) == []
    assert sign_on(Person(nobody._app)).location == "/"


def test_a_refused_form_comes_back_as_it_was_typed(with_noord, noord, nobody, db, mode):
    noord.somebody = dict(ROBIN)
    back = sign_on(nobody)
    typed = {
        "name": "Moderator",
        "organisation": "Zorg West",
        "perspective": "king",
        "email": "x@evil.example",
    }
    page = nobody.post(back.location, typed, mode=mode)
    assert page.status_code == 422
    problems = [str(problem["id"]) for problem in page.select(".problem")]
    assert problems == ["join-name-error", "join-perspective-error", "join-accept-error"]
    assert (page.value("name"), page.value("organisation")) == ("Moderator", "Zorg West")
    assert "x@evil.example" not in page.text
    assert count(db, User) == 0
    assert joined(nobody, back).location == "/"
    assert user(db).email == ROBIN["email"]


def test_an_address_that_the_provider_does_not_answer_for_is_confirmed_by_mail(
    app, with_noord, noord, nobody, db, mailbox
):
    noord.somebody = ROBIN | {"email_verified": "true"}  # a text is not true
    back = sign_on(nobody, next="/questions")
    assert nobody.get(back.location).value("email") == ROBIN["email"]
    assert joined(nobody, back, email=ROBIN["email"]).location == "/register/sent"
    assert not is_signed_in(nobody)
    assert user(db).email_confirmed_at is None
    link = path_in(sent_by(mailbox, ROBIN["email"])[0], "/account/confirm")
    assert Person(app).post(link).location == "/questions"
    assert user(db).email_confirmed_at is not None


def test_without_an_address_or_a_name_people_fill_them_in(with_noord, noord, nobody, db):
    noord.somebody = {"sub": "robin-1", "given_name": "Robin", "family_name": "Smit"}
    back = sign_on(nobody)
    form = nobody.get(back.location)
    assert (form.value("name"), form.value("email")) == ("Robin Smit", "")
    joined(nobody, back, email="robin@elsewhere.example")
    assert user(db, "robin@elsewhere.example").email_confirmed_at is None


def test_what_only_userinfo_tells_counts_too(with_noord, noord, nobody, db):
    noord.somebody, noord.userinfo_only = dict(ROBIN), {"email", "email_verified", "name"}
    joined(nobody, sign_on(nobody))
    assert user(db).name == "Robin Smit"
    assert user(db).email_confirmed_at is not None


@pytest.mark.parametrize(
    ("claim", "names", "organisation"),
    [
        ("noord.example", {"noord.example": "Gemeente Noord"}, "Gemeente Noord"),
        ("west.example", {"noord.example": "Gemeente Noord"}, ""),
        ("noord.example", {}, "noord.example"),
        (["noord.example", "x"], {"noord.example": "Gemeente Noord"}, "Gemeente Noord"),
        ({"no": "text"}, {}, ""),
    ],
)
def test_a_claim_tells_the_organisation(with_noord, noord, nobody, claim, names, organisation):
    with_noord(organisation_claim="home", organisation_names=names)
    noord.somebody = ROBIN | {"home": claim}
    assert nobody.get(sign_on(nobody).location).value("organisation") == organisation


def test_an_address_of_somebody_who_has_an_account_signs_nobody_in(with_noord, noord, nobody, db, mailbox):
    owner = with_password(a_user("robin"))
    noord.somebody = ROBIN | {"email": "Robin@EXAMPLE.nl"}
    page = sign_on(nobody, next="/questions", draft="a-key")
    assert page.status_code == 409
    assert "Sign in with your password first." in page.words("main")
    login = page.select_one("main a.button")
    assert login is not None
    assert login["href"] == "/login?next=/questions&draft=a-key"
    assert not is_signed_in(nobody)
    assert count(db, Identity) == 0
    assert count(db, User) == 1
    assert user(db, owner.email).password_hash == owner.password_hash


def test_an_unconfirmed_address_tells_nothing_about_who_has_an_account(
    with_noord, noord, app, alice, db, mailbox
):
    answers = []
    for email in (alice.email, "nobody@noord.example"):
        noord.somebody = ROBIN | {"sub": email, "email": email, "email_verified": False}
        person = Person(app)
        done = joined(person, sign_on(person), email=email)
        answers.append((done.status_code, done.location, done.text, is_signed_in(person)))
    assert answers[0] == answers[1] == (303, "/register/sent", answers[0][2], False)
    assert "/account/confirm" not in str(sent_by(mailbox, alice.email)[0])
    db.session.rollback()
    assert db.session.scalar(sa.select(Identity.id).where(Identity.user_id == alice.id)) is None


def test_who_shows_to_own_the_mailbox_ends_what_somebody_prepared_with_their_address(
    app, with_noord, noord, db, mailbox
):
    noord.somebody = ROBIN | {"email_verified": False}
    attacker, owner = Person(app), Person(app)
    joined(attacker, sign_on(attacker), email=ROBIN["email"])
    assert count(db, Identity) == 1
    owner.post("/account/forgot", {"email": ROBIN["email"]})
    owner.post(path_in(sent_by(mailbox, ROBIN["email"])[-1], "/account/reset"), {"password": PASSWORD})
    assert is_signed_in(owner)
    assert count(db, Identity) == 0
    sign_on(attacker)
    assert not is_signed_in(attacker)


@pytest.mark.parametrize(
    ("registration", "join", "may"),
    [
        ("open", "follow", True),
        ("open", "never", False),
        ("closed", "follow", False),
        ("closed", "always", True),
        ("invite", "follow", False),
        ("invite", "always", True),
    ],
)
def test_who_may_join_this_way_is_set_for_each_provider(
    with_noord, noord, nobody, configure, db, registration, join, may
):
    configure(registration=registration)
    with_noord(join=join)
    noord.somebody = dict(ROBIN)
    offered = nobody.get("/register").select("#sign-on form")
    assert bool(offered) == may
    back = sign_on(nobody)
    assert back.status_code == (303 if may else 403)
    if may:
        assert joined(nobody, back).location == "/"
    else:
        assert "link Noord in your account" in back.words("main")
    assert count(db, User) == may


@pytest.mark.parametrize("registration", ["open", "domains", "invite", "closed"])
def test_signing_in_is_offered_however_joining_is_set(with_noord, nobody, configure, registration):
    configure(registration=registration, registration_domains=("noord.example",))
    assert "Sign in with Noord" in nobody.get("/login").words("#sign-on")


def test_certain_domains_hold_for_who_comes_by_a_provider_too(with_noord, noord, nobody, configure, db):
    configure(registration="domains", registration_domains=("west.example",))
    noord.somebody = dict(ROBIN)
    page = joined(nobody, sign_on(nobody))
    assert page.status_code == 422
    assert "west.example" in page.words("#join-email")
    configure(registration_domains=("noord.example",))
    assert joined(nobody, sign_on(nobody)).location == "/"


def test_an_invitation_survives_the_way_there_and_back_and_is_used_up(
    with_noord, noord, nobody, configure, mo, db
):
    configure(registration="invite")
    invitation = invite(as_actor(mo), perspective="provider", organisation="Zorg voor Noord")
    noord.somebody = dict(ROBIN)
    page = nobody.get(f"/register?invitation={secret_in(invitation)}")
    field = page.select_one("#sign-on [name=invitation]")
    assert field is not None
    back = sign_on(nobody, invitation=str(field["value"]))
    form = nobody.get(back.location)
    assert form.value("organisation") == "Zorg voor Noord"
    assert joined(nobody, back).location == "/"
    db.session.refresh(invitation)
    assert invitation.uses == 1


def test_an_invitation_that_was_used_up_meanwhile_opens_nothing(with_noord, noord, app, configure, mo, db):
    configure(registration="invite")
    secret = secret_in(invite(as_actor(mo)))
    first, second = Person(app), Person(app)
    noord.somebody = dict(ROBIN)
    back = sign_on(first, invitation=secret)
    noord.somebody = ROBIN | {"sub": "other", "email": "other@noord.example", "name": "Olaf Other"}
    joined(second, sign_on(second, invitation=secret))
    page = joined(first, back)
    assert page.status_code == 422
    assert page.select_one("#join-invitation-error")
    assert count(db, User) == 2


def test_a_name_that_is_kept_for_staff_is_refused_from_a_provider_too(with_noord, noord, nobody, mo, db):
    noord.somebody = ROBIN | {"name": "M\u043e".replace("M", "\u041c")}
    page = joined(nobody, sign_on(nobody))
    assert page.status_code == 422
    assert page.select_one("#join-name-error")


def test_joining_twice_with_one_form_makes_one_account(with_noord, noord, nobody, db):
    noord.somebody = dict(ROBIN)
    back = sign_on(nobody)
    assert joined(nobody, back).location == "/"
    assert nobody.post(back.location, {"name": "Robin", "accept": "yes"}).status_code == 410
    assert count(db, User) == 1


def test_the_form_to_join_is_for_the_browser_that_came_back(app, with_noord, noord, nobody, clock, db):
    noord.somebody = dict(ROBIN)
    back = sign_on(nobody)
    thief = Person(app)
    leave(thief)
    form = str(back.location)
    for answer in (thief.get(form), thief.post(form, {"name": "Robin Smit"})):
        assert answer.status_code == 410
        assert ROBIN["email"] not in answer.text
    clock.advance(hours=1)
    assert nobody.get(back.location).status_code == 410
    assert count(db, User) == 0


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


def test_new_keys_of_the_provider_are_fetched_when_a_token_names_one(robin, noord, app, clock):
    assert sign_on(Person(app)).location == "/"
    clock.advance(minutes=2)
    noord.key = a_key("second")
    noord.sign = lambda claims: noord.signed(claims, kid="second")
    assert sign_on(Person(app)).location == "/"
    assert noord.asked.count("/keys") == 2


def test_documents_and_keys_are_kept_for_an_hour(robin, noord, app, clock):
    for _ in range(3):
        sign_on(Person(app))
    assert (noord.asked.count("/.well-known/openid-configuration"), noord.asked.count("/keys")) == (1, 1)
    clock.advance(hours=1)
    sign_on(Person(app))
    assert (noord.asked.count("/.well-known/openid-configuration"), noord.asked.count("/keys")) == (2, 2)


def test_a_provider_that_takes_the_secret_in_the_form_only_gets_it_there(robin, noord, app, configure):
    noord.about["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert sign_on(Person(app)).location == "/"


def test_a_secret_with_strange_characters_arrives_whole(robin, noord, app, with_noord, monkeypatch):
    secret = "a+b/c%d&e=f:g é"
    monkeypatch.setattr("tests.oidc_provider.CLIENT_SECRET", secret)
    with_noord(client_secret=secret)
    noord.about["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert sign_on(Person(app)).location == "/"


def test_a_provider_that_is_not_set_is_no_page(nobody, article):
    assert nobody.get("/login").select("#sign-on") == []
    assert nobody.post("/login/oidc/noord").status_code == 404
    assert nobody.get("/login/oidc/noord/callback?code=x&state=y").status_code == 404


def test_several_providers_each_have_a_button(with_noord, noord, configure, nobody):
    configure(oidc_providers=(as_setting(noord), as_setting(noord, "west", label="West & Zn.")))
    words = [button.get_text() for button in nobody.get("/login").select("#sign-on button")]
    assert words == ["Sign in with Noord", "Sign in with West & Zn."]


def test_what_asks_for_a_second_factor_here_asks_who_comes_by_a_provider_too(
    robin, noord, nobody, with_noord, db
):
    asks_for_a_code(robin)
    page = sign_on(nobody, next="/questions")
    assert page.location == "/login/second?next=/questions"
    assert not is_signed_in(nobody)


@pytest.mark.parametrize("told", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:strong"}])
def test_a_second_factor_at_the_provider_counts_where_the_settings_say_so(
    robin, noord, app, with_noord, told
):
    asks_for_a_code(robin)
    noord.somebody |= told
    assert sign_on(Person(app)).location == "/login/second"
    with_noord(second_factor=("mfa", "urn:strong"))
    assert sign_on(Person(app)).location == "/"


@pytest.mark.parametrize("told", [{}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": ["mfa"]}, {"acr": None}])
def test_what_the_provider_does_not_say_counts_for_nothing(robin, noord, nobody, with_noord, told):
    asks_for_a_code(robin)
    with_noord(second_factor=("mfa", "None"))
    noord.change_claims = lambda claims: claims | told
    assert sign_on(nobody).location == "/login/second"


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


def test_a_form_to_join_that_is_sent_many_times_at_once_makes_one_account(app, with_noord, noord, nobody, db):
    one = provider_named("noord")
    noord.somebody = dict(ROBIN)
    attempt = str(sign_on(nobody).location).rpartition("/")[2]
    with nobody._client.session_transaction() as session:
        browser = session["sign_on"]
    db.session.rollback()
    form = JoinForm("Robin Smit", perspective="provider", accepts=True)
    answers = at_once(app, lambda: join_by_provider(one, attempt, form, browser=browser))
    assert sum(isinstance(answer, SignedIn) for answer in answers) == 1
    assert sum(isinstance(answer, AttemptOver) for answer in answers) == 5
    assert (count(db, User), count(db, Identity)) == (1, 1)


def test_one_person_who_joins_in_two_browsers_at_once_has_one_account(app, with_noord, noord, db):
    noord.somebody = {"sub": "robin-1", "name": "Robin Smit"}  # without an address, so each fills in another
    people = [Person(app), Person(app)]
    backs = [sign_on(person) for person in people]
    done = [
        joined(person, back, email=f"robin.{number}@noord.example")
        for number, (person, back) in enumerate(zip(people, backs, strict=True))
    ]
    assert [page.status_code for page in done] == [303, 409]
    assert (count(db, User), count(db, Identity)) == (1, 1)
