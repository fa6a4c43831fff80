"""Positions that were taken from comments, and what the authors of those say of them."""

from collections import defaultdict

import pytest

from forum.jobs import deliver_all, events
from forum.lib.errors import Invalid, NotFound, Refused, SignInNeeded
from forum.permissions import ANONYMOUS
from forum.positions.events import PositionHeld, PositionProposed, PositionSuperseded, SourceAsked
from forum.positions.models import Answer
from forum.positions.queries import position_page, positions_of_thread
from forum.positions.service import (
    answer_source,
    supersede_position,
)
from tests.factories import a_comment, a_position, a_thread, as_actor


def page_of(position, viewer=ANONYMOUS):
    return position_page(position.public_id, viewer, "en")


@pytest.fixture
def told(app, monkeypatch):
    """Delivers what waits, and gives the names of the events that were told, in order."""
    heard = []
    monkeypatch.setattr(events, "_subscribers", defaultdict(list))
    for event in (PositionProposed, PositionHeld, SourceAsked, PositionSuperseded):
        events.on(event)(lambda event: heard.append(type(event).__name__))

    def deliver():
        deliver_all()
        return heard

    return deliver


def test_nobody_is_asked_about_a_position_that_they_cannot_read_yet(holding, comment, alice, told):
    a_position(alice, source_comment=comment.public_id)
    assert told() == ["PositionHeld"]


def test_a_position_can_be_taken_from_a_sentence_of_a_comment(thread, bob, alice, told):
    comment = a_comment(bob, thread, "First this. Contracts of five years give peace. Then that.")
    position = a_position(
        alice,
        "Contracts last five years.",
        source_comment=comment.public_id,
        quote="Contracts of five  years give peace.",
    )
    [source] = page_of(position).sources
    assert source.quote == "Contracts of five years give peace."
    assert (source.comment_public_id, source.comment_author) == (comment.public_id, "Bob")
    assert source.answer is Answer.ASKED
    assert told() == ["PositionProposed", "SourceAsked"]
    [grown] = positions_of_thread(thread.id, "en")[comment.public_id]
    assert grown.public_id == position.public_id


def test_without_a_quote_the_nearest_sentence_is_quoted(thread, bob, alice):
    comment = a_comment(bob, thread, "First this. Contracts of five years give peace. Then that.")
    position = a_position(alice, "Contracts last five years.", source_comment=comment.public_id)
    assert page_of(position).sources[0].quote == "Contracts of five years give peace."


def test_a_quote_that_does_not_stand_in_the_comment_is_refused(comment, alice):
    with pytest.raises(Invalid) as refused:
        a_position(alice, source_comment=comment.public_id, quote="Never said.")
    assert set(refused.value.fields) == {"quote"}


def test_a_source_is_a_comment_of_the_same_question(comment, alice):
    for public_id, question in ((comment.public_id, "one-budget"), ("unknown", "who-is-we")):
        with pytest.raises(Invalid) as refused:
            a_position(alice, question=question, source_comment=public_id)
        assert set(refused.value.fields) == {"source_comment"}


def test_nothing_is_taken_from_a_withdrawn_comment(comment, bob, alice):
    from forum.discussion.service import withdraw_comment

    withdraw_comment(as_actor(bob), comment.public_id)
    with pytest.raises(Invalid):
        a_position(alice, source_comment=comment.public_id)


def test_a_source_that_is_withdrawn_later_is_not_quoted_any_more(thread, comment, bob, alice):
    from forum.discussion.service import withdraw_comment

    position = a_position(alice, source_comment=comment.public_id)
    withdraw_comment(as_actor(bob), comment.public_id)
    [source] = page_of(position).sources
    assert not source.is_visible
    assert source.quote == ""
    assert positions_of_thread(thread.id, "en") == {}


def test_whoever_wrote_the_source_says_whether_it_is_what_they_meant(comment, bob, alice):
    position = a_position(alice, source_comment=comment.public_id)
    for is_meant, answer in ((True, Answer.MEANT), (False, Answer.NOT_MEANT)):
        answer_source(as_actor(bob), position.public_id, comment.public_id, is_meant=is_meant)
        assert page_of(position).sources[0].answer is answer


def test_nobody_else_answers_for_the_author_of_a_source(comment, alice, mo):
    position = a_position(alice, source_comment=comment.public_id)
    for other in (alice, mo):
        with pytest.raises(Refused):
            answer_source(as_actor(other), position.public_id, comment.public_id, is_meant=True)
    with pytest.raises(SignInNeeded):
        answer_source(ANONYMOUS, position.public_id, comment.public_id, is_meant=True)


def test_a_comment_that_is_no_source_cannot_be_answered_for(position, bob):
    comment = a_comment(bob, a_thread(bob))
    for public_id in (comment.public_id, "unknown"):
        with pytest.raises(NotFound):
            answer_source(as_actor(bob), position.public_id, public_id, is_meant=True)


def test_nobody_is_asked_about_a_position_from_their_own_comment(comment, bob, told):
    position = a_position(bob, source_comment=comment.public_id)
    assert page_of(position).sources[0].answer is Answer.MEANT
    assert told() == ["PositionProposed"]


def test_the_sources_go_along_with_a_better_wording_and_their_authors_are_asked_again(comment, bob, alice):
    position = a_position(alice, source_comment=comment.public_id)
    answer_source(as_actor(bob), position.public_id, comment.public_id, is_meant=True)
    better = supersede_position(as_actor(alice), position.public_id, statement="Better.")
    [source] = page_of(better).sources
    assert source.answer is Answer.ASKED
    assert source.quote == page_of(position).sources[0].quote
