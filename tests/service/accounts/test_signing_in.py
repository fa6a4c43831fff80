import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from forum.accounts import passwords
from forum.accounts.events import SessionSeen
from forum.accounts.models import User, UserSession
from forum.accounts.queries import viewer_of_session
from forum.accounts.service import (
    change_password,
    end_other_sessions,
    note_seen,
    sign_in,
    sign_out,
)
from forum.accounts.subscribers import keep_session_alive
from forum.lib.db import atomic
from forum.lib.errors import Invalid, SignInNeeded
from forum.permissions import ANONYMOUS, Role
from tests.factories import a_user, as_actor
from tests.letters import path_in, sent_by

PASSWORD = "korenbloem fiets zes"
NEW = "een heel ander woord"


@atomic
def with_password(user: User, password: str = PASSWORD) -> User:
    user.password_hash = passwords.hash_password(password)
    return user


@pytest.fixture
def dana(article):
    return with_password(a_user("dana", perspective="provider"))


def test_the_right_password_opens_a_session(dana):
    signed_in = sign_in(" DANA@example.nl ", PASSWORD, user_agent="Mozilla/5.0 (Windows) Firefox/140.0")
    viewer = viewer_of_session(signed_in.token)
    assert viewer is not None
    assert (viewer.name, viewer.perspective_slug, viewer.public_id) == ("Dana", "provider", dana.public_id)
    assert viewer.actor == as_actor(dana)


def test_the_token_itself_is_not_stored(dana, db):
    token = sign_in(dana.email, PASSWORD).token
    row = db.session.scalars(sa.select(UserSession)).one()
    assert row.token_hash != token
    assert len(row.token_hash) == 64


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("dana@example.nl", "korenbloem fiets zeven"),
        ("dana@example.nl", ""),
        ("nobody@example.nl", PASSWORD),
        ("no address", PASSWORD),
        ("dana@example.nl\x00", "\x00"),
        ("x" * 100_000, "x" * 100_000),
        ("alice@example.nl", PASSWORD),  # who has not chosen a password yet
    ],
)
def test_all_that_is_wrong_gets_the_same_answer(dana, alice, email, password):
    with pytest.raises(Invalid) as refusal:
        sign_in(email, password)
    with pytest.raises(Invalid) as ordinary:
        sign_in(dana.email, "wrong")
    assert refusal.value.fields == ordinary.value.fields


def test_unknown_people_cost_as_much_work_as_known_ones(dana, monkeypatch):
    hashed = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *args: hashed.append(1) or verify(*args))
    for email in ("nobody@example.nl", "no address", dana.email):
        with pytest.raises(Invalid):
            sign_in(email, "wrong")
    assert len(hashed) == 3


def test_a_hash_with_old_settings_is_renewed_at_the_next_visit(dana, db):
    old = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)

    @atomic
    def age():
        dana.password_hash = old

    age()
    sign_in(dana.email, PASSWORD)
    assert db.session.get_one(User, dana.id).password_hash != old
    assert sign_in(dana.email, PASSWORD)


def test_signing_out_ends_that_session_only(dana):
    first, second = sign_in(dana.email, PASSWORD), sign_in(dana.email, PASSWORD)
    sign_out(first.token)
    assert viewer_of_session(first.token) is None
    assert viewer_of_session(second.token) is not None


def test_two_weeks_without_a_visit_end_a_session(dana, clock):
    token = sign_in(dana.email, PASSWORD).token
    clock.advance(days=13, hours=23)
    assert viewer_of_session(token) is not None
    clock.advance(hours=1)
    assert viewer_of_session(token) is None


def test_visits_keep_a_session_alive_up_to_thirty_days(dana, clock):
    token = sign_in(dana.email, PASSWORD).token
    for _ in range(2):
        clock.advance(days=13)
        viewer = viewer_of_session(token)
        assert viewer is not None
        keep_session_alive(SessionSeen(viewer.session_id))
    clock.advance(days=3, hours=23)
    assert viewer_of_session(token) is not None
    clock.advance(hours=1)
    assert viewer_of_session(token) is None


def test_a_visit_within_ten_minutes_is_not_written_again(dana, clock, db):
    viewer = viewer_of_session(sign_in(dana.email, PASSWORD).token)
    assert viewer is not None
    clock.advance(minutes=9)
    note_seen(viewer.session_id)
    assert db.session.get_one(UserSession, viewer.session_id).last_seen_at == viewer.last_seen_at


def test_staff_is_signed_out_after_twelve_hours_without_a_visit(mo, clock):
    with_password(mo)
    token = sign_in(mo.email, PASSWORD).token
    viewer = viewer_of_session(token)
    assert viewer is not None
    assert viewer.actor.role is Role.MODERATOR
    clock.advance(hours=12)
    assert viewer_of_session(token) is None


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "é" * 10_000])
def test_a_token_we_did_not_make_is_nobody(db, token):
    assert viewer_of_session(token) is None


def test_a_new_password_ends_all_other_sessions(dana, mailbox):
    elsewhere, here = sign_in(dana.email, PASSWORD), sign_in(dana.email, PASSWORD)
    renewed = change_password(as_actor(dana), current=PASSWORD, new=NEW)
    assert viewer_of_session(elsewhere.token) is None
    assert viewer_of_session(here.token) is None
    assert viewer_of_session(renewed.token) is not None
    assert sign_in(dana.email, NEW)
    with pytest.raises(Invalid):
        sign_in(dana.email, PASSWORD)
    (message,) = [one for one in sent_by(mailbox, dana.email) if "wachtwoord" in one["Subject"]]
    assert path_in(message, "/account/forgot") == "/account/forgot"


def test_a_new_password_needs_the_present_one_and_must_hold(dana):
    with pytest.raises(Invalid) as refusal:
        change_password(as_actor(dana), current="wrong", new="short")
    assert set(refusal.value.fields) == {"current", "password"}
    assert sign_in(dana.email, PASSWORD)


def test_nobody_changes_a_password_signed_out(db):
    with pytest.raises(SignInNeeded):
        change_password(ANONYMOUS, current=PASSWORD, new=NEW)


def test_one_can_sign_out_everywhere_else(dana, alice):
    elsewhere, here = sign_in(dana.email, PASSWORD), sign_in(dana.email, PASSWORD)
    viewer = viewer_of_session(here.token)
    assert viewer is not None
    end_other_sessions(as_actor(dana), session_id=viewer.session_id)
    assert viewer_of_session(elsewhere.token) is None
    assert viewer_of_session(here.token) is not None


def test_knowing_a_viewer_costs_one_statement(dana, statements):
    token = sign_in(dana.email, PASSWORD).token
    with statements() as seen:
        viewer_of_session(token)
    assert len(seen) == 1
