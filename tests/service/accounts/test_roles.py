import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.queries import viewer_of_session
from forum.accounts.service import create_user, promote, sign_in
from forum.accounts.sessions import open_session
from forum.audit import AuditEntry, Unrecorded
from forum.lib.db import atomic
from forum.lib.errors import Invalid, Refused, SignInNeeded
from forum.permissions import ANONYMOUS, SYSTEM, Role
from tests.factories import as_actor

PASSWORD = "korenbloem fiets zes"


def entries(db):
    return list(db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)))


def test_an_account_opened_for_somebody_is_confirmed_and_stands_in_the_register(article, db):
    create_user(
        SYSTEM,
        email="Dana@example.nl",
        name="Beheerder Dana",
        role=Role.ADMIN,
        perspective="provider",
        password=PASSWORD,
    )
    dana = db.session.scalars(sa.select(User)).one()
    assert (dana.email, dana.role) == ("dana@example.nl", Role.ADMIN)
    assert dana.email_confirmed_at is not None
    assert sign_in("dana@example.nl", PASSWORD)
    assert [(entry.action, entry.target_id) for entry in entries(db)] == [("user.create", dana.id)]


def test_without_a_password_an_account_cannot_be_entered(db):
    create_user(SYSTEM, email="dana@example.nl", name="Dana")
    with pytest.raises(Invalid):
        sign_in("dana@example.nl", "")


def test_an_address_has_one_account(alice):
    with pytest.raises(Invalid) as refusal:
        create_user(SYSTEM, email=alice.email.upper(), name="Alice")
    assert list(refusal.value.fields) == ["email"]


def test_all_that_is_wrong_with_a_new_account_is_told(article):
    with pytest.raises(Invalid) as refusal:
        create_user(SYSTEM, email="dana", name="", perspective="king", password="short")
    assert set(refusal.value.fields) == {"email", "name", "perspective", "password"}


def test_a_new_role_stands_in_the_register_with_its_reason(alice, ada, db):
    promote(as_actor(ada), "ALICE@example.nl", Role.MODERATOR, reason="She helps us.")
    assert db.session.get_one(User, alice.id).role is Role.MODERATOR
    (entry,) = entries(db)
    assert (entry.actor_id, entry.action, entry.reason) == (ada.id, "user.promote", "She helps us.")
    assert (entry.before, entry.after) == ({"role": "member"}, {"role": "moderator"})


def test_a_new_role_starts_with_a_new_session(alice):
    token = atomic(open_session)(alice.id, "")
    promote(SYSTEM, alice.email, Role.ADMIN, reason="She runs it.")
    assert viewer_of_session(token) is None


def test_the_same_role_again_changes_nothing(alice, db):
    token = atomic(open_session)(alice.id, "")
    promote(SYSTEM, alice.email, Role.MEMBER, reason="")
    assert viewer_of_session(token) is not None
    assert entries(db) == []


def test_nobody_can_be_promoted_who_is_not_there(db):
    with pytest.raises(Invalid):
        promote(SYSTEM, "nobody@example.nl", Role.ADMIN, reason="")


def test_only_administrators_open_accounts_and_give_roles(alice, mo):
    for actor in (as_actor(alice), as_actor(mo)):
        with pytest.raises(Refused):
            create_user(actor, email="dana@example.nl", name="Dana")
        with pytest.raises(Refused):
            promote(actor, alice.email, Role.ADMIN, reason="")
    with pytest.raises(SignInNeeded):
        promote(ANONYMOUS, alice.email, Role.ADMIN, reason="")


def test_a_role_cannot_change_unrecorded(alice):
    @atomic
    def forget_the_register():
        alice.role = Role.ADMIN

    with pytest.raises(Unrecorded):
        forget_the_register()
