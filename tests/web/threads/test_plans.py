"""Every page finds what it shows by an index, however much there is."""

import re

import pytest
from sqlalchemy import event

from forum.lib.db import is_sqlite
from tests.factories import a_comment

WHOLE_TABLE = re.compile(r"SCAN (comments|threads)$|Seq Scan on (comments|threads)\b")


@pytest.fixture
def plans(db):
    """The plans of all statements from now on, step by step."""
    steps: list[str] = []

    def explain(connection, cursor, statement, parameters, _context, _many) -> None:
        if not statement.startswith("SELECT"):
            return
        if is_sqlite():
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        else:
            # So small a table is rightly read as a whole, unless that is made to look dear.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {statement}", parameters)
        steps.extend(str(row[-1]).strip() for row in cursor.fetchall())

    event.listen(db.engine, "before_cursor_execute", explain)
    yield steps
    event.remove(db.engine, "before_cursor_execute", explain)


@pytest.mark.parametrize("who", ["nobody", "as_alice"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/questions/who-is-we",
        "/lessons/we",
        "/lessons/we+values",
        "/threads/{thread}/what-do-we-mean-by-we",
        "/comments/{comment}",
        "/comments/{comment}/history",
    ],
)
def test_no_page_reads_all_threads_or_comments(request, thread, bob, who, path, plans):
    comment = a_comment(bob, thread)
    person = request.getfixturevalue(who)
    plans.clear()
    page = person.get(path.format(thread=thread.public_id, comment=comment.public_id))
    assert page.status_code in (200, 302)
    assert plans
    assert [step for step in plans if WHOLE_TABLE.search(step)] == []
