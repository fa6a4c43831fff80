"""In whose name somebody writes, on the pages where they do."""

import pytest

from forum.discussion.voice import Voice
from forum.mandates.service import withdraw_mandate
from tests.factories import a_comment, a_mandate, as_actor


@pytest.fixture
def mandate(alice, article):
    return a_mandate(alice, "Gemeente Zeist")


def path_of(thread) -> str:
    return f"/threads/{thread.public_id}/{thread.slug}"


def choices(page) -> list[tuple[str, bool]]:
    return [
        (str(one["value"]), one.has_attr("checked")) for one in page.select("[type=radio][name=capacity]")
    ]


def test_without_a_mandate_there_is_no_choice(as_bob, thread):
    page = as_bob.get(path_of(thread))
    assert choices(page) == []
    assert page.value("capacity") == "personal"


@pytest.mark.parametrize(
    "address",
    ["/threads/{}/what-do-we-mean-by-we", "/threads/{}/comments/new", "/questions/who-is-we/threads/new"],
)
def test_with_one_that_fits_there_is_and_it_begins_with_oneself(as_alice, mandate, thread, address):
    page = as_alice.get(address.format(thread.public_id))
    assert choices(page) == [("personal", True), (mandate.public_id, False)]
    assert "on behalf of Gemeente Zeist" in page.words(".capacity")


def test_one_for_elsewhere_is_not_offered(as_alice, alice, thread):
    a_mandate(alice, scope="question:one-budget")
    assert choices(as_alice.get(path_of(thread))) == []


def test_a_comment_in_its_name_says_so_with_a_link(as_alice, mandate, thread, nobody, mode):
    fields = {"body": "We agree.", "capacity": mandate.public_id}
    posted = as_alice.post(f"/threads/{thread.public_id}/comments", fields, mode=mode)
    assert posted.status_code in (200, 303)
    page = nobody.get(path_of(thread))
    byline = page.select(".comment .byline")[-1].get_text(" ")
    assert "Alice" in byline
    assert "on behalf of" in byline
    assert "in a personal capacity" not in byline
    assert page.select_one(".comment a[href='/organisations/gemeente-zeist']")


def test_the_choice_is_not_remembered_for_the_next_comment(as_alice, mandate, thread, mode):
    fields = {"body": "We agree.", "capacity": mandate.public_id}
    page = as_alice.post(f"/threads/{thread.public_id}/comments", fields, mode=mode)
    if mode == "plain":
        page = as_alice.get(path_of(thread))
    assert choices(page)[0] == ("personal", True)


def test_a_draft_does_not_remember_it_either(as_alice, mandate, thread):
    place = f"comment:{thread.public_id}:"
    as_alice.post("/drafts", {"draft": place, "body": "Later.", "capacity": mandate.public_id, "next": "/"})
    page = as_alice.get(path_of(thread))
    assert "Later." in page.value("body")
    assert choices(page)[0] == ("personal", True)


def test_a_preview_and_a_form_with_an_error_keep_it(as_alice, mandate, thread, mode):
    address = f"/threads/{thread.public_id}/comments"
    seen = as_alice.post(address, {"body": "So.", "capacity": mandate.public_id, "intent": "preview"})
    refused = as_alice.post(address, {"body": " ", "capacity": mandate.public_id}, mode=mode)
    assert refused.status_code == 422
    for page in (seen, refused):
        assert choices(page) == [("personal", False), (mandate.public_id, True)]


@pytest.mark.parametrize("how", ["ended", "withdrawn"])
def test_a_form_opened_before_the_end_is_refused_with_the_text_and_posts_personally_at_the_next_press(
    as_alice, alice, mandate, thread, mode, clock, how, nobody
):
    if how == "ended":
        clock.advance(days=101)
        as_alice.sign_in(alice)  # the session is as old as the form, and ended too
    else:
        withdraw_mandate(as_actor(alice), mandate.public_id)
    address = f"/threads/{thread.public_id}/comments"
    page = as_alice.post(address, {"body": "What we want.", "capacity": mandate.public_id}, mode=mode)
    assert page.status_code == 422
    assert page.select_one("#composer-new-capacity-error")
    assert page.value("body").strip() == "What we want."
    assert page.value("capacity") == "personal"
    again = as_alice.post(address, {"body": page.value("body"), "capacity": "personal"}, mode=mode)
    assert again.status_code in (200, 303)
    assert "in a personal capacity" in nobody.get(path_of(thread)).select(".byline")[-1].get_text()


def test_a_new_conversation_is_refused_likewise(as_alice, alice, mandate, article):
    withdraw_mandate(as_actor(alice), mandate.public_id)
    fields = {"title": "Our view", "body": "So.", "lessons": "we", "capacity": mandate.public_id}
    page = as_alice.post("/questions/who-is-we/threads", fields)
    assert page.status_code == 422
    assert page.value("title") == "Our view"
    assert page.select_one("#thread-capacity-error")


def test_a_new_conversation_says_for_whom_it_speaks_in_lists_too(as_alice, mandate, article, nobody):
    fields = {"title": "Our view", "body": "So.", "lessons": "we", "capacity": mandate.public_id}
    assert as_alice.post("/questions/who-is-we/threads", fields).status_code == 303
    assert "on behalf of Gemeente Zeist" in nobody.get("/questions/who-is-we").words(".thread-row")


def test_an_edit_after_the_end_says_at_once_that_it_cannot_be_saved(as_alice, alice, mandate, thread, clock):
    comment = a_comment(alice, thread, "First.", voice=Voice(mandate.public_id))
    assert "That stays so" in as_alice.get(f"/comments/{comment.public_id}/edit").words("main")
    clock.advance(days=101)
    as_alice.sign_in(alice)
    assert "your mandate has ended" in as_alice.get(f"/comments/{comment.public_id}/edit").words(".notice")
    page = as_alice.post(f"/comments/{comment.public_id}/edit", {"body": "Changed.", "version": "1"})
    assert page.status_code == 422
    assert "ran up to and including" in page.words(".error-summary")
    assert page.value("body").strip() == "Changed."


def test_after_its_end_a_text_says_so(alice, mandate, thread, nobody, clock):
    a_comment(alice, thread, voice=Voice(mandate.public_id))
    clock.advance(days=101)
    words = nobody.get(path_of(thread)).words(".mandate-over")
    assert words == "(mandate ran up to and including March 3, 2027)"


def test_the_page_of_a_person_says_which_of_their_texts_were_for_an_organisation(
    alice, mandate, thread, nobody
):
    a_comment(alice, thread, "For us.", voice=Voice(mandate.public_id))
    a_comment(alice, thread, "For me.")
    rows = [one.get_text(" ") for one in nobody.get(f"/people/{alice.handle}").select(".person-rows li")]
    assert ["on behalf of" in row for row in rows] == [False, True]
