"""summary.csv of a Polis folder: what the conversation is about, and how many took part."""

import csv
import io
from typing import Any

import sqlalchemy as sa

from forum.articles.models import Question, QuestionText
from forum.lib.db import db
from forum.lib.wording import by_preference
from forum.settings import settings
from forum.transfer.polis_additions import Additions
from forum.transfer.polis_folder import written

IN_CONVERSATION = (
    7  # votes from which Polis counts somebody as taking part, when there are so many statements
)


def own_summary(question: Question, added: Additions) -> list[list[str]]:
    """Of a question of this forum. `views` is empty: visits are not counted here."""
    text = _text(question.id)
    needed = min(IN_CONVERSATION, len(added.statements))
    sizes = [len(votes) for votes in added.by_participant().values()]
    return [
        ["topic", text.title],
        ["url", f"{settings().base_url}/questions/{question.slug}"],
        ["views", ""],
        ["voters", str(len(sizes))],
        ["voters-in-conv", str(sum(size >= needed for size in sizes))],
        ["commenters", str(added.authors)],
        ["comments", str(len(added.statements))],
        ["groups", str(len(set(added.groups.values())))],
        ["conversation-description", text.intro],
    ]


def raised_summary(text: str, added: Additions) -> str:
    """An imported one, with the people and statements that came after it."""
    by = {
        "voters": len(added.participants),
        "commenters": added.authors,
        "comments": len(added.statements),
    }
    rows = list(csv.reader(io.StringIO(text, newline="")))
    for row in rows:
        if len(row) == 2 and row[0] in by and row[1].isdecimal():
            row[1] = str(int(row[1]) + by[row[0]])
    return written(rows, "\r\n" if text.partition("\n")[0].endswith("\r") else "\n")


def _text(question_id: int) -> Any:
    return db.session.execute(
        sa.select(QuestionText.title, QuestionText.intro)
        .where(QuestionText.question_id == question_id)
        .order_by(by_preference(QuestionText.locale, settings().default_locale))
        .limit(1)
    ).one()
