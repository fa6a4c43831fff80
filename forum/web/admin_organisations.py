"""Organisations for who looks after them: finding one, correcting it, and merging one that is there twice."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.perspectives import perspectives
from forum.lib.errors import Conflict, Invalid, NotFound, Stale
from forum.lib.i18n import _, current_locale, lazy
from forum.mandates.overview import Wanted, mandate_list
from forum.mandates.rules import Particulars
from forum.moderation.kinds import Ground
from forum.moderation.organisations import (
    LONGEST_SEARCH,
    AdministeredPage,
    Sort,
    administered_organisation,
    merge_candidates,
    merge_preview,
    organisations_page,
)
from forum.moderation.service import perform
from forum.permissions import Permission as P
from forum.permissions import require
from forum.web import forms, limits
from forum.web.htmx import changed, conflicting, go, refused, show
from forum.web.notices import Notice
from forum.web.position_list import Option
from forum.web.proving import forget_kept, kept_form, require_fresh
from forum.web.viewer import actor

bp = Blueprint("admin_organisations", __name__)

PAGE, FORM = "admin_organisation.html", "_admin_organisation.html"
MERGE_PAGE, MERGE_FORM = "admin_organisation_merge.html", "_admin_merge.html"
FIELDS = ("name", "described", "website", "perspective")
SORTS = {
    Sort.KNOWN: lazy("Known to everybody"),
    Sort.NEW: lazy("Not confirmed yet"),
    Sort.ALIKE: lazy("Looks like another"),
    Sort.MERGED: lazy("Merged into another"),
}


@bp.get("/admin/organisations")
def index() -> ResponseReturnValue:
    search = " ".join(request.args.get("q", "")[:LONGEST_SEARCH].split())
    sort = next((one for one in Sort if one.value == request.args.get("sort")), None)
    after = request.args.get("after")
    page = organisations_page(actor(), current_locale(), search=search, sort=sort, after=after)
    filters: dict[str, Any] = {"q": search or None, "sort": sort.value if sort else None}
    return show(
        "admin_organisations.html",
        "_admin_organisations.html",
        organisations=page.rows,
        values=filters,
        is_filtered=any(filters.values()),
        sorts=[Option(one.value, str(label)) for one, label in SORTS.items()],
        next_url=url_for(".index", **filters, after=page.next) if page.next else None,
        first_url=url_for(".index", **filters) if after else None,
    )


@bp.get("/admin/organisations/<slug>")
def organisation(slug: str) -> ResponseReturnValue:
    context = _context(slug)
    after = request.args.get("after")
    wanted = Wanted(organisation_id=context["about"].line.id)
    mandates = mandate_list(actor(), current_locale(), wanted, after=after)
    said = _words(request.args.get("done", ""))
    return render_template(
        PAGE,
        **context,
        mandates=mandates.rows,
        next_url=url_for(".organisation", slug=slug, after=mandates.next, _anchor="mandates")
        if mandates.next
        else None,
        first_url=url_for(".organisation", slug=slug) if after else None,
        notices=[Notice("done", said)] if said else [],
    )


@bp.post("/admin/organisations/<slug>/correct")
@limits.editing
def correct(slug: str) -> ResponseReturnValue:
    values = {name: forms.text(name) for name in (*FIELDS, "reason")}
    context = _context(slug) | {"values": values, "version": forms.text("version")}
    try:
        perform(
            actor(),
            "correct",
            f"organisation:{slug}",
            ground=Ground.ORDER.value,
            reason=values["reason"],
            fields={name: [values[name]] for name in FIELDS} | {"version": [forms.text("version")]},
            submission_key=forms.text("submission_key"),
        )
    except Invalid as error:
        return refused(FORM, PAGE, error, **context, **_NO_MANDATES)
    except Stale as error:
        told = {"values": values, "message": error.message, "other": _other(error.current, values)}
        return conflicting(FORM, PAGE, **_context(slug) | told, **_NO_MANDATES)
    except Conflict as error:
        return conflicting(FORM, PAGE, **context | {"message": error.message}, **_NO_MANDATES)
    done = {"done": _words("corrected")}
    return changed(FORM, url_for(".organisation", slug=slug, done="corrected"), **_context(slug) | done)


@bp.get("/admin/organisations/<slug>/merge")
def merge(slug: str) -> ResponseReturnValue:
    """First which other one it is, then what would move."""
    require(actor(), P.ORGANISATION_MERGE)
    kept = kept_form("admin_organisations.merge")
    kept = kept if kept.get("merged") == slug else {}
    into = request.args.get("into", "") or kept.get("into", "")
    if into and into != slug:
        return show(MERGE_PAGE, MERGE_FORM, **_merging(slug, into, kept.get("reason", "")))
    about = administered_organisation(actor(), slug, current_locale())
    search = " ".join(request.args.get("q", "")[:LONGEST_SEARCH].split())
    found = merge_candidates(actor(), about, current_locale(), search=search)
    page, partial = "admin_organisation_choose.html", "_admin_candidates.html"
    return show(page, partial, about=about, candidates=found, search=search)


@bp.post("/admin/organisations/<slug>/merge")
@require_fresh("admin_organisations.merge")
def unite(slug: str) -> ResponseReturnValue:
    require(actor(), P.ORGANISATION_MERGE)
    into, reason = forms.text("into"), forms.text("reason")
    try:
        perform(
            actor(),
            "unite",
            f"organisation:{slug}",
            ground=Ground.DUPLICATE.value,
            reason=reason,
            fields={"into": [into]},
            submission_key=forms.text("submission_key"),
        )
    except Invalid as error:
        return refused(MERGE_FORM, MERGE_PAGE, error, **_merging(slug, into, reason))
    except Conflict as error:
        context = _merging(slug, into, reason) | {"message": error.message}
        return conflicting(MERGE_FORM, MERGE_PAGE, **context)
    forget_kept("admin_organisations.merge")
    return go(url_for(".organisation", slug=into, done="merged"))


# The list below the form is not read again for an answer that only concerns the form.
_NO_MANDATES: dict[str, Any] = {"mandates": None, "next_url": None, "first_url": None}


def _context(slug: str) -> dict[str, Any]:
    about = administered_organisation(actor(), slug, current_locale())
    return {
        "about": about,
        "values": asdict(about.particulars) | {"reason": ""},
        "version": about.version,
        "perspectives": _roles(about),
        "errors": {},
        "other": {},
        "message": "",
        "done": "",
        "submission_key": forms.new_submission_key(),
    }


def _roles(about: AdministeredPage) -> list[Option]:
    """With its own, also when that left the list."""
    roles = [Option(one.slug, one.label) for one in perspectives(current_locale())]
    own = Option(about.particulars.perspective, about.line.perspective)
    return roles if not own.slug or own.slug in {one.slug for one in roles} else [*roles, own]


def _other(theirs: Particulars, values: dict[str, str]) -> dict[str, str]:
    """What somebody else made of the fields that this form would change again."""
    labels = {one.slug: one.label for one in perspectives(current_locale())}
    now = asdict(theirs)
    changed = {name: now[name] for name in FIELDS if now[name] != values[name]}
    if "perspective" in changed:
        changed["perspective"] = labels.get(theirs.perspective, theirs.perspective)
    return changed


def _merging(slug: str, into: str, reason: str) -> dict[str, Any]:
    """Raises NotFound for what is not there."""
    if not into:
        raise NotFound
    return {
        "merge": merge_preview(actor(), slug, into, current_locale()),
        "values": {"reason": reason},
        "errors": {},
        "message": "",
        "submission_key": forms.text("submission_key") or forms.new_submission_key(),
    }


def _words(what: str) -> str:
    return {
        "corrected": _("Corrected. It stands so everywhere from now on."),
        "merged": _("Merged. What belonged to the other one belongs to this one now."),
    }.get(what, "")
