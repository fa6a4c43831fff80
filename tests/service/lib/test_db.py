"""Transactions: what a command changes is there wholly or not at all."""

import threading

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.lib.db import atomic, db, insert_if_absent
from forum.lib.once import Submission
from tests.factories import a_user


def names() -> list[str]:
    return sorted(db.session.scalars(sa.select(User.name)))


def test_a_command_that_fails_leaves_nothing_behind(app):
    @atomic
    def fail():
        a_user("alice")
        raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert names() == []


def test_a_command_within_a_command_joins_its_transaction(app):
    @atomic
    def outer():
        a_user("alice")  # a command of its own
        a_user("bob")

    outer()
    assert names() == ["Alice", "Bob"]


def test_a_change_outside_a_command_is_refused(app, alice):
    alice.name = "Somebody else"
    with pytest.raises(RuntimeError, match="atomic"):
        db.session.flush()


def test_no_update_is_lost_when_many_add_to_one_number_at_the_same_time(app, alice):
    alice_id, adders, rounds = alice.id, 8, 10

    @atomic
    def add_one():
        user = db.session.get_one(User, alice_id, with_for_update=True)
        user.organisation = str(int(user.organisation or 0) + 1)

    def keep_adding():
        with app.app_context():
            for _ in range(rounds):
                add_one()

    threads = [threading.Thread(target=keep_adding) for _ in range(adders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert alice.organisation == str(adders * rounds)


def test_of_two_equal_rows_only_the_first_is_inserted(app, alice, clock):
    @atomic
    def insert() -> bool:
        return insert_if_absent(Submission, user_id=alice.id, key="k", result="", created_at=clock())

    assert [insert(), insert()] == [True, False]


def test_sqlite_is_opened_with_the_settings_that_were_measured(app):
    if db.engine.dialect.name != "sqlite":
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "5s"
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "10s"
        return
    with db.engine.connect() as connection:
        read = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema")
        }
    assert read == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10000,
        "trusted_schema": 0,
    }
