import sqlalchemy as sa

from forum.accounts.chores import forget_expired
from forum.accounts.factors import PasskeyChallenge
from forum.accounts.known_devices import KnownDevice, recognise
from forum.accounts.models import UserSession
from forum.accounts.passkeys import new_challenge
from forum.accounts.queries import viewer_of_session
from forum.accounts.security_events import Happened, SecurityEvent, note
from forum.accounts.sessions import ABSOLUTE, open_session
from forum.lib.db import atomic, db


def test_sessions_that_ended_are_forgotten_and_others_are_not(alice, clock):
    atomic(open_session)(alice.id, "old browser")
    clock.advance(seconds=ABSOLUTE.total_seconds() + 1)
    current = atomic(open_session)(alice.id, "this browser")
    forget_expired()
    assert db.session.scalar(sa.select(sa.func.count(UserSession.id))) == 1
    assert viewer_of_session(current) is not None


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_what_happened_is_forgotten_after_ninety_days(alice, clock):
    atomic(note)(alice.id, Happened.APP_ADDED)
    clock.advance(days=90)
    forget_expired()
    assert count(SecurityEvent) == 1
    clock.advance(seconds=1)
    forget_expired()
    assert count(SecurityEvent) == 0


def test_a_browser_is_forgotten_after_four_hundred_days_without_signing_in(alice, clock):
    _is_news, device = atomic(recognise)(alice.id, "")
    clock.advance(days=399)
    assert atomic(recognise)(alice.id, device) == (False, device)
    clock.advance(days=400)
    forget_expired()
    assert count(KnownDevice) == 1
    clock.advance(days=1)
    forget_expired()
    assert count(KnownDevice) == 0


def test_of_more_than_twenty_browsers_the_oldest_are_forgotten(alice, clock):
    devices = []
    for _ in range(21):
        devices.append(atomic(recognise)(alice.id, "")[1])
        clock.advance(minutes=1)
    assert count(KnownDevice) == 20
    assert atomic(recognise)(alice.id, devices[1])[0] is False
    assert atomic(recognise)(alice.id, devices[0])[0] is True


def test_what_no_passkey_signed_in_time_is_forgotten(app, clock):
    new_challenge("request::a browser")
    clock.advance(minutes=6)
    new_challenge("request::a browser")
    forget_expired()
    assert count(PasskeyChallenge) == 1
