"""Proposing positions, distilling them from comments, superseding and withdrawing them."""

import threading
from collections import defaultdict
from dataclasses import replace

import pytest
import sqlalchemy as sa

from forum.audit import recorded
from forum.audit.models import AuditEntry
from forum.jobs import deliver_all, events
from forum.lib.db import atomic
from forum.lib.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded
from forum.permissions import ANONYMOUS
from forum.positions.events import PositionProposed, PositionSuperseded, SourceAsked
from forum.positions.models import Answer, Choice, Position, PositionState
from forum.positions.queries import position_page, position_view, positions_of_thread, question_positions
from forum.positions.service import (
    answer_source,
    propose_position,
    supersede_position,
    withdraw_position,
)
from forum.positions.views import PositionRef
from forum.settings import settings
from tests.factories import a_comment, a_position, a_thread, a_user, a_vote, as_actor


def seen(position, viewer=ANONYMOUS):
    return position_view(position.public_id, viewer, "en")


def page_of(position, viewer=ANONYMOUS):
    return position_page(position.public_id, viewer, "en")


@pytest.fixture
def holding(app, monkeypatch):
    """The setting that members' positions wait for a moderator."""
    monkeypatch.setitem(app.extensions, "forum.settings", replace(settings(), hold_positions=True))


@pytest.fixture
def told(app, monkeypatch):
    """Delivers what waits, and gives the names of the events that were told, in order."""
    heard = []
    monkeypatch.setattr(events, "_subscribers", defaultdict(list))
    for event in (PositionProposed, SourceAsked, PositionSuperseded):
        events.on(event)(lambda event: heard.append(type(event).__name__))

    def deliver():
        deliver_all()
        return heard

    return deliver


def test_a_position_says_who_proposed_it_and_from_which_perspective(article):
    anna = a_user("anna", perspective="provider")
    position = seen(a_position(anna, "Clients decide with us.", language="en"))
    assert position.statement == "Clients decide with us."
    assert (position.author, position.author_perspective) == ("Anna", "Provider")
    assert (position.language, position.question.slug) == ("en", "who-is-we")
    assert not position.is_frozen


def test_the_language_is_that_of_the_page_unless_it_is_said(article, bob):
    assert seen(a_position(bob, language=None)).language == "en"
    with pytest.raises(Invalid) as refused:
        a_position(bob, language="xx")
    assert set(refused.value.fields) == {"language"}


def test_a_statement_that_will_not_do_is_refused_at_its_field(article, bob):
    for statement in ("", "a" * 141, "One.\nTwo."):
        with pytest.raises(Invalid) as refused:
            propose_position(as_actor(bob), "who-is-we", statement=statement)
        assert set(refused.value.fields) == {"statement"}


def test_the_same_statement_is_refused_within_a_question_and_fine_in_another(position, alice):
    with pytest.raises(Invalid, match="Clients decide with us"):
        a_position(alice, "clients decide with us")
    assert a_position(alice, "clients decide with us", question="one-budget")


def test_a_statement_that_was_withdrawn_can_be_proposed_again(position, bob, alice):
    withdraw_position(as_actor(bob), position.public_id)
    assert a_position(alice, "Clients decide with us.")


def test_proposing_is_for_members_who_confirmed_their_address(article):
    with pytest.raises(SignInNeeded):
        propose_position(ANONYMOUS, "who-is-we", statement="Yes.")
    with pytest.raises(Refused):
        a_position(a_user("new", is_confirmed=False))


@pytest.mark.parametrize("slug", ["nothing", "", "a\x00"])
def test_there_is_nothing_to_propose_at_an_unknown_question(article, bob, slug):
    with pytest.raises(NotFound):
        a_position(bob, question=slug)


def test_sending_a_position_twice_proposes_it_once_also_at_the_same_time(app, article, alice):
    actor, made = as_actor(alice), []

    def send():
        with app.app_context():
            one = propose_position(actor, "who-is-we", statement="Once.", language="en", submission_key="k")
            made.append(one.public_id)

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(made) == 6
    assert len(set(made)) == 1


def test_of_the_same_statement_by_several_people_at_once_one_is_proposed(app, article, db):
    actors, outcomes = [as_actor(a_user()) for _ in range(5)], []

    def send(actor):
        with app.app_context():
            try:
                propose_position(actor, "who-is-we", statement="All at once.", language="en")
                outcomes.append("proposed")
            except Invalid:
                outcomes.append("refused")

    senders = [threading.Thread(target=send, args=(actor,)) for actor in actors]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(outcomes) == ["proposed"] + ["refused"] * 4
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Position)) == 1


def test_a_held_position_is_for_its_author_and_moderators_until_then(holding, article, bob, alice, mo):
    position = a_position(bob)
    assert position.state is PositionState.HELD
    assert seen(position, as_actor(bob)).state is PositionState.HELD
    assert seen(position, as_actor(mo))
    for other in (ANONYMOUS, as_actor(alice)):
        with pytest.raises(NotFound):
            seen(position, other)
    assert question_positions(position.question_id, as_actor(mo), "en") == []


def test_nobody_is_asked_about_a_position_that_they_cannot_read_yet(holding, comment, alice, told):
    a_position(alice, source_comment=comment.public_id)
    assert told() == ["PositionProposed"]


def test_a_moderators_position_is_not_held(holding, article, mo):
    assert a_position(mo).is_visible


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


def test_a_better_wording_takes_the_place_of_a_position_with_links_both_ways(position, bob):
    better = supersede_position(as_actor(bob), position.public_id, statement="Clients decide.", language="en")
    assert seen(position).superseded_by == PositionRef(better.public_id, "Clients decide.")
    assert not seen(position).is_open
    best = supersede_position(as_actor(bob), better.public_id, statement="Clients choose.", language="en")
    assert [one.statement for one in page_of(best).replaces] == ["Clients decide.", "Clients decide with us."]
    assert [one.statement for one in question_positions(position.question_id, ANONYMOUS, "en")] == [
        "Clients choose."
    ]


def test_the_sources_go_along_with_a_better_wording_and_their_authors_are_asked_again(comment, bob, alice):
    position = a_position(alice, source_comment=comment.public_id)
    answer_source(as_actor(bob), position.public_id, comment.public_id, is_meant=True)
    better = supersede_position(as_actor(alice), position.public_id, statement="Better.")
    [source] = page_of(better).sources
    assert source.answer is Answer.ASKED
    assert source.quote == page_of(position).sources[0].quote


def test_votes_stay_with_the_wording_they_were_cast_on(position, bob, alice):
    a_vote(alice, position)
    better = supersede_position(as_actor(bob), position.public_id, statement="Better.")
    assert seen(position, as_actor(alice)).my_vote is Choice.AGREE
    assert seen(better, as_actor(alice)).my_vote is None


def test_only_its_author_and_moderators_supersede_a_position(position, alice, mo):
    with pytest.raises(Refused):
        supersede_position(as_actor(alice), position.public_id, statement="Mine.")
    assert supersede_position(as_actor(mo), position.public_id, statement="Better.")


def test_a_position_is_superseded_once(position, bob):
    supersede_position(as_actor(bob), position.public_id, statement="Better.")
    with pytest.raises(Conflict):
        supersede_position(as_actor(bob), position.public_id, statement="Best.")


def test_sending_a_better_wording_twice_supersedes_once(position, bob):
    made = {
        supersede_position(
            as_actor(bob), position.public_id, statement="Better.", submission_key="k"
        ).public_id
        for _ in range(2)
    }
    assert len(made) == 1


def test_a_better_wording_is_another_wording(position, bob):
    with pytest.raises(Invalid):
        supersede_position(as_actor(bob), position.public_id, statement="Clients decide with us!")


def test_one_takes_back_a_position_that_nobody_voted_on_and_the_register_says_so(position, bob, db):
    for _ in range(2):
        assert withdraw_position(as_actor(bob), position.public_id).state is PositionState.WITHDRAWN
    actions = db.session.scalars(sa.select(AuditEntry.action)).all()
    assert actions.count("position.withdraw") == 1
    with pytest.raises(NotFound):
        seen(position)


def test_from_the_first_vote_on_a_position_belongs_to_everybody(position, bob, alice):
    a_vote(alice, position)
    with pytest.raises(Conflict):
        withdraw_position(as_actor(bob), position.public_id)


def test_nobody_withdraws_the_position_of_another(position, alice, mo):
    for other in (alice, mo):
        with pytest.raises(Refused):
            withdraw_position(as_actor(other), position.public_id)


def test_the_author_does_not_undo_what_a_moderator_hid(position, bob, mo):
    @atomic
    def hide():
        with recorded(as_actor(mo), "position.hide", position):
            position.state = PositionState.HIDDEN

    hide()
    with pytest.raises(Conflict):
        withdraw_position(as_actor(bob), position.public_id)
