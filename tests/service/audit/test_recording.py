"""No restriction without an entry in the register."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from forum.audit import AuditEntry, Unrecorded, recorded
from forum.audit.checks import problems
from forum.discussion.models import Comment, CommentState
from forum.lib.db import atomic, db
from tests.factories import as_actor


@atomic
def hide(actor, comment, reason="names a client"):
    with recorded(as_actor(actor), "comment.hide", comment, reason):
        comment.state = CommentState.HIDDEN


def entries():
    return db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()


def test_an_entry_tells_who_did_what_why_and_what_changed(mo, comment):
    hide(mo, comment)
    (entry,) = entries()
    assert (entry.actor_id, entry.actor_role, entry.action, entry.reason) == (
        mo.id,
        "moderator",
        "comment.hide",
        "names a client",
    )
    assert (entry.target_kind, entry.target_id) == ("comments", comment.id)
    assert (entry.before, entry.after) == ({"state": "visible"}, {"state": "hidden"})


def test_changing_an_audited_column_without_an_entry_is_refused(comment):
    @atomic
    def forget():
        comment.state = CommentState.HIDDEN

    with pytest.raises(Unrecorded, match=r"Comment\.state"):
        forget()


def test_an_entry_for_one_thing_does_not_cover_another(mo, thread, comment):
    @atomic
    def smuggle():
        with recorded(as_actor(mo), "comment.hide", comment):
            thread.is_locked = True

    with pytest.raises(Unrecorded):
        smuggle()


@pytest.mark.parametrize("bypass", [sa.update(Comment).values(state=CommentState.HIDDEN), sa.delete(Comment)])
def test_a_bulk_change_that_goes_around_the_register_is_refused(comment, bypass):
    with pytest.raises(Unrecorded):
        atomic(lambda: db.session.execute(bypass))()


def test_a_bulk_change_of_something_else_is_nobodys_business(comment):
    atomic(lambda: db.session.execute(sa.update(Comment).values(html="<p>…</p>")))()


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entries SET reason = 'milder'", "DELETE FROM audit_entries"]
)
def test_the_database_itself_refuses_to_change_the_register(mo, comment, change):
    hide(mo, comment)
    with pytest.raises(DBAPIError, match="append-only"):
        atomic(lambda: db.session.execute(sa.text(change)))()


def test_the_seal_of_an_untouched_register_holds(mo, thread, comment):
    hide(mo, comment)

    @atomic
    def lock():
        with recorded(as_actor(mo), "thread.lock", thread):
            thread.is_locked = True

    lock()
    assert list(problems()) == []


def test_the_check_finds_an_entry_that_was_slipped_in(mo, comment):
    hide(mo, comment)
    (entry,) = entries()
    values = {c.key: getattr(entry, c.key) for c in AuditEntry.__table__.columns if c.key != "id"}
    atomic(lambda: db.session.execute(sa.insert(AuditEntry).values(values | {"hash": "f" * 64})))()
    assert len(list(problems())) == 1
