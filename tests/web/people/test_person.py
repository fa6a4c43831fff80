"""The public page of a person."""

import pytest
import sqlalchemy as sa

from forum.accounts.handles import hash_of
from forum.accounts.models import UsedHandle, User
from forum.accounts.service import change_profile
from forum.accounts.suspending import close_account
from forum.discussion.curation import hide_comment, hide_thread
from forum.lib.db import atomic
from forum.lib.db import db as database
from tests.factories import a_comment, a_position, a_vote, as_actor, curated


def test_it_tells_who_somebody_is_and_what_they_wrote(nobody, bob, thread, comment, position):
    page = nobody.get("/people/bob")
    assert page.words("h1") == "Bob"
    assert "@bob" in page.words("main")
    assert thread.title in page.words(".person-rows")
    assert page.select_one(f'a[href="/comments/{comment.public_id}"]')
    assert page.select_one('meta[name=robots][content="noindex"]')
    positions = nobody.get("/people/bob/positions")
    assert "Clients decide with us." in positions.words(".person-rows")


def test_it_never_tells_how_somebody_voted(nobody, as_alice, alice, bob, position):
    other = a_position(alice, "Nobody decides alone.")
    a_vote(bob, other, reason="My secret reason.")
    for page in (nobody.get("/people/bob"), as_alice.get("/people/bob"), nobody.get("/people/bob/positions")):
        assert "Nobody decides alone." not in page.text
        assert "My secret reason." not in page.text


def test_what_others_cannot_read_is_not_there(nobody, as_bob, as_moderator, bob, thread, comment):
    curated(hide_comment, comment)
    a_comment(bob, thread, "To be seen.")
    for person in (nobody, as_bob, as_moderator):
        page = person.get("/people/bob")
        assert not page.select_one(f'a[href="/comments/{comment.public_id}"]')
        assert "To be seen." in page.text
    curated(hide_thread, thread)
    assert "To be seen." not in nobody.get("/people/bob").text


@atomic
def change(user: User, **values) -> None:
    database.session.execute(sa.update(User).where(User.id == user.id).values(**values))


def test_pseudonyms_and_who_is_not_there_have_no_page(nobody, bob):
    change(bob, is_pseudonym=True)
    assert nobody.get("/people/bob").status_code == 404
    assert nobody.get("/people/bob/positions").status_code == 404
    assert nobody.get("/people/nobody-here").status_code == 404
    assert nobody.get("/people/b%00b").status_code == 404


def test_a_closed_account_has_no_page_and_its_comments_no_link_to_it(nobody, bob, thread, comment):
    path = f"/threads/{thread.public_id}/{thread.slug}"
    assert nobody.get(path).select_one('.who a[href="/people/bob"]')
    curated(close_account, bob)
    assert nobody.get("/people/bob").status_code == 404
    assert not nobody.get(path).select_one('a[href^="/people/"]')


@atomic
def nobody_has(handle: str) -> None:
    had = UsedHandle.handle_hash == hash_of(handle)
    database.session.execute(sa.update(UsedHandle).where(had).values(user_id=None))


def test_an_address_with_an_earlier_short_name_leads_to_the_present_one(nobody, bob):
    change_profile(as_actor(bob), name="Bob", perspective="", organisation="", handle="bob-b")
    for path in ("", "/positions"):
        page = nobody.get(f"/people/bob{path}")
        assert (page.status_code, page.location) == (301, f"/people/bob-b{path}")
        # Who goes back to the earlier name must not be caught between two remembered redirects.
        assert page.headers["Cache-Control"] == "no-cache"
    change_profile(as_actor(bob), name="Bob", perspective="", organisation="", handle="bob")
    assert nobody.get("/people/bob").status_code == 200
    assert nobody.get("/people/bob-b").location == "/people/bob"


def test_an_earlier_short_name_of_who_is_gone_leads_nowhere(nobody, bob):
    change_profile(as_actor(bob), name="Bob", perspective="", organisation="", handle="bob-b")
    nobody_has("bob")
    assert nobody.get("/people/bob").status_code == 404
    assert nobody.get("/people/bob-b").status_code == 200
    curated(close_account, bob)
    assert nobody.get("/people/bob-b").status_code == 404


def test_capitals_in_an_address_lead_to_the_same_page(nobody, bob):
    assert nobody.get("/people/Bob").location == "/people/bob"


def test_a_long_list_goes_on_and_tells_nothing_twice(nobody, bob, thread):
    for number in range(44):
        a_comment(bob, thread, f"Number {number}.")
    seen, path = [], "/people/bob"
    while path:
        page = nobody.get(path)
        seen += [link["href"] for link in page.select(".person-rows h2 a")]
        link = page.select_one(".pager a[rel=next]")
        path = link["href"] if link else None
    assert len(seen) == len(set(seen)) == 45


@pytest.mark.parametrize("cursor", ["nonsense", "WzFd", "WyJhIiwyXQ"])
@pytest.mark.parametrize("page", ["", "/positions"])
def test_a_cursor_that_we_did_not_make_leads_nowhere(nobody, bob, cursor, page):
    status = nobody.get(f"/people/bob{page}?after={cursor}").status_code
    assert status == (200 if page and cursor == "WzFd" else 404)


def test_a_name_is_text(nobody, thread, bob):
    change(
        bob,
        name="<script>alert(1)</script>",
        organisation='"><img src=x onerror=alert(1)>',
        about="<b onclick=x>I</b>",
    )
    for path in ("/people/bob", f"/threads/{thread.public_id}/{thread.slug}"):
        page = nobody.get(path)
        assert "<script>alert" not in page.text
        assert not page.select_one("img[onerror], [onclick]")


def test_it_takes_as_many_statements_for_many_as_for_one(nobody, bob, thread, statements):
    with statements() as few:
        nobody.get("/people/bob")
    for _number in range(10):
        a_comment(bob, thread)
    with statements() as many:
        nobody.get("/people/bob")
    assert len(many) == len(few) <= 3


def test_a_mention_leads_to_the_page(as_alice, nobody, bob, thread, mode):
    path = f"/threads/{thread.public_id}/comments"
    as_alice.post(path, {"body": "What does @bob think? `@bob`", "submission_key": "x" * 20}, mode=mode)
    page = nobody.get(f"/threads/{thread.public_id}/{thread.slug}")
    assert page.select_one('.prose a[href="/people/bob"]').text == "@Bob"
    assert page.select_one(".prose code").text == "@bob"


def test_a_preview_shows_a_mention_as_it_will_look(as_alice, bob):
    assert 'href="/people/bob"' in as_alice.post("/preview", {"body": "Hello @Bob."}).text
