"""The synthesis on the page of its question, on its own, in old versions, and what changed."""

import pytest
import sqlalchemy as sa

from forum.articles.curation import conclude
from forum.articles.models import Question
from forum.audit import recorded
from forum.lib.db import atomic, db
from forum.positions.models import PositionResult, Standing
from forum.positions.service import withdraw_position
from forum.synthesis.curation import hide_remark
from forum.synthesis.models import Mark, Slot
from forum.synthesis.queries import REMARKS_ON_PAGE
from tests.factories import (
    a_comment,
    a_mark,
    a_position,
    a_result,
    a_synthesis,
    a_user,
    as_actor,
)

QUESTION = "/questions/who-is-we"
PAGE = f"{QUESTION}/synthesis"


@atomic
def changed(position, standing):
    rows = sa.update(PositionResult).where(PositionResult.position_id == position.id)
    db.session.execute(rows.values(standing=standing))


def test_the_question_shows_its_synthesis_above_where_people_stand(article, bob, mo, nobody):
    position = a_position(bob, "Clients decide with us.")
    a_result(position, Standing.SHARED)
    texts = {Slot.AGREE: "On the goal.", Slot.DIFFER: "On the means.", Slot.NEXT_STEP: "We meet again."}
    a_synthesis(mo, slots=texts, positions={Slot.AGREE: [position]})
    page = nobody.get(QUESTION)
    assert [part["data-slot"] for part in page.select("#synthesis .slot")] == [
        "agree",
        "differ",
        "unknown",
        "next_step",
    ]
    assert page.words("[data-slot=agree]") == "Where we agree On the goal. Clients decide with us. Shared"
    assert page.words("[data-slot=unknown]") == "What we do not know Nothing yet."
    assert ["Version 1", "November 23, 2026"][0] in page.words("#synthesis .dotted")
    assert "by the moderators: Mo" in page.words("#synthesis .dotted")
    assert page.text.index('id="synthesis"') < page.text.index('id="stand"')


def test_without_a_synthesis_only_moderators_are_asked_for_one_and_only_when_there_are_positions(
    article, bob, as_alice, as_moderator, nobody
):
    assert as_moderator.get(QUESTION).select("#synthesis") == []
    a_position(bob)
    for person in (nobody, as_alice):
        assert person.get(QUESTION).select("#synthesis") == []
    invitation = as_moderator.get(QUESTION).select_one("#synthesis a.button")
    assert invitation is not None
    assert invitation["href"] == f"{PAGE}/edit"
    assert nobody.get(PAGE).status_code == 404


@atomic
def conclude_question(question_id, moderator):
    question = db.session.get_one(Question, question_id)
    with recorded(as_actor(moderator), "question.conclude", question):
        conclude(question, "The region signs.\n\nIn January.")


def test_a_concluded_question_shows_its_outcome_and_its_last_synthesis_on_top(synthesis, nobody, mo):
    conclude_question(synthesis.question_id, mo)
    page = nobody.get(QUESTION)
    assert "Concluded on November 23, 2026." in page.words(".question-head")
    assert "The region signs." in page.words("#conclusion .outcome")
    order = [page.text.index(part) for part in ('id="conclusion"', 'id="synthesis"', 'id="threads"')]
    assert order == sorted(order)
    assert len(page.select("#synthesis")) == 1
    assert page.words("#synthesis-title") == "The last synthesis"
    assert "We agree on the goal." in page.words("#synthesis")


def test_a_concluded_question_without_a_synthesis_shows_its_outcome_and_asks_nobody_for_one(
    position, mo, as_moderator
):
    conclude_question(position.question_id, mo)
    page = as_moderator.get(QUESTION)
    assert "The region signs." in page.words("#conclusion")
    assert page.select("#synthesis") == []
    assert as_moderator.get(f"{PAGE}/edit").status_code == 403


def test_a_concluded_question_can_still_be_recognised_by_who_took_part(synthesis, mo, as_bob, as_alice):
    conclude_question(synthesis.question_id, mo)
    assert as_bob.get(QUESTION).select("#recognition form")
    assert "Who took part in this question can say" in as_alice.get(QUESTION).words("#recognition")


@pytest.mark.parametrize("path", [QUESTION, PAGE, f"{PAGE}/1"])
def test_for_who_is_signed_out_the_page_holds_no_form_and_is_kept(synthesis, bob, nobody, path):
    a_mark(bob)
    page = nobody.get(path)
    assert page.select("#recognition form") == []
    assert page.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in page.headers
    assert "1 finds it recognisable" in page.words("#recognition .marks")
    again = nobody.get(path, headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304
    link = page.select_one("#recognition a[href^='/login']")
    assert link is not None
    assert "/questions/who-is-we/synthesis" in str(link["href"])


def test_a_kept_page_is_made_anew_with_each_mark_and_each_version(synthesis, bob, mo, nobody):
    assert nobody.get(QUESTION).select(".marks") == []
    a_mark(bob)
    assert nobody.get(QUESTION).select(".marks")
    a_synthesis(mo, "Another text.", version=1)
    page = nobody.get(QUESTION)
    assert page.select(".marks") == []
    assert "Another text." in page.words("#synthesis")


def test_a_position_shows_what_it_had_come_to_and_what_it_is_now(article, bob, mo, nobody):
    position = a_position(bob, "Clients decide with us.")
    a_result(position, Standing.SHARED)
    a_synthesis(mo, positions={Slot.AGREE: [position]})
    changed(position, Standing.CONTESTED)
    for path in (QUESTION, PAGE):
        words = nobody.get(path).words("[data-slot=agree] .slot-positions")
        assert words == "Clients decide with us. Shared now: Contested"


def test_a_position_that_was_taken_away_is_not_quoted(article, bob, mo, nobody):
    position = a_position(bob, "Clients decide with us.")
    a_synthesis(mo, positions={Slot.AGREE: [position]})
    withdraw_position(as_actor(bob), position.public_id)
    page = nobody.get(PAGE)
    assert "Clients decide with us." not in page.text
    assert "A position that was taken away since." in page.words("[data-slot=agree]")


def test_an_old_version_stays_at_its_address_and_leads_to_the_newest(synthesis, bob, mo, as_bob, nobody):
    a_mark(bob, Mark.WITH_REMARK, "The cost is missing.")
    a_synthesis(mo, "Another text.", version=1)
    page = nobody.get(f"{PAGE}/1")
    assert "We agree on the goal." in page.words(".synthesis")
    assert "This is an old version." in page.words(".old-version")
    assert page.select_one(".old-version a")["href"] == PAGE
    assert "1 with a remark" in page.words("#recognition")
    assert "The cost is missing." in page.words(".remarks")
    assert page.select("#recognition form, #recognition a") == []
    assert "withdraw" in [button["value"] for button in as_bob.get(f"{PAGE}/1").select("#recognition button")]
    newest = nobody.get(PAGE)
    assert newest.select(".old-version, .marks, .remarks") == []
    assert [link["href"] for link in newest.select(".versions > li > a")] == [f"{PAGE}/2", f"{PAGE}/1"]
    assert newest.select_one("meta[name=robots]") is None


@pytest.mark.parametrize(
    "version", ["0", "2", "nothing", "-1", "9" * 30, "1/changes", "2/changes", "0/changes"]
)
def test_what_was_never_published_is_not_there(synthesis, nobody, version):
    assert nobody.get(f"{PAGE}/{version}").status_code == 404
    assert nobody.get(f"/questions/nothing/synthesis/{version}").status_code == 404


def test_the_difference_with_the_version_before_is_readable(article, bob, mo, nobody):
    stays, goes, comes = (a_position(bob, f"Statement {one}.") for one in ("one", "two", "three"))
    a_result(stays, Standing.PROVISIONAL)
    a_synthesis(
        mo,
        slots={Slot.AGREE: "On one goal.", Slot.UNKNOWN: "The cost."},
        positions={Slot.AGREE: [stays, goes]},
    )
    changed(stays, Standing.SHARED)
    a_synthesis(
        mo,
        slots={Slot.AGREE: "On two goals.", Slot.UNKNOWN: "The cost."},
        positions={Slot.AGREE: [stays, comes]},
        version=1,
    )
    page = nobody.get(f"{PAGE}/2/changes")
    agree = "section[aria-labelledby=change-agree]"
    assert [one.get_text() for one in page.select(f"{agree} .difference del")] == [
        "removed: one until here",
        "removed: goal. until here",
    ]
    assert [one.get_text() for one in page.select(f"{agree} .difference ins")] == [
        "added: two until here",
        "added: goals. until here",
    ]
    assert page.words(f"{agree} .slot-positions ins") == "added: Statement three. Still open"
    assert page.words(f"{agree} .slot-positions del") == "removed: Statement two. Still open"
    assert page.words(f"{agree} .from-to") == "Provisionally shared → became Shared"
    assert "Nothing changed in this part." in page.words("section[aria-labelledby=change-unknown]")


def test_remarks_stand_with_name_and_role_and_have_a_link_of_their_own(synthesis, thread, nobody):
    anna = a_user("anna", perspective="provider")
    a_comment(anna, thread)
    remark = a_mark(anna, Mark.NOT_RECOGNISABLE, "<b>The cost</b> is missing.")
    page = nobody.get(PAGE)
    words = page.words(f"#remark-{remark.public_id}")
    assert words.startswith("Not recognisable <b>The cost</b> is missing. Anna Provider")
    link = nobody.get(f"/remarks/{remark.public_id}")
    assert (link.status_code, link.location) == (302, f"{PAGE}/1#remark-{remark.public_id}")
    assert nobody.get("/remarks/nothing").status_code == 404


def test_a_hidden_remark_leaves_its_place_and_its_count_but_no_text_and_no_name(
    synthesis, bob, mo, nobody, as_bob, as_moderator, as_alice
):
    remark = a_mark(bob, Mark.NOT_RECOGNISABLE, "Something that must not stand here.")

    @atomic
    def hide():
        with recorded(as_actor(mo), "remark.hide", remark):
            hide_remark(remark)

    hide()
    for person in (nobody, as_alice):
        page = person.get(PAGE)
        assert "must not stand here" not in page.text
        assert "A moderator took this remark away." in page.words(".remarks")
        assert "Bob" not in page.words(".remarks")
        assert "1 does not recognise it" in page.words("#recognition")
    for person in (as_bob, as_moderator):
        assert "must not stand here" in person.get(PAGE).words(".remarks")
    assert "A moderator took your remark away." in as_bob.get(QUESTION).words("#recognition")


def test_many_remarks_come_in_pages(synthesis, thread, nobody):
    for number in range(REMARKS_ON_PAGE + 1):
        somebody = a_user()
        a_comment(somebody, thread)
        last = a_mark(somebody, Mark.WITH_REMARK, f"Remark {number}.")
    page = nobody.get(PAGE)
    assert len(page.select(".remark")) == REMARKS_ON_PAGE
    rest = nobody.get(str(page.select_one("a[rel=next]")["href"]).partition("#")[0])
    assert rest.words(".remark-text") == "Remark 0."
    assert rest.select_one(f"#remark-{last.public_id}") is None
    for cursor in ("nonsense", "WyJhIl0", "%00"):
        assert nobody.get(f"{PAGE}?after={cursor}").status_code == 404


@pytest.mark.parametrize("who", ["nobody", "as_alice"])
def test_the_question_page_takes_at_most_three_statements_more(request, who, thread, bob, mo, statements):
    person = request.getfixturevalue(who)
    position = a_position(bob)
    a_result(position)
    asked = []
    for prepare in (
        lambda: None,
        lambda: a_synthesis(mo, positions={Slot.AGREE: [position]}),
        lambda: [a_mark(bob, version=1), a_synthesis(mo, version=1)],
    ):
        prepare()
        with statements() as counted:
            assert person.get(QUESTION).status_code == 200
        asked.append(len(counted))
    without = asked[0] - 1  # looking whether there is one
    assert max(asked) - without <= 3
    assert asked[1] == asked[2]
