"""The pages on which somebody asks for a mandate, confirms one and withdraws it."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import Suspension
from forum.accounts.suspending import suspend
from forum.discussion.voice import Voice
from forum.jobs import deliver_all
from forum.mandates.models import Mandate, MandateState
from forum.moderation.models import Item
from tests.browsing import Person
from tests.factories import a_comment, a_mandate, a_thread, a_user, an_ask, curated, decided

FORM = {
    "organisation": "Gemeente Zeist",
    "perspective": "municipality",
    "described": "A town in Utrecht.",
    "website": "https://www.example.nl",
    "scope": "question:who-is-we",
    "ends_on": "2027-03-03",
    "contact": "Kim Smit, alderman",
    "evidence": "The council decided so.\nOn 3 March.",
    "link": "https://www.example.nl/decision",
}


@pytest.fixture
def asked(db):
    """The only mandate there is."""

    def find() -> Mandate:
        db.session.rollback()
        return db.session.scalars(sa.select(Mandate), execution_options={"populate_existing": True}).one()

    return find


def test_asking_stores_it_and_says_what_happens_next(as_alice, article, asked):
    page = as_alice.post("/account/mandates", FORM)
    assert page.status_code == 303
    assert asked().state is MandateState.ASKED
    shown = as_alice.get(page.location)
    assert "We have your request" in shown.words()
    assert "Kim Smit, alderman" in shown.words(".mandate-facts")


def test_what_is_wrong_is_said_at_its_field_with_everything_typed_still_there(as_alice, article):
    page = as_alice.post("/account/mandates", FORM | {"ends_on": "", "contact": ""})
    assert page.status_code == 422
    assert page.select_one("#mandate-ends_on-error")
    assert page.select_one("#mandate-contact-error")
    assert page.value("evidence").strip() == FORM["evidence"]
    assert page.select_one("option[value='question:who-is-we'][selected]")


def test_asking_the_same_twice_is_told_and_nothing_is_lost(as_alice, article):
    as_alice.post("/account/mandates", FORM)
    page = as_alice.post("/account/mandates", FORM)
    assert page.status_code == 409
    assert "already" in page.words("#mandate-organisation-error")
    assert page.value("contact") == FORM["contact"]


def test_who_is_signed_out_fills_it_in_first_and_finds_it_back_after_signing_in(app, alice, article, nobody):
    assert nobody.get("/account/mandates/new").status_code == 200
    page = nobody.post("/account/mandates", FORM)
    assert page.location.startswith("/login")


def test_a_draft_stands_in_the_form(as_alice, article):
    as_alice.post(
        "/drafts", {"draft": "mandate:new", "organisation": "De Bilt", "next": "/account/mandates/new"}
    )
    assert as_alice.get("/account/mandates/new").value("organisation") == "De Bilt"


def test_from_a_conversation_one_asks_for_that_conversation(as_alice, thread):
    page = as_alice.get(f"/account/mandates/new?thread={thread.public_id}")
    option = page.select_one(f"option[value='thread:{thread.public_id}'][selected]")
    assert option is not None
    assert thread.title in option.get_text()


def test_a_conversation_that_is_not_there_is_not_offered(as_alice, article):
    page = as_alice.get("/account/mandates/new?thread=nothing")
    assert page.select_one("option[value=forum][selected]")


def test_asking_again_begins_with_what_was_said_before_but_not_with_its_days(as_alice, alice, article):
    mandate = a_mandate(alice, scope="lesson:we")
    page = as_alice.get(f"/account/mandates/new?again={mandate.public_id}")
    assert page.value("organisation") == "Gemeente Zeist"
    assert page.value("ends_on") == ""
    assert page.select_one("option[value='lesson:we'][selected]")


def test_nobody_begins_with_what_somebody_else_said(as_alice, bob, article):
    mandate = a_mandate(bob)
    page = as_alice.get(f"/account/mandates/new?again={mandate.public_id}")
    assert page.value("organisation") == ""


def test_a_colleague_confirms_with_one_press(app, alice, as_bob, bob, article):
    a_mandate(bob)
    mandate = a_mandate(alice, is_confirmed=False)
    assert as_bob.get("/account/mandates").select_one(f"a[href$='{mandate.public_id}']")
    page = as_bob.get(f"/account/mandates/{mandate.public_id}")
    assert "The council decided so." in page.words()
    assert as_bob.post(page.select_one("#confirm")["action"]).status_code == 303
    assert "Withdraw this mandate" in Person(app, alice).get(f"/account/mandates/{mandate.public_id}").words()


def test_of_two_who_confirm_the_second_hears_that_it_was_done(as_bob, bob, alice, article):
    a_mandate(bob)
    mandate = a_mandate(alice, is_confirmed=False)
    decided(mandate, "confirm")
    page = as_bob.post(f"/account/mandates/{mandate.public_id}/confirm")
    assert page.status_code == 409
    assert "meantime" in page.words()


def test_nobody_confirms_their_own(as_alice, alice, article):
    mandate = a_mandate(alice, is_confirmed=False)
    assert not as_alice.get(f"/account/mandates/{mandate.public_id}").select_one("#confirm")
    assert as_alice.post(f"/account/mandates/{mandate.public_id}/confirm").status_code == 403


def test_a_stranger_finds_nothing(as_alice, bob, nobody, article):
    mandate = a_mandate(bob)
    assert as_alice.get(f"/account/mandates/{mandate.public_id}").status_code == 404
    assert as_alice.post(f"/account/mandates/{mandate.public_id}/withdraw").status_code == 403
    assert nobody.get(f"/account/mandates/{mandate.public_id}").location.startswith("/login")


def test_withdrawing_ends_it_at_once(as_alice, alice, article, asked):
    mandate = a_mandate(alice)
    page = as_alice.post(f"/account/mandates/{mandate.public_id}/withdraw")
    assert "no longer holds" in as_alice.get(page.location).words()
    assert asked().state is MandateState.WITHDRAWN


def test_moderators_find_it_in_their_queue_with_what_shows_it(db, as_moderator, alice, article):
    a_mandate(alice, is_confirmed=False, link="https://www.example.nl/decision")
    deliver_all()
    item = db.session.scalars(sa.select(Item)).one()
    assert "Asks for a mandate" in as_moderator.get("/moderation").words()
    page = as_moderator.get(f"/moderation/items/{item.public_id}")
    assert "The council decided so." in page.words(".mandate-facts")
    assert "Kim Smit" in page.words(".mandate-facts")
    assert {one["action"] for one in page.select("#decide form")} >= {
        "/moderation/confirm",
        "/moderation/refuse",
    }


def test_a_moderator_decides_and_the_asker_reads_why(as_moderator, as_alice, alice, article, mailbox):
    as_alice.post("/account/language", {"locale": "en"})
    mandate = a_mandate(alice, is_confirmed=False)
    deliver_all()
    form = {"target": f"mandate:{mandate.public_id}", "ground": "evidence"}
    page = as_moderator.post("/moderation/refuse", form | {"reason": "The council did not decide this."})
    assert page.status_code == 303
    deliver_all()
    (mail,) = mailbox.to("alice@example.nl")
    assert "speak for an organisation was refused" in str(mail["Subject"])
    assert "The council did not decide this." in str(mail.get_body().get_content())


def test_the_log_tells_what_was_decided_and_not_about_whom(nobody, alice, article):
    decided(a_mandate(alice, is_confirmed=False), "confirm")
    words = nobody.get("/moderation/log").words("main")
    assert "Confirmed" in words
    assert "mandate to speak for an organisation" in words
    assert "Alice" not in words
    assert "Zeist" not in words


def test_the_organisation_has_a_page_once_it_is_confirmed(nobody, alice, article):
    mandate = a_mandate(alice, is_confirmed=False, described="A town.", scope="lesson:we")
    assert nobody.get("/organisations/gemeente-zeist").status_code == 404
    assert "Zeist" not in nobody.get("/organisations").words("main")
    decided(mandate, "confirm")
    page = nobody.get("/organisations/gemeente-zeist")
    assert "Alice" in page.words("section[aria-labelledby=speakers]")
    assert "at lesson 1" in page.words("section[aria-labelledby=speakers]")
    for secret in ("The council decided so.", "Kim Smit"):
        assert secret not in page.text
    assert nobody.get("/organisations").select_one("a[href='/organisations/gemeente-zeist']")


def test_what_ended_stays_as_history_without_its_evidence(nobody, alice, as_alice, article, clock):
    mandate = a_mandate(alice)
    as_alice.post(f"/account/mandates/{mandate.public_id}/withdraw")
    a_mandate(alice)
    clock.advance(days=101)
    page = nobody.get("/organisations/gemeente-zeist")
    assert "Nobody" in page.words("section[aria-labelledby=speakers]")
    history = page.words("#history")
    assert "Withdrawn on" in history
    assert "Ran up to and including March 3, 2027" in history
    assert "Kim Smit" not in page.text


def test_a_request_that_nobody_confirmed_is_in_no_history(nobody, alice, bob, as_bob, article):
    a_mandate(alice)
    mandate = a_mandate(bob, is_confirmed=False)
    as_bob.post(f"/account/mandates/{mandate.public_id}/withdraw")
    assert "Bob" not in nobody.get("/organisations/gemeente-zeist").text


def test_the_list_is_searched_by_parts_of_names(nobody, alice, article):
    for name in ("Gemeente Zeist", "Gemeente De Bilt", "Zorg 100%"):
        a_mandate(alice, name)
    found = {
        asked: [
            one.get_text() for one in nobody.get("/organisations", query_string={"q": asked}).select("h2 a")
        ]
        for asked in ("zeist GEM", "gemeente", "%", "100%", "x")
    }
    assert found["zeist GEM"] == ["Gemeente Zeist"]
    assert found["gemeente"] == ["Gemeente De Bilt", "Gemeente Zeist"]
    assert found["100%"] == ["Zorg 100%"]
    assert found["x"] == []
    assert len(found["%"]) == 3


def test_a_long_list_goes_on_without_missing_or_repeating_one(nobody, article, db):
    mayor = a_user("mayor")
    names = [f"Stichting {number:02}" for number in range(53)]
    for name in names:
        a_mandate(mayor, name)
    first = nobody.get("/organisations")
    rest = nobody.get(first.select_one("a[rel=next]")["href"])
    shown = [one.get_text() for page in (first, rest) for one in page.select("h2 a")]
    assert shown == names


def test_the_form_of_the_factory_is_one_that_is_taken(alice, article):
    assert an_ask().ends_on


def test_its_page_shows_what_was_said_in_its_name_and_goes_on(nobody, alice, thread, do):
    mandate = a_mandate(alice)
    voice = Voice(mandate.public_id)
    comments = [a_comment(alice, thread, f"Our view, number {n:02}.", voice=voice) for n in range(23)]
    a_comment(alice, thread, "My own view.")
    do("hide", f"comment:{comments[0].public_id}", ground="spam")
    first = nobody.get("/organisations/gemeente-zeist")
    rest = nobody.get(first.select_one("#said a[rel=next]")["href"].partition("#")[0])
    said = [one.get_text() for page in (first, rest) for one in page.select(".said-row > p:first-of-type")]
    assert said == [f"Our view, number {n:02}." for n in range(22, 0, -1)]
    assert first.select_one(f".said-row a[href='/comments/{comments[-1].public_id}']")


def test_a_conversation_that_waits_for_a_moderator_is_not_on_it(nobody, alice, thread, do):
    voice = Voice(a_mandate(alice).public_id)
    started = a_thread(alice, title="Our conversation", voice=voice)
    assert "Our conversation" in nobody.get("/organisations/gemeente-zeist").words("#said")
    do("hold", f"thread:{started.public_id}", ground="spam")
    assert "Our conversation" not in nobody.get("/organisations/gemeente-zeist").text


def test_moderators_end_a_mandate_from_the_page_of_the_organisation(as_moderator, alice, nobody, article):
    mandate = a_mandate(alice)
    link = as_moderator.get("/organisations/gemeente-zeist").select_one(f"a[href$='{mandate.public_id}']")
    page = as_moderator.get(link["href"])
    form = page.select_one("a[href^='/moderation/revoke']")
    assert as_moderator.get(form["href"]).status_code == 200
    assert not nobody.get("/organisations/gemeente-zeist").select(f"a[href$='{mandate.public_id}']")


def test_who_is_suspended_does_not_stand_on_the_page_of_the_organisation(nobody, alice, bob, article):
    a_mandate(alice)
    a_mandate(bob)
    curated(suspend, alice, Suspension.WRITING, None)
    page = nobody.get("/organisations/gemeente-zeist")
    assert page.words(".mandate-row strong") == "Bob"
    assert "Alice" not in page.words("main")
    assert "1 person may speak for it" in nobody.get("/organisations").words("main")
