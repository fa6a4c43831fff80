"""Threads and questions by lesson, and by several lessons at once: /lessons/<a>+<b>."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.articles.queries import lesson_combination, lesson_list, question_list
from forum.articles.views import LessonCard
from forum.discussion.queries import counts_by_lesson, counts_by_question, thread_rows
from forum.discussion.views import Counts
from forum.following.followed import Followed
from forum.following.models import FollowKind
from forum.lib import clock
from forum.lib.i18n import current_locale
from forum.web.following import follow_control
from forum.web.viewer import actor

bp = Blueprint("lessons", __name__)


@dataclass(frozen=True, slots=True)
class LessonChip:
    """A lesson to add to the combination or to leave out; `slugs` is the combination after that."""

    slug: str
    number: int
    title: str
    is_chosen: bool
    slugs: str


@bp.get("/lessons")
def index() -> str:
    lessons = lesson_list(current_locale())
    counts = counts_by_lesson()
    return render_template(
        "lessons.html",
        lessons=lessons,
        counts={lesson.slug: counts.get(lesson.id, Counts()) for lesson in lessons},
        canonical=url_for(".index"),
    )


@bp.get("/lessons/<slugs>")
def show(slugs: str) -> ResponseReturnValue:
    chosen = lesson_combination(slugs, current_locale())
    after = request.args.get("after")
    canonical = combination(chosen)
    if slugs != canonical:
        # One address for each combination, however it was typed: in another order, doubled, by number.
        return redirect(url_for(".show", slugs=canonical, after=after), 301)
    threads = thread_rows(
        actor(), current_locale(), now=clock.now(), lesson_ids=[lesson.id for lesson in chosen], after=after
    )
    ids = {lesson.id for lesson in chosen}
    questions = [
        question
        for question in question_list(current_locale())
        if ids <= {lesson.id for lesson in question.lessons}
    ]
    counts = counts_by_question([question.id for question in questions])
    address = url_for(".show", slugs=canonical)
    return render_template(
        "lesson.html",
        chosen=chosen,
        chips=_chips(chosen),
        questions=questions,
        counts={question.slug: counts.get(question.id, Counts()) for question in questions},
        threads=threads.rows,
        next_url=f"{address}?after={threads.next}" if threads.next else None,
        first_url=address if after else None,
        canonical=address,
        **follow_control(_followed(chosen)),
    )


def _followed(chosen: Sequence[LessonCard]) -> Followed | None:
    """One lesson can be followed, a combination only by its feed."""
    if len(chosen) > 1 or chosen[0].is_retired:
        return None
    return Followed(FollowKind.LESSON, chosen[0].id, chosen[0].slug)


def combination(lessons: Sequence[LessonCard]) -> str:
    """The address part of a combination: its slugs in the order of their numbers."""
    return "+".join(lesson.slug for lesson in sorted(lessons, key=lambda lesson: (lesson.number, lesson.id)))


def _chips(chosen: Sequence[LessonCard]) -> list[LessonChip]:
    ids = {lesson.id for lesson in chosen}
    chips = []
    for lesson in lesson_list(current_locale()):
        is_chosen = lesson.id in ids
        others = [one for one in chosen if one.id != lesson.id]
        after = others if is_chosen else [*others, lesson]
        chips.append(LessonChip(lesson.slug, lesson.number, lesson.title, is_chosen, combination(after)))
    return chips
