"""In which language a page is answered: the one chosen here, else the account's, else the browser's.

A choice made here gives way when somebody signs in whose account has a language, and when they change it.
"""

from flask import Blueprint, Flask, abort, g, has_request_context, redirect, request, session
from flask.typing import ResponseReturnValue

from forum.lib.i18n import LOCALES, babel
from forum.settings import Settings, settings
from forum.web.security import is_own_path
from forum.web.viewer import viewer

bp = Blueprint("language", __name__)


def speak(app: Flask, configured: Settings) -> None:
    app.config.update(
        BABEL_DEFAULT_LOCALE=configured.default_locale,
        BABEL_DEFAULT_TIMEZONE=configured.timezone,
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    babel.init_app(app, locale_selector=_locale)


def _locale() -> str:
    if not has_request_context():
        return settings().default_locale
    if "locale" not in g:
        # Set first: looking up the viewer may fail, and the error page needs a language too.
        g.locale = settings().default_locale
        g.locale = _chosen() or request.accept_languages.best_match(LOCALES) or settings().default_locale
    return g.locale


def _chosen() -> str | None:
    choices = (session.get("locale") if request.cookies else None, viewer().locale)
    return next((choice for choice in choices if choice in LOCALES), None)


@bp.get("/language/<code>")
def choose(code: str) -> ResponseReturnValue:
    """Remember the choice in the session cookie. It changes nothing but what one sees."""
    if code not in LOCALES:
        abort(404)
    session["locale"] = code
    address = request.args.get("next", "/")
    return redirect(address if is_own_path(address) else "/", code=303)
