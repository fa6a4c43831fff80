"""Inviting people: the links there are, one to make, and taking one back."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.invitations import invitations
from forum.accounts.perspectives import perspectives
from forum.accounts.service import invite, revoke_invitation
from forum.lib.errors import Invalid
from forum.lib.i18n import _, current_locale
from forum.permissions import Permission as P
from forum.permissions import require
from forum.settings import settings
from forum.web import forms, limits
from forum.web.htmx import go
from forum.web.notices import Notice
from forum.web.viewer import actor

bp = Blueprint("invitations", __name__)

FIELDS = ("email", "perspective", "organisation", "uses", "days")


@bp.get("/admin/invitations")
def index() -> str:
    return _page({"uses": "1", "days": "30"})


@bp.post("/admin/invitations")
@limits.inviting
def create() -> ResponseReturnValue:
    require(actor(), P.INVITE)
    typed = {name: forms.text(name) for name in FIELDS}
    try:
        made = invite(
            actor(),
            email=typed["email"],
            perspective=typed["perspective"],
            organisation=typed["organisation"],
            uses=forms.whole_number("uses"),
            days=forms.whole_number("days"),
        )
    except Invalid as error:
        return _page(typed, error.fields), 422
    return go(url_for(".index", done="sent" if made.email else "made", _anchor=made.public_id))


@bp.post("/admin/invitations/<public_id>/revoke")
def revoke(public_id: str) -> ResponseReturnValue:
    revoke_invitation(actor(), public_id)
    return go(url_for(".index", done="revoked"))


def _page(values: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "invitations.html",
        rows=invitations(actor()),
        link=f"{settings().base_url}{url_for('register.show')}?invitation=",
        values=values,
        errors=errors or {},
        perspectives=perspectives(current_locale()),
        registration=settings().registration,
        notices=_notices(),
    )


def _notices() -> list[Notice]:
    words = {
        "sent": _("The invitation is on its way by mail."),
        "made": _("The invitation is made. Copy its link from the list, and send it yourself."),
        "revoked": _("The invitation does not work any more."),
    }
    text = words.get(request.args.get("done", ""))
    return [Notice("done", text)] if text else []
