"""What moderators see of each other's work: the whole register, and how their decisions fared."""

from flask import Blueprint, Response, render_template, request, url_for

from forum.moderation.moderators import moderators
from forum.moderation.register import register_page
from forum.web.htmx import show
from forum.web.viewer import actor

bp = Blueprint("moderation_records", __name__)


@bp.get("/moderation/register")
def register() -> Response:
    after = request.args.get("after")
    page = register_page(actor(), after=after)
    return show(
        "moderation_register.html",
        "_register_entries.html",
        entries=page.rows,
        is_more=bool(after),
        next_url=url_for(".register", after=page.next) if page.next else None,
        first_url=url_for(".register") if after else None,
    )


@bp.get("/moderation/standing")
def standing() -> str:
    return render_template("moderation_standing.html", moderators=moderators(actor()))
