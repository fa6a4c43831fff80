"""What administrators see of the forum itself: is all well, what waits, what is set."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.lib.i18n import _, current_locale, ngettext
from forum.transfer.overview import lost_passages
from forum.upkeep.service import discard_message, retry_all, retry_message
from forum.upkeep.views import health, jobs_view, settings_view
from forum.web.admin_words import CHORES, LOOKED_AT
from forum.web.htmx import changed, show
from forum.web.notices import Notice
from forum.web.viewer import actor

bp = Blueprint("administration", __name__)


@bp.get("/admin")
def index() -> str:
    questions = {one.question_id for one in lost_passages(actor(), current_locale())}
    return render_template("admin.html", health=health(actor()), looked_at=LOOKED_AT, lost=len(questions))


@bp.get("/admin/jobs")
def jobs() -> ResponseReturnValue:
    return show("admin_jobs.html", "_admin_jobs.html", **_what_waits(), notices=_notices(), done="")


@bp.post("/admin/jobs/<int:number>/retry")
def retry(number: int) -> ResponseReturnValue:
    retry_message(actor(), number)
    return _done("retried", 1)


@bp.post("/admin/jobs/retry")
def retry_everything() -> ResponseReturnValue:
    return _done("retried", retry_all(actor()))


@bp.post("/admin/jobs/<int:number>/discard")
def discard(number: int) -> ResponseReturnValue:
    discard_message(actor(), number)
    return _done("discarded", 1)


@bp.get("/admin/settings")
def settings() -> str:
    return render_template("admin_settings.html", settings=settings_view(actor()))


def _done(what: str, count: int) -> ResponseReturnValue:
    address = url_for(".jobs", done=what, count=count)
    return changed("_admin_jobs.html", address, **_what_waits(), done=_words(what, count))


def _what_waits() -> dict[str, Any]:
    return {"jobs": jobs_view(actor()), "does": CHORES}


def _notices() -> list[Notice]:
    counted = request.args.get("count", "")
    count = int(counted) if counted.isdecimal() and len(counted) < 7 else 1
    words = _words(request.args.get("done", ""), count)
    return [Notice("done", words)] if words else []


def _words(what: str, count: int) -> str:
    if what == "retried":
        return ngettext("%(num)s message is tried again.", "%(num)s messages are tried again.", count)
    return _("The message was discarded.") if what == "discarded" else ""
