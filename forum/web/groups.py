"""The opinion groups of a question: what each stands for, what all share, and a map beside it."""

from flask import Blueprint, render_template, url_for

from forum.articles.queries import question_page
from forum.lib.i18n import current_locale
from forum.positions.queries import snapshot_of

bp = Blueprint("groups", __name__)


@bp.get("/questions/<slug>/groups")
def show(slug: str) -> str:
    question = question_page(slug, current_locale())
    return render_template(
        "groups.html",
        question=question,
        snapshot=snapshot_of(question.id),
        canonical=url_for(".show", slug=slug),
    )
