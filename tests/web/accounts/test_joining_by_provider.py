"""Making an account with what a provider tells: who may, and what the form asks."""

import pytest

from forum.accounts.identities import Identity
from forum.accounts.invitations import secret_in
from forum.accounts.models import User
from forum.accounts.oidc.problems import AttemptOver
from forum.accounts.service import (
    JoinForm,
    SignedIn,
    invite,
    join_by_provider,
    provider_named,
)
from tests.browsing import Person
from tests.factories import as_actor
from tests.letters import sent_by
from tests.service.accounts.test_at_the_same_time import at_once
from tests.web.accounts.signing_on import (
    ROBIN,
    count,
    is_signed_in,
    joined,
    leave,
    sign_on,
    user,
)


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
