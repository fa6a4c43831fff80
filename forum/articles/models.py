"""An article with its lessons and questions, and their texts per language.

What left the content file stays when it was ever loaded: threads and positions point to it. It is
retired: out of the lists, still at its address.
"""

from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from forum.articles.source import (
    LONGEST_CONTEXT,
    LONGEST_INTRO,
    LONGEST_QUOTE,
    LONGEST_SLUG,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    LONGEST_URL,
)
from forum.lib.db import Model, UtcDateTime, str_enum

_LOCALE = sa.String(5)
LONGEST_OUTCOME = 2000  # characters
LONGEST_FILE_NAME = 200


class Article(Model):
    """`content_hash` tells whether a file says anything new."""

    __tablename__ = "articles"
    __audited__ = ("content_hash",)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(LONGEST_SLUG), unique=True)
    is_featured: Mapped[bool] = mapped_column(default=False)
    credit_name: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE), default="")
    credit_url: Mapped[str] = mapped_column(sa.String(LONGEST_URL), default="")
    credit_year: Mapped[int | None]
    credit_authors: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE), default="")
    content_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.Index(
            "uq_articles_featured",
            "is_featured",
            unique=True,
            sqlite_where=sa.text("is_featured"),
            postgresql_where=sa.text("is_featured"),
        ),
    )


class ArticleText(Model):
    """`body` is the Markdown. `blocks`: what it became, as `{"html", "lesson", "questions"}` each."""

    __tablename__ = "article_texts"

    article_id: Mapped[int] = mapped_column(
        sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(_LOCALE, primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    intro: Mapped[str] = mapped_column(sa.String(LONGEST_INTRO))
    body: Mapped[str] = mapped_column(sa.Text)
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    renderer_version: Mapped[int]


class Origin(Enum):
    """Where the text of an article was last changed."""

    FILE = "file"
    BROWSER = "browser"


class ArticleFile(Model):
    """The content file as it was last loaded, or edited in the browser. `name`: what the file was called.

    An article that was loaded before these were kept has none: `transfer.stored` then makes one of its rows.
    """

    __tablename__ = "article_files"

    article_id: Mapped[int] = mapped_column(
        sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column(default=1)
    origin: Mapped[Origin] = mapped_column(str_enum(Origin, "origin"))
    name: Mapped[str] = mapped_column(sa.String(LONGEST_FILE_NAME), default="")
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Lesson(Model):
    """`number` is unique among the lessons of an article that are not retired."""

    __tablename__ = "lessons"

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(sa.ForeignKey("articles.id"), index=True)
    slug: Mapped[str] = mapped_column(sa.String(LONGEST_SLUG), unique=True)
    number: Mapped[int]
    is_retired: Mapped[bool] = mapped_column(default=False)


class LessonText(Model):
    __tablename__ = "lesson_texts"

    lesson_id: Mapped[int] = mapped_column(sa.ForeignKey("lessons.id", ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(_LOCALE, primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    summary: Mapped[str] = mapped_column(sa.String(LONGEST_SUMMARY))


class Question(Model):
    """`number` is its place in the article. `outcome`: what came of it, in plain text, once concluded."""

    __tablename__ = "questions"
    __audited__ = ("concluded_at", "outcome")

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(sa.ForeignKey("articles.id"), index=True)
    slug: Mapped[str] = mapped_column(sa.String(LONGEST_SLUG), unique=True)
    number: Mapped[int]
    is_retired: Mapped[bool] = mapped_column(default=False)
    concluded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(sa.String(LONGEST_OUTCOME), default="")

    @property
    def is_open(self) -> bool:
        """Takes new contributions: it stands in the article, and was not concluded."""
        return not self.is_retired and self.concluded_at is None


class QuestionText(Model):
    """The anchor as the file gives it (empty without one), and `passage`: the words where it was found."""

    __tablename__ = "question_texts"

    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True
    )
    locale: Mapped[str] = mapped_column(_LOCALE, primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    intro: Mapped[str] = mapped_column(sa.String(LONGEST_INTRO))
    exact: Mapped[str] = mapped_column(sa.String(LONGEST_QUOTE), default="")
    prefix: Mapped[str] = mapped_column(sa.String(LONGEST_CONTEXT), default="")
    suffix: Mapped[str] = mapped_column(sa.String(LONGEST_CONTEXT), default="")
    passage: Mapped[str] = mapped_column(sa.Text, default="")
    is_anchor_lost: Mapped[bool] = mapped_column(default=False)


class QuestionLesson(Model):
    __tablename__ = "question_lessons"

    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True
    )
    lesson_id: Mapped[int] = mapped_column(
        sa.ForeignKey("lessons.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class QuestionPerspective(Model):
    """A core perspective of this question. Without any, those of the forum's list apply."""

    __tablename__ = "question_perspectives"

    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True
    )
    perspective_id: Mapped[int] = mapped_column(
        sa.ForeignKey("perspectives.id"), primary_key=True, index=True
    )
