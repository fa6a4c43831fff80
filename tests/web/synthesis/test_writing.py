"""A moderator writes the next version: ready ticked positions, preview, draft, conflict."""

import pytest

from forum.discussion.drafts import draft_at, synthesis_place
from forum.lib.db import db
from forum.positions.models import Standing
from forum.synthesis.models import Slot, Synthesis, SynthesisPosition, SynthesisText
from tests.factories import a_position, a_result, a_synthesis, as_actor

EDIT = "/questions/who-is-we/synthesis/edit"
PAGE = "/questions/who-is-we/synthesis"


def texts_of(version: int) -> dict[str, str]:
    db.session.rollback()
    rows = db.session.query(SynthesisText).join(Synthesis, Synthesis.id == SynthesisText.synthesis_id)
    return {row.slot.value: row.source for row in rows.filter(Synthesis.version == version)}


def versions() -> int:
    db.session.rollback()
    return db.session.query(Synthesis).count()


def ticked(page, slot: str) -> list[str]:
    return [str(one["value"]) for one in page.select(f"[name={slot}_positions][checked]")]


def test_shared_and_contested_positions_stand_ready_with_what_they_came_to(article, bob, as_moderator):
    found = {}
    for standing in Standing:
        found[standing] = a_position(bob, f"This one is {standing.value}.")
        a_result(found[standing], standing)
    page = as_moderator.get(EDIT)
    assert ticked(page, "agree") == [found[Standing.SHARED].public_id]
    assert ticked(page, "differ") == [found[Standing.CONTESTED].public_id]
    assert "This one is shared. Shared" in page.words("#writing-agree_positions")
    assert len(page.select("[name=agree_positions]")) == len(page.select("[name=differ_positions]")) == 4
    assert page.select("[name=unknown_positions], [name=next_step_positions]") == []
    assert page.value("version") == "0"


def test_a_moderator_publishes_and_lands_on_it(article, bob, as_moderator):
    position = a_position(bob)
    fields = {
        "agree": "On the **goal**.",
        "next_step": "We meet again.",
        "agree_positions": position.public_id,
        "version": "0",
    }
    page = as_moderator.post(EDIT, fields)
    assert (page.status_code, page.location) == (303, PAGE)
    assert texts_of(1) == {"agree": "On the **goal**.", "next_step": "We meet again."}
    assert db.session.query(SynthesisPosition).one().slot is Slot.AGREE
    shown = as_moderator.get(PAGE)
    assert "<strong>goal</strong>" in str(shown.select_one("[data-slot=agree] .prose"))


def test_the_next_version_begins_with_the_texts_of_the_last_and_the_standings_of_today(
    article, bob, mo, as_moderator
):
    kept, became = a_position(bob), a_position(bob)
    a_synthesis(
        mo,
        slots={Slot.AGREE: "The *goal*.", Slot.DIFFER: "The means."},
        positions={Slot.AGREE: [kept, became]},
    )
    a_result(became, Standing.CONTESTED)
    page = as_moderator.get(EDIT)
    assert page.value("agree").strip() == "The *goal*."
    assert page.value("version") == "1"
    assert ticked(page, "agree") == [kept.public_id]
    assert ticked(page, "differ") == [became.public_id]
    assert "Publish version 2" in page.words("#writing .actions")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "agree"),
        ({"differ": "x" * 4001}, "differ"),
        ({"agree": "word " * 200, "unknown": "word " * 51}, "words"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(article, as_moderator, fields, field):
    page = as_moderator.post(EDIT, {"version": "0"} | fields)
    assert page.status_code == 422
    assert page.select_one(f"#writing-{field}-error")
    assert page.select_one(f".error-summary a[href='#writing-{field}']")
    assert page.select_one(f"#writing-{field}")
    for name, text in fields.items():
        assert page.value(name).strip() == text.strip()
    assert versions() == 0


def test_too_many_words_are_counted_out(article, as_moderator):
    page = as_moderator.post(EDIT, {"version": "0", "agree": "word " * 253})
    assert "The four parts have 253 words together." in page.words("#writing-words-error")
    assert page.words("[data-words]") == "253 of 250 words"
    assert page.select_one("[data-word-count][data-over]")


def test_a_position_in_both_parts_is_refused_with_both_still_ticked(article, bob, as_moderator):
    position = a_position(bob)
    one = position.public_id
    page = as_moderator.post(
        EDIT, {"version": "0", "agree": "So.", "agree_positions": one, "differ_positions": one}
    )
    assert page.status_code == 422
    assert page.select_one("#writing-differ_positions-error")
    assert ticked(page, "agree") == ticked(page, "differ") == [one]


def test_it_can_be_seen_before_it_is_published(article, bob, as_moderator, mode):
    position = a_position(bob, "Clients decide with us.")
    fields = {"version": "0", "agree": "*So*.", "differ_positions": position.public_id, "intent": "preview"}
    page = as_moderator.post(EDIT, fields, mode=mode)
    assert page.status_code == 200
    assert bool(page.select_one("html")) == (mode == "plain")
    assert "<em>So</em>" in str(page.select_one("#slots [data-slot=agree]"))
    assert "Clients decide with us." in page.words("#slots [data-slot=differ]")
    if mode == "plain":
        assert page.value("agree").strip() == "*So*."
        assert ticked(page, "differ") == [position.public_id]
    assert versions() == 0


def test_a_draft_is_kept_and_found_again_also_with_one_position_or_none(article, bob, mo, as_moderator, mode):
    shared = a_position(bob)
    a_result(shared, Standing.SHARED)
    fields = {"version": "0", "agree": "Half a thought", "draft": synthesis_place("who-is-we"), "next": EDIT}
    as_moderator.post("/drafts", fields, mode=mode)
    page = as_moderator.get(EDIT)
    assert page.value("agree").strip() == "Half a thought"
    assert ticked(page, "agree") == []
    as_moderator.post("/drafts", fields | {"differ_positions": shared.public_id}, mode=mode)
    page = as_moderator.get(EDIT)
    assert ticked(page, "differ") == [shared.public_id]
    fresh = as_moderator.get(str(page.select_one(".draft-found a")["href"]))
    assert fresh.value("agree").strip() == ""
    assert ticked(fresh, "agree") == [shared.public_id]


def test_publishing_ends_the_draft(article, mo, as_moderator):
    as_moderator.post("/drafts", {"agree": "Half", "draft": synthesis_place("who-is-we"), "next": EDIT})
    as_moderator.post(EDIT, {"version": "0", "agree": "Whole."})
    assert draft_at(as_actor(mo), synthesis_place("who-is-we")) is None


def test_whom_another_moderator_was_before_sees_both_texts_and_goes_on_from_there(
    article, bob, ada, as_moderator
):
    theirs, mine = a_position(bob, "Theirs."), a_position(bob, "Mine.")
    a_synthesis(
        ada,
        slots={Slot.AGREE: "One shared goal.", Slot.UNKNOWN: "The same."},
        positions={Slot.AGREE: [theirs]},
    )
    fields = {
        "agree": "One other goal.",
        "unknown": "The same.",
        "agree_positions": mine.public_id,
        "version": "0",
    }
    page = as_moderator.post(EDIT, fields)
    assert page.status_code == 409
    assert "Nothing is lost: both texts are below." in page.words("[role=alert]")
    assert [one["data-slot"] for one in page.select(".slot-change")] == ["agree"]
    assert "Version 1 by Ada" in page.words(".slot-changes")
    assert page.words(".slot-changes del") == "removed: shared until here"
    assert page.words(".slot-changes ins") == "added: other until here"
    assert [one.get_text() for one in page.select(".slot-changes .slot-positions a")] == ["Theirs.", "Mine."]
    assert page.words(".slot-changes textarea") == "One shared goal."
    assert page.value("agree").strip() == "One other goal."
    assert ticked(page, "agree") == [mine.public_id]
    assert page.value("version") == "1"
    again = as_moderator.post(EDIT, fields | {"version": page.value("version")})
    assert again.status_code == 303
    assert texts_of(2)["agree"] == "One other goal."


def test_a_draft_that_began_from_an_older_version_says_so_and_still_notices(article, ada, as_moderator):
    draft = {"version": "0", "agree": "Mine.", "draft": synthesis_place("who-is-we"), "next": EDIT}
    as_moderator.post("/drafts", draft)
    a_synthesis(ada, "Hers.")
    page = as_moderator.get(EDIT)
    assert "Another moderator published version 1 after you began." in page.words("main")
    assert page.value("version") == "0"
    assert as_moderator.post(EDIT, {"version": "0", "agree": "Mine."}).status_code == 409


def test_a_form_sent_twice_publishes_once(article, as_moderator):
    key = as_moderator.get(EDIT).value("submission_key")
    fields = {"version": "0", "agree": "Once.", "submission_key": key}
    assert [as_moderator.post(EDIT, fields).status_code for _ in range(2)] == [303, 303]
    assert versions() == 1


def test_the_form_is_for_moderators(article, as_alice, nobody):
    assert as_alice.get(EDIT).status_code == 403
    assert as_alice.post(EDIT, {"version": "0", "agree": "Mine."}).status_code == 403
    page = nobody.get(EDIT)
    assert (page.status_code, page.location) == (303, f"/login?next={EDIT}")
    assert versions() == 0


def test_what_a_moderator_typed_before_the_session_ended_is_there_again(article, mo, nobody):
    from forum.discussion.drafts import claim

    page = nobody.post(EDIT, {"version": "0", "agree": "Typed for long.", "agree_positions": "a"})
    assert page.location.startswith(f"/login?next={EDIT}&draft=")
    claim(page.location.partition("draft=")[2], mo.id)
    nobody.sign_in(mo)
    assert nobody.get(EDIT).value("agree").strip() == "Typed for long."


@pytest.mark.parametrize("version", ["", "x", "9" * 30])
def test_a_version_that_is_no_number_is_refused_with_the_text_kept(article, as_moderator, version):
    page = as_moderator.post(EDIT, {"version": version, "agree": "Typed for long."})
    assert page.status_code == 422
    assert "Typed for long." in page.words(".kept")
