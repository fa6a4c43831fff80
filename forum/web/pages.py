"""Pages that hardly change: privacy, accessibility, what robots may visit."""

from datetime import timedelta

from flask import Blueprint, Response, abort, make_response, render_template, url_for

from forum.lib import clock
from forum.lib.i18n import LOCALES
from forum.own_data.kinds import told
from forum.settings import settings

bp = Blueprint("pages", __name__)


SECURITY_TXT_HOLDS = timedelta(days=180)


@bp.get("/privacy")
def privacy() -> str:
    rules = settings()
    return render_template(
        "privacy.html", kinds=told(), contact=rules.contact, shown_voters=rules.shown_voters
    )


@bp.get("/accessibility")
def accessibility() -> str:
    return render_template("accessibility.html", contact=settings().contact)


@bp.get("/robots.txt")
def robots() -> Response:
    lines = [
        "User-agent: *",
        *(
            f"Disallow: {path}"
            for path in ("/account", "/login", "/register", "/drafts", "/flags", "/unsubscribe")
        ),
    ]
    response = make_response("\n".join(lines) + "\n")
    response.mimetype = "text/plain"
    return response


@bp.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Whom to tell of a leak (RFC 9116). It holds for half a year from the beginning of this month."""
    rules = settings()
    if not rules.security_contact:
        abort(404)
    month = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {rules.security_contact}",
        f"Expires: {(month + SECURITY_TXT_HOLDS).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Preferred-Languages: {', '.join(LOCALES)}",
        f"Canonical: {rules.base_url}{url_for('.security_txt')}",
    )
    response = make_response("\n".join(lines) + "\n")
    response.mimetype = "text/plain"
    return response
