"""All positions: by standing, by question, by lesson, by the perspective that is clear about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from forum.accounts.perspectives import perspectives
from forum.articles.queries import lesson_list, question_list
from forum.lib.errors import NotFound
from forum.lib.i18n import current_locale
from forum.positions.models import Standing
from forum.positions.queries import all_positions
from forum.web.agreement import row_labels
from forum.web.standings import position_rows
from forum.web.viewer import actor

bp = Blueprint("position_list", __name__)

FILTERS = ("state", "lesson", "perspective", "question")


@dataclass(frozen=True, slots=True)
class Option:
    """Something to filter by, in a list of which one is chosen."""

    slug: str
    label: str


@bp.get("/positions")
def index() -> str:
    locale = current_locale()
    chosen = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    lessons, questions, roles = lesson_list(locale), question_list(locale), perspectives(locale)
    page = all_positions(
        actor(),
        locale,
        lessons=[_one_of(lessons, chosen["lesson"]).slug] if "lesson" in chosen else [],
        standing=_standing(chosen.get("state")),
        perspective=_one_of(roles, chosen["perspective"]).slug if "perspective" in chosen else None,
        question_id=_one_of(questions, chosen["question"]).id if "question" in chosen else None,
        after=request.args.get("after"),
    )
    asked = {"results": "1"} if "results" in request.args else {}
    return render_template(
        "positions.html",
        rows=position_rows(page.rows, row_labels(roles), asked=bool(asked)),
        chosen=chosen,
        is_asked=bool(asked),
        lessons=[Option(one.slug, f"{one.number}. {one.title}") for one in lessons],
        questions=[Option(one.slug, f"{one.number}. {one.title}") for one in questions],
        roles=[Option(one.slug, one.label) for one in roles],
        next_url=_address(chosen | asked | {"after": page.next}) if page.next else None,
        first_url=_address(chosen | asked) if request.args.get("after") else None,
        canonical=_address(chosen),
    )


def _address(query: dict[str, str]) -> str:
    return url_for(".index") + (f"?{urlencode(query)}" if query else "")


def _standing(value: str | None) -> Standing | None:
    try:
        return Standing(value) if value else None
    except ValueError as error:
        raise NotFound from error


def _one_of(things: Sequence, slug: str):
    """The thing of this slug. Raises NotFound."""
    for thing in things:
        if thing.slug == slug:
            return thing
    raise NotFound
