"""The door to the running application for rooms that do not know Flask.

`create_app` puts each injected part (settings, clock, mailer …) here once; the rooms that own a part
offer a typed function around it, such as `forum.lib.clock.now`.
"""

from collections.abc import Iterator
from typing import Any

from flask import Flask, current_app

_PREFIX = "forum."


def install(app: Flask, **parts: Any) -> None:
    for name, part in parts.items():
        app.extensions[_PREFIX + name] = part


def part(name: str) -> Any:
    """The injected part of the current app. Raises KeyError for a part nobody installed."""
    return current_app.extensions[_PREFIX + name]


def render_text(template: str, **context: Any) -> str:
    """A template outside any page, such as a mail: no request, no viewer. `.html` ones are escaped."""
    return current_app.jinja_env.get_template(template).render(**context)


def render_pieces(template: str, **context: Any) -> Iterator[str]:
    """As `render_text`, piece by piece: for what is too large to have in memory at once."""
    return current_app.jinja_env.get_template(template).generate(**context)
