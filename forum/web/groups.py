"""The opinion groups of a question: what each stands for, what all share, and a map beside it."""

from flask import Blueprint, render_template, url_for

from forum.articles.queries import question_page
from forum.lib.i18n import current_locale
from forum.positions.queries import place_of, question_positions, snapshot_of
from forum.positions.snapshots import groups_of
from forum.web.opinion_map import groups_view, why_hidden
from forum.web.viewer import actor

bp = Blueprint("groups", __name__)


@bp.get("/questions/<slug>/groups")
def show(slug: str) -> str:
    question = question_page(slug, current_locale())
    snapshot = snapshot_of(question.id)
    found = groups_of(snapshot.groups if snapshot else {})
    positions = question_positions(question.id, actor(), current_locale()) if found.shown else []
    return render_template(
        "groups.html",
        question=question,
        snapshot=snapshot,
        groups=groups_view(found, positions, place_of(question.id, actor())) if found.shown else None,
        why_hidden="" if found.shown else why_hidden(found.why_hidden),
        canonical=url_for(".show", slug=slug),
    )
