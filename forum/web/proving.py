"""Showing again who one is, before changing what protects the account."""

import contextlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.identities import linked_providers
from forum.accounts.own_factors import own_factors
from forum.accounts.passkeys import our_site
from forum.accounts.service import prove_by_code, prove_by_password
from forum.accounts.sessions import is_fresh
from forum.discussion import drafts
from forum.lib import clock
from forum.lib.errors import ForumError, Invalid, TooSoon
from forum.web import limits
from forum.web.continuing import continuation, go_on
from forum.web.htmx import go
from forum.web.parking import kept_fields
from forum.web.viewer import actor, signed_in

bp = Blueprint("proving", __name__)


def require_fresh(back: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """For a view that only somebody may use who showed within ten minutes who they are.

    Others do so first, and come back to the page with the form, or to this page itself. back: the endpoint of
    that form's page; it has no variables but those of this view. What was typed is kept: `kept_form(back)`.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def run(*args: Any, **kwargs: Any) -> Any:
            if is_fresh(signed_in().account.proved_at, clock.now()):
                return view(*args, **kwargs)
            return _prove_first(back)

        run.__dict__["requires_fresh"] = True
        return run

    return decorate


def _prove_first(back: str) -> Response:
    if request.method != "POST":
        return go(url_for("proving.show", next=request.full_path.rstrip("?")))
    if back and (fields := kept_fields()):
        with contextlib.suppress(ForumError):  # longer than any form of ours
            drafts.save_draft(actor(), drafts.proof_place(back), fields)
    return go(url_for("proving.show", next=_address_of(back) if back else "/account"))


def _address_of(page: str) -> str:
    """With those variables of this address that it has too."""
    wanted = {name for rule in current_app.url_map.iter_rules(page) for name in rule.arguments}
    given = request.view_args or {}
    return url_for(page, **{name: value for name, value in given.items() if name in wanted})


def kept_form(page: str) -> dict[str, str]:
    """What was typed into a form on this page before its writer had to show who they are. 1 statement."""
    kept = drafts.draft_at(actor(), drafts.proof_place(page)) or {}
    return {name: value for name, value in kept.items() if isinstance(value, str)}


def forget_kept(page: str) -> None:
    drafts.discard(actor().id, drafts.proof_place(page))


@bp.get("/account/confirm-it-is-you")
def show() -> ResponseReturnValue:
    if is_fresh(signed_in().account.proved_at, clock.now()):
        return go_on(continuation().path or "/account")
    return proof_form()


@bp.post("/account/confirm-it-is-you")
@limits.proving_by_typing
def submit() -> ResponseReturnValue:
    person = signed_in()
    session_id = person.account.session_id
    which = "code" if "code" in request.form else "password"
    try:
        if which == "code":
            prove_by_code(person.actor, request.form["code"], session_id=session_id)
        else:
            prove_by_password(person.actor, request.form.get("password", ""), session_id=session_id)
    except Invalid as error:
        return proof_form(which, error.fields), 422
    except TooSoon as error:
        return limits.asked_to_wait(proof_form(which, {which: error.message}), error)
    return go_on(continuation().path or "/account")


def proof_form(which: str = "", errors: dict[str, str] | None = None) -> str:
    """`which`: the form that was refused."""
    return render_template(
        "prove.html",
        factors=own_factors(signed_in().actor.user_id),
        providers=linked_providers(signed_in().actor.user_id),
        which=which,
        passkeys_work=our_site() is not None,
        errors=errors or {},
        values={},
        next=continuation().path,
    )
