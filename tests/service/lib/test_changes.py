"""Whether anything in the database changed."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.discussion.drafts import save_draft
from forum.discussion.models import Draft
from forum.lib import changes
from forum.lib.db import atomic
from tests.factories import a_user, as_actor


def test_while_nothing_is_written_the_state_is_the_same(db, alice):
    def state_before_and_after_reading() -> tuple[str | None, str | None]:
        before = changes.state()
        db.session.query(User).all()
        db.session.rollback()
        return before, changes.state()

    # PostgreSQL tells of the changes in all its databases, those of other tests too.
    pairs = [state_before_and_after_reading() for _ in range(20)]
    assert any(before == after for before, after in pairs)
    assert all(before and after for before, after in pairs)


def test_every_commit_makes_another_state(db):
    states = [changes.state()]
    alice = a_user("alice")
    states.append(changes.state())
    save_draft(as_actor(alice), "comment:x:", {"body": "Half a thought"})
    states.append(changes.state())
    atomic(lambda: db.session.execute(sa.delete(Draft)))()
    states.append(changes.state())
    assert len(set(states)) == 4


def test_a_change_from_outside_counts_as_well(db):
    """As of another web process, the worker or the command line."""
    before = changes.state()
    elsewhere = sa.create_engine(db.engine.url)
    with elsewhere.begin() as connection:
        connection.execute(sa.text("CREATE TABLE elsewhere (id INTEGER)"))
    between = changes.state()
    with elsewhere.begin() as connection:
        connection.execute(sa.text("DROP TABLE elsewhere"))
    elsewhere.dispose()
    assert len({before, between, changes.state()}) == 3


def test_a_connection_that_was_lost_is_never_taken_for_the_earlier_one(db):
    before = changes.state()
    db.engine.dispose()
    assert changes.state() not in (before, None)
