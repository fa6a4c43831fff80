"""Who is offered to be mentioned: people of this conversation, to who may write in it."""

import pytest

from forum.accounts.suspending import close_account
from forum.discussion.curation import hide_comment, hide_thread, lock_thread
from forum.discussion.participants import MOST_OFFERED
from forum.discussion.service import withdraw_comment
from forum.lib.db import atomic
from forum.lib.db import db as database
from tests.factories import NAMELESS, a_comment, a_user, as_actor, curated


def offered(person, thread, begin: str) -> list[str]:
    page = person.get(f"/threads/{thread.public_id}/people?q={begin}")
    assert page.status_code == 200
    return [option["data-handle"] for option in page.select("[role=listbox] > [role=option]")]


@pytest.mark.parametrize(
    ("begin", "found"), [("b", ["bob"]), ("BO", ["bob"]), ("x", []), ("", []), ("%25", [])]
)
def test_who_writes_here_is_found_by_how_their_name_begins(as_alice, thread, comment, begin, found):
    assert offered(as_alice, thread, begin) == found


def test_any_word_of_a_name_will_do(as_alice, thread):
    person = a_user("anna-de-vries")
    a_comment(person, thread, "Here I am.")
    rename(person, "Anna de Vries")
    for begin in ("ann", "vries", "anna-de", "anna%20d"):
        assert offered(as_alice, thread, begin) == ["anna-de-vries"]
    assert offered(as_alice, thread, "ries") == []


def test_who_writes_elsewhere_is_not_and_oneself_neither(as_alice, as_bob, thread, comment):
    a_user("bea")
    assert offered(as_alice, thread, "b") == ["bob"]
    assert offered(as_bob, thread, "b") == []


def test_what_others_cannot_read_betrays_nobody(as_alice, as_moderator, thread):
    carol, dave = a_user("carol"), a_user("dave")
    hidden, withdrawn = a_comment(carol, thread, "Away with it."), a_comment(dave, thread, "Never mind.")
    curated(hide_comment, hidden)
    withdraw_comment(as_actor(dave), withdrawn.public_id)
    for person in (as_alice, as_moderator):
        assert offered(person, thread, "c") == offered(person, thread, "d") == []


def test_a_name_that_was_left_out_is_not_offered(as_alice, as_moderator, thread):
    carol = a_user("carol")
    a_comment(carol, thread, "Without my name.", voice=NAMELESS)
    for person in (as_alice, as_moderator):
        assert offered(person, thread, "c") == []
    a_comment(carol, thread, "With it.")
    assert offered(as_alice, thread, "c") == ["carol"]


def test_who_has_no_page_is_not_offered(as_alice, bob, thread, comment):
    curated(close_account, bob)
    assert offered(as_alice, thread, "b") == []


def test_eight_at_most_in_the_order_of_their_names(as_alice, thread):
    for number in range(MOST_OFFERED + 2):
        a_comment(a_user(f"zoe {chr(ord('z') - number)}"), thread, "Yes.")
    found = offered(as_alice, thread, "zoe")
    assert len(found) == MOST_OFFERED
    assert found == sorted(found)


def test_who_may_not_write_here_is_offered_nobody(nobody, as_alice, thread, comment):
    path = f"/threads/{thread.public_id}/people?q=b"
    assert nobody.get(path).location.startswith("/login")
    curated(lock_thread, thread)
    assert as_alice.get(path).status_code == 403
    curated(hide_thread, thread)
    assert as_alice.get(path).status_code == 404
    assert as_alice.get("/threads/nothing/people?q=b").status_code == 404


def test_names_are_text_and_nothing_else(as_alice, thread):
    person = a_user("eve")
    a_comment(person, thread, "Yes.")
    rename(person, "Eve <script>\"'")
    page = as_alice.get(f"/threads/{thread.public_id}/people?q=e")
    assert not page.select("script")
    assert "Eve <script>" in page.words("[role=option]")


@atomic
def rename(person, name: str) -> None:
    database.session.merge(person).name = name


def test_no_shared_cache_keeps_it(as_alice, thread, comment):
    page = as_alice.get(f"/threads/{thread.public_id}/people?q=b")
    assert page.headers["Cache-Control"] == "private, no-store"


def test_asking_without_end_is_refused(as_alice, thread):
    answers = {as_alice.get(f"/threads/{thread.public_id}/people?q=b").status_code for _ in range(121)}
    assert answers == {200, 429}


def test_the_field_says_where_to_ask_and_visitors_have_no_such_thing(nobody, as_alice, thread):
    path = f"/threads/{thread.public_id}/{thread.slug}"
    assert as_alice.get(path).select_one("textarea[data-people]")["data-people"].endswith("/people")
    assert "@anna-de-vries" in as_alice.get(path).words(".formatting")
    new = nobody.get(f"/threads/{thread.public_id}/comments/new")
    assert new.select_one("textarea")
    assert not new.select_one("textarea[data-people]")
