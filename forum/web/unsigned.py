"""Addresses that know no session: what stands there is the same for everybody, whatever cookies come along.

Feeds are asked for by programs, and kept by proxies. So below this path no cookie is read and none is set.
"""

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

PATH = "/feeds/"
PERSONAL = f"{PATH}personal/"
"""Below it stand feeds of one person each: whoever has the address may read it, and nobody keeps it."""


def is_unsigned() -> bool:
    return request.path.startswith(PATH)


def keep_apart(app: Flask) -> None:
    app.session_interface = _Sessions()


class _Sessions(SecureCookieSessionInterface):
    """Those of Flask; below PATH an empty one, which nobody can write to and nobody saves."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return None if request.path.startswith(PATH) else super().open_session(app, request)
