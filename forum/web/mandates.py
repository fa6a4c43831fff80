"""One's own mandates: asking for one, withdrawing it, and confirming that of a colleague."""

from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.perspectives import perspectives
from forum.articles.queries import lesson_list, question_list
from forum.discussion.drafts import MANDATE_PLACE, discard, draft_at
from forum.discussion.queries import thread_heading
from forum.lib.errors import Conflict, Invalid, NotFound
from forum.lib.i18n import _, current_locale
from forum.mandates.models import ScopeKind
from forum.mandates.organisations import known_names
from forum.mandates.queries import mandate_page, own_mandates
from forum.mandates.rules import LONGEST_SPAN, Ask
from forum.mandates.scopes import ScopeView
from forum.mandates.service import ask_mandate, confirm_mandate, withdraw_mandate
from forum.permissions import Permission as P
from forum.permissions import require
from forum.web import forms, limits
from forum.web.htmx import go
from forum.web.notices import Notice
from forum.web.position_list import Option
from forum.web.viewer import actor, viewer

bp = Blueprint("mandates", __name__)

FIELDS = tuple(asdict(Ask()))


@bp.get("/account/mandates")
def own() -> str:
    return render_template(
        "account_mandates.html", mandates=own_mandates(actor(), current_locale()), notices=_notices()
    )


@bp.get("/account/mandates/new")
def new() -> str:
    """`again=`: for one that ends, with what was said then. `thread=`: for one conversation."""
    if viewer().is_signed_in:
        require(actor(), P.MANDATE_ASK)
    draft = draft_at(actor(), MANDATE_PLACE) or {}
    kept = {name: draft[name] for name in FIELDS if isinstance(draft.get(name), str)}
    return _form(Ask(**(_begun() | kept)))


@bp.post("/account/mandates")
@limits.asking
def create() -> ResponseReturnValue:
    ask = Ask(**{name: forms.text(name) for name in FIELDS})
    try:
        mandate = ask_mandate(actor(), ask, submission_key=forms.text("submission_key"))
    except Invalid as error:
        return _form(ask, errors=error.fields), 422
    except Conflict as error:
        return _form(ask, errors={"organisation": error.message}), 409
    discard(actor().user_id, MANDATE_PLACE)
    return go(url_for(".show", public_id=mandate.public_id, done="asked"))


@bp.get("/account/mandates/<public_id>")
def show(public_id: str) -> str:
    mandate = mandate_page(public_id, actor(), current_locale())
    return render_template("mandate.html", mandate=mandate, notices=_notices())


@bp.post("/account/mandates/<public_id>/confirm")
def confirm(public_id: str) -> ResponseReturnValue:
    confirm_mandate(actor(), public_id)
    return redirect(url_for(".own", done="confirmed"), 303)


@bp.post("/account/mandates/<public_id>/withdraw")
def withdraw(public_id: str) -> ResponseReturnValue:
    withdraw_mandate(actor(), public_id)
    return redirect(url_for(".own", done="withdrawn"), 303)


def _begun() -> dict[str, str]:
    """What stands in the form of somebody who came with a mandate to go on, or from a conversation."""
    if not viewer().is_signed_in:
        return {}
    if again := request.args.get("again"):
        try:
            mandate = mandate_page(again, actor(), current_locale())
        except NotFound:
            return {}
        if not mandate.line.is_own:
            return {}
        return {
            "organisation": mandate.line.organisation.name,
            "scope": _ref(mandate.line.scope),
            "evidence": mandate.evidence,
            "link": mandate.link,
            "contact": mandate.contact,
        }
    if thread := request.args.get("thread"):
        return {"scope": f"thread:{thread}"}
    return {"organisation": viewer_organisation()}


def viewer_organisation() -> str:
    """What this person says of themselves is a good guess."""
    account = getattr(viewer(), "account", None)
    return (account.organisation or "") if account else ""


def _ref(scope: ScopeView) -> str:
    return scope.kind.value if scope.kind is ScopeKind.FORUM else f"{scope.kind.value}:{scope.name}"


def _form(ask: Ask, *, errors: dict[str, str] | None = None) -> str:
    locale = current_locale()
    thread = _thread_in(ask.scope)
    if ask.scope.startswith("thread:") and not thread:
        ask = replace(ask, scope="forum")
    values: dict[str, Any] = asdict(ask)
    scopes = [Option("forum", _("in the whole forum"))]
    scopes += [
        Option(f"lesson:{one.slug}", _("at lesson %(n)s: %(title)s", n=one.number, title=one.title))
        for one in lesson_list(locale)
    ]
    scopes += [
        Option(f"question:{one.slug}", _("at question %(n)s: %(title)s", n=one.number, title=one.title))
        for one in question_list(locale)
    ]
    return render_template(
        "mandate_new.html",
        values=values,
        errors=errors or {},
        scopes=scopes + ([thread] if thread else []),
        perspectives=perspectives(locale),
        known=known_names(),
        years=LONGEST_SPAN.days // 365,
        submission_key=forms.text("submission_key") or forms.new_submission_key(),
    )


def _thread_in(scope: str) -> Option | None:
    """The conversation that a scope names, when this viewer can read it."""
    kind, _colon, public_id = scope.partition(":")
    if kind != ScopeKind.THREAD.value:
        return None
    try:
        thread = thread_heading(public_id, actor(), current_locale())
    except NotFound:
        return None
    return Option(scope, _("in the conversation “%(title)s”", title=thread.title))


def _notices() -> list[Notice]:
    words = {
        "asked": _(
            "We have your request. A moderator or a colleague looks at it; you hear the answer by e-mail."
        ),
        "confirmed": _("Confirmed. Your colleague hears it by e-mail."),
        "withdrawn": _("Withdrawn. It no longer holds."),
    }
    text = words.get(request.args.get("done", ""))
    return [Notice("done", text)] if text else []
