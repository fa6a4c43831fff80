"""The columns of a feed's rows, and how to come by those that several tables share.

Rows of several tables in one union have the same columns, empty where a table has no such thing. STAMP are
those by which one sees that anything changed; they are all that is read for who asks only that.
"""

from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.perspectives import PerspectiveText
from forum.articles.models import Question, QuestionText
from forum.audit.models import AuditEntry
from forum.feeds.index import Rows
from forum.lib.db import UtcDateTime
from forum.lib.wording import preferred
from forum.moderation.kinds import Kind
from forum.moderation.models import Decision

STAMP: dict[str, Any] = {
    "source": sa.Integer(),
    "id": sa.Integer(),
    "at": UtcDateTime(),
    "removed_at": UtcDateTime(),
    "edited_at": UtcDateTime(),
    "moderated_at": UtcDateTime(),
    "placed_at": UtcDateTime(),
    "state": sa.String(),
    "ground": sa.String(),
    "version": sa.Integer(),
    "rendered": sa.Integer(),
    "public_id": sa.String(),
    "other_public_id": sa.String(),
    "author": sa.String(),
    "perspective": sa.String(),
    "organisation": sa.String(),
    "capacity": sa.String(),
}
"""In a heading `version` is the last entry of the register, and `at` when the article was loaded. So a change
of whatever has no column of its own here, a title or a lesson, is seen as well."""
WHOLE: dict[str, Any] = STAMP | {
    "title": sa.String(),
    "number": sa.Integer(),
    "html": sa.Text(),
    "stale_source": sa.Text(),
    "parent_public_id": sa.String(),
    "thread_id": sa.Integer(),
    "thread_public_id": sa.String(),
    "question_id": sa.Integer(),
    "question_slug": sa.String(),
    "question_title": sa.String(),
    "position_id": sa.Integer(),
    "before": sa.String(),
    "after": sa.String(),
    "direction": sa.Integer(),
    "voters": sa.Integer(),
    "rows": sa.JSON(),
}

Columns = dict[str, Any]


def select_of(columns: Columns, **filled: Any) -> Rows:
    return sa.select(
        *(
            sa.type_coerce(filled[name], kind).label(name)
            if name in filled
            else sa.cast(sa.null(), kind).label(name)
            for name, kind in columns.items()
        )
    )


def author(locale: str) -> Columns:
    belongs = PerspectiveText.perspective_id == User.perspective_id
    return {
        "author": User.name,
        "perspective": preferred(PerspectiveText.label, belongs, locale),
        "organisation": User.organisation,
    }


def question_title(locale: str) -> sa.ScalarSelect[Any]:
    return preferred(QuestionText.title, QuestionText.question_id == Question.id, locale)


def last_change(table: str, id: Any, *names: str) -> sa.ScalarSelect[Any]:
    """When one of these columns last changed. That a moderator looked and left it changes nothing."""
    return (
        sa.select(sa.func.max(AuditEntry.at))
        .where(AuditEntry.target_kind == table, AuditEntry.target_id == id)
        .where(sa.or_(*(AuditEntry.after[name].as_string().is_not(None) for name in names)))
        .scalar_subquery()
    )


def ground(kind: Kind, id: Any) -> sa.ScalarSelect[Any]:
    """On which ground it was taken away; None when its author did."""
    return (
        sa.select(sa.cast(Decision.ground, sa.String))
        .where(Decision.kind == kind, Decision.target_id == id, Decision.is_restriction)
        .order_by(Decision.id.desc())
        .limit(1)
        .scalar_subquery()
    )
