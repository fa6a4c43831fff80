"""Decisions of moderators, for who they are about and who reported something; and objecting to one."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.discussion.drafts import appeal_place, discard, draft_at
from forum.lib.errors import Invalid
from forum.lib.i18n import _, current_locale
from forum.moderation.decision_views import DecisionPage
from forum.moderation.decisions import decision_page, own_decisions, own_reports
from forum.moderation.service import make_appeal
from forum.web import forms, limits
from forum.web.account import Notice
from forum.web.htmx import go, refused
from forum.web.viewer import actor

bp = Blueprint("decisions", __name__)


@bp.get("/account/decisions")
def own() -> str:
    """Two lists, each with its own cursor: what was decided about somebody, and what they reported."""
    after, reports_after = request.args.get("after"), request.args.get("reports_after")
    decisions = own_decisions(actor(), current_locale(), after=after)
    reports = own_reports(actor(), after=reports_after)
    return render_template(
        "account_decisions.html",
        decisions=decisions.rows,
        reports=reports.rows,
        first_url=url_for(".own") if after or reports_after else None,
        next_url=url_for(".own", after=decisions.next) if decisions.next else None,
        next_reports_url=url_for(".own", reports_after=reports.next, _anchor="reports")
        if reports.next
        else None,
        is_first=not after,
        is_first_of_reports=not reports_after,
    )


@bp.get("/decisions/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    story = _story(public_id)
    if story.decision.public_id != public_id:  # an answer stands with what it answers
        return redirect(_appeal_address(story.decision.public_id))
    return render_template("decision.html", story=story, notices=_notices())


@bp.route("/decisions/<public_id>/appeal", methods=["GET", "POST"])
@limits.appealing
def appeal(public_id: str) -> ResponseReturnValue:
    if request.method == "POST":
        return _object(public_id)
    story = _story(public_id)
    if not story.can_appeal:
        return redirect(_appeal_address(story.decision.public_id))
    draft = draft_at(actor(), appeal_place(public_id)) or {}
    return render_template("decision_appeal.html", **_form(story, draft.get("text", "")))


def _object(public_id: str) -> ResponseReturnValue:
    text = forms.text("text")
    try:
        make_appeal(actor(), public_id, text, submission_key=forms.text("submission_key"))
    except Invalid as error:
        return refused("_appeal_form.html", "decision_appeal.html", error, **_form(_story(public_id), text))
    discard(actor().user_id, appeal_place(public_id))
    return go(_appeal_address(public_id, done="appealed"))


def _story(public_id: str) -> DecisionPage:
    return decision_page(public_id, actor(), current_locale())


def _form(story: DecisionPage, text: str) -> dict:
    return {
        "story": story,
        "values": {"text": text},
        "submission_key": forms.text("submission_key") or forms.new_submission_key(),
        "draft_place": appeal_place(story.decision.public_id),
    }


def _appeal_address(public_id: str, *, done: str | None = None) -> str:
    return url_for(".show", public_id=public_id, _anchor="appeal", done=done)


def _notices() -> list[Notice]:
    if request.args.get("done") != "appealed":
        return []
    return [Notice("done", _("We have received your objection. You also get a message with what you wrote."))]
