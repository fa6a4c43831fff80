"""Page or partial: the only reader and writer of the HX-* headers.

A partial `_thing.html` has one root element with an id. Pages include it, and an answer to htmx is
that partial alone. Every form works without htmx too: then a GET shows the page, a change redirects.
"""

from typing import Any

from flask import Response, make_response, redirect, render_template, request

from forum.lib.errors import Invalid


def wants_partial() -> bool:
    """Whether htmx asks for a piece. Boosted links and restored history get the whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def show(page: str, partial: str, **context: Any) -> Response:
    """Answer a GET: the partial to htmx, the page to everybody else."""
    return _answer(partial if wants_partial() else page, context)


def changed(partial: str, otherwise: str, *, target: str = "", push: str = "", **context: Any) -> Response:
    """Answer a POST that did its work: the partial to htmx, else 303 to the address `otherwise`.

    `target`: as in `refused`. `push`: the path that the browser shows from now on.
    """
    if not wants_partial():
        return _vary(make_response(redirect(otherwise, code=303)))
    response = _aimed(_answer(partial, context), target)
    if push:
        response.headers["HX-Push-Url"] = push
    return response


def refused(partial: str, page: str, error: Invalid, *, target: str = "", **context: Any) -> Response:
    """422 with the same form, the text kept and each message at its field.

    `target`: selector of what the partial takes the place of, where that is not what the form asked for.
    """
    template = partial if wants_partial() else page
    return _aimed(_answer(template, context | {"errors": error.fields}, status=422), target)


def conflicting(partial: str, page: str, *, target: str = "", **context: Any) -> Response:
    """409 with the thing as it is now; static/js/conflicts.js lets htmx put it in its place."""
    return _aimed(_answer(partial if wants_partial() else page, context, status=409), target)


def _aimed(response: Response, target: str) -> Response:
    if target and wants_partial():
        response.headers["HX-Retarget"] = target
    return response


def go(address: str) -> Response:
    """Send the browser to another page, from a form that htmx or the browser itself submitted.

    `address` is one of our own paths.
    """
    if wants_partial():
        return _vary(make_response("", 200, {"HX-Redirect": address}))
    return _vary(make_response(redirect(address, code=303)))


def whole_page(html: str, status: int) -> Response:
    """A full page, also where htmx expected a piece, such as an error.

    htmx does not put a refusal in place of the form: static/js/feedback.js shows its words there.
    """
    return _vary(make_response(html, status))


def _answer(template: str, context: dict[str, Any], status: int = 200) -> Response:
    return _vary(make_response(render_template(template, **context), status))


def _vary(response: Response) -> Response:
    response.vary.add("HX-Request")
    return response
