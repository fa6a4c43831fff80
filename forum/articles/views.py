"""What readers get: frozen dataclasses, shaped for a page, without a way back to the database.

`locale` is the language of the texts in it, which need not be the one asked for: pages say so in `lang`.
"""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from forum.accounts.perspectives import PerspectiveView


@dataclass(frozen=True, slots=True)
class LessonCard:
    id: int
    slug: str
    number: int
    title: str
    summary: str
    locale: str
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in a list. `passage`: the words it belongs to, "" when they were lost. `outcome`: what came
    of it, in plain text, once it is concluded."""

    id: int
    slug: str
    number: int
    title: str
    intro: str
    locale: str
    passage: str
    article_slug: str
    lessons: tuple[LessonCard, ...] = ()
    is_retired: bool = False
    concluded_at: datetime | None = None
    outcome: str = ""

    @property
    def is_open(self) -> bool:
        """Takes new contributions: it stands in the article, and was not concluded."""
        return not self.is_retired and self.concluded_at is None


@dataclass(frozen=True, slots=True)
class Credit:
    """The text an article was made from. `url` and `authors` may be empty."""

    name: str
    url: str
    year: int | None
    authors: str


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A paragraph or other top-level element. `lesson`: the one that its heading opens; `questions`: those
    whose passage begins here. Their marks in the HTML have `id="question-<slug>"`."""

    html: Markup
    lesson: LessonCard | None
    questions: tuple[QuestionLine, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """`questions`: all of them, by number. `unplaced`: those that no block shows, since their passage is lost
    or this language has none."""

    id: int
    slug: str
    locale: str
    title: str
    intro: str
    credit: Credit | None
    blocks: tuple[PageBlock, ...]
    lessons: tuple[LessonCard, ...]
    questions: tuple[QuestionLine, ...]

    @property
    def unplaced(self) -> tuple[QuestionLine, ...]:
        placed = {question.id for block in self.blocks for question in block.questions}
        return tuple(question for question in self.questions if question.id not in placed)


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """`core_perspectives`: without a vote from each of these, no position is called shared. `outcome`: what
    came of the question, in plain text, once it is concluded."""

    id: int
    slug: str
    number: int
    title: str
    intro: str
    locale: str
    passage: str
    article_slug: str
    article_title: str
    is_article_featured: bool
    lessons: tuple[LessonCard, ...]
    core_perspectives: tuple[PerspectiveView, ...]
    is_retired: bool
    concluded_at: datetime | None
    outcome: str

    @property
    def is_open(self) -> bool:
        """Takes new contributions: it stands in the article, and was not concluded."""
        return not self.is_retired and self.concluded_at is None


@dataclass(frozen=True, slots=True)
class LostAnchor:
    """A task for a moderator: the passage of this question no longer stands in the article."""

    question_id: int
    question_slug: str
    question_title: str
    article_slug: str
    locale: str
    exact: str
