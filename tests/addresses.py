"""Where the forum has pages: every address that can be read, with what may stand in it."""

import re
from collections.abc import Iterable, Iterator
from itertools import product

from flask import Flask

PLACE = re.compile(r"<(?:[^>:]+:)?([a-z_]+)>")


def addresses(app: Flask, *, ids: Iterable[str], slugs: Iterable[str], **others: Iterable[str]) -> list[str]:
    """ids stand where a thing is named by its id, slugs where it is named by words; others: by the name of
    the place in the rule, such as `handle`. Elsewhere ids and slugs are tried both."""
    fitting = {"public_id": [*ids], "slug": [*slugs], "slugs": [*slugs], "question": [*slugs]}
    fitting |= {"version": ["1", "2"], "number": ["1", "2"], "year": ["2026"], "ending": ["atom"]}
    fitting |= {name: [*values] for name, values in others.items()}
    return sorted(set(_addresses(app, fitting)))


def _addresses(app: Flask, fitting: dict[str, list[str]]) -> Iterator[str]:
    both = fitting["public_id"] + fitting["slug"]
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith("/static"):
            continue
        for chosen in product(*(fitting.get(name, both) for name in PLACE.findall(rule.rule))):
            values = iter(chosen)
            yield PLACE.sub(lambda _place, values=values: next(values), rule.rule)
