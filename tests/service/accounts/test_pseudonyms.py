"""Accounts that stand for people who voted elsewhere: nobody gets in with them, and no mail goes to them."""

import pytest
import sqlalchemy as sa

from forum.accounts import passwords
from forum.accounts.models import AccountToken, User, UserSession
from forum.accounts.queries import recipient
from forum.accounts.service import Registration, promote, register, request_reset, sign_in
from forum.jobs import deliver_all
from forum.lib.db import atomic
from forum.lib.errors import Invalid
from forum.permissions import SYSTEM, Role
from tests.factories import a_user

ADDRESS = "participant-12@question-3.polis.invalid"
PASSWORD = "korenbloem fiets zes tafel"


@pytest.fixture
def pseudonym(db) -> User:
    user = a_user("participant")

    @atomic
    def change() -> None:
        user.email, user.is_pseudonym = ADDRESS, True
        # Even if one had a password, by whatever mistake.
        user.password_hash = passwords.hash_password(PASSWORD)

    change()
    return user


def test_nobody_signs_in_as_a_pseudonym_and_hears_the_same_as_for_a_wrong_password(db, pseudonym):
    with pytest.raises(Invalid) as refused:
        sign_in(ADDRESS, PASSWORD)
    with pytest.raises(Invalid) as unknown:
        sign_in("unknown@example.nl", PASSWORD)
    assert refused.value.fields == unknown.value.fields
    assert db.session.scalar(sa.select(sa.func.count()).select_from(UserSession)) == 0


def test_a_forgotten_password_of_a_pseudonym_makes_no_link_and_no_mail(db, pseudonym, mailbox):
    request_reset(ADDRESS)
    deliver_all()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AccountToken)) == 0
    assert mailbox.messages == []


def test_registering_with_a_pseudonyms_address_changes_and_mails_nothing(db, pseudonym, mailbox):
    register(Registration(email=ADDRESS, name="Somebody Else", password=PASSWORD, accepts=True))
    deliver_all()
    assert db.session.scalars(sa.select(User.name).where(User.email == ADDRESS)).all() == [pseudonym.name]
    assert mailbox.messages == []


def test_a_pseudonym_gets_no_mail_of_any_kind(pseudonym, alice):
    assert recipient(pseudonym.id) is None
    assert recipient(alice.id) is not None


def test_a_pseudonym_gets_no_role(pseudonym):
    with pytest.raises(Invalid):
        promote(SYSTEM, ADDRESS, Role.ADMIN, reason="by mistake")
