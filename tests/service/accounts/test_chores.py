import sqlalchemy as sa

from forum.accounts.chores import forget_expired
from forum.accounts.models import UserSession
from forum.accounts.queries import viewer_of_session
from forum.accounts.sessions import ABSOLUTE, open_session
from forum.lib.db import atomic, db


def test_sessions_that_ended_are_forgotten_and_others_are_not(alice, clock):
    atomic(open_session)(alice.id, "old browser")
    clock.advance(seconds=ABSOLUTE.total_seconds() + 1)
    current = atomic(open_session)(alice.id, "this browser")
    forget_expired()
    assert db.session.scalar(sa.select(sa.func.count(UserSession.id))) == 1
    assert viewer_of_session(current) is not None
