"""The feed of what one follows: /feeds/personal/<secret>.atom, .rss and .json.

Whoever has the address reads it, as feed readers cannot sign in. So it holds what anybody may read who is
signed out, and is kept nowhere: not here, not by a proxy, not compressed.
"""

from dataclasses import replace

from flask import Blueprint, Response, request

from forum.feeds.catalogue import Listed, listed
from forum.feeds.formats import FORMATS, Format
from forum.feeds.queries import feed_of, stamp_of
from forum.feeds.scopes import Kind, Scope
from forum.feeds.stamps import Stamp
from forum.lib.errors import NotFound
from forum.lib.i18n import current_locale
from forum.web.feeds import digest_of, language_asked, media_type, site
from forum.web.security import keep_address_private
from forum.web.unsigned import PERSONAL

bp = Blueprint("personal_feed", __name__)

LONGEST_SECRET = 64  # characters


@bp.get(f"{PERSONAL}<secret>.<any(atom, rss, json):ending>")
def show(secret: str, ending: str) -> Response:
    """1 statement for who has it, 3 for who has not."""
    if len(secret) > LONGEST_SECRET:
        raise NotFound
    format, scope, before = FORMATS[ending], Scope(Kind.PERSONAL, (secret,)), request.args.get("before", "")
    locale, _is_said_twice = language_asked()
    stamp = stamp_of(scope, locale, before=before)
    # Only we can have told somebody this ETag, so the feed is there. `*` anybody can think of.
    if digest_of(stamp, format) in request.if_none_match.as_set(include_weak=True):
        return _answer(b"", stamp, format, status=304)
    # A hub would be told the address, and pass it on.
    feed, stamp = feed_of(scope, locale, replace(site(), hub=""), before=before)
    return _answer(format.write(feed), stamp, format)


def own_feed(secret: str) -> Listed:
    """Its addresses, for whose it is."""
    return listed(Scope(Kind.PERSONAL, (secret,)), current_locale())


def _answer(document: bytes, stamp: Stamp, format: Format, *, status: int = 200) -> Response:
    response = Response(document, status, content_type=f"{media_type(format)}; charset=utf-8")
    response.set_etag(digest_of(stamp, format))
    response.vary.add("Accept")
    return response


@bp.after_request
def keep_it_private(response: Response) -> Response:
    """Whatever the answer is: that there is no such feed, too."""
    response.headers["X-Robots-Tag"] = "noindex"
    return keep_address_private(response)
