"""Every address is guarded: nothing changes for who is signed out, for a foreign site, or without a token."""

import re

import pytest

from forum.lib.db import db
from tests.browsing import Person

# What somebody who is signed out may send: it signs them in, changes nothing, or tells us what is illegal.
OPEN_TO_ALL = {
    "flags.create",
    "login.submit",
    "logout.submit",
    "register.submit",
    "passwords.forgot_submit",
    "passwords.reset_submit",
    "confirm.submit",
    "account_email.confirm_submit",
    "account_email.undo_submit",
    "preview.show",
    "passkeys.request_options",  # keeps what a browser has to sign, for five minutes
}

# Others' servers send these without cookie, session or token: what is signed is the proof.
FROM_SERVERS = {
    "unsubscribe.submit",  # of a mailbox (RFC 8058)
    "provider_sign_out.hear",  # of an organisation (OpenID Connect Back-Channel Logout)
}


def unsafe_routes(app):
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"GET", "HEAD", "OPTIONS"}):
            path = re.sub(r"<int:[^>]+>", "7", rule.rule)
            yield rule.endpoint, method, re.sub(r"<[^>]+>", "nothing", path)


def test_without_a_token_every_change_is_refused(app, nobody, as_alice):
    for endpoint, method, path in unsafe_routes(app):
        for person in (nobody, as_alice):
            page = person.post(path, csrf=False)
            expected = 404 if endpoint in FROM_SERVERS else 400
            assert (method, page.status_code) == ("POST", expected), endpoint


def test_a_form_on_another_site_changes_nothing(app, as_alice):
    for endpoint, _method, path in unsafe_routes(app):
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
        ):
            assert as_alice.post(path, headers=headers).status_code == 403, endpoint


def test_who_is_signed_out_changes_nothing(app, nobody, article, comment, thread):
    before = snapshot()
    for endpoint, _method, path in unsafe_routes(app):
        if endpoint not in OPEN_TO_ALL:
            for one in (thread.public_id, comment.public_id, "who-is-we"):
                page = nobody.post(
                    path.replace("nothing", one),
                    {"body": "x", "title": "A title", "lessons": "we", "version": "1"},
                )
                assert page.status_code in (303, 401, 403, 404, 422), endpoint
                assert page.status_code != 303 or page.location.startswith("/login"), endpoint
    assert snapshot() == before


def test_a_notice_of_illegal_content_changes_nothing_but_the_queue(nobody, comment):
    """A host takes such notices from everybody (Digital Services Act, article 16)."""
    before = snapshot()
    notice = {
        "target": f"comment:{comment.public_id}",
        "ground": "illegal",
        "explanation": "This is a threat.",
        "name": "Robin Smit",
        "email": "robin@example.nl",
        "good_faith": "yes",
    }
    assert nobody.post("/flags", notice).status_code == 303
    after = snapshot()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"flags", "moderation_items", "outbox"}


def snapshot() -> dict[str, list]:
    """Every row of every table but the drafts, in which a refused text waits for its author."""
    db.session.rollback()
    return {
        table.name: [tuple(row) for row in db.session.execute(table.select())]
        for table in db.metadata.sorted_tables
        if table.name != "drafts"
    }


@pytest.mark.parametrize("role", ["nobody", "member", "moderator"])
def test_reading_never_changes_anything(app, role, request, article, thread, comment):
    person: Person = request.getfixturevalue(
        {"nobody": "nobody", "member": "as_alice", "moderator": "as_moderator"}[role]
    )
    before = snapshot()
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods:
            for one in (thread.public_id, comment.public_id, "who-is-we", "we", "nothing"):
                page = person.get(re.sub(r"<[^>]+>", one, rule.rule))
                assert page.status_code < 500, (rule.rule, one)
    assert snapshot() == before
