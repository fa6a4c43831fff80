"""What a provider tells of somebody, and what of that is believed."""

import pytest
import sqlalchemy as sa

from forum.accounts.identities import Identity
from forum.accounts.models import User
from tests.browsing import Person
from tests.factories import a_user
from tests.letters import path_in, sent_by
from tests.web.accounts.conftest import PASSWORD, with_password
from tests.web.accounts.signing_on import (
    ROBIN,
    count,
    is_signed_in,
    joined,
    sign_on,
    user,
)


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
