from dataclasses import replace

import pytest
import sqlalchemy as sa

from forum.accounts.models import AccountToken, User
from forum.accounts.service import Registration, confirm_email, register, sign_in
from forum.accounts.tokens import Continuation
from forum.jobs import OutboxMessage, deliver_all
from forum.lib.errors import Invalid, Refused
from forum.lib.i18n import force_locale
from forum.permissions import Role
from forum.settings import settings
from tests.letters import path_in, secret_in, sent_by, text_of

PASSWORD = "korenbloem fiets zes"
FORM = Registration(
    email="Dana@Example.nl",
    name="Dana de Wit",
    password=PASSWORD,
    perspective="provider",
    organisation="Zorg voor Noord",
    accepts=True,
)


def user(db, email="dana@example.nl") -> User:
    return db.session.scalars(sa.select(User).where(User.email == email)).one()


def test_who_registers_is_a_member_whose_address_is_yet_to_be_confirmed(article, db):
    register(FORM)
    dana = user(db)
    assert (dana.name, dana.organisation, dana.role) == ("Dana de Wit", "Zorg voor Noord", Role.MEMBER)
    assert dana.email_confirmed_at is None
    assert dana.password_hash is not None
    assert PASSWORD not in dana.password_hash


def test_the_mailed_link_confirms_the_address_and_signs_in(article, db, mailbox):
    register(FORM, then=Continuation("/questions/who-is-we", "draft-key"))
    (message,) = sent_by(mailbox, "dana@example.nl")
    signed_in = confirm_email(secret_in(message))
    assert user(db).email_confirmed_at is not None
    assert signed_in.user_id == user(db).id
    assert signed_in.then == Continuation("/questions/who-is-we", "draft-key")


def test_everything_that_is_wrong_is_told_at_once(article):
    with pytest.raises(Invalid) as refusal:
        register(Registration(email="dana", name="", password="short", perspective="king"))
    assert set(refusal.value.fields) == {"email", "name", "password", "perspective", "accept"}


@pytest.mark.parametrize("password", ["dana@example.nl", "Dana de Wit 12", "Samenspraak1234"])
def test_a_password_may_not_resemble_who_one_is(article, password):
    with pytest.raises(Invalid) as refusal:
        register(replace(FORM, password=password))
    assert list(refusal.value.fields) == ["password"]


def test_a_known_address_gets_a_mail_instead_of_a_second_account(article, db, mailbox, alice):
    register(replace(FORM, email="ALICE@example.nl"), then=Continuation("/questions", "draft-key"))
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == 1
    assert user(db, "alice@example.nl").name == "Alice"
    (message,) = sent_by(mailbox, "alice@example.nl")
    assert "/account/confirm" not in text_of(message)
    assert path_in(message, "/login") == "/login?next=%2Fquestions&draft=draft-key"
    assert path_in(message, "/account/forgot") == "/account/forgot?next=%2Fquestions&draft=draft-key"


def test_registering_a_second_time_does_not_replace_the_password(article, mailbox):
    register(FORM)
    register(replace(FORM, password="another one that is long"))
    assert sign_in("dana@example.nl", PASSWORD)
    with pytest.raises(Invalid):
        sign_in("dana@example.nl", "another one that is long")


def test_an_owner_is_told_five_times_a_day_at_most(article, mailbox, alice, clock):
    for _ in range(7):
        register(replace(FORM, email=alice.email))
    assert len(sent_by(mailbox, alice.email)) == 5
    clock.advance(hours=25)
    register(replace(FORM, email=alice.email))
    assert len(sent_by(mailbox, alice.email)) == 6


def test_the_secret_is_stored_nowhere(article, db, mailbox):
    register(FORM)
    waiting = str([message.payload for message in db.session.scalars(sa.select(OutboxMessage))])
    secret = secret_in(sent_by(mailbox, "dana@example.nl")[0])
    (token,) = db.session.scalars(sa.select(AccountToken))
    stored = [getattr(token, column.key) for column in sa.inspect(AccountToken).columns]
    assert secret not in waiting
    assert secret not in str(stored)


def test_mails_come_in_the_language_in_which_one_registered(article, db, mailbox):
    with force_locale("en"):
        register(FORM)
    assert user(db).locale == "en"
    (message,) = sent_by(mailbox, "dana@example.nl")
    assert message["Content-Language"] == "en"
    assert "Confirm your e-mail address" in message["Subject"]


def test_a_mail_that_must_be_sent_again_carries_the_same_link(article, db, mailbox, forum, clock):
    register(FORM)
    taken = []

    class Failing:
        def send(self, message, **_options):
            taken.append(message)
            raise OSError("the connection broke before the mail was taken")

    forum.app.extensions["forum.mailer"] = Failing()
    try:
        deliver_all()
    finally:
        forum.app.extensions["forum.mailer"] = mailbox
    clock.advance(hours=1)
    (again,) = sent_by(mailbox, "dana@example.nl")
    assert secret_in(again) == secret_in(taken[0])
    assert again["Message-ID"] == taken[0]["Message-ID"]
    assert confirm_email(secret_in(taken[0]))


def test_a_closed_forum_opens_no_accounts(article, db, forum):
    usual = settings()
    forum.app.extensions["forum.settings"] = replace(usual, registration="closed")
    try:
        with pytest.raises(Refused):
            register(FORM)
    finally:
        forum.app.extensions["forum.settings"] = usual
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == 0


def test_without_an_article_nobody_can_choose_a_perspective(db):
    register(replace(FORM, perspective=""))
    assert user(db).perspective_id is None
