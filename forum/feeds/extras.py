"""What entries need beside their own row, all in one statement: lessons, names of roles, what syntheses say,
and what positions were taken from."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa

from forum.accounts.perspectives import Perspective, PerspectiveText
from forum.articles.models import Lesson, LessonText, QuestionLesson
from forum.discussion.models import Comment, Thread, ThreadLesson
from forum.feeds.index import COMMENT_SHOWN, Rows
from forum.lib.db import db
from forum.lib.rendered import RENDERER_VERSION, fresh
from forum.lib.wording import preferred
from forum.moderation.log import LogEntry, log_entries
from forum.positions.models import PositionSource, PositionState
from forum.positions.tally import role_key
from forum.synthesis.models import Slot, SynthesisPosition, SynthesisText
from forum.synthesis.selects import positions_select


@dataclass(frozen=True, slots=True)
class Tag:
    """A lesson."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A position in a synthesis, without a statement when it was taken away since."""

    public_id: str
    statement: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that a position was taken from, and where it stands."""

    comment_public_id: str
    thread_title: str
    text: str


@dataclass(slots=True)
class Extras:
    """By id of the thread, the question, the synthesis, the position, the decision. `roles`: keys of rows to
    names."""

    thread_tags: dict[int, list[Tag]] = field(default_factory=lambda: defaultdict(list))
    question_tags: dict[int, list[Tag]] = field(default_factory=lambda: defaultdict(list))
    roles: dict[str, str] = field(default_factory=dict)
    texts: dict[int, dict[Slot, str]] = field(default_factory=lambda: defaultdict(dict))
    positions: dict[int, dict[Slot, list[Linked]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    quotes: dict[int, list[Quote]] = field(default_factory=lambda: defaultdict(list))
    decisions: dict[int, LogEntry] = field(default_factory=dict)


def extras_for(
    locale: str,
    *,
    threads: Collection[int],
    questions: Collection[int],
    syntheses: Collection[int],
    positions: Collection[int],
    decisions: Collection[int],
) -> Extras:
    """1 statement, since decisions stand in a feed of their own; 0 for nothing."""
    found = Extras(decisions=log_entries(decisions))
    if not (threads or questions):
        return found
    values = {"threads": threads, "questions": questions, "ids": syntheses, "positions": positions}
    rows = db.session.execute(_extras(locale), {name: sorted(ids) for name, ids in values.items()})
    for row in sorted(rows, key=lambda row: (row.what, row.owner, row.place)):
        _PUT[row.what](found, row)
    return found


@cache
def _extras(locale: str) -> sa.CompoundSelect[Any]:
    return sa.union_all(
        _thread_tags(locale), _question_tags(locale), _roles(locale), _texts(), _linked(locale), _quotes()
    )


def _row(what: str, owner: Any, place: Any, **filled: Any) -> Rows:
    """What it is, of what, where in the order, and whatever texts and number belong to it."""
    texts = (sa.cast(filled.get(name, sa.null()), sa.Text).label(name) for name in ("key", "text", "more"))
    number = sa.cast(filled.get("number", sa.null()), sa.Integer)
    return sa.select(
        sa.literal(what).label("what"),
        owner.label("owner"),
        place.label("place"),
        *texts,
        number.label("number"),
    )


def _lesson_title(locale: str) -> sa.ScalarSelect[Any]:
    return preferred(LessonText.title, LessonText.lesson_id == Lesson.id, locale)


def _thread_tags(locale: str) -> Rows:
    return (
        _row("thread_tag", ThreadLesson.thread_id, Lesson.number, key=Lesson.slug, text=_lesson_title(locale))
        .join(Lesson, Lesson.id == ThreadLesson.lesson_id)
        .where(ThreadLesson.thread_id.in_(_ids("threads")))
    )


def _question_tags(locale: str) -> Rows:
    owner = QuestionLesson.question_id
    return (
        _row("question_tag", owner, Lesson.number, key=Lesson.slug, text=_lesson_title(locale))
        .join(Lesson, Lesson.id == QuestionLesson.lesson_id)
        .where(owner.in_(_ids("questions")))
    )


def _roles(locale: str) -> Rows:
    """Also those that left the list: counts are kept as they were."""
    label = preferred(PerspectiveText.label, PerspectiveText.perspective_id == Perspective.id, locale)
    return _row("role", sa.literal(0), Perspective.position, key=Perspective.slug, text=label)


def _texts() -> Rows:
    source = sa.case((SynthesisText.renderer_version < RENDERER_VERSION, SynthesisText.source))
    return _row(
        "text",
        SynthesisText.synthesis_id,
        sa.literal(0),
        key=SynthesisText.slot,
        text=SynthesisText.html,
        more=source,
        number=SynthesisText.renderer_version,
    ).where(SynthesisText.synthesis_id.in_(_ids("ids")))


def _linked(locale: str) -> Rows:
    rows = positions_select(locale).add_columns(SynthesisPosition.place).order_by(None).subquery()
    return _row(
        "linked",
        rows.c.synthesis_id,
        rows.c.place,
        key=rows.c.slot,
        text=sa.case((rows.c.state == PositionState.VISIBLE, rows.c.statement), else_=""),
        more=rows.c.public_id,
    )


def _quotes() -> Rows:
    return (
        _row(
            "quote",
            PositionSource.position_id,
            PositionSource.comment_id,
            key=Comment.public_id,
            text=PositionSource.quote,
            more=Thread.title,
        )
        .join(Comment, Comment.id == PositionSource.comment_id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(COMMENT_SHOWN, PositionSource.position_id.in_(_ids("positions")))
    )


def _ids(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, expanding=True, type_=sa.Integer)


def _put_text(found: Extras, row: Any) -> None:
    found.texts[row.owner][Slot(row.key)] = fresh(row.more, row.text, row.number)


def _put_linked(found: Extras, row: Any) -> None:
    found.positions[row.owner][Slot(row.key)].append(Linked(row.more, row.text))


_PUT: dict[str, Callable[[Extras, Any], None]] = {
    "thread_tag": lambda found, row: found.thread_tags[row.owner].append(Tag(row.key, row.text)),
    "question_tag": lambda found, row: found.question_tags[row.owner].append(Tag(row.key, row.text)),
    "role": lambda found, row: found.roles.update({role_key(row.key): row.text}),
    "text": _put_text,
    "linked": _put_linked,
    "quote": lambda found, row: found.quotes[row.owner].append(Quote(row.key, row.more, row.text)),
}
