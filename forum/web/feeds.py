"""Feeds for readers of one's own: /feeds/<scope>.atom, .rss and .json, and the page that explains them."""

import hashlib
from dataclasses import astuple

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.articles.queries import lesson_list, lessons_by_slugs
from forum.feeds.catalogue import OPML, as_opml, catalogue, place_of
from forum.feeds.entries import Place, Site
from forum.feeds.formats import FORMATS, Format
from forum.feeds.queries import feed_listed, feed_of, stamp_of
from forum.feeds.scopes import Elsewhere, Kind, Scope, scope_at
from forum.feeds.stamps import Stamp
from forum.lib.errors import NotFound
from forum.lib.i18n import LOCALES, current_locale
from forum.settings import settings
from forum.web.kept_feeds import kept_with, wants_gzip, wants_page
from forum.web.unsigned import PATH

bp = Blueprint("feeds", __name__)

MAX_AGE = 300
"""Seconds for which a proxy need not ask again. What was taken away is gone from it after that."""
CACHE_CONTROL = f"public, max-age={MAX_AGE}"


@bp.get("/feeds")
def index() -> ResponseReturnValue:
    """All feeds, and on top the one that is asked for: `of` a path, or of one or more `lesson`."""
    locale, lessons = current_locale(), request.args.getlist("lesson")
    asked = request.args.get("of", "").replace(" ", "+")  # as a plus reads in a query
    try:
        if lessons:
            asked = Scope(Kind.LESSONS, tuple(one.slug for one in lessons_by_slugs(lessons, locale))).path
        chosen = feed_listed(scope_at(asked), locale) if asked else None
    except Elsewhere as elsewhere:
        return redirect(url_for(".index", of=elsewhere.path), 301)
    whole, questions, by_lesson = catalogue(locale)
    return render_template(
        "feeds.html",
        chosen=chosen,
        groups=(whole, questions, by_lesson),
        lessons=lesson_list(locale),
        combined=lessons,
        opml=place_of("all", locale).address("opml"),
        canonical=url_for(".index"),
    )


@bp.get("/feeds.opml")
def all_of_them() -> ResponseReturnValue:
    return redirect(url_for(".opml"), 301)


@bp.get(f"{PATH}all.opml")
def opml() -> ResponseReturnValue:
    """For a reader that takes all of them at once."""
    locale, is_said_twice = language_asked()
    if is_said_twice:
        return redirect(url_for(".opml"), 301)
    text = as_opml(catalogue(locale))
    response = Response(text, content_type=f"{OPML}; charset=utf-8")
    digest = hashlib.sha256(text).hexdigest()[:32]
    response.set_etag(f"{digest}-gzip" if wants_gzip(request.environ) else digest)
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.vary.add("Accept-Encoding")
    return response


@bp.get(f"{PATH}<path:path>.<any(atom, rss, json):ending>")
def show(path: str, ending: str) -> ResponseReturnValue:
    """A document of a feed. 1 statement for who has it, 3 for who has not."""
    format, scope, before = FORMATS[ending], scope_at(path), request.args.get("before", "")
    locale, is_said_twice = language_asked()
    is_at_its_address = scope.path == path and not is_said_twice
    if is_at_its_address and (answer := _unchanged(scope, locale, before, format)) is not None:
        return answer
    try:
        feed, stamp = feed_of(scope, locale, site(), before=before)
    except Elsewhere as elsewhere:
        return _moved(elsewhere.path, format)
    if not is_at_its_address:
        return _moved(scope.path, format)
    return _answer(format.write(feed), stamp, format)


def _unchanged(scope: Scope, locale: str, before: str, format: Format) -> Response | None:
    """What is kept here is still right, or who asks has it. 1 statement."""
    stamp = stamp_of(scope, locale, before=before)
    etag = _etag(stamp, format)
    if (kept := kept_with(etag)) is not None:
        return kept
    # Only we can have told somebody this ETag, so the feed is there. A date, or `*`, anybody can think of.
    if etag not in request.if_none_match.as_set(include_weak=True):
        return None
    return _answer(b"", stamp, format, status=304)


def _answer(document: bytes, stamp: Stamp, format: Format, *, status: int = 200) -> Response:
    response = Response(document, status, content_type=f"{media_type(format)}; charset=utf-8")
    response.set_etag(_etag(stamp, format))
    response.last_modified = stamp.changed_at
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Access-Control-Allow-Origin"] = "*"  # readers that run in a browser
    response.vary.update(("Accept", "Accept-Encoding"))
    return response


def media_type(format: Format) -> str:
    """Browsers show XML with its style sheet, and what says that it is a feed as source, or not at all."""
    is_shown = wants_page(request.environ) and format.media_type.endswith("+xml")
    return "application/xml" if is_shown else format.media_type


def _etag(stamp: Stamp, format: Format) -> str:
    """Strong: it changes with the database and the settings, and names these bytes in this encoding."""
    digest = digest_of(stamp, format)
    return f"{digest}-gzip" if wants_gzip(request.environ) else digest


def digest_of(stamp: Stamp, format: Format) -> str:
    parts = (stamp.digest, media_type(format), settings().base_url, *astuple(site()))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def site() -> Site:
    base, asset = settings().base_url, current_app.jinja_env.globals["asset"]
    return Site(
        name=settings().site_name,
        chooser=base + "/feeds",
        style=asset("css/feed.css"),
        icon=base + asset("img/favicon.png"),
        logo=base + asset("img/touch.png"),
        hub=settings().websub_hub,
    )


def language_asked() -> tuple[str, bool]:
    """That of the address, else the forum's own; never the browser's, since one address is one document.

    And whether the address says what goes without saying. Raises NotFound for a language that there is not.
    """
    own = settings().default_locale
    asked = request.args.get("lang", own)
    if asked not in LOCALES:
        raise NotFound
    return asked, asked == own and "lang" in request.args


def _moved(path: str, format: Format) -> ResponseReturnValue:
    language, before = request.args.get("lang", ""), request.args.get("before", "")
    place = Place(PATH + path, "" if language == settings().default_locale else language)
    response = redirect(place.address(format.ending, before=before), 301)
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response
