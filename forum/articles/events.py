"""What happened to articles."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArticleLoaded:
    """For the first time, or with changes."""

    article_id: int


@dataclass(frozen=True, slots=True)
class AnchorLost:
    """An edit of the article took the passage of a question away: a moderator decides what to do."""

    question_id: int
    locale: str


@dataclass(frozen=True, slots=True)
class QuestionConcluded:
    """It takes no more contributions, and has an outcome."""

    question_id: int


@dataclass(frozen=True, slots=True)
class QuestionReopened:
    question_id: int
