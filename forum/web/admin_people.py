"""People and their accounts, for administrators: finding somebody, and helping with their account."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.administered import LONGEST_SEARCH, Standing, Wanted, administered_person, people_page
from forum.accounts.perspectives import perspectives
from forum.accounts.service import (
    change_role,
    confirm_by_hand,
    send_reset_link,
    sign_out_everywhere,
    vouch,
)
from forum.lib.errors import Conflict, Invalid
from forum.lib.i18n import _, current_locale, lazy
from forum.permissions import Permission as P
from forum.permissions import Role, require
from forum.web import forms
from forum.web.htmx import changed, go, refused, show
from forum.web.notices import Notice
from forum.web.position_list import Option
from forum.web.proving import forget_kept, kept_form, require_fresh
from forum.web.viewer import actor

bp = Blueprint("admin_people", __name__)

ROLES = {
    Role.MEMBER: lazy("Member"),
    Role.MODERATOR: lazy("Moderator"),
    Role.ADMIN: lazy("Administrator"),
}
STANDINGS = {
    Standing.UNCONFIRMED: lazy("E-mail address not confirmed"),
    Standing.SUSPENDED: lazy("Suspended or closed"),
    Standing.VOUCHED: lazy("Known to an administrator"),
    Standing.UNREACHABLE: lazy("Mails come back"),
    Standing.ONE_PROOF: lazy("Staff without a second proof"),
}


@bp.get("/admin/people")
def index() -> ResponseReturnValue:
    asked = {name: request.args.get(name, "") for name in ("q", "role", "perspective", "standing")}
    wanted = Wanted(
        search=" ".join(asked["q"][:LONGEST_SEARCH].split()),
        role=next((one for one in Role if one.value == asked["role"]), None),
        perspective=asked["perspective"],
        standing=next((one for one in Standing if one.value == asked["standing"]), None),
    )
    after = request.args.get("after")
    page = people_page(actor(), current_locale(), wanted, after=after)
    filters: dict[str, Any] = {name: value or None for name, value in (asked | {"q": wanted.search}).items()}
    return show(
        "admin_people.html",
        "_admin_people.html",
        people=page.rows,
        values=filters,
        is_filtered=any(filters.values()),
        roles=[Option(role.value, str(label)) for role, label in ROLES.items()],
        standings=[Option(one.value, str(label)) for one, label in STANDINGS.items()],
        perspectives=perspectives(current_locale()),
        names=ROLES,
        next_url=url_for(".index", **filters, after=page.next) if page.next else None,
        first_url=url_for(".index", **filters) if after else None,
    )


@bp.get("/admin/people/<public_id>")
def person(public_id: str) -> ResponseReturnValue:
    said = _words(request.args.get("done", ""))
    context = _context(public_id)
    kept = kept_form("admin_people.person")
    if kept.get("person") == public_id:
        context["values"] = {name: kept.get(name, "") for name in ("role", "reason")}
    return show("admin_person.html", "_admin_person.html", **context, notices=_notices(said))


@bp.post("/admin/people/<public_id>/role")
@require_fresh("admin_people.person")
def role(public_id: str) -> ResponseReturnValue:
    require(actor(), P.USER_PROMOTE)
    values = {"role": forms.text("role"), "reason": forms.text("reason")}
    is_me = _context(public_id)["person"].is_me
    try:
        change_role(actor(), public_id, role=values["role"], reason=values["reason"])
    except (Invalid, Conflict) as error:
        wrong = error if isinstance(error, Invalid) else Invalid({"role": error.message})
        context = _context(public_id) | {"values": values, "notices": []}
        return refused("_admin_person.html", "admin_person.html", wrong, **context)
    forget_kept("admin_people.person")
    # With one's own role the session ended: what one may see now comes after signing in.
    return go(url_for("login.show")) if is_me else _done(public_id, "role")


@bp.post("/admin/people/<public_id>/confirm")
def confirm(public_id: str) -> ResponseReturnValue:
    confirm_by_hand(actor(), public_id)
    return _done(public_id, "confirmed")


@bp.post("/admin/people/<public_id>/reset")
def reset(public_id: str) -> ResponseReturnValue:
    send_reset_link(actor(), public_id)
    return _done(public_id, "reset")


@bp.post("/admin/people/<public_id>/sign-out")
def sign_out(public_id: str) -> ResponseReturnValue:
    sign_out_everywhere(actor(), public_id)
    return _done(public_id, "signed-out")


@bp.post("/admin/people/<public_id>/vouch")
def vouch_for(public_id: str) -> ResponseReturnValue:
    is_known = forms.is_ticked("known")
    vouch(actor(), public_id, for_them=is_known)
    return _done(public_id, "known" if is_known else "unknown")


def _done(public_id: str, what: str) -> ResponseReturnValue:
    return changed(
        "_admin_person.html",
        url_for(".person", public_id=public_id, done=what),
        **_context(public_id) | {"done": _words(what)},
    )


def _context(public_id: str) -> dict[str, Any]:
    person = administered_person(actor(), public_id, current_locale())
    return {
        "person": person,
        "roles": [Option(role.value, str(label)) for role, label in ROLES.items()],
        "names": ROLES,
        "values": {"role": person.line.role.value},
        "errors": {},
        "done": "",
    }


def _notices(said: str) -> list[Notice]:
    return [Notice("done", said)] if said else []


def _words(what: str) -> str:
    return {
        "role": _("The role is changed. They have to sign in again."),
        "confirmed": _("The address counts as confirmed now."),
        "reset": _("A link for a new password is on its way to them."),
        "signed-out": _("They are signed out in every browser."),
        "known": _("You vouch for this person now."),
        "unknown": _("Nobody vouches for this person now."),
    }.get(what, "")
