"""Pages that hardly change: privacy, accessibility, what robots may visit."""

from flask import Blueprint, Response, make_response, render_template

from forum.settings import settings

bp = Blueprint("pages", __name__)


@bp.get("/privacy")
def privacy() -> str:
    rules = settings()
    return render_template("privacy.html", contact=rules.contact, shown_voters=rules.shown_voters)


@bp.get("/accessibility")
def accessibility() -> str:
    return render_template("accessibility.html", contact=settings().contact)


@bp.get("/robots.txt")
def robots() -> Response:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/account", "/login", "/register", "/drafts", "/flags")),
    ]
    response = make_response("\n".join(lines) + "\n")
    response.mimetype = "text/plain"
    return response
