"""What a provider tells us by itself: that somebody signed out there (Back-Channel Logout 1.0).

It comes from the provider's server, without cookie, session or token of a form; the signed message is the
proof.
"""

import logging

from flask import Blueprint, Response, jsonify, request

from forum.accounts.oidc.problems import SignOnFailed
from forum.accounts.service import provider_named, sign_out_by_provider
from forum.web import limits
from forum.web.security import csrf

bp = Blueprint("provider_sign_out", __name__)
log = logging.getLogger(__name__)


@bp.post("/login/oidc/<provider>/signed-out")
@csrf.exempt
@limits.hearing_from_provider
def hear(provider: str) -> Response:
    one = provider_named(provider)
    tokens = request.form.getlist("logout_token")
    try:
        ended = sign_out_by_provider(one, tokens[0] if len(tokens) == 1 else "")
    except SignOnFailed as failure:
        log.warning("signing out by %s: %s", one.name, failure.why)
        return _answer(jsonify(error="invalid_request"), 400)
    log.info("signing out by %s: %s", one.name, ended)
    return _answer(Response(), 200)


def _answer(response: Response, status: int) -> Response:
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
