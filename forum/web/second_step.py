"""The second of two steps of signing in. In between, nobody is signed in.

What the first step found out stands in the browser's signed cookie, for ten minutes. It opens nothing but the
second step, and a password that was changed makes it worthless.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, g, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.own_factors import own_factors
from forum.accounts.passkeys import our_site
from forum.accounts.service import HalfExpired, SecondFactorNeeded, finish_sign_in
from forum.lib import clock
from forum.lib.errors import Invalid, TooSoon
from forum.settings import settings
from forum.web import limits
from forum.web.continuing import (
    begin,
    continuation,
    continue_after_sign_in,
    device,
    go_on,
    user_agent,
)
from forum.web.htmx import go
from forum.web.viewer import viewer

bp = Blueprint("second_step", __name__)

LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Half:
    user_id: int
    mark: str
    via: int | None = None


def ask_for_second(error: SecondFactorNeeded) -> Response:
    """The answer to a first step, wherever it was done: a password, or a link that we mailed."""
    half = error.half
    then = half.then if half.then.path or half.then.draft_key else continuation()
    session["half"] = {
        "user": half.user_id,
        "mark": half.mark,
        "at": int(clock.now().timestamp()),
        "via": half.via,
    }
    return go(url_for("second_step.show", next=then.path or None, draft=then.draft_key or None))


def half_signed_in() -> Half | None:
    """Who did the first step in this browser; None when that was too long ago."""
    kept = session.get("half")
    if not isinstance(kept, dict):
        return None
    begun = datetime.fromtimestamp(kept["at"], UTC)
    # A second late is rounding; more means that our clock was set back.
    is_in_time = timedelta(seconds=-1) <= clock.now() - begun < LASTS
    return Half(kept["user"], kept["mark"], kept.get("via")) if is_in_time else None


@bp.get("/login/second")
def show() -> ResponseReturnValue:
    then = continuation()
    if viewer().is_signed_in and half_signed_in() is None:
        return go_on(then.path)
    half = half_signed_in()
    return second_form(half) if half else again()


@bp.post("/login/second")
@limits.second_step
def submit() -> ResponseReturnValue:
    half, then = half_signed_in(), continuation()
    if half is None:
        return again()
    try:
        signed_in = finish_sign_in(
            half.user_id,
            half.mark,
            request.form.get("code", ""),
            via=half.via,
            user_agent=user_agent(),
            device=device(),
        )
    except HalfExpired:
        return again()
    except Invalid as error:
        return second_form(half, error.fields), 422
    except TooSoon as error:
        return limits.asked_to_wait(second_form(half, {"code": error.message}, has_to_wait=True), error)
    begin(signed_in)
    return continue_after_sign_in(signed_in.user_id, then.path, then.draft_key)


def again() -> Response:
    """Back to the first step, with what somebody was doing."""
    session.pop("half", None)
    g.pop("viewer", None)
    then = continuation()
    return go(url_for("login.show", next=then.path or None, draft=then.draft_key or None, late=1))


def second_form(half: Half, errors: dict[str, str] | None = None, *, has_to_wait: bool = False) -> str:
    then = continuation()
    return render_template(
        "login_second.html",
        factors=own_factors(half.user_id),
        contact=settings().contact,
        passkeys_work=our_site() is not None,
        values={},
        errors=errors or {},
        has_to_wait=has_to_wait,
        next=then.path,
        draft=then.draft_key,
    )
