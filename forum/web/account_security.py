"""How one proves who one is, in one place: password, second factor, and what happened to them."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.own_factors import own_factors
from forum.accounts.passkeys import our_site
from forum.accounts.passwords import shortest
from forum.accounts.queries import own_account
from forum.accounts.security_events import security_lines
from forum.accounts.service import change_password
from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.web import limits
from forum.web.continuing import begin, user_agent
from forum.web.htmx import go
from forum.web.notices import Notice
from forum.web.viewer import actor, signed_in

bp = Blueprint("account_security", __name__)


@bp.get("/account/security")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/account/password")
@limits.proving
def password() -> ResponseReturnValue:
    try:
        renewed = change_password(
            actor(),
            current=request.form.get("current", ""),
            new=request.form.get("password", ""),
            user_agent=user_agent(),
        )
    except Invalid as error:
        return _page(error.fields), 422
    begin(renewed)
    return go(url_for(".show", done="password"))


def _page(errors: dict[str, str] | None = None) -> str:
    user_id = signed_in().actor.user_id
    factors = own_factors(user_id)
    return render_template(
        "account_security.html",
        account=own_account(user_id),
        factors=factors,
        passkeys_work=our_site() is not None,
        shortest=shortest(has_second_factor=factors.is_any),
        lines=security_lines(user_id),
        errors=errors or {},
        values={},
        notices=_notices(),
    )


def _notices() -> list[Notice]:
    words = {
        "password": _("Your password has changed. You are signed out everywhere else."),
        "app": _("From now on we ask for a code of your app when you sign in."),
        "passkey": _("Your passkey is ready. You can sign in with it from now on."),
        "passkey-removed": _("That passkey no longer works. You are signed out everywhere else."),
        "email": _("Your address has changed. You are signed out everywhere else."),
        "app-removed": _("We no longer ask for a code of your app. You are signed out everywhere else."),
    }
    text = words.get(request.args.get("done", ""))
    return [Notice("done", text)] if text else []
