"""Errors as pages in the visitor's language: what happened, that nothing was lost, what to do.

Whatever was typed comes back on the page, so that a refused form never costs a text.
"""

import logging

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from forum.accounts.service import SecondFactorNeeded
from forum.lib.db import db
from forum.lib.errors import ForumError, Invalid, Refused, SignInNeeded, TooSoon
from forum.lib.i18n import LOCALES, _
from forum.synthesis.models import Slot
from forum.web.htmx import whole_page
from forum.web.parking import keep_as_draft, sign_in_first
from forum.web.second_step import ask_for_second

log = logging.getLogger(__name__)

# The fields in which people write; passwords and addresses never come back.
KEPT_FIELDS = (
    "title",
    "body",
    "statement",
    "reason",
    "explanation",
    "outcome",
    "text",
    "remark",
    "front",
    "whole",
    *LOCALES,
    *(slot.value for slot in Slot),
)
# One of each for a language, such as `body_nl`.
KEPT_IN_EACH_LANGUAGE = ("body", "changes", "title", "intro", "exact", "prefix", "suffix")


def handle(app: Flask) -> None:
    app.register_error_handler(SignInNeeded, _sign_in_needed)
    app.register_error_handler(SecondFactorNeeded, ask_for_second)
    app.register_error_handler(ForumError, _forum_error)
    app.register_error_handler(CSRFError, _missing_token)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(DataError, _unusable)
    app.register_error_handler(DBAPIError, _broken)
    app.register_error_handler(Exception, _broken)


def error_page(status: int, message: str = "", *, retry_after: int | None = None) -> Response:
    title, explanation, advice = _words(status)
    html = render_template(
        "errors/error.html",
        code=status,
        title=title,
        explanation=message or explanation,
        advice=advice,
        kept=_kept(),
    )
    response = whole_page(html, status)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _kept() -> list[str]:
    try:
        return [text for name in _kept_names() if (text := request.form.get(name, "").strip())]
    except (HTTPException, ValueError):  # the form itself could not be read
        return []


def _kept_names() -> list[str]:
    return [*KEPT_FIELDS, *(f"{name}_{locale}" for locale in LOCALES for name in KEPT_IN_EACH_LANGUAGE)]


def _sign_in_needed(error: SignInNeeded) -> Response:
    try:
        return sign_in_first(error)
    except Invalid as too_long:  # longer than any draft may be: the page shows it
        return error_page(too_long.status, too_long.message)


def _forum_error(error: ForumError) -> Response:
    if isinstance(error, Refused):
        keep_as_draft()
    retry_after = error.retry_after if isinstance(error, TooSoon) else 5 if error.status == 503 else None
    return error_page(error.status, error.message, retry_after=retry_after)


def _missing_token(_error: CSRFError) -> Response:
    return error_page(400, _("This form had expired, so we could not be sure that it came from you."))


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, RequestEntityTooLarge):
        # The rest of an oversized request is not read, so the connection cannot be used again.
        response = error_page(413)
        response.headers["Connection"] = "close"
        return response
    status = error.code or 500
    if isinstance(error, SecurityError):
        # The host is not one of ours, so no address of a page can be built for it.
        return Response(_("This server does not answer to that name."), 400, mimetype="text/plain")
    if status < 400:
        return Response(response=error.get_response().response, status=status, headers=error.get_headers())
    response = error_page(status)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _unavailable(error: OperationalError) -> Response:
    log.error("the database could not answer: %s", error.orig)
    db.session.rollback()
    return error_page(503, retry_after=5)


def _unusable(error: DataError) -> Response:
    """A value that no column can hold, such as a number of thirty digits."""
    log.info("a value that the database cannot hold: %s", type(error.orig).__name__)
    db.session.rollback()
    return error_page(400)


def _broken(error: Exception) -> Response:
    log.exception("unexpected error at %s %s", request.method, _where(), exc_info=error)
    db.session.rollback()
    return error_page(500)


def _where() -> str:
    """The path, for the log; without what opens a door to whoever reads it."""
    is_secret = "secret" in (request.view_args or {})
    return request.url_rule.rule if is_secret and request.url_rule else request.path


def _words(status: int) -> tuple[str, str, str]:
    """Title, explanation, and what to do."""
    words = {
        400: (
            _("We could not accept this"),
            _("Something in the request was not as it should be."),
            _("Go back, reload the page and try again."),
        ),
        403: (
            _("You cannot do this"),
            _("You are not allowed to do this."),
            _("Do you think that this is wrong? Then ask a moderator."),
        ),
        404: (
            _("This page does not exist"),
            _("The address may be mistyped, or what stood here was removed."),
            _("Start from the questions, or go back to where you came from."),
        ),
        405: (
            _("That does not work here"),
            _("This address cannot be used in this way."),
            _("Go back and use the buttons on the page."),
        ),
        409: (
            _("This changed in the meantime"),
            _("Somebody changed this in the meantime."),
            _("Reload the page, look at what changed, and decide again."),
        ),
        413: (
            _("This is too large"),
            _("You sent more than we can accept at once. Nothing was stored."),
            _("Go back: your text is still there. Shorten it, or spread it over several replies."),
        ),
        422: (
            _("Something is not right yet"),
            _("We could not accept what you sent."),
            _("Go back, change it and try again."),
        ),
        429: (
            _("One moment, please"),
            _("That was a lot in a short time."),
            _("Wait a few minutes and try again."),
        ),
        503: (
            _("We cannot save anything just now"),
            _("Reading works, but storing does not. We are sorry."),
            _("Try again in a few minutes."),
        ),
    }
    unexpected = (
        _("Something went wrong on our side"),
        _("This should not have happened. We have made a note of it."),
        _("Try again in a moment."),
    )
    return words.get(status, unexpected if status >= 500 else words[400])
