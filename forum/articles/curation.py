"""Concluding a question. Part of a moderation action, which asks for permission, holds the row and writes
the register.
"""

from forum.articles.events import QuestionConcluded, QuestionReopened
from forum.articles.models import Question
from forum.articles.rules import checked_outcome
from forum.jobs import emit
from forum.lib import clock
from forum.lib.errors import Conflict
from forum.lib.i18n import _


def conclude(question: Question, outcome: str) -> None:
    """Close a question with what came of it, in plain text: it stays as it is, and takes nothing new.

    Raises Invalid at `outcome`, and Conflict when it is concluded already.
    """
    outcome = checked_outcome(outcome)
    if question.concluded_at is not None:
        raise Conflict(_("This question is concluded already."))
    question.concluded_at, question.outcome = clock.now(), outcome
    emit(QuestionConcluded(question.id))


def reopen(question: Question) -> None:
    """Take new contributions again. The outcome then stands in the register only. Raises Conflict."""
    if question.concluded_at is None:
        raise Conflict(_("This question is not concluded, so it need not be opened again."))
    question.concluded_at, question.outcome = None, ""
    emit(QuestionReopened(question.id))
