"""Nothing that restricts anybody changes beside the register, one row or ten thousand at a time."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from forum.accounts.models import Suspension, User
from forum.articles.models import Question
from forum.audit import Unrecorded
from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.lib.db import atomic, db, is_sqlite
from forum.positions.models import Position, PositionState
from forum.synthesis.models import Recognition, RemarkState
from tests.conftest import START

CHANGES: list[tuple[Any, str, Any]] = [
    (Thread, "state", ThreadState.HIDDEN),
    (Thread, "question_id", 2),
    (Thread, "title", "Another title"),
    (Thread, "is_locked", True),
    (Thread, "is_pinned", True),
    (Thread, "merged_into_id", 1),
    (Comment, "state", CommentState.HELD),
    (Position, "state", PositionState.HIDDEN),
    (Position, "is_merged", True),
    (Recognition, "state", RemarkState.HIDDEN),
    (User, "role", "admin"),
    (User, "suspension", Suspension.CLOSED),
    (User, "suspended_until", START),
    (Question, "concluded_at", START),
    (Question, "outcome", "Nothing came of it."),
]
every_change = pytest.mark.parametrize(
    ("model", "column", "value"), CHANGES, ids=[f"{model.__name__}.{column}" for model, column, _ in CHANGES]
)


@pytest.fixture(autouse=True)
def something(comment, position):
    """Rows that could be changed."""


def execute(statement: Any, *parameters: Any) -> None:
    atomic(lambda: db.session.execute(statement, *parameters))()


@every_change
def test_a_bulk_update_of_a_model_is_refused(model, column, value):
    with pytest.raises(Unrecorded, match=column):
        execute(sa.update(model).values({column: value}))


@every_change
def test_a_bulk_update_of_its_table_is_refused(model, column, value):
    with pytest.raises(Unrecorded, match=column):
        execute(sa.update(model.__table__).where(model.id == 1).values({column: value}))


@every_change
def test_many_rows_by_their_ids_are_refused(model, column, value):
    with pytest.raises(Unrecorded, match=column):
        execute(sa.update(model), [{"id": 1, column: value}])


@every_change
def test_an_insert_that_becomes_an_update_is_refused(model, column, value):
    insert = sqlite.insert(model) if is_sqlite() else postgresql.insert(model)
    with pytest.raises(Unrecorded, match=column):
        execute(insert.values({"id": 1}).on_conflict_do_update(index_elements=["id"], set_={column: value}))


@pytest.mark.parametrize("model", [Thread, Comment, Position, Recognition, User, Question])
def test_rows_do_not_disappear_beside_the_register(model: Any):
    for bypass in (sa.delete(model), sa.delete(model.__table__)):
        with pytest.raises(Unrecorded):
            execute(bypass)


@every_change
def test_each_of_these_columns_stands_in_the_register(model, column, value):
    assert column in model.__audited__


def test_other_columns_are_free_to_change():
    execute(sa.update(Thread).values(last_number=5))
    table: Any = Comment.__table__
    execute(sa.update(table).values(html="<p>…</p>"))


def test_sql_as_a_plain_text_goes_by_unseen():
    """There are no columns in it to look at. `forum db check` finds what it did: see moderation/checks.py."""
    execute(sa.text("UPDATE comments SET state = 'hidden'"))
