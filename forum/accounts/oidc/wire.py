"""HTTP to a provider: short of patience, without redirects, and never more than we can hold."""

import json
import threading
import time
from typing import Any

from requests import PreparedRequest, RequestException, Response, Session
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

CONNECT_SECONDS, READ_SECONDS, IN_ALL_SECONDS = 3.05, 5.0, 8.0
LONGEST_ANSWER = 256 * 1024
AT_ONCE = 4
"""So many threads of a process wait for providers; the others keep serving pages."""

_waiting = threading.BoundedSemaphore(AT_ONCE)


class WireError(Exception):
    """The message says what happened, without anything secret."""


class Wire(HTTPAdapter):
    """Takes the place of the adapter in a session of requests, and so holds for Authlib's session too."""

    def send(self, request: PreparedRequest, *_args: Any, **options: Any) -> Response:
        kept = {name: options[name] for name in ("verify", "cert", "proxies") if name in options}
        if not _waiting.acquire(timeout=1):
            raise WireError("too many people wait for a provider already")
        try:
            until = time.monotonic() + IN_ALL_SECONDS
            response = super().send(request, stream=True, timeout=(CONNECT_SECONDS, READ_SECONDS), **kept)
            # Where a provider sends us is not where we were told to go.
            if 300 <= response.status_code < 400:
                response.close()
                raise WireError(f"it redirects ({response.status_code})")
            response._content = _body_of(response, until)
            return response
        except (RequestException, HTTPError, OSError) as error:
            raise WireError(type(error).__name__) from error
        finally:
            _waiting.release()


def _body_of(response: Response, until: float) -> bytes:
    body = bytearray()
    try:
        while piece := response.raw.read1(16 * 1024, decode_content=True):
            body += piece
            if len(body) > LONGEST_ANSWER:
                raise WireError("its answer is too long")
            if time.monotonic() > until:
                raise WireError("its answer takes too long")
    finally:
        response.close()
    return bytes(body)


def attach(session: Session) -> Session:
    for scheme in ("https://", "http://"):
        session.mount(scheme, Wire())
    return session


def get_json(address: str, *, bearer: str = "") -> dict[str, Any]:
    """Raises WireError for anything but a JSON object with status 200."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    with attach(Session()) as session:
        response = session.get(address, headers=headers)
    if response.status_code != 200:
        raise WireError(f"it answers with status {response.status_code}")
    try:
        found = json.loads(response.content)
    except (ValueError, RecursionError) as error:
        raise WireError("its answer is no JSON") from error
    if not isinstance(found, dict):
        raise WireError("its answer is no JSON object")
    return found
