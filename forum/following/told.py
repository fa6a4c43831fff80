"""What notifications speak of, read when they are shown: nothing is told that was taken away since.

Of all kinds in one statement. Whatever is about a comment, a mention for instance, needs its sentence in
templates/macros/notifications.html and nothing here.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.withheld import shown_name
from forum.articles.models import Question, QuestionText
from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.discussion.tree import OPENING_PATH
from forum.following.models import FollowKind, What
from forum.following.views import Told
from forum.lib.db import db
from forum.lib.rendered import plain
from forum.lib.text import excerpt
from forum.lib.wording import preferred
from forum.moderation.kinds import Kind
from forum.moderation.models import Appeal, Decision, Flag
from forum.moderation.wording import headline
from forum.positions.models import Position, PositionState, PositionTransition, Standing
from forum.positions.notices import news_of
from forum.positions.selects import statement_of
from forum.synthesis.models import Synthesis

LONGEST_WORDS = 160  # characters

HIDDEN, WITHDRAWN = "hidden", "withdrawn"

Rows = sa.Select[*tuple[Any, ...]]


class Heading(NamedTuple):
    """Of a group: what stands in its address, and what it is called; no title when it was taken away."""

    name: str
    title: str


Subjects = Mapping[tuple[What, int], Told]
Headings = Mapping[tuple[FollowKind, int], Heading]


def told_of(
    subjects: Iterable[tuple[What, int]], groups: Iterable[tuple[FollowKind, int]], locale: str
) -> tuple[Subjects, Headings]:
    """By kind and id; what is no more is not among them. 1 statement."""
    subjects, groups = set(subjects), set(groups)
    ids = {source: [0] for source in _SOURCES}
    for what, id in subjects:
        ids[_SOURCE_OF.get(what, COMMENT)].append(id)
    for kind, id in groups:
        ids[kind.value].append(id)
    rows = {(row.source, row.id): row for row in db.session.execute(_select(locale), ids)}
    found = {}
    for what, id in subjects:
        if row := rows.get((_SOURCE_OF.get(what, COMMENT), id)):
            found[what, id] = _told(what, row)
    headings = {
        (kind, id): Heading(row.place, "" if row.gone else row.words)
        for kind, id in groups
        if (row := rows.get((kind.value, id)))
    }
    return found, headings


def _told(what: What, row: Any) -> Told:
    words, detail = "" if row.gone else row.words or "", row.detail or ""
    if row.source == COMMENT:
        words = excerpt(plain(words), most=LONGEST_WORDS)
    elif row.source == STANDING:
        news = news_of(Standing(row.before), Standing(row.detail))
        detail = news.value if news else ""
    elif row.source == DECISION:
        words = str(headline(row.detail, Kind(row.before)))
    who = shown_name(row.who) if row.source in (COMMENT, STARTED) else row.who or ""
    return Told(what, row.place, who, words, detail, row.number or 0, row.gone)


COMMENT, STARTED, STANDING = "comment", "started", "standing"
SYNTHESIS, DECISION, REPORT, APPEAL = "synthesis", "decision", "report", "appeal"

_SOURCE_OF = {
    What.THREAD: STARTED,
    What.STANDING: STANDING,
    What.SYNTHESIS: SYNTHESIS,
    What.DECISION: DECISION,
    What.REPORT: REPORT,
    What.APPEAL: APPEAL,
}
_GROUPED = (FollowKind.QUESTION, FollowKind.THREAD, FollowKind.POSITION)
_SOURCES = (
    *(COMMENT, STARTED, STANDING, SYNTHESIS, DECISION, REPORT, APPEAL),
    *(kind.value for kind in FollowKind),
)


# A name that is withheld does not leave the database; nor does that of who began a thread that was merged,
# of which the opening text stands elsewhere.
_WHO = sa.case((Comment.is_name_withheld.is_(False), User.name), else_="")


@cache
def _select(locale: str) -> sa.CompoundSelect[Any]:
    thread_gone = sa.case((Thread.state == ThreadState.VISIBLE, ""), else_=HIDDEN)
    position_gone = sa.case(
        (Position.state == PositionState.VISIBLE, ""),
        (Position.state == PositionState.WITHDRAWN, WITHDRAWN),
        else_=HIDDEN,
    )
    comment_gone = sa.case(
        (Comment.state == CommentState.WITHDRAWN, WITHDRAWN),
        (Comment.state != CommentState.VISIBLE, HIDDEN),
        else_=thread_gone,
    )
    question = preferred(QuestionText.title, QuestionText.question_id == Question.id, locale)
    statement = statement_of(Position.id, locale)
    return sa.union_all(
        _rows(COMMENT, Comment.id, Comment.public_id, who=_WHO, words=Comment.html, gone=comment_gone)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(User, User.id == Comment.author_id),
        _rows(STARTED, Thread.id, Thread.public_id, who=_WHO, words=Thread.title, gone=thread_gone)
        .join(User, User.id == Thread.author_id)
        .outerjoin(Comment, sa.and_(Comment.thread_id == Thread.id, Comment.path == OPENING_PATH)),
        _rows(
            STANDING,
            PositionTransition.id,
            Position.public_id,
            words=statement,
            before=PositionTransition.before,
            detail=PositionTransition.after,
            gone=position_gone,
        ).join(Position, Position.id == PositionTransition.position_id),
        _rows(SYNTHESIS, Synthesis.id, Question.slug, who=User.name, words=question, number=Synthesis.version)
        .join(Question, Question.id == Synthesis.question_id)
        .join(User, User.id == Synthesis.author_id),
        _rows(DECISION, Decision.id, Decision.public_id, before=Decision.kind, detail=Decision.action),
        _rows(REPORT, Flag.id, Flag.public_id),
        _rows(APPEAL, Appeal.id, Decision.public_id, detail=Appeal.outcome).join(
            Decision, Decision.id == Appeal.decision_id
        ),
        _rows(FollowKind.QUESTION.value, Question.id, Question.slug, words=question),
        _rows(FollowKind.THREAD.value, Thread.id, Thread.public_id, words=Thread.title, gone=thread_gone),
        _rows(
            FollowKind.POSITION.value, Position.id, Position.public_id, words=statement, gone=position_gone
        ),
    )


def _rows(source: str, id: Any, place: Any, **filled: Any) -> Rows:
    def text(name: str) -> Any:
        return sa.cast(filled.get(name, sa.null()), sa.Text).label(name)

    return sa.select(
        sa.literal(source).label("source"),
        id.label("id"),
        sa.cast(place, sa.Text).label("place"),
        text("who"),
        text("words"),
        text("before"),
        text("detail"),
        sa.cast(filled.get("number", sa.null()), sa.Integer).label("number"),
        sa.cast(filled.get("gone", sa.literal("")), sa.Text).label("gone"),
    ).where(id.in_(sa.bindparam(source, expanding=True, type_=sa.Integer)))
