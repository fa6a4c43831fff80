"""What every answer carries, and which requests are not even looked at."""

import re
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request, session
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from forum.settings import Settings

csrf = CSRFProtect()

MAX_REQUEST_BYTES = 256 * 1024
MAX_FORM_PARTS = 200

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
TWO_YEARS = "max-age=63072000; includeSubDomains"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def protect(app: Flask, settings: Settings) -> None:
    is_https = settings.base_url.startswith("https:")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_REQUEST_BYTES,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        # Only https can carry the prefix; without it a browser on http would drop the cookie.
        SESSION_COOKIE_NAME="__Host-session" if is_https else "session",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form may stay open for days
        WTF_CSRF_SSL_STRICT=False,  # we check Origin and Sec-Fetch-Site ourselves, on http as well
    )
    app.before_request(_refuse_nul)
    app.before_request(_refuse_foreign_origins)
    csrf.init_app(app)
    app.after_request(_add_headers)
    app.extensions["forum.is_https"] = is_https
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _refuse_nul() -> None:
    """No address of ours holds a NUL, and no database stores one."""
    if "\x00" in request.path or any("\x00" in value for value in request.args.values()):
        abort(404)


def _refuse_foreign_origins() -> None:
    """A form on another site must not act here, whatever cookies come along."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site not in (None, "same-origin", "none"):
        abort(403)
    origin = request.headers.get("Origin")
    # A page with `Referrer-Policy: no-referrer`, as our pages with a secret in their address, sends "null".
    if origin is None or (origin == "null" and site == "same-origin"):
        return
    if urlsplit(origin).netloc != request.host:
        abort(403)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = TWO_YEARS
    if "Cache-Control" not in response.headers:
        personal = bool(session) or request.method not in SAFE_METHODS or response.status_code >= 400
        response.headers["Cache-Control"] = "private, no-store" if personal else "no-cache"
        response.vary.update(("Cookie", "Accept-Language", "HX-Request"))
    return response


def keep_address_private(response: Response) -> Response:
    """For pages with a secret in their address: no site we link to learns it, and no cache keeps it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def is_own_path(address: str) -> bool:
    """Whether `next` leads to a path of ours and nowhere else."""
    return re.fullmatch(r"/(?![/\\])[^\x00-\x20\\]*", address) is not None
