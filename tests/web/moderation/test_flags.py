"""Reporting something with an account, and the receipt."""

import pytest
import sqlalchemy as sa

from forum.discussion.drafts import claim, draft_at, flag_place
from forum.lib.db import db
from forum.moderation.kinds import Ground
from forum.moderation.models import Flag
from forum.moderation.service import perform, raise_flag
from forum.synthesis.models import Mark
from tests.factories import a_comment, a_mark, a_synthesis, a_user, as_actor
from tests.web.moderation.reading import flags, the_flag


@pytest.fixture
def ref(comment) -> str:
    return f"comment:{comment.public_id}"


def form(ref: str) -> str:
    return f"/flags/new?target={ref}"


@pytest.mark.parametrize("kind", ["comment", "thread", "position"])
def test_every_contribution_of_somebody_else_has_a_quiet_link_to_report_it(
    kind, comment, thread, position, as_alice, as_bob, nobody
):
    page = f"/threads/{thread.public_id}/{thread.slug}"
    address = f"/positions/{position.public_id}" if kind == "position" else page
    thing = {"comment": comment, "thread": thread, "position": position}[kind]
    link = f'a[href="/flags/new?target={kind}:{thing.public_id}"]'
    assert as_alice.get(address).select_one(link)
    assert as_bob.get(address).select_one(link) is None
    signed_out = nobody.get(address).select_one(link)
    assert signed_out is not None
    assert "hx-get" not in signed_out.attrs
    assert nobody.cookies == []


def test_a_remark_on_a_synthesis_can_be_reported(thread, bob, mo, as_alice, as_bob):
    a_synthesis(mo, "We agree on the goal.")
    remark = a_mark(bob, Mark.WITH_REMARK, "The residents are missing.")
    page = "/questions/who-is-we/synthesis"
    link = f'a[href="/flags/new?target=remark:{remark.public_id}"]'
    assert as_alice.get(page).select_one(link)
    assert as_bob.get(page).select_one(link) is None
    shown = as_alice.get(form(f"remark:{remark.public_id}"))
    assert shown.words("h1") == "Report this remark"
    assert "The residents are missing." in shown.words("figure")
    sent = as_alice.post("/flags", {"target": f"remark:{remark.public_id}", "ground": "client_data"})
    receipt = as_alice.get(sent.location)
    assert receipt.select_one(f'.facts a[href="/remarks/{remark.public_id}"]')
    assert "The residents are missing." not in as_alice.get(page).text


def test_the_form_opens_in_place_or_on_a_page_of_its_own(as_alice, ref, comment, mode):
    page = as_alice.get(form(ref), mode=mode)
    assert page.status_code == 200
    assert [one["value"] for one in page.select("input[name=ground]")] == [
        "client_data",
        "tender",
        "illegal",
        "hateful",
        "off_topic",
        "spam",
        "duplicate",
        "other",
    ]
    assert page.value("target") == ref
    assert page.words(".grounds").count("taken out of sight at once") == 2
    if mode == "plain":
        assert page.words("h1") == "Report this comment"
        assert page.select_one("meta[name=robots][content=noindex]")
        assert "Bob" in page.words("figure")
    else:
        assert page.soup.find().name == "form"
        assert page.select_one("form[hx-post='/flags']")


def test_a_report_lands_and_shows_its_receipt(as_alice, alice, ref, mode):
    fields = {"target": ref, "ground": "hateful", "explanation": "He calls us names."}
    page = as_alice.post("/flags", fields, mode=mode)
    flag = the_flag()
    assert (flag.ground, flag.explanation, flag.reporter_id) == (
        Ground.HATEFUL,
        "He calls us names.",
        alice.id,
    )
    if mode == "plain":
        assert page.status_code == 303
        assert page.location == f"/flags/{flag.public_id}"
        page = as_alice.get(page.location)
    assert page.status_code == 200
    receipt = page.words(f"#flag-{flag.public_id}")
    assert "Thank you, your report is in" in receipt
    assert "within 2 days" in receipt
    assert "Hateful or insulting" in receipt
    assert "He calls us names" not in page.text


def test_a_comment_that_goes_out_of_sight_does_so_on_the_page_too(as_alice, ref, comment):
    page = as_alice.post("/flags", {"target": ref, "ground": "tender"}, mode="htmx")
    gone = page.select_one(f"#comment-{comment.public_id}[hx-swap-oob]")
    assert gone is not None
    assert gone.get_text() == "This text waits for a moderator."
    assert as_alice.get(form(ref), mode="htmx").select("[hx-swap-oob]") == []


def test_a_double_click_lands_once(as_alice, ref):
    fields = {"target": ref, "ground": "spam"}
    assert as_alice.post("/flags", fields).location == as_alice.post("/flags", fields).location
    assert flags() == 1


def test_who_reported_something_finds_the_receipt_instead_of_the_form(as_alice, ref, mode):
    as_alice.post("/flags", {"target": ref, "ground": "spam"})
    page = as_alice.get(form(ref), mode=mode)
    if mode == "plain":
        assert page.status_code == 303
        assert page.location == f"/flags/{the_flag().public_id}"
    else:
        assert page.select_one(f"#flag-{the_flag().public_id}")


def test_a_second_ground_hears_kindly_that_the_report_is_in(as_alice, ref, mode):
    as_alice.post("/flags", {"target": ref, "ground": "spam"})
    page = as_alice.post("/flags", {"target": ref, "ground": "other", "explanation": "More."}, mode=mode)
    assert page.status_code == 422
    assert "Your report is in" in page.words(".grounds .problem")
    assert page.value("explanation").strip() == "More."
    assert flags() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ground": "fun"}, "ground"),
        ({"ground": ""}, "ground"),
        ({"ground": "order"}, "ground"),
        ({"ground": "other", "explanation": " "}, "explanation"),
        ({"ground": "illegal"}, "explanation"),
        ({"ground": "spam", "explanation": "x" * 2001}, "explanation"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    as_alice, ref, comment, mode, fields, field
):
    page = as_alice.post("/flags", {"target": ref} | fields, mode=mode)
    assert page.status_code == 422
    assert page.select_one(f"#report-{comment.public_id}-{field}-error")
    assert page.value("explanation").strip() == fields.get("explanation", "").strip()
    checked = page.select("input[name=ground][checked]")
    assert [one["value"] for one in checked] == [
        value for value in [fields["ground"]] if value not in ("fun", "", "order")
    ]
    assert flags() == 0


def test_an_explanation_is_shown_back_as_it_was_typed(as_alice, ref):
    typed = "\nA first line.\n<script>alert(1)</script>"
    page = as_alice.post("/flags", {"target": ref, "ground": "fun", "explanation": typed})
    assert page.value("explanation") == f"\n{typed}"
    assert page.select("main script") == []


@pytest.mark.parametrize(
    "target", ["comment:nothing", "nothing", "banana:x", "account:x", "comment:", "a:b:c"]
)
def test_what_is_not_there_is_not_found(as_alice, nobody, article, target):
    for person in (as_alice, nobody):
        assert person.get(form(target)).status_code == 404
        page = person.post("/flags", {"target": target, "ground": "illegal", "explanation": "Kept text."})
        assert page.status_code == 404
        assert "Kept text." in page.words(".kept")


def test_a_nul_and_a_far_too_large_form_are_refused(as_alice, ref):
    assert as_alice.get(form(f"{ref}%00")).status_code == 404
    assert as_alice.post("/flags", {"target": f"{ref}\x00", "ground": "spam\x00"}).status_code == 303
    page = as_alice.post("/flags", {"target": ref, "ground": "spam", "explanation": "x" * 300_000})
    assert page.status_code == 413


def test_what_is_hidden_is_not_found(as_alice, nobody, ref, mo):
    perform(as_actor(mo), "hide", ref, ground="spam", reason="An advertisement for a course.")
    for person in (as_alice, nobody):
        assert person.get(form(ref)).status_code == 404
        assert person.post("/flags", {"target": ref, "ground": "spam"}).status_code == 404


def test_ones_own_is_refused(as_bob, ref):
    assert as_bob.get(form(ref)).status_code == 403
    assert as_bob.post("/flags", {"target": ref, "ground": "spam"}).status_code == 403


def test_what_is_typed_before_a_session_ends_is_there_after_signing_in(nobody, alice, ref, mode):
    fields = {"target": ref, "ground": "hateful", "explanation": "He calls us names."}
    page = nobody.post("/flags", fields, mode=mode)
    assert page.location.startswith("/login?next=/flags/new?target%3Dcomment:")
    claim(page.location.partition("draft=")[2], alice.id)
    nobody.sign_in(alice)
    page = nobody.get(form(ref))
    assert page.value("explanation").strip() == "He calls us names."
    assert page.select_one("input[value=hateful][checked]")
    nobody.post("/flags", fields)
    assert draft_at(as_actor(alice), flag_place(ref)) is None


def test_who_just_answered_hears_why_it_has_to_wait(as_alice, alice, comment, thread, ref, mode):
    a_comment(alice, thread, parent=comment)
    page = as_alice.post("/flags", {"target": ref, "ground": "hateful"}, mode=mode)
    assert page.status_code == 422
    assert "Wait 60 minutes" in page.words(".grounds .problem")


def test_so_many_reports_a_day_and_no_more(as_alice, bob, thread):
    comments = [a_comment(bob, thread) for _ in range(21)]
    for one in comments[:20]:
        page = as_alice.post("/flags", {"target": f"comment:{one.public_id}", "ground": "spam"})
        assert page.status_code == 303
    refused = {"target": f"comment:{comments[20].public_id}", "ground": "other", "explanation": "Kept text."}
    page = as_alice.post("/flags", refused)
    assert page.status_code == 429
    assert "Kept text." in page.words(".kept")
    assert flags() == 20


def test_without_a_thing_the_form_asks_where_it_stands(as_alice, comment, thread):
    page = as_alice.get("/flags/new")
    assert page.select_one("input[name=place]")
    address = f"http://localhost/threads/{thread.public_id}/{thread.slug}#comment-{comment.public_id}"
    page = as_alice.post("/flags", {"place": address, "ground": "spam"})
    assert page.status_code == 303
    assert the_flag().target_id == comment.id
    page = as_alice.post("/flags", {"place": "https://elsewhere.example/comments/x", "ground": "spam"})
    assert page.status_code == 422
    assert page.value("place") == "https://elsewhere.example/comments/x"
    assert page.select_one("#report-new-place-error")


# The receipt


def test_what_went_out_of_sight_is_said_on_the_receipt(as_alice, ref):
    page = as_alice.get(as_alice.post("/flags", {"target": ref, "ground": "client_data"}).location)
    assert "Others cannot see it now" in page.words(".receipt")
    assert "within one day" in page.words(".receipt")


def test_the_receipt_shows_the_decision_and_its_reason_but_never_who_decided(
    as_alice, nobody, ref, alice, mo
):
    flag = raise_flag(as_actor(alice), ref, ground="hateful", explanation="He calls us names.")
    reason = "You attack a person here, not what they say."
    perform(as_actor(mo), "hide", ref, ground="hateful", reason=reason)
    for person in (as_alice, nobody):
        page = person.get(f"/flags/{flag.public_id}")
        words = page.words(".receipt")
        assert "Your report has been answered" in words
        assert "Taken away" in words
        assert reason in words
        assert "House rule “Disagree well”" in words
        assert "Mo" not in page.words("main").split()
        assert "He calls us names" not in page.text
    assert nobody.cookies == []


def test_what_was_changed_after_the_decision_is_shown_too(nobody, ref, alice, mo, ada):
    flag = raise_flag(as_actor(alice), ref, ground="hateful", explanation="")
    reason = "You attack a person here."
    decision = perform(as_actor(mo), "hide", ref, ground="hateful", reason=reason)
    perform(
        as_actor(ada),
        "restore",
        ref,
        ground="review",
        reason="It is sharp, but about the matter.",
        reverses=decision.public_id,
    )
    answers = [one.get_text() for one in nobody.get(f"/flags/{flag.public_id}").select(".answers > li")]
    assert ["Taken away" in answers[0], "Put back" in answers[1]] == [True, True]


@pytest.mark.parametrize(("action", "can_object"), [("approve", True), ("hide", False)])
def test_who_reported_in_vain_can_object_from_the_receipt(
    as_alice, as_bob, nobody, ref, alice, mo, action, can_object
):
    flag = raise_flag(as_actor(alice), ref, ground="hateful")
    ground = "review" if action == "approve" else "hateful"
    decision = perform(as_actor(mo), action, ref, ground=ground, reason="We looked at it with care.")
    link = f'.receipt a[href="/decisions/{decision.public_id}"]'
    assert bool(as_alice.get(f"/flags/{flag.public_id}").select_one(link)) == can_object
    for other in (as_bob, nobody):
        assert other.get(f"/flags/{flag.public_id}").select_one(link) is None


def test_no_other_site_and_no_search_engine_learns_the_address_of_a_receipt(nobody, ref, alice):
    flag = raise_flag(as_actor(alice), ref, ground="spam")
    page = nobody.get(f"/flags/{flag.public_id}")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.select_one("meta[name=robots][content=noindex]")
    assert "Disallow: /flags" in nobody.get("/robots.txt").text


def test_an_unknown_receipt_is_not_found(nobody, article):
    assert nobody.get("/flags/nothing").status_code == 404


def test_the_pages_cost_few_statements(as_alice, ref, alice, statements):
    flag = raise_flag(as_actor(a_user()), ref, ground="spam")
    with statements() as counted:
        as_alice.get(form(ref))
    assert len(counted) <= 5
    with statements() as counted:
        as_alice.get(f"/flags/{flag.public_id}")
    assert len(counted) <= 4


def test_reports_leave_no_trace_for_who_reads(nobody, thread, ref, alice):
    address = f"/threads/{thread.public_id}/{thread.slug}"
    before = nobody.get(address).text
    raise_flag(as_actor(alice), ref, ground="spam", explanation="An advertisement.")
    assert nobody.get(address).text == before
    assert db.session.scalar(sa.select(sa.func.count(Flag.id))) == 1
