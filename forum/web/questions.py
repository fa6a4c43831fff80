"""The open questions: all of them, and each with where it stands, its ballot and its threads."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from forum.accounts.perspectives import perspectives
from forum.articles.queries import question_list, question_page
from forum.articles.views import QuestionPage
from forum.discussion.queries import counts_by_question, people_by_perspective, thread_rows
from forum.discussion.views import Counts
from forum.following.followed import Followed
from forum.following.models import FollowKind
from forum.lib import clock
from forum.lib.i18n import current_locale
from forum.positions.queries import question_positions, snapshot_of, standings_by_question
from forum.positions.views import PositionView, Snapshot
from forum.settings import settings
from forum.synthesis.queries import latest_synthesis
from forum.web.agreement import Labels, row_labels
from forum.web.cards import ballot_card
from forum.web.following import follow_control
from forum.web.standings import MissingRole, Part, by_name, count_standings, missing_roles, parts_of
from forum.web.synthesis import QUESTION, recognising
from forum.web.viewer import actor

bp = Blueprint("questions", __name__)


@dataclass(frozen=True, slots=True)
class PerspectiveLine:
    """How many people of a perspective take part; `share` in percent of the largest."""

    label: str
    people: int
    share: int


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a question stands. `is_complete`: every result is shown, also those without one's own vote."""

    parts: tuple[Part, ...]
    counts: dict[str, int]
    missing: tuple[MissingRole, ...]
    snapshot: Snapshot | None
    is_complete: bool


@bp.get("/questions")
def index() -> str:
    questions = question_list(current_locale())
    ids = [question.id for question in questions]
    counts, standings = counts_by_question(ids), standings_by_question(ids)
    return render_template(
        "questions.html",
        questions=questions,
        counts={question.slug: counts.get(question.id, Counts()) for question in questions},
        standings={question.slug: by_name(standings.get(question.id, {})) for question in questions},
        canonical=url_for(".index"),
    )


@bp.get("/questions/<slug>")
def show(slug: str) -> str:
    question = question_page(slug, current_locale())
    after = request.args.get("after")
    threads = thread_rows(actor(), current_locale(), now=clock.now(), question_id=question.id, after=after)
    synthesis = latest_synthesis(question.id, actor(), current_locale())
    address = url_for(".show", slug=slug)
    return render_template(
        "question.html",
        question=question,
        counts=counts_by_question([question.id]).get(question.id, Counts()),
        stand=_stand(question, asked="results" in request.args),
        synthesis=synthesis,
        recognising=recognising(question, synthesis, QUESTION) if synthesis else None,
        ballot=ballot_card(question.id, slug, is_open=question.is_open),
        threads=threads.rows,
        perspectives=_perspectives(question.id),
        next_url=f"{address}?after={threads.next}" if threads.next else None,
        first_url=address if after else None,
        canonical=address,
        **follow_control(Followed(FollowKind.QUESTION, question.id, slug)),
    )


def _stand(question: QuestionPage, *, asked: bool) -> Stand:
    positions = question_positions(question.id, actor(), current_locale())
    labels = row_labels(perspectives(current_locale()))
    return Stand(
        parts=parts_of(positions, labels, asked=asked),
        counts=by_name(count_standings(positions)),
        missing=_missing(question, positions, labels),
        snapshot=snapshot_of(question.id),
        is_complete=asked
        or not question.is_open
        or all(position.my_vote is not None for position in positions),
    )


def _missing(
    question: QuestionPage, positions: Sequence[PositionView], labels: Labels
) -> tuple[MissingRole, ...]:
    if not question.is_open:
        return ()
    return missing_roles(
        positions,
        labels,
        title=question.title,
        address=settings().base_url + url_for(".show", slug=question.slug),
        site=settings().site_name,
    )


def _perspectives(question_id: int) -> list[PerspectiveLine]:
    people = people_by_perspective(question_id, current_locale())
    most = max((count for _label, count in people), default=1)
    return [PerspectiveLine(label, count, round(100 * count / most)) for label, count in people]
