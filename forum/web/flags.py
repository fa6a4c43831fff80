"""Reporting something to the moderators, with an account or without one, and what became of it."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from forum.discussion.drafts import discard, draft_at, flag_place
from forum.lib.errors import Invalid
from forum.lib.i18n import current_locale
from forum.moderation import flag_queries
from forum.moderation.grounds import FLAG_GROUNDS, rule_of
from forum.moderation.kinds import Ground
from forum.moderation.models import Flag
from forum.moderation.reportable import Reportable, reportable
from forum.moderation.service import give_notice, raise_flag
from forum.moderation.targets import parsed
from forum.permissions import Permission as P
from forum.permissions import may_write, require
from forum.web import forms, limits
from forum.web.htmx import changed, refused, show
from forum.web.parking import sign_in_address
from forum.web.security import keep_address_private
from forum.web.viewer import actor, viewer

bp = Blueprint("flags", __name__)

TYPED = ("place", "ground", "explanation", "name", "email", "good_faith", "nameless")


@bp.get("/flags/new")
def new() -> ResponseReturnValue:
    """`?target=comment:<id>`; without one the form asks for an address, which `?place=` fills in."""
    thing = _thing(request.args.get("target", ""))
    if thing is not None and thing.report:
        return _receipt(thing.report, "_flag_receipt.html")
    if thing is not None and _reports_as_member():
        require(actor(), P.FLAG_RAISE, thing)
    kept = draft_at(actor(), flag_place(thing.ref if thing else "")) or {}
    values = {"place": request.args.get("place", "")} | kept
    return show("flag_new.html", _partial(), **_form(thing, values))


@bp.post("/flags")
@limits.flagging
def create() -> ResponseReturnValue:
    target = forms.text("target")
    if target:
        parsed(target)
    try:
        flag = _reported(target or forms.text("place"))
    except Invalid as error:
        return _again(target, error)
    if actor().is_signed_in:
        discard(actor().user_id, flag_place(target))
    return _receipt(flag.public_id, "flag_sent.html")


@bp.get("/flags/<public_id>")
def receipt(public_id: str) -> Response:
    """Whoever has the address sees what became of the report, so no other site may learn the address."""
    found = flag_queries.receipt(public_id)
    return keep_address_private(show("flag_receipt.html", "_flag_receipt.html", receipt=found))


def _reported(place: str) -> Flag:
    ground, explanation = forms.text("ground"), forms.text("explanation")
    if _reports_as_member() or ground != Ground.ILLEGAL.value:
        return raise_flag(actor(), place, ground=ground, explanation=explanation)
    return give_notice(
        place,
        explanation=explanation,
        name=forms.text("name"),
        email=forms.text("email"),
        is_good_faith=forms.is_ticked("good_faith"),
        is_nameless=forms.is_ticked("nameless"),
    )


def _reports_as_member() -> bool:
    """Who has no account, or one that cannot write, can still give notice of illegal content."""
    return may_write(actor(), None)


def _again(target: str, error: Invalid) -> Response:
    thing = _thing(target)
    values = {name: forms.text(name) for name in TYPED}
    # The form of somebody whose session ended asked for no address: after signing in it stands there again.
    was_signed_in = not viewer().is_signed_in and "email" not in request.form
    context = _form(thing, values, sign_in=sign_in_address() if was_signed_in else None)
    return refused(_partial(), "flag_new.html", error, **context)


def _form(thing: Reportable | None, values: dict[str, Any], *, sign_in: str | None = None) -> dict[str, Any]:
    back = url_for(".new", target=thing.ref if thing else None)
    return {
        "thing": thing,
        "values": values,
        "grounds": [(ground, rule_of(ground)) for ground in FLAG_GROUNDS],
        "is_notice": not _reports_as_member(),
        "sign_in": None if viewer().is_signed_in else sign_in or url_for("login.show", next=back),
    }


def _partial() -> str:
    return "_flag_form.html" if _reports_as_member() else "_notice_form.html"


def _thing(target: str) -> Reportable | None:
    return reportable(target, actor(), current_locale()) if target else None


def _receipt(public_id: str, partial: str) -> Response:
    found = flag_queries.receipt(public_id)
    return changed(partial, url_for(".receipt", public_id=public_id), receipt=found)
