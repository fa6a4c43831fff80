"""In whose name somebody proposes a position, on the pages where they do."""

import pytest

from forum.discussion.drafts import position_place
from forum.mandates.service import withdraw_mandate
from tests.factories import a_comment, a_mandate, a_position, as_actor

NEW = "/questions/who-is-we/positions/new"
CREATE = "/questions/who-is-we/positions"
GOOD = "The partners agree on the goal before procurement begins."
QUESTION = "Should the partners agree on the goal?"


@pytest.fixture
def mandate(alice, article):
    return a_mandate(alice, "Gemeente Zeist")


@pytest.fixture
def theirs(alice, mandate):
    """A position that alice proposed for Zeist."""
    return a_position(alice, GOOD, capacity=mandate.public_id)


def choices(page) -> list[tuple[str, bool]]:
    return [
        (str(one["value"]), one.has_attr("checked")) for one in page.select("[type=radio][name=capacity]")
    ]


def both(mandate, *, personal: bool) -> list[tuple[str, bool]]:
    return [("personal", personal), (mandate.public_id, not personal)]


def after_the_end(how, alice, as_alice, mandate, clock) -> None:
    if how == "ended":
        clock.advance(days=101)
        as_alice.sign_in(alice)  # the session is as old as the form, and ended too
    else:
        withdraw_mandate(as_actor(alice), mandate.public_id)


def test_without_a_mandate_there_is_no_choice(as_bob, nobody, mandate):
    for person in (as_bob, nobody):
        page = person.get(NEW)
        assert choices(page) == []
        assert page.value("capacity") == "personal"
        assert "in a personal capacity" in page.words("#position-capacity")


def test_with_one_that_fits_there_is_and_it_begins_with_oneself(as_alice, alice, bob, mandate, thread):
    comment = a_comment(bob, thread, "We decide together.")
    mine = a_position(alice)
    for address in (
        NEW,
        f"/comments/{comment.public_id}/position",
        f"/positions/{mine.public_id}/supersede",
    ):
        assert choices(as_alice.get(address)) == both(mandate, personal=True), address


def test_one_for_elsewhere_or_for_a_conversation_is_not_offered(as_alice, alice, thread):
    a_mandate(alice, scope="question:one-budget")
    a_mandate(alice, scope=f"thread:{thread.public_id}")
    assert choices(as_alice.get(NEW)) == []


def test_a_text_can_leave_out_a_name_and_a_position_cannot(as_alice, mandate):
    assert not as_alice.get(NEW).select("[name=withhold]")


def test_a_position_in_its_name_says_so_with_a_link_wherever_it_stands(as_alice, mandate, nobody, mode):
    posted = as_alice.post(CREATE, {"statement": GOOD, "capacity": mandate.public_id}, mode=mode)
    assert posted.status_code == (303 if mode == "plain" else 200)
    for address in (posted.location, "/questions/who-is-we/ballot", "/positions", "/questions/who-is-we"):
        page = nobody.get(address)
        assert "on behalf of Gemeente Zeist" in page.words("main"), address
        assert page.select_one("main a[href='/organisations/gemeente-zeist']"), address
    assert "in a personal capacity" not in nobody.get(posted.location).words(".position .dotted")


def test_ones_own_says_that_it_is_ones_own(as_alice, mandate, nobody):
    posted = as_alice.post(CREATE, {"statement": GOOD, "capacity": "personal"})
    page = nobody.get(posted.location)
    assert "in a personal capacity" in page.words(".position .dotted")
    assert "Zeist" not in page.text


def test_second_thoughts_and_a_form_with_an_error_keep_the_choice(as_alice, mandate):
    for statement in (QUESTION, ""):
        page = as_alice.post(CREATE, {"statement": statement, "capacity": mandate.public_id})
        assert page.status_code == 422
        assert choices(page) == both(mandate, personal=False)


def test_a_draft_does_not_keep_it(as_alice, mandate):
    fields = {"draft": position_place("who-is-we"), "statement": GOOD, "next": "/"}
    as_alice.post("/drafts", fields | {"capacity": mandate.public_id})
    page = as_alice.get(NEW)
    assert page.value("statement").strip() == GOOD
    assert choices(page) == both(mandate, personal=True)


@pytest.mark.parametrize("how", ["ended", "withdrawn"])
def test_a_form_opened_before_the_end_is_refused_with_the_text_and_goes_personally_at_the_next_press(
    as_alice, alice, mandate, mode, clock, how, nobody
):
    after_the_end(how, alice, as_alice, mandate, clock)
    page = as_alice.post(CREATE, {"statement": GOOD, "capacity": mandate.public_id}, mode=mode)
    assert page.status_code == 422
    assert page.select_one("#position-capacity-error")
    assert page.select_one(".error-summary a[href='#position-capacity']")
    assert page.value("statement").strip() == GOOD
    assert page.value("capacity") == "personal"
    again = as_alice.post(CREATE, {"statement": page.value("statement"), "capacity": "personal"})
    assert "in a personal capacity" in nobody.get(again.location).words(".position .dotted")


def test_second_thoughts_after_the_end_say_that_it_would_go_personally(as_alice, alice, mandate):
    withdraw_mandate(as_actor(alice), mandate.public_id)
    page = as_alice.post(CREATE, {"statement": QUESTION, "capacity": mandate.public_id})
    assert page.status_code == 422
    assert "does not hold here any more" in page.words("#position-capacity-error")
    assert page.value("capacity") == "personal"


def test_a_preview_of_a_comment_after_the_end_says_so_too(as_alice, alice, mandate, thread):
    withdraw_mandate(as_actor(alice), mandate.public_id)
    fields = {"body": "So.", "capacity": mandate.public_id, "intent": "preview"}
    page = as_alice.post(f"/threads/{thread.public_id}/comments", fields)
    assert "does not hold here any more" in page.words("#composer-new-capacity-error")


def test_what_is_distilled_can_be_in_its_name_and_keeps_everything_when_it_is_refused(
    as_alice, alice, bob, mandate, thread
):
    comment = a_comment(bob, thread, "We decide together. That is hard.")
    fields = {
        "statement": GOOD,
        "source_comment": comment.public_id,
        "quote": "That is hard.",
        "capacity": mandate.public_id,
    }
    withdraw_mandate(as_actor(alice), mandate.public_id)
    page = as_alice.post(CREATE, fields)
    assert page.status_code == 422
    assert page.value("statement").strip() == GOOD
    assert page.select_one("input[name=quote][checked]")["value"] == "That is hard."
    renewed = a_mandate(alice, "Gemeente Zeist")
    page = as_alice.get(as_alice.post(CREATE, fields | {"capacity": renewed.public_id}).location)
    assert "on behalf of Gemeente Zeist" in page.words(".position .dotted")
    assert page.words("#sources blockquote") == "That is hard."


def test_after_its_end_a_position_says_so(theirs, nobody, clock):
    clock.advance(days=101)
    for address in (f"/positions/{theirs.public_id}", "/positions"):
        words = nobody.get(address).words(".mandate-over")
        assert words == "(mandate ran up to and including March 3, 2027)", address


def test_what_an_organisation_proposed_is_reworded_in_its_name(as_alice, theirs, mandate, nobody):
    address = f"/positions/{theirs.public_id}/supersede"
    form = as_alice.get(address)
    assert choices(form) == []
    assert form.value("capacity") == mandate.public_id
    assert "on behalf of Gemeente Zeist" in form.words("#supersede-capacity")
    posted = as_alice.post(address, {"statement": "First the goal.", "capacity": form.value("capacity")})
    assert "on behalf of Gemeente Zeist" in nobody.get(posted.location).words(".position .dotted")


@pytest.mark.parametrize("how", ["ended", "withdrawn"])
def test_who_speaks_for_it_no_more_is_offered_a_position_of_their_own(
    as_alice, alice, theirs, mandate, clock, how, nobody
):
    address = f"/positions/{theirs.public_id}/supersede"
    after_the_end(how, alice, as_alice, mandate, clock)
    fields = {"statement": "First the goal.", "capacity": mandate.public_id}
    for page in (as_alice.get(address), as_alice.post(address, fields)):
        assert "you do not speak for it now" in page.words("#supersede-capacity")
        assert [one["formaction"] for one in page.select("#supersede button.button")] == [CREATE]
        assert not page.select("[name=capacity]")
    assert page.status_code == 422
    assert page.value("statement").strip() == "First the goal."
    own = as_alice.post(CREATE, {"statement": "First the goal.", "anyway": "1"})
    assert "in a personal capacity" in nobody.get(own.location).words(".position .dotted")


def test_the_page_of_a_person_says_which_of_their_positions_were_for_an_organisation(alice, theirs, nobody):
    page = nobody.get(f"/people/{alice.handle}/positions")
    assert "on behalf of Gemeente Zeist" in page.words(".person-rows")
