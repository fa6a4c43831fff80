"""Several people at the same moment."""

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

from forum.lib.i18n import force_locale


def at_once(app: Flask, calls: list[Callable[[], Any]]) -> list[Any]:
    """What each call gave, or the error it raised."""

    def one(call: Callable[[], Any]) -> Any:
        with app.app_context(), force_locale("en"):
            try:
                return call()
            except Exception as error:
                return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(lambda call: contextvars.Context().run(one, call), calls))
