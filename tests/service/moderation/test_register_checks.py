"""What `forum db check` finds about decisions and the register behind them."""

import tracemalloc

import sqlalchemy as sa

from forum.audit import AuditEntry
from forum.audit import checks as register
from forum.audit.chain import START as FIRST
from forum.audit.chain import seal
from forum.lib.batches import in_batches
from forum.lib.db import atomic, db
from forum.moderation.register_checks import problems
from forum.moderation.service import perform
from tests.conftest import START
from tests.factories import a_decision, as_actor

MANY = 20_000


@atomic
def enter(many):
    """So many entries, each sealed with the one before."""
    previous, rows = FIRST, []
    for number in range(1, many + 1):
        entry = {
            "at": START,
            "actor_id": 1,
            "actor_role": "moderator",
            "action": "test",
            "target_kind": "comments",
            "target_id": number,
            "reason": "It names a client. " * 20,
            "before": {"state": "visible"},
            "after": {"state": "hidden"},
        }
        rows.append(entry | {"previous_hash": previous, "hash": seal(previous, entry)})
        previous = rows[-1]["hash"]
    for batch in in_batches(rows):
        db.session.execute(sa.insert(AuditEntry), batch)


def test_every_decision_has_its_entry(comment, thread, mo):
    perform(as_actor(mo), "hide", f"comment:{comment.public_id}", ground="spam", reason="It sells something.")
    perform(as_actor(mo), "pin", f"thread:{thread.public_id}", ground="order", reason="Begin reading here.")
    assert [*problems(), *register.problems()] == []


def test_a_decision_without_an_entry_is_found(comment, mo):
    a_decision(comment, by=mo)
    assert list(problems()) == ["register of decisions: 0 entries of moderation.hide, but 1 decisions"]


def test_the_seal_of_a_long_register_is_verified_in_little_memory(app):
    enter(MANY)
    tracemalloc.start()
    assert list(register.problems()) == []
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024  # all of it at once takes three times as much


def test_a_break_far_into_the_register_is_found(app):
    enter(2_500)
    forged = {
        column.key: getattr(db.session.scalars(sa.select(AuditEntry).limit(1)).one(), column.key)
        for column in AuditEntry.__table__.columns
        if column.key != "id"
    }
    atomic(lambda: db.session.execute(sa.insert(AuditEntry).values(forged | {"hash": "f" * 64})))()
    (problem,) = register.problems()
    assert "does not fit the seal" in problem
