"""The things that moderation is about, read by their kind: however many of a kind, one statement."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup

from forum.accounts.models import Suspension, User
from forum.accounts.rules import suspension_in_force
from forum.articles.models import Question, QuestionText
from forum.discussion.models import Comment, Thread
from forum.discussion.tree import OPENING_PATH
from forum.lib import clock
from forum.lib.db import db
from forum.lib.rendered import RENDERER_VERSION, fresh, plain
from forum.lib.text import excerpt
from forum.lib.wording import preferred
from forum.mandates.holding import day_now
from forum.moderation.fitting import Situation
from forum.moderation.kinds import Kind
from forum.moderation.person_things import PERSON, accounts, appeals, mandates, organisations
from forum.moderation.targets import MODELS, SLUGGED
from forum.moderation.views import Person, QuestionRef, Thing
from forum.positions.models import Position
from forum.positions.selects import statement_of
from forum.synthesis.models import Recognition, Synthesis

Rows = sa.Select[*tuple[Any, ...]]

# Enough of a text for its first lines; the whole texts of a page of them would be read for nothing.
BEGINNING = 1000


def things(kind: Kind, ids: Iterable[int], locale: str, *, whole: bool = False) -> dict[int, Thing]:
    """Those of these ids that are there. `whole`: with all of their text. 1 statement, 0 for no ids."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = db.session.execute(_by_ids(kind, locale, whole), {"ids": wanted})
    return {row.id: _thing(kind, row._mapping, whole=whole) for row in rows}


def thing_named(kind: Kind, public_id: str, locale: str) -> Thing | None:
    """The whole thing with this public id, the slug of a question. 1 statement."""
    values = {"name": public_id.replace("\x00", "")}
    row = db.session.execute(_by_name(kind, locale), values).one_or_none()
    return _thing(kind, row._mapping, whole=True) if row else None


def ids_named(kind: Kind, public_ids: Iterable[str]) -> dict[int, str]:
    """The ids of these things, each with its public id. 1 statement."""
    name = _name(kind)
    rows = db.session.execute(sa.select(MODELS[kind].id, name).where(name.in_(sorted(public_ids))))
    return {id: public_id for id, public_id in rows}  # noqa: C416


def _name(kind: Kind) -> Any:
    return MODELS[kind].slug if kind in SLUGGED else MODELS[kind].public_id


def _thing(kind: Kind, row: Any, *, whole: bool) -> Thing:
    html = row.get("html") or ""
    if whole and row.get("stale_source") is not None:
        html = fresh(row["stale_source"], html, row["renderer_version"])
    words = row.get("words")
    return Thing(
        kind=kind,
        id=row["id"],
        public_id=row["public_id"],
        title=row.get("title") or "",
        text=excerpt(plain(html) if words is None else words),
        # What the renderer made, or plain words, which Markup.format escapes.
        html=Markup(html) if whole and words is None else _paragraphs(words if whole else ""),  # noqa: S704
        author=_author(row),
        question=_question(row),
        thread_public_id=row.get("thread_public_id"),
        at=row.get("at"),
        now=_situation(kind, row),
        decider_id=row.get("decider_id"),
        concerned_id=row.get("concerned_id"),
    )


def _paragraphs(words: str | None) -> Markup:
    lines = [line for line in (words or "").splitlines() if line.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def _author(row: Any) -> Person | None:
    if row.get("author_id") is None:
        return None
    return Person(
        id=row["author_id"],
        public_id=row["author_public_id"],
        name=row["author_name"],
        role=row["author_role"],
        is_pseudonym=row["is_pseudonym"],
    )


def _question(row: Any) -> QuestionRef | None:
    if row.get("question_slug") is None:
        return None
    return QuestionRef(row["question_slug"], row["question_number"], row["question_title"])


def _situation(kind: Kind, row: Any) -> Situation:
    state = row.get("state")
    holds = _suspension(row, clock.now()) if kind is Kind.ACCOUNT else None
    is_past = kind is Kind.MANDATE and row["ends_on"] < day_now()
    return Situation(
        kind,
        state=state.value if state else "",
        is_locked=bool(row.get("is_locked")),
        is_pinned=bool(row.get("is_pinned")),
        is_suspended=holds is not None,
        is_over=bool(row.get("is_over")) or holds is Suspension.CLOSED or is_past,
    )


def _suspension(row: Any, now: datetime) -> Suspension | None:
    return suspension_in_force(row["suspension"], row["suspended_until"], now)


def _asked_about(locale: str) -> tuple[Any, ...]:
    title = preferred(QuestionText.title, QuestionText.question_id == Question.id, locale)
    return (
        Question.slug.label("question_slug"),
        Question.number.label("question_number"),
        title.label("question_title"),
    )


def _body(whole: bool) -> tuple[Any, ...]:
    if not whole:
        return (sa.func.substr(Comment.html, 1, BEGINNING).label("html"),)
    stale = sa.case((Comment.renderer_version < RENDERER_VERSION, Comment.source))
    return (Comment.html.label("html"), Comment.renderer_version, stale.label("stale_source"))


def _comments(locale: str, whole: bool) -> Rows:
    return (
        sa.select(
            Comment.id,
            Comment.public_id,
            Comment.state,
            Comment.created_at.label("at"),
            Thread.title,
            Thread.public_id.label("thread_public_id"),
            *_body(whole),
            *_asked_about(locale),
            *PERSON,
        )
        .join(Thread, Thread.id == Comment.thread_id)
        .join(Question, Question.id == Thread.question_id)
        .join(User, User.id == Comment.author_id)
    )


def _threads(locale: str, whole: bool) -> Rows:
    """The opening text of a merged thread stands elsewhere."""
    is_opening = sa.and_(Comment.thread_id == Thread.id, Comment.path == OPENING_PATH)
    return (
        sa.select(
            Thread.id,
            Thread.public_id,
            Thread.state,
            Thread.is_locked,
            Thread.is_pinned,
            Thread.created_at.label("at"),
            Thread.title,
            Thread.public_id.label("thread_public_id"),
            *_body(whole),
            *_asked_about(locale),
            *PERSON,
        )
        .join(Question, Question.id == Thread.question_id)
        .join(User, User.id == Thread.author_id)
        .outerjoin(Comment, is_opening)
    )


def _positions(locale: str, _whole: bool) -> Rows:
    return (
        sa.select(
            Position.id,
            Position.public_id,
            Position.state,
            Position.created_at.label("at"),
            Position.superseded_by_id.is_not(None).label("is_over"),
            statement_of(Position.id, locale).label("title"),
            sa.literal("").label("words"),
            *_asked_about(locale),
            *PERSON,
        )
        .join(Question, Question.id == Position.question_id)
        .outerjoin(User, User.id == Position.author_id)
    )


def _remarks(locale: str, _whole: bool) -> Rows:
    return (
        sa.select(
            Recognition.id,
            Recognition.public_id,
            Recognition.state,
            Recognition.marked_at.label("at"),
            Recognition.remark.label("words"),
            *_asked_about(locale),
            *PERSON,
        )
        .join(Synthesis, Synthesis.id == Recognition.synthesis_id)
        .join(Question, Question.id == Synthesis.question_id)
        .join(User, User.id == Recognition.author_id)
    )


def _questions(locale: str, _whole: bool) -> Rows:
    title = preferred(QuestionText.title, QuestionText.question_id == Question.id, locale)
    return sa.select(
        Question.id,
        Question.slug.label("public_id"),
        Question.concluded_at.is_not(None).label("is_over"),
        title.label("title"),
        Question.outcome.label("words"),
        *_asked_about(locale),
    )


_BUILD: dict[Kind, Callable[[str, bool], Rows]] = {
    Kind.COMMENT: _comments,
    Kind.THREAD: _threads,
    Kind.POSITION: _positions,
    Kind.REMARK: _remarks,
    Kind.QUESTION: _questions,
    Kind.ACCOUNT: accounts,
    Kind.APPEAL: appeals,
    Kind.MANDATE: mandates,
    Kind.ORGANISATION: organisations,
}


@cache
def _by_ids(kind: Kind, locale: str, whole: bool) -> Rows:
    return _BUILD[kind](locale, whole).where(MODELS[kind].id.in_(sa.bindparam("ids", expanding=True)))


@cache
def _by_name(kind: Kind, locale: str) -> Rows:
    return _BUILD[kind](locale, True).where(_name(kind) == sa.bindparam("name"))
