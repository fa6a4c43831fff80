"""The ways to sign in to one's account: which providers are linked to it."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.identities import own_identities
from forum.accounts.oidc.problems import SignOnFailed
from forum.accounts.service import provider_named, unlink
from forum.lib.errors import Conflict
from forum.lib.i18n import _
from forum.settings import settings
from forum.web import limits
from forum.web.htmx import go
from forum.web.notices import Notice
from forum.web.proving import require_fresh
from forum.web.single_sign_on import failed, go_to_provider
from forum.web.viewer import actor

bp = Blueprint("identities", __name__)


@bp.get("/account/identities")
def show() -> str:
    return _page()


@bp.post("/account/identities/link/<provider>")
@limits.signing_on
@require_fresh("identities.show")
def link(provider: str) -> ResponseReturnValue:
    one = provider_named(provider)
    try:
        return go_to_provider(one, linking=actor())
    except SignOnFailed as failure:
        return failed(one, failure)


@bp.post("/account/identities/<public_id>/unlink")
@require_fresh("identities.show")
def remove(public_id: str) -> ResponseReturnValue:
    try:
        unlink(actor(), public_id)
    except Conflict as refusal:
        return _page(public_id, refusal.message), 409
    return go(url_for(".show", done="unlinked"))


def _page(kept: str = "", why: str = "") -> str:
    """`kept`: the identity that was not unlinked, and why not."""
    own = own_identities(actor().user_id)
    providers = settings().oidc_providers
    return render_template(
        "account_identities.html",
        identities=own,
        titles={one.name: one.title for one in providers},
        offered=[one for one in providers if one.name not in {each.provider for each in own}],
        kept=kept,
        why=why,
        notices=_notices(),
    )


def _notices() -> list[Notice]:
    words = {
        "linked": _("Linked. From now on you can sign in this way."),
        "unlinked": _("Unlinked. You cannot sign in this way any more."),
    }
    text = words.get(request.args.get("done", ""))
    return [Notice("done", text)] if text else []
