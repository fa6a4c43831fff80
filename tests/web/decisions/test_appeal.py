"""Objecting on the page: nothing typed is lost, and it lands once."""

import pytest
import sqlalchemy as sa

from forum.discussion.drafts import appeal_place, draft_at
from forum.moderation.models import Appeal
from tests.factories import a_comment, as_actor
from tests.web.decisions.conftest import address

TEXT = "I named nobody. Please look again."


@pytest.fixture
def appeals(db):
    def found() -> list[str]:
        db.session.rollback()
        return list(db.session.scalars(sa.select(Appeal.text).order_by(Appeal.id)))

    return found


def test_the_form_shows_what_one_objects_to(hidden, as_bob):
    page = as_bob.get(f"{address(hidden)}/appeal")
    assert page.status_code == 200
    assert "Leave out the street." in page.words(".quoted")
    assert page.select_one("form#object textarea[name=text]")


def test_an_objection_leads_back_to_the_decision_which_says_who_looks(hidden, as_bob, appeals, mode):
    sent = as_bob.post(f"{address(hidden)}/appeal", {"text": TEXT}, mode=mode)
    assert sent.location == f"{address(hidden)}?done=appealed#appeal"
    page = as_bob.get(sent.location)
    assert "We have received your objection" in page.words(".notices")
    assert "Another moderator than the one who decided" in page.words("#appeal")
    assert "you hear" in page.words("#appeal").lower()
    assert appeals() == [TEXT]


def test_an_empty_objection_comes_back_with_what_is_wrong(hidden, as_bob, appeals, mode):
    page = as_bob.post(f"{address(hidden)}/appeal", {"text": " "}, mode=mode)
    assert page.status_code == 422
    assert page.select_one("#object-text-error")
    assert bool(page.select_one("h1")) == (mode == "plain")
    assert appeals() == []


def test_one_that_is_too_long_comes_back_whole(hidden, as_bob, appeals, mode):
    page = as_bob.post(f"{address(hidden)}/appeal", {"text": "x" * 4001}, mode=mode)
    assert page.status_code == 422
    assert len(page.value("text").strip()) == 4001


def test_a_form_that_is_sent_twice_lands_once(hidden, as_bob, appeals, mode):
    fields = {"text": TEXT, "submission_key": "k1"}
    first = as_bob.post(f"{address(hidden)}/appeal", fields, mode=mode)
    second = as_bob.post(f"{address(hidden)}/appeal", fields, mode=mode)
    assert first.location == second.location
    assert appeals() == [TEXT]


def test_a_second_objection_is_refused_and_its_text_is_shown(hidden, as_bob, appeals, mode):
    as_bob.post(f"{address(hidden)}/appeal", {"text": TEXT})
    page = as_bob.post(f"{address(hidden)}/appeal", {"text": "And another thing."}, mode=mode)
    assert page.status_code == 409
    assert "And another thing." in page.text
    assert appeals() == [TEXT]


def test_who_objected_finds_no_second_form(hidden, as_bob):
    as_bob.post(f"{address(hidden)}/appeal", {"text": TEXT})
    assert as_bob.get(f"{address(hidden)}/appeal").location == f"{address(hidden)}#appeal"


def test_after_six_months_the_text_is_refused_and_kept(hidden, as_bob, bob, clock, mode):
    clock.advance(days=184)
    as_bob.sign_in(bob)
    page = as_bob.post(f"{address(hidden)}/appeal", {"text": TEXT}, mode=mode)
    assert page.status_code == 409
    assert TEXT in page.text


def test_somebody_else_cannot_object(hidden, as_alice, as_moderator, appeals, mode):
    for person in (as_alice, as_moderator):
        assert person.post(f"{address(hidden)}/appeal", {"text": TEXT}, mode=mode).status_code == 403
    assert appeals() == []


def test_moderators_who_look_at_the_form_are_led_to_the_decision(hidden, as_moderator):
    assert as_moderator.get(f"{address(hidden)}/appeal").location == f"{address(hidden)}#appeal"


def test_who_is_signed_out_by_then_finds_the_text_after_signing_in(app, hidden, nobody, bob, appeals):
    sent = nobody.post(f"{address(hidden)}/appeal", {"text": TEXT})
    assert sent.location.startswith(f"/login?next={address(hidden)}/appeal&draft=")
    assert appeals() == []


def test_a_draft_is_kept_and_goes_when_it_is_sent(hidden, as_bob, bob, mode):
    place = appeal_place(hidden.public_id)
    as_bob.post("/drafts", {"draft": place, "text": "Half a thought", "next": "/"}, mode=mode)
    assert as_bob.get(f"{address(hidden)}/appeal").value("text").strip() == "Half a thought"
    as_bob.post(f"{address(hidden)}/appeal", {"text": TEXT})
    assert draft_at(as_actor(bob), place) is None


def test_objecting_is_limited(do, thread, bob, as_bob):
    decisions = [do("hide", f"comment:{a_comment(bob, thread).public_id}") for _ in range(21)]
    answers = [as_bob.post(f"{address(one)}/appeal", {"text": TEXT}).status_code for one in decisions]
    assert answers == [303] * 20 + [429]
