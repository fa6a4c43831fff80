"""An authenticator app and recovery codes: setting them up and taking them away."""

import segno
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import authenticator
from forum.accounts.own_factors import own_factors
from forum.accounts.queries import own_account
from forum.accounts.service import add_app, remove_app, renew_codes
from forum.lib.errors import Invalid
from forum.settings import settings
from forum.web import limits
from forum.web.continuing import begin, user_agent
from forum.web.htmx import go, whole_page
from forum.web.proving import require_fresh
from forum.web.viewer import actor, signed_in

bp = Blueprint("second_factor", __name__)

SECURITY = "account_security.show"


@bp.get("/account/second-factor")
@require_fresh()
def show() -> ResponseReturnValue:
    if own_factors(actor().user_id).app_added_at is not None:
        return go(url_for(SECURITY))
    return _form(authenticator.new_nonce())


@bp.post("/account/second-factor")
@limits.proving
@require_fresh("second_factor.show")
def submit() -> ResponseReturnValue:
    nonce = request.form.get("nonce", "")
    try:
        added = add_app(actor(), nonce=nonce, code=request.form.get("code", ""), user_agent=user_agent())
    except Invalid as error:
        kept = nonce if authenticator.is_nonce(nonce) else authenticator.new_nonce()
        return _form(kept, error.fields), 422
    begin(added.signed_in)
    return shown_once(added.codes, done="app")


@bp.post("/account/second-factor/remove")
@require_fresh(SECURITY)
def remove() -> ResponseReturnValue:
    begin(remove_app(actor(), user_agent=user_agent()))
    return go(url_for(SECURITY, done="app-removed"))


@bp.post("/account/recovery-codes")
@require_fresh(SECURITY)
def codes() -> ResponseReturnValue:
    return shown_once(renew_codes(actor()), done="codes")


def shown_once(codes: tuple[str, ...], *, done: str) -> ResponseReturnValue:
    """The page with new recovery codes; without any, back to the overview. `done`: what was done."""
    if not codes:
        return go(url_for(SECURITY, done=done))
    return whole_page(render_template("recovery_codes.html", codes=codes, done=done), 200)


def _form(nonce: str, errors: dict[str, str] | None = None) -> str:
    account = own_account(signed_in().actor.user_id)
    secret = authenticator.secret_of(nonce, actor().user_id, settings().secret_key)
    address = authenticator.address_of(secret, account=account.email, site=settings().site_name)
    # Black on white in both themes: cameras do not read it the other way round.
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return render_template(
        "second_factor.html",
        nonce=nonce,
        picture=picture,
        address=address,
        secret=authenticator.in_fours(secret),
        errors=errors or {},
        values={},
    )
