"""Where a mandate holds: from what a form says to a scope, and from a scope to its name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forum.articles.models import Lesson, LessonText, Question, QuestionText
from forum.lib.db import db
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.wording import by_preference, first_of_each
from forum.mandates.models import ScopeKind
from forum.mandates.rules import Place, Scope

# Threads live in a room above; these are the columns that we read of its tables.
threads = sa.table(
    "threads",
    sa.column("id", sa.Integer),
    sa.column("question_id", sa.Integer),
    sa.column("public_id", sa.String),
    sa.column("title", sa.String),
    sa.column("state", sa.String),
)
thread_lessons = sa.table(
    "thread_lessons", sa.column("thread_id", sa.Integer), sa.column("lesson_id", sa.Integer)
)
IS_VISIBLE = threads.c.state == "visible"


@dataclass(frozen=True, slots=True)
class ScopeView:
    """`name`: what stands in addresses; `title` is empty for the whole forum, and for a thread that is not
    shown (any more)."""

    kind: ScopeKind
    name: str = ""
    number: int = 0
    title: str = ""


def scope_named(ref: str) -> Scope:
    """What `forum`, `lesson:<slug>`, `question:<slug>` or `thread:<public id>` names. Raises Invalid at
    `scope`. 1 statement, none for the forum."""
    kind, _colon, name = ref.replace("\x00", "").partition(":")
    if kind == ScopeKind.FORUM.value and not name:
        return Scope(ScopeKind.FORUM)
    found = db.session.scalar(_FIND[kind](name)) if kind in _FIND and name else None
    if found is None:
        raise Invalid({"scope": _("Choose where you want to speak for the organisation.")})
    return Scope(ScopeKind(kind), found)


_FIND: dict[str, Any] = {
    "lesson": lambda slug: sa.select(Lesson.id).where(Lesson.slug == slug, Lesson.is_retired.is_(False)),
    "question": lambda slug: sa.select(Question.id).where(
        Question.slug == slug, Question.is_retired.is_(False)
    ),
    "thread": lambda name: sa.select(threads.c.id).where(threads.c.public_id == name, IS_VISIBLE),
}


def places_of(scopes: Iterable[Scope]) -> dict[Scope, Place]:
    """Where the threads among these stand now. 1 statement, none without threads."""
    ids = {scope.id for scope in scopes if scope.kind is ScopeKind.THREAD}
    if not ids:
        return {}
    rows = db.session.execute(
        sa.select(threads.c.id, threads.c.question_id, thread_lessons.c.lesson_id)
        .outerjoin(thread_lessons, thread_lessons.c.thread_id == threads.c.id)
        .where(threads.c.id.in_(ids))
    )
    questions: dict[int, int] = {}
    lessons: dict[int, set[int]] = {}
    for thread_id, question_id, lesson_id in rows:
        questions[thread_id] = question_id
        lessons.setdefault(thread_id, set()).update(() if lesson_id is None else (lesson_id,))
    return {
        Scope(ScopeKind.THREAD, id): Place(question_id, frozenset(lessons[id]), id)
        for id, question_id in questions.items()
    }


def scope_views(scopes: Iterable[Scope], locale: str) -> dict[Scope, ScopeView]:
    """At most 1 statement for each kind."""
    wanted: dict[ScopeKind, list[int]] = {}
    for scope in set(scopes):
        wanted.setdefault(scope.kind, []).append(scope.id)
    found = {Scope(kind, id): ScopeView(kind) for kind, ids in wanted.items() for id in ids}
    for kind, ids in wanted.items():
        if kind in _NAMES:
            for row in first_of_each(
                db.session.execute(_NAMES[kind](ids, locale)), lambda row: row.id
            ).values():
                found[Scope(kind, row.id)] = ScopeView(kind, row.name, row.number, row.title)
    return found


def _lessons(ids: list[int], locale: str) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Lesson.id, Lesson.slug.label("name"), Lesson.number, LessonText.title)
        .join(LessonText, LessonText.lesson_id == Lesson.id)
        .where(Lesson.id.in_(ids))
        .order_by(Lesson.id, by_preference(LessonText.locale, locale))
    )


def _questions(ids: list[int], locale: str) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Question.id, Question.slug.label("name"), Question.number, QuestionText.title)
        .join(QuestionText, QuestionText.question_id == Question.id)
        .where(Question.id.in_(ids))
        .order_by(Question.id, by_preference(QuestionText.locale, locale))
    )


def _threads(ids: list[int], _locale: str) -> sa.Select[*tuple[Any, ...]]:
    number = sa.literal(0).label("number")
    columns = (threads.c.id, threads.c.public_id.label("name"), number, threads.c.title)
    return sa.select(*columns).where(threads.c.id.in_(ids), IS_VISIBLE)


_NAMES = {ScopeKind.LESSON: _lessons, ScopeKind.QUESTION: _questions, ScopeKind.THREAD: _threads}
