"""One's own notifications: what is new in what one follows, and what concerns oneself."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.following.events import NotificationsSeen
from forum.following.models import What
from forum.following.queries import unread_of
from forum.following.reading import notice, notice_page
from forum.following.service import mark_all_read
from forum.following.views import Told
from forum.jobs import later
from forum.lib.i18n import _, current_locale
from forum.web import forms, limits
from forum.web.htmx import changed, show, wants_partial
from forum.web.notices import Notice
from forum.web.viewer import actor

bp = Blueprint("notifications", __name__)


@bp.get("/account/notifications")
def index() -> ResponseReturnValue:
    return show(
        "account_notifications.html", "_notifications.html", **_page(), is_done=False, notices=_notices()
    )


@bp.get("/account/notifications/<int:number>")
def open(number: int) -> ResponseReturnValue:
    """To what it tells, at its exact place. The worker notes that it was opened: reading never writes."""
    told = notice(actor(), number, current_locale())
    later(NotificationsSeen(actor().user_id, [number]))
    return redirect(address_of(told), 303)


@bp.post("/account/notifications/read")
@limits.choosing
def read() -> ResponseReturnValue:
    """All up to the newest that was on the page."""
    mark_all_read(actor(), up_to=forms.whole_number("up_to"))
    otherwise = url_for(".index", done="read")
    if not wants_partial():
        return changed("_notifications_read.html", otherwise)
    left = unread_of(actor().user_id)
    return changed("_notifications_read.html", otherwise, **_page(), unread=left, is_done=True)


def _page() -> dict[str, Any]:
    after = request.args.get("after")
    heard = notice_page(actor(), current_locale(), after=after)
    return {
        "heard": heard,
        "next_url": url_for(".index", after=heard.next) if heard.next else None,
        "first_url": url_for(".index") if after else None,
    }


def address_of(told: Told) -> str:
    match told.what:
        case What.THREAD:
            return url_for("threads.show", public_id=told.place)
        case What.STANDING:
            return url_for("positions.show", public_id=told.place)
        case What.SYNTHESIS:
            return url_for("synthesis.version", slug=told.place, version=told.number)
        case What.DECISION:
            return url_for("decisions.show", public_id=told.place)
        case What.APPEAL:
            return url_for("decisions.show", public_id=told.place, _anchor="appeal")
        case What.REPORT:
            return url_for("flags.receipt", public_id=told.place)
        case _:
            return url_for("comments.show", public_id=told.place)


def _notices() -> list[Notice]:
    return [Notice("done", _("Everything is marked as read."))] if request.args.get("done") == "read" else []
