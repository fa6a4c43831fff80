"""Having one's account erased, and thinking better of it."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.erasing import ask_erasure, cannot_leave, leaving, stop_erasure
from forum.lib.i18n import _
from forum.settings import settings
from forum.web.continuing import end
from forum.web.htmx import go
from forum.web.proving import kept_form, require_fresh
from forum.web.viewer import actor, signed_in

bp = Blueprint("erasing", __name__)

HERE = "erasing.show"
CHOICES = ("remove", "keep")


@bp.get("/account/erase")
def show() -> ResponseReturnValue:
    return _page(kept_form(HERE))


@bp.post("/account/erase")
@require_fresh(HERE)
def ask() -> ResponseReturnValue:
    votes = request.form.get("votes", "")
    if votes not in CHOICES:
        return _page({"votes": ""}, {"votes": _("Choose what becomes of your votes.")}), 422
    ask_erasure(actor(), keeps_votes=votes == "keep")
    end()
    return go(url_for(".asked"))


@bp.get("/account/erase/asked")
def asked() -> str:
    return render_template(
        "message.html",
        title=_("Your account will be erased"),
        text=_(
            "You are signed out everywhere. Did you think better of it? Sign in within %(days)s days: you "
            "can then stop it with one button. We have sent you a mail about it.",
            days=settings().erasure_days,
        ),
        action={"href": url_for("article.front"), "label": _("To the article")},
    )


@bp.post("/account/erase/stop")
def stop() -> ResponseReturnValue:
    stop_erasure(actor())
    return go(url_for("account.show", done="stays"))


def _page(typed: dict[str, str] | None = None, errors: dict[str, str] | None = None) -> str:
    person = signed_in()
    return render_template(
        "account_erase.html",
        waiting=leaving(person.actor.user_id),
        administers=cannot_leave(person.actor),
        days=settings().erasure_days,
        values={"votes": ""} | (typed or {}),
        errors=errors or {},
        leaving="",  # the page itself says so
    )
