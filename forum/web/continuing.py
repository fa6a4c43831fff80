"""Being signed in from this answer on, and going on with what one was doing."""

from flask import Response, after_this_request, current_app, g, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug.urls import iri_to_uri

from forum.accounts.erasing import leaving
from forum.accounts.known_devices import KEPT
from forum.accounts.queries import viewer_of_session
from forum.accounts.rules import LONGEST_CONTINUATION, LONGEST_DRAFT_KEY
from forum.accounts.service import SignedIn, sign_out
from forum.accounts.tokens import Continuation
from forum.discussion.drafts import claim
from forum.lib.errors import NotFound
from forum.web.htmx import go
from forum.web.security import is_own_path
from forum.web.viewer import Viewer, viewer

LONGEST_DEVICE = 64


def continuation() -> Continuation:
    """`next` and `draft` of this address or form; what we did not make ourselves is left out."""
    given = request.form if request.method == "POST" else request.args
    path, draft_key = given.get("next", ""), given.get("draft", "")
    is_path = len(path) <= LONGEST_CONTINUATION and is_own_path(path)
    is_key = len(draft_key) <= LONGEST_DRAFT_KEY and draft_key.isascii() and draft_key.isprintable()
    return Continuation(path if is_path else "", draft_key if is_key else "")


def user_agent() -> str:
    return request.headers.get("User-Agent", "")


def begin(signed_in: SignedIn) -> None:
    """Give this browser the session that was opened. Nothing of before stays, except the language."""
    account = viewer_of_session(signed_in.token)
    if account is None:
        raise NotFound
    language = session.get("locale")
    end()
    if language and not account.locale:
        session["locale"] = language
    _remember(signed_in.device)
    if signed_in.provider:
        session["provider"] = signed_in.provider
    session.permanent = True  # also after the browser was closed; the session row says until when
    login_user(Viewer(signed_in.token, account))


def device() -> str:
    """The secret by which we know this browser, "" when we do not."""
    return request.cookies.get(_device_cookie(), "")[:LONGEST_DEVICE]


def _remember(secret: str) -> None:
    """Only the pages for signing in get this cookie back: nothing else needs to know the browser."""
    if not secret or secret == device():
        return

    @after_this_request
    def _set_cookie(response: Response) -> Response:
        response.set_cookie(
            _device_cookie(),
            secret,
            max_age=KEPT,
            path=url_for("login.show"),
            secure=current_app.extensions["forum.is_https"],
            httponly=True,
            samesite="Lax",
        )
        return response


def _device_cookie() -> str:
    return "__Secure-device" if current_app.extensions["forum.is_https"] else "device"


def end() -> None:
    """Sign out of this browser, if it was signed in, and forget all that its cookie held."""
    earlier = viewer()
    if isinstance(earlier, Viewer):
        sign_out(earlier.token)
    logout_user()
    session.clear()
    for kept in ("viewer", "locale", "csrf_token"):
        g.pop(kept, None)


def continue_after_sign_in(user_id: int, next: str, draft: str) -> Response:
    """The text that waited becomes theirs, and they go on where they were. Who wanted their account erased
    first sees how to think better of it."""
    if draft:
        claim(draft, user_id)
    if leaving(user_id) is not None:
        return go("/account/erase")
    return go_on(next)


def go_on(path: str) -> Response:
    """To one of our own paths, the front page when there is none."""
    return go(iri_to_uri(path or "/"))
