"""Reporting illegal content without an account."""

import pytest

from forum.discussion.drafts import claim
from forum.moderation.service import perform
from tests.browsing import Person
from tests.factories import a_comment, a_user, as_actor
from tests.web.moderation.reading import flags, the_flag

GOOD = {
    "ground": "illegal",
    "explanation": "This is a threat.",
    "name": "Robin Smit",
    "email": "robin@example.nl",
    "good_faith": "yes",
}


@pytest.fixture
def ref(comment) -> str:
    return f"comment:{comment.public_id}"


def test_every_page_leads_to_it(nobody, article):
    link = nobody.get("/questions").select_one("footer a[href='/flags/new']")
    assert link is not None
    assert link.get_text() == "Report illegal content"
    assert nobody.cookies == []


def test_who_is_signed_out_gets_the_form_for_illegal_content_and_the_way_to_sign_in(nobody, ref):
    page = nobody.get(f"/flags/new?target={ref}")
    assert page.words("h1") == "Report illegal content"
    assert page.value("ground") == "illegal"
    assert page.select("input[type=radio]") == []
    for name in ("explanation", "name", "email", "good_faith", "nameless"):
        assert page.select_one(f"#notice [name={name}]"), name
    sign_in = page.select_one(".lead a")
    assert sign_in is not None
    assert sign_in["href"].startswith("/login?next=/flags/new?target%3Dcomment:")


def test_a_notice_lands_and_shows_its_receipt(nobody, ref, comment, mode):
    page = nobody.post("/flags", {"target": ref} | GOOD, mode=mode)
    flag = the_flag()
    assert (flag.target_id, flag.reporter_name, flag.reporter_email, flag.locale) == (
        comment.id,
        "Robin Smit",
        "robin@example.nl",
        "en",
    )
    if mode == "plain":
        assert page.location == f"/flags/{flag.public_id}"
        page = nobody.get(page.location)
    assert "We send you a message" in page.words(".receipt")
    assert "Robin" not in page.text
    assert "robin@" not in page.text


def test_without_a_link_one_pastes_the_address(nobody, comment):
    page = nobody.get("/flags/new?place=/comments/abc")
    assert page.value("place") == "/comments/abc"
    fields = {"place": f"http://localhost/comments/{comment.public_id}"} | GOOD
    assert nobody.post("/flags", fields).status_code == 303
    assert the_flag().target_id == comment.id


@pytest.mark.parametrize(
    "place", ["", "nonsense", "https://elsewhere.example/comments/x", "/comments/nothing"]
)
def test_what_is_no_address_of_ours_is_said_at_its_field(nobody, article, place):
    page = nobody.post("/flags", {"place": place} | GOOD)
    assert page.status_code == 422
    assert page.select_one("#notice-place-error")
    assert page.value("place") == place
    assert page.value("email") == "robin@example.nl"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"explanation": ""}, "explanation"),
        ({"explanation": "x" * 2001}, "explanation"),
        ({"name": ""}, "name"),
        ({"email": "robin@"}, "email"),
        ({"good_faith": ""}, "good_faith"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(nobody, ref, mode, change, field):
    typed = GOOD | change
    page = nobody.post("/flags", {"target": ref} | typed, mode=mode)
    assert page.status_code == 422
    assert page.select_one(f"#notice-{field}-error")
    for name in ("explanation", "name", "email"):
        assert page.value(name).strip() == typed[name]
    assert bool(page.select_one("[name=good_faith][checked]")) == bool(typed["good_faith"])
    assert flags() == 0


def test_of_abuse_of_a_child_one_need_not_say_who_one_is(nobody, ref):
    fields = {"target": ref, "nameless": "yes"} | GOOD | {"name": "", "email": ""}
    page = nobody.get(nobody.post("/flags", fields).location)
    assert the_flag().reporter_email is None
    assert "Keep the address of this page" in page.words(".receipt")


def test_the_same_notice_twice_is_one_with_one_receipt(nobody, ref):
    first = nobody.post("/flags", {"target": ref} | GOOD)
    assert nobody.post("/flags", {"target": ref} | GOOD).location == first.location
    assert flags() == 1


def test_any_other_ground_needs_an_account(nobody, ref, mode):
    page = nobody.post("/flags", {"target": ref} | GOOD | {"ground": "spam"}, mode=mode)
    assert page.location.startswith("/login?next=")
    assert flags() == 0


def test_a_member_whose_session_ended_keeps_the_text_both_ways(nobody, alice, ref):
    """The form with an account asks for no name; without a session it may still be a notice."""
    page = nobody.post("/flags", {"target": ref, "ground": "illegal", "explanation": "This is a threat."})
    assert page.status_code == 422
    assert page.value("explanation").strip() == "This is a threat."
    address = page.select_one(".lead a")["href"]
    claim(address.partition("draft=")[2], alice.id)
    nobody.sign_in(alice)
    page = nobody.get(f"/flags/new?target={ref}")
    assert page.value("explanation").strip() == "This is a threat."
    assert page.select_one("input[value=illegal][checked]")


@pytest.mark.parametrize("who", ["not confirmed", "suspended"])
def test_an_account_that_cannot_write_can_still_give_notice(app, ref, mo, who):
    person = a_user(is_confirmed=who != "not confirmed")
    if who == "suspended":
        perform(
            as_actor(mo),
            "suspend",
            f"account:{person.public_id}",
            ground="spam",
            reason="Advertisements in many places.",
            fields={"scope": ["everything"]},
        )
    browser = Person(app, person)
    page = browser.get(f"/flags/new?target={ref}")
    assert page.value("ground") == "illegal"
    assert page.select_one(".lead a") is None
    assert browser.post("/flags", {"target": ref} | GOOD).status_code == 303
    assert the_flag().reporter_id is None
    assert browser.post("/flags", {"target": ref} | GOOD | {"ground": "spam"}).status_code == 403


def test_what_is_not_there_or_hidden_is_not_found(nobody, ref, mo):
    perform(as_actor(mo), "hide", ref, ground="spam", reason="An advertisement for a course.")
    for target in (ref, "comment:nothing"):
        assert nobody.get(f"/flags/new?target={target}").status_code == 404
        assert nobody.post("/flags", {"target": target} | GOOD).status_code == 404


def test_one_address_reports_so_much_an_hour(nobody, bob, thread):
    comments = [a_comment(bob, thread) for _ in range(11)]
    answers = [
        nobody.post(
            "/flags",
            {"target": f"comment:{one.public_id}"} | GOOD | {"email": f"robin{number}@example.nl"},
        ).status_code
        for number, one in enumerate(comments)
    ]
    assert answers == [303] * 10 + [429]


def test_one_mailbox_gets_so_many_receipts_a_day_from_wherever(nobody, bob, thread):
    answers = []
    for number in range(11):
        one = a_comment(bob, thread)
        page = nobody.post(
            "/flags",
            {"target": f"comment:{one.public_id}"} | GOOD,
            environ_base={"REMOTE_ADDR": f"192.0.2.{number}"},
        )
        answers.append(page.status_code)
    assert answers == [303] * 10 + [429]


def test_all_addresses_together_report_so_much_a_day(nobody, comment, ref):
    refused = 0
    for number in range(201):
        page = nobody.post(
            "/flags",
            {"target": ref} | GOOD | {"email": f"robin{number}@example.nl"},
            environ_base={"REMOTE_ADDR": f"10.0.{number // 200}.{number % 200}"},
        )
        refused += page.status_code == 429
    assert refused == 1
    assert flags() == 200
