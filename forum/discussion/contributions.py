"""What one person wrote that everybody can read, wherever it stands."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.articles.models import Question, QuestionText
from forum.discussion.models import Comment, CommentState, Thread, ThreadState
from forum.lib.db import db
from forum.lib.paging import Page, decode, moment, page
from forum.lib.rendered import plain
from forum.lib.text import excerpt
from forum.lib.wording import preferred
from forum.mandates.speaking import SPOKEN_FOR, SpokenFor, spoken_for, with_mandate

ON_PAGE = 20

# Enough for the first lines; whole texts would be read for nothing.
EXCERPT_SOURCE = 1500
LONGEST_EXCERPT = 240


@dataclass(frozen=True, slots=True)
class Contribution:
    """A comment, or with `is_opening` the text with which a thread begins."""

    public_id: str
    is_opening: bool
    excerpt: str
    posted_at: datetime
    thread_title: str
    question_slug: str
    question_title: str
    speaks_for: SpokenFor | None


def contributions_of(user_id: int, locale: str, *, after: str | None = None) -> Page[Contribution]:
    """The newest first. 1 statement. Raises NotFound for a cursor that we did not make."""
    title = preferred(QuestionText.title, QuestionText.question_id == Question.id, locale)
    order = sa.tuple_(Comment.created_at, Comment.id)
    rows = with_mandate(
        sa.select(
            Comment.id,
            Comment.public_id,
            Comment.number,
            sa.func.substr(Comment.html, 1, EXCERPT_SOURCE).label("html"),
            Comment.created_at,
            Thread.title,
            Question.slug,
            title.label("question_title"),
            *SPOKEN_FOR,
        )
        .join(Thread, Thread.id == Comment.thread_id)
        .join(Question, Question.id == Thread.question_id)
        .where(Comment.author_id == user_id, Comment.state == CommentState.VISIBLE)
        # Whose text it is would stand above it here.
        .where(Comment.is_name_withheld.is_(False))
        .where(Thread.state == ThreadState.VISIBLE)
        .order_by(Comment.created_at.desc(), Comment.id.desc())
        .limit(ON_PAGE + 1),
        Comment.mandate_id,
    )
    if after:
        at, id = decode(after, str, int)
        rows = rows.where(order < sa.tuple_(sa.literal(moment(at), Comment.created_at.type), sa.literal(id)))
    found = page(db.session.execute(rows).all(), ON_PAGE, lambda row: [row.created_at.isoformat(), row.id])
    return Page(
        [
            Contribution(
                public_id=row.public_id,
                is_opening=row.number == 1,
                excerpt=excerpt(plain(row.html), most=LONGEST_EXCERPT),
                posted_at=row.created_at,
                thread_title=row.title,
                question_slug=row.slug,
                question_title=row.question_title,
                speaks_for=spoken_for(row),
            )
            for row in found.rows
        ],
        found.next,
    )
