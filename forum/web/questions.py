"""The open questions: all of them, and each with its threads."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from forum.articles.queries import question_list, question_page
from forum.discussion.queries import counts_by_question, people_by_perspective, thread_rows
from forum.discussion.views import Counts
from forum.lib import clock
from forum.lib.i18n import current_locale
from forum.web.viewer import actor

bp = Blueprint("questions", __name__)


@dataclass(frozen=True, slots=True)
class PerspectiveLine:
    """How many people of a perspective take part; `share` in percent of the largest."""

    label: str
    people: int
    share: int


@bp.get("/questions")
def index() -> str:
    questions = question_list(current_locale())
    counts = counts_by_question([question.id for question in questions])
    return render_template(
        "questions.html",
        questions=questions,
        counts={question.slug: counts.get(question.id, Counts()) for question in questions},
        canonical=url_for(".index"),
    )


@bp.get("/questions/<slug>")
def show(slug: str) -> str:
    question = question_page(slug, current_locale())
    after = request.args.get("after")
    threads = thread_rows(actor(), current_locale(), now=clock.now(), question_id=question.id, after=after)
    address = url_for(".show", slug=slug)
    return render_template(
        "question.html",
        question=question,
        counts=counts_by_question([question.id]).get(question.id, Counts()),
        threads=threads.rows,
        perspectives=_perspectives(question.id),
        next_url=f"{address}?after={threads.next}" if threads.next else None,
        first_url=address if after else None,
        canonical=address,
    )


def _perspectives(question_id: int) -> list[PerspectiveLine]:
    people = people_by_perspective(question_id, current_locale())
    most = max((count for _label, count in people), default=1)
    return [PerspectiveLine(label, count, round(100 * count / most)) for label, count in people]
