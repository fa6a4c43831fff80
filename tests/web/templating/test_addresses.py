"""Addresses in templates are those that Flask gives."""

import flask
import pytest
from werkzeug.routing import BuildError

from forum.web.addresses import Addresses

VALUES = [
    {},
    {"public_id": "bcdf234567"},
    {"public_id": "bcdf234567", "slug": "what-do-we-mean"},
    {"public_id": "bcdf234567", "slug": None},
    {"public_id": "bcdf234567", "parent": "x2", "quote": 1},
    {"slug": "wie-is-wij", "_anchor": "threads"},
    {"slug": "één/../vraag?x#y"},
    {"slugs": "we+values"},
    {"slugs": "we", "after": "a b&c=d"},
    {"code": "en", "next": "/threads/x?after=1"},
    {"token": "a-b_c", "next": None, "draft": ""},
]


def outcome(build, endpoint, values):
    try:
        return build(endpoint, **values)
    except BuildError:
        return "no such address"


@pytest.mark.parametrize("values", VALUES, ids=str)
def test_every_address_is_as_flask_gives_it(app, values):
    addresses = Addresses(app)
    with app.test_request_context("/"):
        for endpoint in {rule.endpoint for rule in app.url_map.iter_rules()}:
            assert outcome(addresses.url_for, endpoint, values) == outcome(flask.url_for, endpoint, values)
