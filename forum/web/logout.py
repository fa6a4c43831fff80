"""Signing out: by a button in the menu, or on a page of its own for who follows a link.

Who came by a provider chooses there whether to sign out at the provider too. Here it happens first, whatever
the provider does.
"""

import hmac
import logging

from flask import Blueprint, make_response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.oidc.problems import SignOnFailed
from forum.accounts.provider_sessions import Elsewhere, elsewhere
from forum.accounts.service import address_to_sign_out
from forum.lib.i18n import _
from forum.lib.ids import new_token
from forum.settings import Provider, settings
from forum.web import forms
from forum.web.continuing import end, go_on
from forum.web.security import keep_address_private
from forum.web.viewer import Viewer, viewer

bp = Blueprint("logout", __name__)
log = logging.getLogger(__name__)


@bp.get("/logout")
def show() -> ResponseReturnValue:
    if not viewer().is_signed_in:
        return go_on("/")
    came_by = _came_by()
    return render_template("logout.html", provider=came_by[0] if came_by else None)


@bp.post("/logout")
def submit() -> ResponseReturnValue:
    came_by = _came_by() if forms.is_ticked("there") else None
    language = session.get("locale")
    end()
    if language:
        session["locale"] = language
    return _sign_out_there(*came_by) if came_by else go_on("/")


@bp.get("/logout/back")
def back() -> ResponseReturnValue:
    """Where the provider sends somebody afterwards. Only what this browser began is believed."""
    if viewer().is_signed_in:
        return go_on("/")
    # Without one nothing is taken out, so that no cookie is set.
    begun = session.pop("signing_out") if "signing_out" in session else ""
    is_ours = hmac.compare_digest(begun.encode(), request.args.get("state", "").encode())
    words = (
        _("You are signed out, here and at your organisation.")
        if begun and is_ours
        else _("You are signed out here. Whether you are signed out elsewhere, you see there.")
    )
    return keep_address_private(make_response(_page(words)))


def _came_by() -> tuple[Provider, Elsewhere] | None:
    """By which provider this session began; None when it began here, or that left the settings."""
    person = viewer()
    begun = elsewhere(person.account.session_id) if isinstance(person, Viewer) else None
    if begun is None:
        return None
    found = next((one for one in settings().oidc_providers if one.name == begun.provider), None)
    return (found, begun) if found else None


def _sign_out_there(provider: Provider, begun: Elsewhere) -> ResponseReturnValue:
    state = new_token()
    try:
        address = address_to_sign_out(
            provider, begun, back=settings().base_url + url_for(".back"), state=state
        )
    except SignOnFailed as failure:
        log.warning("signing out at %s: %s", provider.name, failure.why)
        words = _(
            "You are signed out here. At %(provider)s it did not work: sign out there yourself, or close "
            "your browser.",
            provider=provider.title,
        )
        return _page(words)
    session["signing_out"] = state
    page = make_response(render_template("sign_out_leaving.html", address=address, provider=provider))
    return keep_address_private(page)


def _page(words: str) -> str:
    return render_template(
        "message.html",
        title=_("You are signed out"),
        text=words,
        action={"href": url_for("login.show"), "label": _("Sign in")},
    )
