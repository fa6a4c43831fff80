"""Signing in."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.passkeys import our_site
from forum.accounts.service import sign_in
from forum.lib.errors import Invalid, TooSoon
from forum.settings import settings
from forum.web import limits
from forum.web.continuing import begin, continuation, continue_after_sign_in, device, go_on, user_agent
from forum.web.viewer import viewer

bp = Blueprint("login", __name__)


@bp.get("/login")
def show() -> ResponseReturnValue:
    if viewer().is_signed_in:
        return go_on(continuation().path)
    return login_form(email="")


@bp.post("/login")
@limits.signing_in
def submit() -> ResponseReturnValue:
    email, then = request.form.get("email", ""), continuation()
    try:
        signed_in = sign_in(email, request.form.get("password", ""), user_agent=user_agent(), device=device())
    except Invalid as error:
        return login_form(email=email, errors=error.fields), 422
    except TooSoon as error:
        wait = {"password": error.message}
        return limits.asked_to_wait(login_form(email=email, errors=wait, has_to_wait=True), error)
    begin(signed_in)
    return continue_after_sign_in(signed_in.user_id, then.path, then.draft_key)


def login_form(*, email: str, errors: dict[str, str] | None = None, has_to_wait: bool = False) -> str:
    then = continuation()
    return render_template(
        "login.html",
        values={"email": email},
        errors=errors or {},
        next=then.path,
        draft=then.draft_key,
        registration=settings().registration,
        is_late="late" in request.args,
        has_to_wait=has_to_wait,
        passkeys_work=our_site() is not None,
        providers=settings().oidc_providers,
    )
