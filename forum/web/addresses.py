"""`url_for` for templates: the addresses that Flask gives, in a tenth of its time.

A thread of 200 comments holds a thousand addresses, nearly all a fixed text around identifiers. Those are
filled in here; whatever is less plain goes to Flask. The forum always stands at the root of its host.
"""

import re
from typing import Any

import flask
from flask import Flask

_VARIABLE = re.compile(r"<(\w+)>")
# Such a value stands in an address as it is.
_is_plain = re.compile(r"[A-Za-z0-9_-]+").fullmatch

Pattern = tuple[frozenset[str], str]
"""The variables of a rule, and its address with them in braces."""


class Addresses:
    def __init__(self, app: Flask) -> None:
        self._app = app
        self._known: dict[str, list[Pattern]] = {}

    def url_for(self, endpoint: str, **values: Any) -> str:
        given = {name: str(value) for name, value in values.items() if value is not None}
        if all(_is_plain(value) and name[0] != "_" for name, value in given.items()):
            for variables, text in self._patterns_of(endpoint):
                if variables <= given.keys():
                    rest = "&".join([f"{name}={given[name]}" for name in given if name not in variables])
                    return text.format_map(given) + (f"?{rest}" if rest else "")
        return flask.url_for(endpoint, **values)

    def _patterns_of(self, endpoint: str) -> list[Pattern]:
        if endpoint not in self._known:
            self._known[endpoint] = self._patterns(endpoint)
        return self._known[endpoint]

    def _patterns(self, endpoint: str) -> list[Pattern]:
        """Of the plain rules, those with most variables first, as Flask chooses; [] leaves all to Flask."""
        if endpoint not in self._app.view_functions:
            return []
        rules = [rule.rule for rule in self._app.url_map.iter_rules(endpoint)]
        texts = [_VARIABLE.sub(r"{\1}", rule) for rule in rules]
        if any("<" in text for text in texts):
            return []
        found = [(frozenset(_VARIABLE.findall(rule)), text) for rule, text in zip(rules, texts, strict=True)]
        return sorted(found, key=lambda pattern: -len(pattern[0]))
