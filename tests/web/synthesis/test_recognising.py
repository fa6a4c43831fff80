"""Saying whether one recognises a synthesis, with and without htmx."""

import pytest

from forum.discussion.drafts import claim
from forum.lib.db import db
from forum.synthesis.models import Mark, Recognition
from tests.browsing import Person
from tests.factories import a_mark, a_synthesis, a_user

QUESTION = "/questions/who-is-we"
PAGE = f"{QUESTION}/synthesis"
SEND = f"{PAGE}/recognition"


def said() -> list[tuple[Mark | None, str]]:
    db.session.rollback()
    db.session.expire_all()
    return [(one.mark, one.remark) for one in db.session.query(Recognition).order_by(Recognition.id)]


def form(mark: str, **fields) -> dict[str, str]:
    return {"mark": mark, "version": "1", "place": "question"} | fields


def test_a_participant_marks_it_where_it_is_read(synthesis, as_bob, mode):
    shown = as_bob.get(QUESTION)
    assert [one["value"] for one in shown.select("#recognition [name=mark]")] == [
        "recognisable",
        "with_remark",
        "not_recognisable",
    ]
    assert "with your name and role" in shown.words("#recognition-remark-hint")
    page = as_bob.post(SEND, form("recognisable"), mode=mode)
    assert said() == [(Mark.RECOGNISABLE, "")]
    if mode == "plain":
        assert (page.status_code, page.location) == (303, f"{QUESTION}#recognition")
        page = as_bob.get(QUESTION)
    else:
        assert page.select_one("html") is None
    assert page.words(".my-mark") == "You said that you recognise this."
    assert "1 finds it recognisable" in page.words("#recognition .marks")


def test_from_its_own_page_one_comes_back_to_its_own_page(synthesis, as_bob):
    page = as_bob.post(SEND, form("recognisable", place="page"))
    assert page.location == f"{PAGE}#recognition"


def test_a_mark_is_changed_and_taken_back(synthesis, as_bob, mode):
    as_bob.post(SEND, form("not_recognisable", remark="The cost is missing."), mode=mode)
    shown = as_bob.get(QUESTION)
    assert shown.select_one("#recognition [name=mark][checked]")["value"] == "not_recognisable"
    assert shown.value("remark").strip() == "The cost is missing."
    as_bob.post(SEND, form("with_remark", remark="The cost is missing."), mode=mode)
    assert said() == [(Mark.WITH_REMARK, "The cost is missing.")]
    page = as_bob.post(SEND, form("withdraw"), mode=mode)
    assert page.status_code == (303 if mode == "plain" else 200)
    assert said() == [(None, "")]
    assert as_bob.get(QUESTION).select(".my-mark") == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (form("with_remark"), "remark"),
        (form("not_recognisable", remark=" "), "remark"),
        (form("with_remark", remark="x" * 501), "remark"),
        (form("nonsense", remark="Something."), "mark"),
        (form("", remark="Something."), "mark"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(synthesis, as_bob, fields, field, mode):
    page = as_bob.post(SEND, fields, mode=mode)
    assert page.status_code == 422
    assert page.select_one(f"#recognition-{field}-error")
    assert page.select_one(f"#recognition-{field}")["aria-invalid"] == "true"
    assert page.value("remark").strip() == fields.get("remark", "").strip()
    assert said() == []


def test_who_does_not_take_part_sees_why_and_how(synthesis, as_alice):
    page = as_alice.get(QUESTION)
    assert page.select("#recognition form") == []
    assert "Who takes part in this question can say" in page.words("#recognition")
    refused = as_alice.post(SEND, form("with_remark", remark="The cost is missing."))
    assert refused.status_code == 403
    assert "Take part in this question first" in refused.words("main")
    assert "The cost is missing." in refused.words(".kept")
    assert said() == []


def test_who_wrote_it_or_cannot_write_sees_why(app, synthesis, thread, mo, as_moderator):
    assert "You wrote this version." in as_moderator.get(QUESTION).words("#recognition")
    newcomer = Person(app, a_user("new", is_confirmed=False))
    assert "as soon as your e-mail address is confirmed" in newcomer.get(QUESTION).words("#recognition")


def test_a_mark_for_a_version_that_is_not_the_latest_any_more_is_refused_with_the_text_kept(
    synthesis, as_bob, mo, mode
):
    a_synthesis(mo, version=1)
    page = as_bob.post(SEND, form("with_remark", remark="The cost is missing."), mode=mode)
    assert page.status_code == 409
    assert "There is a new version of this synthesis." in page.words("[data-error-text]")
    assert "The cost is missing." in page.words(".kept")
    assert said() == []


def test_what_was_said_of_an_old_version_is_taken_back_on_its_page(synthesis, bob, mo, as_bob, mode):
    a_mark(bob, Mark.WITH_REMARK, "The cost is missing.")
    a_synthesis(mo, version=1)
    page = as_bob.post(SEND, form("withdraw", place="page"), mode=mode)
    assert said() == [(None, "")]
    if mode == "plain":
        assert page.location == f"{PAGE}/1#recognition"
    else:
        assert "No participant said anything of this version." in page.words("#recognition")


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1"])
def test_a_version_that_is_no_number_is_refused(synthesis, as_bob, version, mode):
    assert as_bob.post(SEND, form("recognisable", version=version), mode=mode).status_code == 422


def test_where_there_is_no_synthesis_there_is_nothing_to_mark(thread, as_bob):
    assert as_bob.post(SEND, form("recognisable")).status_code == 404
    assert as_bob.post("/questions/nothing/synthesis/recognition", form("withdraw")).status_code == 404


def test_what_is_typed_signed_out_is_there_after_signing_in(synthesis, bob, nobody, mode):
    page = nobody.post(SEND, form("not_recognisable", remark="The cost is missing."), mode=mode)
    assert page.location.startswith("/login?")
    claim(page.location.partition("draft=")[2], bob.id)
    nobody.sign_in(bob)
    shown = nobody.get(PAGE)
    assert shown.value("remark").strip() == "The cost is missing."
    assert shown.select_one("#recognition [name=mark][checked]")["value"] == "not_recognisable"
    nobody.post(SEND, form("not_recognisable", remark="The cost is missing."))
    assert said() == [(Mark.NOT_RECOGNISABLE, "The cost is missing.")]


def test_somebody_who_hurries_is_slowed_down_with_the_text_kept(synthesis, as_bob):
    for number in range(30):
        as_bob.post(SEND, form("with_remark", remark=f"Number {number}."))
    page = as_bob.post(SEND, form("with_remark", remark="The cost is missing."))
    assert page.status_code == 429
    assert "The cost is missing." in page.words(".kept")


def test_a_new_version_asks_anew(synthesis, bob, mo, as_bob):
    a_mark(bob)
    a_synthesis(mo, version=1)
    page = as_bob.get(QUESTION)
    assert page.select(".my-mark") == []
    assert page.select_one("#recognition form [name=version]")["value"] == "2"
