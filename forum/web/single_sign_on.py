"""Signing in at a provider: going there, coming back, and joining for who was not here before.

The button's answer is a page that goes on by itself: a redirect from a form would need each provider in
our Content-Security-Policy.
"""

import logging

from flask import Blueprint, Response, make_response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.oidc.problems import NotShownAgain, SignOnFailed
from forum.accounts.perspectives import perspectives
from forum.accounts.service import (
    Answer,
    JoinForm,
    KnownAddress,
    Linked,
    MayJoin,
    arriving,
    begin_sign_on,
    finish_sign_on,
    join_by_provider,
    provider_named,
)
from forum.accounts.service.joining_by_provider import Arriving
from forum.accounts.tokens import Continuation
from forum.house_rules.queries import current_number
from forum.house_rules.rules import agreed_to
from forum.house_rules.service import keep_starter
from forum.lib.errors import Conflict, Invalid, Refused
from forum.lib.i18n import _, current_locale
from forum.lib.ids import new_token
from forum.permissions import Actor
from forum.settings import Provider, settings
from forum.web import forms, limits
from forum.web.continuing import begin as sign_in_here
from forum.web.continuing import continuation, continue_after_sign_in, device, user_agent
from forum.web.htmx import go
from forum.web.security import keep_address_private
from forum.web.viewer import actor

bp = Blueprint("single_sign_on", __name__)
bp.after_request(keep_address_private)
log = logging.getLogger(__name__)

NOWHERE = Continuation()
LONGEST_TEXT = 4096
LONGEST_SECRET = 100
JOIN_FIELDS = ("name", "email", "perspective", "organisation", "accept", "rules")


def browser() -> str:
    """A secret that only this browser has: its session holds it, from the first button on."""
    return session.get("sign_on", "")


def go_to_provider(provider: Provider, *, linking: Actor | None = None) -> Response:
    """The page from which the browser goes on by itself. Raises Unreachable."""
    if not browser():
        session["sign_on"] = new_token()
    address = begin_sign_on(
        provider,
        browser=browser(),
        redirect_uri=_redirect_uri(provider),
        then=continuation(),
        invitation=request.form.get("invitation", "")[:LONGEST_SECRET],
        linking=linking,
        is_again=forms.is_ticked("again"),
    )
    return make_response(render_template("sign_on_leaving.html", address=address, provider=provider))


@bp.post("/login/oidc/<provider>")
@limits.signing_on
def begin(provider: str) -> ResponseReturnValue:
    one = provider_named(provider)
    try:
        return go_to_provider(one)
    except SignOnFailed as failure:
        failure.then = continuation()
        return failed(one, failure)


@bp.get("/login/oidc/<provider>/callback")
@limits.signing_on
def callback(provider: str) -> ResponseReturnValue:
    one = provider_named(provider)
    answer = Answer(
        state=_argument("state") or "",
        code=_argument("code") or "",
        error=_argument("error") or "",
        issuer=_argument("iss"),
    )
    try:
        outcome = finish_sign_on(
            one,
            answer,
            browser=browser(),
            redirect_uri=_redirect_uri(one),
            viewer=actor(),
            user_agent=user_agent(),
            device=device(),
        )
    except SignOnFailed as failure:
        return failed(one, failure)
    except (Refused, Conflict) as refusal:
        return _page(_("You cannot go on this way"), [refusal.message], status=refusal.status)
    if isinstance(outcome, Linked):
        return go(url_for("identities.show", done="linked"))
    if isinstance(outcome, MayJoin):
        return go(url_for(".join_form", provider=provider, attempt=outcome.attempt))
    if isinstance(outcome, KnownAddress):
        return _known_address(one, outcome)
    sign_in_here(outcome)
    return continue_after_sign_in(outcome.user_id, outcome.then.path, outcome.then.draft_key)


def _argument(name: str) -> str | None:
    """None for what is missing, came twice, or is longer than any of these ever is."""
    values = request.args.getlist(name)
    return values[0] if len(values) == 1 and len(values[0]) <= LONGEST_TEXT else None


def _redirect_uri(provider: Provider) -> str:
    """Exactly what the provider was told, from the settings and never from a request."""
    return settings().base_url + url_for("single_sign_on.callback", provider=provider.name)


def failed(provider: Provider, failure: SignOnFailed) -> Response:
    log.warning("signing in with %s: %s", provider.name, failure.why)
    paragraphs = [failure.message]
    if failure.status == 503 and not actor().is_signed_in:
        paragraphs.append(_("Do you have a password here? Then you can sign in with that."))
    return _page(
        _("Signing in did not work"),
        paragraphs,
        status=failure.status,
        then=failure.then,
        is_proof=isinstance(failure, NotShownAgain),
    )


def _known_address(provider: Provider, known: KnownAddress) -> Response:
    return _page(
        _("You have an account here already"),
        [
            _(
                "There is an account with the address %(email)s. We do not sign you in to it by that address "
                "alone, because an address can change hands.",
                email=known.email,
            ),
            _(
                "Sign in with your password first. Then choose “Ways to sign in” in your account, and link "
                "%(provider)s there. From then on you can sign in both ways.",
                provider=provider.title,
            ),
        ],
        status=409,
        then=known.then,
    )


def _page(
    title: str, text: list[str], *, status: int, then: Continuation = NOWHERE, is_proof: bool = False
) -> Response:
    if actor().is_signed_in and is_proof:
        action = {"href": url_for("proving.show", next=then.path or None), "label": _("To the other ways")}
    elif actor().is_signed_in:
        action = {"href": url_for("identities.show"), "label": _("To the ways to sign in")}
    else:
        action = {
            "href": url_for("login.show", next=then.path or None, draft=then.draft_key or None),
            "label": _("To the page for signing in"),
        }
    return make_response(render_template("message.html", title=title, text=text, action=action), status)


@bp.get("/login/oidc/<provider>/join/<attempt>")
def join_form(provider: str, attempt: str) -> ResponseReturnValue:
    one = provider_named(provider)
    try:
        who = arriving(one, attempt, browser=browser())
    except SignOnFailed as failure:
        return failed(one, failure)
    return _form(one, attempt, who)


@bp.post("/login/oidc/<provider>/join/<attempt>")
@limits.registering
def join(provider: str, attempt: str) -> ResponseReturnValue:
    one = provider_named(provider)
    typed = request.form
    form = JoinForm(
        name=typed.get("name", ""),
        email=typed.get("email", ""),
        perspective=typed.get("perspective", ""),
        organisation=typed.get("organisation", ""),
        accepts=forms.is_ticked("accept"),
        rules=agreed_to(_rules_seen(), current_number()),
    )
    try:
        who = arriving(one, attempt, browser=browser())
        outcome = join_by_provider(
            one, attempt, form, browser=browser(), user_agent=user_agent(), device=device()
        )
    except SignOnFailed as failure:
        return failed(one, failure)
    except Invalid as error:
        return _form(one, attempt, who, error.fields), 422
    keep_starter()
    if outcome is None:
        return go(url_for("register.sent"))
    if isinstance(outcome, KnownAddress):
        return _known_address(one, outcome)
    sign_in_here(outcome)
    return continue_after_sign_in(outcome.user_id, outcome.then.path, outcome.then.draft_key)


def _rules_seen() -> int | None:
    try:
        return forms.whole_number("rules")
    except Invalid:
        return None


def _form(provider: Provider, attempt: str, who: Arriving, errors: dict[str, str] | None = None) -> str:
    invited = who.invited
    known = {
        "name": who.arrival.name,
        "email": who.arrival.email or (invited.email if invited else ""),
        "perspective": (invited.perspective if invited else "") or provider.perspective,
        "organisation": who.arrival.organisation or (invited.organisation if invited else ""),
        "rules": current_number(),
    }
    typed = {name: request.form[name] for name in JOIN_FIELDS if name in request.form}
    if who.arrival.is_email_verified:
        typed.pop("email", None)
    return render_template(
        "sign_on_join.html",
        provider=provider,
        attempt=attempt,
        values=known | typed,
        errors=errors or {},
        perspectives=perspectives(current_locale()),
        is_email_fixed=who.arrival.is_email_verified,
        next=who.then.path,
        draft=who.then.draft_key,
    )
