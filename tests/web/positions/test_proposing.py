"""Proposing a position, in one's own words or from a sentence of a comment."""

import pytest
import sqlalchemy as sa

from forum.discussion.drafts import claim, distil_place, draft_at, position_place
from forum.lib.db import db
from forum.positions.models import Answer, Position, PositionSource, PositionText
from forum.settings import settings
from tests.factories import a_body, a_comment, a_position, a_thread, as_actor, concluded, retired

NEW = "/questions/who-is-we/positions/new"
CREATE = "/questions/who-is-we/positions"
GOOD = "The partners agree on the goal before procurement begins."


def statements_of() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(PositionText.statement).order_by(PositionText.position_id)))


def test_a_member_proposes_a_position_and_lands_on_it(article, alice, as_alice, mode):
    page = as_alice.post(CREATE, {"statement": f"  {GOOD} "}, mode=mode)
    assert page.status_code == (303 if mode == "plain" else 200)
    card = as_alice.get(page.location)
    assert card.words("h1.statement") == GOOD
    assert "Alice" in card.words(".position .dotted")


@pytest.mark.parametrize("wrong", ["", "   ", "x" * 141, "One line.\nAnother line."])
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(article, as_alice, wrong):
    page = as_alice.post(CREATE, {"statement": wrong, "anyway": "1"})
    assert page.status_code == 422
    assert page.select_one("#position-statement-error")
    assert page.value("statement").strip() == wrong.strip()
    assert statements_of() == []


def test_hints_are_shown_once_and_one_can_go_on(article, alice, as_alice):
    question = "Should the partners agree on the goal?"
    page = as_alice.post(CREATE, {"statement": question})
    assert page.status_code == 422
    assert "This is a question." in page.words(".second-thoughts")
    assert page.value("statement").strip() == question
    assert draft_at(as_actor(alice), position_place("who-is-we")) == {"statement": question}
    anyway = page.select_one("button[name=anyway]")
    assert anyway is not None
    fields = {
        "statement": question,
        "anyway": anyway["value"],
        "submission_key": page.value("submission_key"),
    }
    assert as_alice.post(CREATE, fields).status_code == 303
    assert statements_of() == [question]
    assert draft_at(as_actor(alice), position_place("who-is-we")) is None


def test_a_near_repetition_is_offered_for_a_vote_instead(article, bob, as_alice):
    near = a_position(bob, GOOD)
    page = as_alice.post(CREATE, {"statement": "Partners agree on the goal before the procurement begins."})
    assert page.status_code == 422
    card = page.select_one(f".second-thoughts #position-{near.public_id}")
    assert card is not None
    assert [one["value"] for one in card.select("button.choice")] == ["agree", "disagree", "pass"]
    assert page.select_one("button[name=anyway]")


def test_an_exact_repetition_is_refused_and_the_same_one_offered(article, bob, as_alice):
    same = a_position(bob, GOOD)
    for fields in ({"statement": GOOD.upper()}, {"statement": GOOD, "anyway": "1"}):
        assert as_alice.post(CREATE, fields).status_code == 422
    assert as_alice.post(CREATE, {"statement": GOOD}).select_one(f"#position-{same.public_id}")
    assert statements_of() == [GOOD]


def test_a_form_sent_twice_makes_one_position(article, as_alice):
    key = as_alice.get(NEW).value("submission_key")
    fields = {"statement": GOOD, "submission_key": key}
    first = as_alice.post(CREATE, fields)
    second = as_alice.post(CREATE, fields | {"anyway": "1"})
    assert first.location == second.location
    assert statements_of() == [GOOD]


def test_the_form_counts_and_gives_advice(article, nobody):
    page = nobody.get(NEW)
    field = page.select_one("textarea[name=statement]")
    assert field["data-at-most"] == "140"
    assert page.select_one(f"label[for={field['id']}]")
    assert page.select_one(f"#{field['aria-describedby']}")
    assert "One idea" in page.words(".advice")


def test_what_is_typed_signed_out_is_there_after_signing_in(article, alice, nobody, mode):
    page = nobody.post(CREATE, {"statement": GOOD}, mode=mode)
    assert page.location.startswith(f"/login?next={NEW}&draft=")
    claim(page.location.partition("draft=")[2], alice.id)
    nobody.sign_in(alice)
    assert nobody.get(NEW).value("statement").strip() == GOOD


def test_proposing_too_much_is_refused_with_the_text_kept(article, as_alice):
    most = int(settings().position_limit.split()[0])
    for number in range(most):
        page = as_alice.post(CREATE, {"statement": f"Number {number * 7919} is what counts.", "anyway": "1"})
        assert page.status_code == 303
    page = as_alice.post(CREATE, {"statement": GOOD, "anyway": "1"})
    assert page.status_code == 429
    assert GOOD in page.words(".kept")


@pytest.mark.parametrize("close", [concluded, retired])
def test_a_closed_question_takes_no_positions(article, as_alice, close):
    close("who-is-we")
    assert as_alice.get(NEW).status_code == 403
    page = as_alice.post(CREATE, {"statement": GOOD})
    assert page.status_code == 403
    assert GOOD in page.words(".kept")


@pytest.fixture
def said(thread, bob):
    text = "We pay together, so we decide together. That is hard. Clients know best what helps them."
    return a_comment(bob, thread, text)


def test_a_position_is_distilled_from_a_sentence_of_a_comment(said, as_alice):
    path = f"/comments/{said.public_id}/position"
    form = as_alice.get(path)
    quotes = [str(one["value"]) for one in form.select("input[type=radio][name=quote]")]
    assert quotes == [
        "We pay together, so we decide together.",
        "That is hard.",
        "Clients know best what helps them.",
    ]
    fields = {
        "statement": "Clients decide what helps them.",
        "source_comment": form.value("source_comment"),
        "quote": quotes[2],
        "submission_key": form.value("submission_key"),
    }
    page = as_alice.get(as_alice.post(CREATE, fields).location)
    assert page.words("#sources blockquote") == quotes[2]
    assert page.select_one(f"#sources a[href='/comments/{said.public_id}']")
    source = db.session.query(PositionSource).one()
    assert source.answer is Answer.ASKED


def test_a_selected_part_of_a_comment_stands_ready(said, nobody):
    path = f"/comments/{said.public_id}/position"
    page = nobody.get(f"{path}?quote=we decide together. That is hard.")
    chosen = page.select("input[name=quote][checked]")
    assert [one["value"] for one in chosen] == ["we decide together. That is hard."]
    assert page.value("statement").strip() == "we decide together. That is hard."
    foreign = nobody.get(f"{path}?quote=They never said this at all.")
    assert foreign.select("input[name=quote][checked]") == []
    assert "They never said this" not in foreign.words("form")


def test_a_quote_that_is_not_in_the_comment_is_refused(said, as_alice):
    fields = {"statement": GOOD, "source_comment": said.public_id, "quote": "They never said this."}
    page = as_alice.post(CREATE, fields)
    assert page.status_code == 422
    assert page.select_one("#position-quote-error")
    assert page.value("statement").strip() == GOOD


def test_a_comment_of_another_question_is_no_source(article, bob, as_alice):
    elsewhere = a_comment(
        bob, a_thread(bob, question="one-budget", title="Elsewhere"), "Money talks too much here."
    )
    page = as_alice.post(CREATE, {"statement": GOOD, "source_comment": elsewhere.public_id})
    assert page.status_code == 422
    assert page.value("statement").strip() == GOOD


def test_distilling_signed_out_waits_at_its_own_form(said, alice, nobody):
    fields = {"statement": GOOD, "source_comment": said.public_id, "quote": "That is hard."}
    page = nobody.post(CREATE, fields)
    assert page.location.startswith(f"/login?next=/comments/{said.public_id}/position&draft=")
    claim(page.location.partition("draft=")[2], alice.id)
    nobody.sign_in(alice)
    form = nobody.get(f"/comments/{said.public_id}/position")
    assert form.value("statement").strip() == GOOD
    assert form.select_one("input[name=quote][checked]")["value"] == "That is hard."
    assert draft_at(as_actor(alice), distil_place(said.public_id))


def test_a_withdrawn_comment_is_no_source(said, bob, as_alice):
    from forum.discussion.service import withdraw_comment

    withdraw_comment(as_actor(bob), said.public_id)
    assert as_alice.get(f"/comments/{said.public_id}/position").status_code == 403
    fields = {"statement": GOOD, "source_comment": said.public_id, "quote": "That is hard."}
    assert as_alice.post(CREATE, fields).status_code in (403, 422)
    assert db.session.query(Position).count() == 0


def test_the_thread_shows_what_grew_from_a_comment(said, alice, nobody, thread):
    from tests.factories import a_position as propose

    position = propose(alice, GOOD, source_comment=said.public_id, quote="That is hard.")
    page = nobody.get(f"/threads/{thread.public_id}", follow_redirects=True)
    link = page.select_one(f"#comment-{said.public_id} .grown a")
    assert (link["href"], link.get_text()) == (f"/positions/{position.public_id}", GOOD)
    assert page.select_one(f"#comment-{said.public_id} .grown .standing")
    assert page.select_one(f"#comment-{said.public_id} a[href='/comments/{said.public_id}/position']")


@pytest.mark.parametrize("grown", [1, 20])
@pytest.mark.parametrize(
    ("who", "most"),
    [("nobody", 6), ("as_alice", 7)],  # one of hers: whether she follows it
)
def test_what_grew_costs_no_more_statements_however_much(request, thread, bob, who, most, grown, statements):
    for number in range(grown):
        comment = a_comment(bob, thread, f"Sentence number {number} is here.")
        a_position(bob, f"Position {number} is about that.", source_comment=comment.public_id)
    person = request.getfixturevalue(who)
    with statements() as counted:
        page = person.get(f"/threads/{thread.public_id}/what-do-we-mean-by-we")
    assert len(page.select(".grown li")) == grown
    assert len(counted) <= most


def test_a_hostile_comment_is_offered_as_plain_words(thread, bob, nobody):
    body = a_body("<script>alert(1)</script> is what they typed here.")
    comment = a_comment(bob, thread, body.source.replace("<", "&lt;"))
    page = nobody.get(f"/comments/{comment.public_id}/position")
    assert page.select("form script") == []
