"""What everybody and moderators read says nothing any more of who was erased; kept pages neither."""

import pytest
import sqlalchemy as sa

from forum.accounts.erasing import ask_erasure
from forum.discussion.models import Comment, Thread
from forum.jobs import deliver_all
from forum.lib.db import db
from forum.moderation.models import Decision, Item
from forum.own_data.chores import erase_accounts
from forum.permissions import SYSTEM
from forum.positions.models import Position
from forum.transfer.polis_export import export_question
from tests import lives
from tests.addresses import addresses
from tests.factories import as_actor


def addresses_for(app, life) -> list[str]:
    """Of every page that can be read, for whatever of this life stands in an address."""
    ids = [life.user.public_id]
    for model in (Thread, Comment, Position, Decision, Item):
        ids += db.session.scalars(sa.select(model.public_id))
    found = addresses(app, ids=ids, slugs=("who-is-we", "we"), handle=(lives.HANDLE,))
    scopes = (
        "all",
        "questions/who-is-we",
        "lessons/we",
        f"threads/{life.thread.public_id}",
        "moderation-log",
    )
    return found + [f"/feeds/{scope}.{kind}" for scope in scopes for kind in ("atom", "rss", "json")]


def there(person, paths) -> dict[str, str]:
    """The pages, feeds and files that this reader finds there, and what they say; refusals say nothing."""
    found = {}
    for path in paths:
        page = person.get(path)
        assert page.status_code < 500, path
        if page.status_code in (301, 302, 303, 308) and page.location:
            page = person.get(page.location)
        if page.status_code != 404:
            found[path] = page.text if page.status_code == 200 else ""
    return found


def told_of(pages: dict[str, str]) -> set[str]:
    """The addresses whose answers hold a trace."""
    return {path for path, text in pages.items() if any(trace in text.lower() for trace in lives.TRACES)}


@pytest.mark.parametrize("reader", ["nobody", "as_moderator"])
def test_no_page_feed_or_file_tells_who_it_was(app, life, clock, request, reader):
    person = request.getfixturevalue(reader)
    paths, account = addresses_for(app, life), f"/moderation/accounts/{life.user.public_id}"
    # Many of these lead nowhere, such as a position's name among the threads; erasing does not change that.
    known = there(person, paths)
    before = told_of(known)
    kinds = {path.split("/")[1].split(".")[0] for path in before}
    assert {"threads", "positions", "people"} <= kinds
    assert any(path.startswith("/feeds/") for path in before) or reader != "nobody"
    ask_erasure(as_actor(life.user), keeps_votes=True)
    deliver_all()
    clock.advance(days=15)
    erase_accounts()
    deliver_all()
    if reader == "as_moderator":
        person.sign_in(person.user)
    left = there(person, [path for path in known if not any(trace in path for trace in lives.TRACES)])
    assert told_of(left) == set()
    assert person.get(f"/people/{lives.HANDLE}").status_code == 404
    assert person.get(account).status_code == (404 if reader == "as_moderator" else 303)


def test_an_export_for_research_tells_nothing_either(life, clock, tmp_path):
    ask_erasure(as_actor(life.user), keeps_votes=True)
    clock.advance(days=15)
    erase_accounts()
    export_question(SYSTEM, "who-is-we", tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        text = path.read_text().lower()
        assert not any(trace in text for trace in lives.TRACES), path.name


def test_the_page_of_a_conversation_is_made_anew(life, clock, nobody):
    """Pages are kept until something changes: erasing is such a change."""
    path = f"/threads/{life.thread.public_id}/{life.thread.slug}"
    first = nobody.get(path)
    assert lives.NAME in first.text
    ask_erasure(as_actor(life.user), keeps_votes=True)
    clock.advance(days=15)
    erase_accounts()
    again = nobody.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert lives.NAME not in again.text
