"""Passkeys: making and removing them, and signing in. The browser's part is static/js/passkeys.js."""

from flask import Blueprint, Response, make_response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.devices import device_of
from forum.accounts.passkeys import PasskeyRefused, our_site
from forum.accounts.service import (
    HalfExpired,
    add_passkey,
    finish_by_passkey,
    offer_registration,
    offer_request,
    prove_by_passkey,
    remove_passkey,
    sign_in_by_passkey,
)
from forum.lib.errors import Invalid, NotFound
from forum.web import limits
from forum.web.continuing import begin, continuation, continue_after_sign_in, device, go_on, user_agent
from forum.web.htmx import go
from forum.web.login import login_form
from forum.web.proving import proof_form, require_fresh
from forum.web.second_factor import SECURITY, shown_once
from forum.web.second_step import again, half_signed_in, second_form
from forum.web.viewer import actor, signed_in

bp = Blueprint("passkeys", __name__)


def _browser() -> str:
    """A secret of this browser's cookie; every form of ours has put it there by now."""
    return session.get("csrf_token", "")


def _offer(options: str) -> Response:
    response = make_response(options)
    response.mimetype = "application/json"
    return response


@bp.get("/account/passkeys/new")
@require_fresh()
def new() -> ResponseReturnValue:
    if our_site() is None:
        raise NotFound
    return _form(device_of(user_agent()))


@bp.post("/account/passkeys/options")
@limits.proving
@require_fresh("passkeys.new")
def registration() -> Response:
    return _offer(offer_registration(actor(), browser=_browser()))


@bp.post("/account/passkeys")
@limits.proving
@require_fresh("passkeys.new")
def create() -> ResponseReturnValue:
    name = request.form.get("name", "")
    credential = request.form.get("credential", "")
    try:
        added = add_passkey(
            actor(), credential=credential, name=name, browser=_browser(), user_agent=user_agent()
        )
    except Invalid as error:
        return _form(name, error.fields), 422
    except PasskeyRefused as error:
        return _form(name, {"name": error.message}), 422
    begin(added.signed_in)
    return shown_once(added.codes, done="passkey")


@bp.post("/account/passkeys/<public_id>/remove")
@require_fresh()
def remove(public_id: str) -> ResponseReturnValue:
    begin(remove_passkey(actor(), public_id, user_agent=user_agent()))
    return go(url_for(SECURITY, done="passkey-removed"))


@bp.post("/login/passkey/options")
@limits.asking_for_passkey
def request_options() -> Response:
    """For signing in, or for the second step of it."""
    half = half_signed_in() if request.form.get("step") == "second" else None
    return _offer(offer_request(browser=_browser(), user_id=half.user_id if half else None))


@bp.post("/login/passkey")
@limits.signing_in_by_passkey
def sign_in() -> ResponseReturnValue:
    then = continuation()
    try:
        done = sign_in_by_passkey(
            request.form.get("credential", ""), browser=_browser(), user_agent=user_agent(), device=device()
        )
    except PasskeyRefused as error:
        return login_form(email="", errors={"passkey": error.message}), 422
    begin(done)
    return continue_after_sign_in(done.user_id, then.path, then.draft_key)


@bp.post("/login/second/passkey")
@limits.signing_in_by_passkey
def second() -> ResponseReturnValue:
    half, then = half_signed_in(), continuation()
    if half is None:
        return again()
    try:
        done = finish_by_passkey(
            half.user_id,
            half.mark,
            request.form.get("credential", ""),
            browser=_browser(),
            via=half.via,
            user_agent=user_agent(),
            device=device(),
        )
    except HalfExpired:
        return again()
    except PasskeyRefused as error:
        return second_form(half, {"passkey": error.message}), 422
    begin(done)
    return continue_after_sign_in(done.user_id, then.path, then.draft_key)


@bp.post("/account/confirm-it-is-you/options")
@limits.proving
def proof_options() -> Response:
    return _offer(offer_request(browser=_browser(), user_id=signed_in().actor.user_id))


@bp.post("/account/confirm-it-is-you/passkey")
@limits.proving
def prove() -> ResponseReturnValue:
    person = signed_in()
    try:
        prove_by_passkey(
            person.actor,
            request.form.get("credential", ""),
            session_id=person.account.session_id,
            browser=_browser(),
        )
    except PasskeyRefused as error:
        return proof_form("passkey", {"passkey": error.message}), 422
    return go_on(continuation().path or "/account")


def _form(name: str, errors: dict[str, str] | None = None) -> str:
    signed_in()
    return render_template("passkey_new.html", values={"name": name}, errors=errors or {})
