"""Participants mark whether they recognise the latest version."""

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa

from forum.audit import recorded
from forum.discussion.drafts import draft_at, recognition_place, save_draft
from forum.discussion.service import withdraw_comment
from forum.lib.db import atomic, db
from forum.lib.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded
from forum.permissions import ANONYMOUS
from forum.positions.models import Vote
from forum.positions.service import withdraw_position
from forum.positions.voting import withdraw_vote
from forum.synthesis.checks import problems
from forum.synthesis.curation import hide_remark, restore_remark
from forum.synthesis.events import RemarkMade
from forum.synthesis.models import Mark, Recognition
from forum.synthesis.queries import (
    REMARKS_ON_PAGE,
    latest_synthesis,
    place_of_remark,
    remarks_under,
    synthesis_version,
)
from forum.synthesis.service import recognise, withdraw_recognition
from forum.synthesis.views import Marks
from tests.factories import (
    a_comment,
    a_mark,
    a_position,
    a_synthesis,
    a_thread,
    a_user,
    a_vote,
    as_actor,
)


@pytest.fixture
def synthesis(thread, mo):
    """What mo wrote of the question in which bob takes part."""
    return a_synthesis(mo)


def seen(synthesis, viewer=ANONYMOUS):
    db.session.rollback()
    view = latest_synthesis(synthesis.question_id, viewer, "en")
    assert view is not None
    return view


def remarks(synthesis, viewer=ANONYMOUS):
    db.session.rollback()
    return remarks_under(synthesis.id, viewer, "en").rows


@atomic
def moderate(mo, recognition, change):
    with recorded(as_actor(mo), "remark.test", recognition):
        change(recognition)


def test_a_participant_says_whether_they_recognise_it(synthesis, bob):
    a_mark(bob)
    assert seen(synthesis).marks == Marks(recognisable=1)
    mine = seen(synthesis, as_actor(bob)).mine
    assert mine is not None
    assert (mine.mark, mine.remark) == (Mark.RECOGNISABLE, "")
    assert seen(synthesis).mine is None
    assert remarks(synthesis) == []


def test_a_remark_stands_with_name_and_perspective(synthesis, thread):
    anna = a_user("anna", perspective="provider")
    a_comment(anna, thread)
    a_mark(anna, Mark.NOT_RECOGNISABLE, "The  residents\nare missing.")
    (remark,) = remarks(synthesis)
    assert (remark.text, remark.mark) == ("The residents are missing.", Mark.NOT_RECOGNISABLE)
    assert (remark.author.name, remark.author.perspective) == ("Anna", "Provider")
    assert seen(synthesis).marks == Marks(not_recognisable=1)


def test_a_mark_can_be_changed_and_there_is_one_for_each_person(synthesis, bob):
    a_mark(bob, Mark.WITH_REMARK, "The cost is missing.")
    a_mark(bob, Mark.NOT_RECOGNISABLE, "The cost is missing.")
    a_mark(bob, Mark.RECOGNISABLE, "typed and thought better of")
    assert seen(synthesis).marks == Marks(recognisable=1)
    assert remarks(synthesis) == []
    assert db.session.query(Recognition).one().remark == ""


def test_a_mark_can_be_taken_back_and_given_again(synthesis, bob):
    withdraw_recognition(as_actor(bob), "who-is-we", version=1)
    a_mark(bob, Mark.WITH_REMARK, "The cost is missing.")
    withdraw_recognition(as_actor(bob), "who-is-we", version=1)
    assert seen(synthesis, as_actor(bob)).mine is None
    assert (seen(synthesis).marks, remarks(synthesis)) == (Marks(), [])
    assert db.session.query(Recognition).one().remark == ""
    a_mark(bob)
    assert seen(synthesis).marks == Marks(recognisable=1)


def test_a_new_version_begins_without_marks_and_the_old_one_keeps_its_own(synthesis, bob, mo):
    a_mark(bob, Mark.WITH_REMARK, "The cost is missing.")
    newer = a_synthesis(mo, version=1)
    view = seen(newer, as_actor(bob))
    assert (view.version, view.marks, view.mine) == (2, Marks(), None)
    old = synthesis_version(synthesis.question_id, 1, as_actor(bob), "en")
    assert old.marks == Marks(with_remark=1)
    assert old.mine is not None
    assert [one.text for one in remarks(synthesis)] == ["The cost is missing."]


@pytest.mark.parametrize("version", [0, 1, 3])
def test_only_the_latest_version_takes_marks(synthesis, bob, mo, version):
    a_synthesis(mo, version=1)
    with pytest.raises(Conflict, match="new version"):
        a_mark(bob, version=version)


def test_what_one_said_of_an_old_version_can_be_taken_back_also_by_who_is_suspended(synthesis, bob, mo):
    a_mark(bob, Mark.WITH_REMARK, "The cost is missing.")
    a_synthesis(mo, version=1)
    withdraw_recognition(replace(as_actor(bob), is_suspended=True), "who-is-we", version=1)
    assert remarks(synthesis) == []
    assert synthesis_version(synthesis.question_id, 1, ANONYMOUS, "en").marks == Marks()


@pytest.mark.parametrize("question", ["nothing", "a\x00", "one-budget"])
def test_taking_back_what_one_never_said_changes_nothing(synthesis, bob, question):
    a_mark(bob)
    withdraw_recognition(as_actor(bob), question, version=1)
    assert seen(synthesis).marks == Marks(recognisable=1)
    with pytest.raises(SignInNeeded):
        withdraw_recognition(ANONYMOUS, "who-is-we", version=1)


def test_what_is_not_there_cannot_be_marked(thread, bob):
    for question in ("who-is-we", "nothing", "a\x00"):
        with pytest.raises(NotFound):
            a_mark(bob, question=question)


def is_participant(synthesis, user) -> bool:
    shown = seen(synthesis, as_actor(user)).is_participant
    try:
        a_mark(user)
    except Refused:
        assert not shown
    else:
        assert shown
    return shown


def test_who_wrote_voted_or_proposed_takes_part(synthesis, thread, position, alice):
    starter, writer, voter, proposer = (a_user() for _ in range(4))
    a_thread(starter)
    a_comment(writer, thread)
    a_vote(voter, position)
    a_position(proposer)
    assert all(is_participant(synthesis, one) for one in (starter, writer, voter, proposer))
    assert not is_participant(synthesis, alice)


def test_taking_part_in_another_question_is_not_enough(synthesis, alice):
    a_vote(alice, a_position(alice, question="one-budget"))
    a_thread(alice, question="one-budget")
    assert not is_participant(synthesis, alice)


def test_what_one_took_back_does_not_count(synthesis, thread, position, alice):
    withdraw_comment(as_actor(alice), a_comment(alice, thread).public_id)
    withdraw_position(as_actor(alice), a_position(alice).public_id)
    a_vote(alice, position)
    withdraw_vote(as_actor(alice), position.public_id)
    assert db.session.query(Vote).count() == 0
    assert not is_participant(synthesis, alice)


def test_what_was_said_in_a_hidden_conversation_does_not_count(synthesis, thread, alice, mo):
    from forum.discussion.models import ThreadState

    a_comment(alice, thread)

    @atomic
    def hide():
        with recorded(as_actor(mo), "thread.hide", thread):
            thread.state = ThreadState.HIDDEN

    hide()
    assert not is_participant(synthesis, alice)


def test_nobody_marks_the_version_they_wrote(thread, mo, ada, bob):
    a_comment(mo, thread)
    a_synthesis(mo)
    with pytest.raises(Refused, match="wrote this version yourself"):
        a_mark(mo)
    a_synthesis(ada, version=1)
    a_mark(mo, version=2)


def test_marking_is_for_who_may_write(synthesis, bob):
    with pytest.raises(SignInNeeded):
        recognise(ANONYMOUS, "who-is-we", version=1, mark=Mark.RECOGNISABLE)
    with pytest.raises(Refused, match="confirm your e-mail"):
        a_mark(a_user("new", is_confirmed=False))


def test_a_concluded_question_can_still_be_recognised_in_its_last_synthesis(synthesis, bob):
    from forum.articles.models import Question

    atomic(lambda: db.session.execute(sa.update(Question).values(is_retired=True)))()
    a_mark(bob)
    assert seen(synthesis).marks == Marks(recognisable=1)


def test_a_remark_that_lacks_its_text_is_refused_and_nothing_changes(synthesis, bob):
    a_mark(bob)
    with pytest.raises(Invalid):
        a_mark(bob, Mark.NOT_RECOGNISABLE, " ")
    assert seen(synthesis).marks == Marks(recognisable=1)


def test_a_remark_is_told_once_and_anew_when_it_says_something_else(synthesis, bob, told):
    for remark in ("The cost is missing.", "The cost is missing.", "And the time."):
        a_mark(bob, Mark.WITH_REMARK, remark)
    a_mark(bob)
    id = db.session.query(Recognition).one().id
    assert told() == [RemarkMade(id), RemarkMade(id)]


def test_a_double_click_is_one_mark_also_at_the_same_time(app, synthesis, bob):
    actor, made = as_actor(bob), []

    def send():
        with app.app_context():
            made.append(recognise(actor, "who-is-we", version=1, mark=Mark.RECOGNISABLE).public_id)

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert (len(made), len(set(made))) == (6, 1)
    assert seen(synthesis).marks == Marks(recognisable=1)


def test_marking_discards_the_draft(synthesis, bob):
    save_draft(as_actor(bob), recognition_place("who-is-we"), {"remark": "Half"})
    a_mark(bob)
    assert draft_at(as_actor(bob), recognition_place("who-is-we")) is None


def test_a_hidden_remark_keeps_its_count_and_is_read_by_its_author_and_moderators(synthesis, bob, alice, mo):
    recognition = a_mark(bob, Mark.NOT_RECOGNISABLE, "Something that must not stand here.")
    assert recognition.is_visible
    moderate(mo, recognition, hide_remark)
    for viewer in (ANONYMOUS, as_actor(alice)):
        (remark,) = remarks(synthesis, viewer)
        assert (remark.text, remark.is_visible) == ("", False)
    for viewer in (as_actor(bob), as_actor(mo)):
        assert remarks(synthesis, viewer)[0].text == "Something that must not stand here."
    assert seen(synthesis).marks == Marks(not_recognisable=1)
    moderate(mo, recognition, restore_remark)
    assert remarks(synthesis)[0].text == "Something that must not stand here."


def test_hiding_without_an_entry_in_the_register_is_refused(synthesis, bob):
    from forum.audit.recording import Unrecorded

    recognition = a_mark(bob, Mark.WITH_REMARK, "The cost is missing.")
    with pytest.raises(Unrecorded):
        atomic(hide_remark)(recognition)


def test_a_hidden_remark_gets_no_other_text_whatever_way_one_takes(synthesis, bob, mo):
    recognition = a_mark(bob, Mark.WITH_REMARK, "Not this.")
    moderate(mo, recognition, hide_remark)
    with pytest.raises(Invalid, match="took your remark away"):
        a_mark(bob, Mark.WITH_REMARK, "Then this.")
    a_mark(bob)
    withdraw_recognition(as_actor(bob), "who-is-we", version=1)
    assert seen(synthesis).marks == Marks()
    with pytest.raises(Invalid):
        a_mark(bob, Mark.NOT_RECOGNISABLE, "Then this.")
    a_mark(bob, Mark.NOT_RECOGNISABLE, "Not this.")
    assert remarks(synthesis)[0].text == ""
    moderate(mo, recognition, restore_remark)
    a_mark(bob, Mark.NOT_RECOGNISABLE, "Then this.")
    assert remarks(synthesis)[0].text == "Then this."


def test_remarks_come_in_pages_and_each_has_a_place(synthesis, thread):
    made = []
    for number in range(REMARKS_ON_PAGE + 2):
        somebody = a_user()
        a_comment(somebody, thread)
        made.append(a_mark(somebody, Mark.WITH_REMARK, f"Number {number}."))
    first = remarks_under(synthesis.id, ANONYMOUS, "en")
    assert [one.text for one in first.rows[:2]] == [
        f"Number {REMARKS_ON_PAGE + 1}.",
        f"Number {REMARKS_ON_PAGE}.",
    ]
    rest = remarks_under(synthesis.id, ANONYMOUS, "en", after=first.next)
    assert [one.text for one in rest.rows] == ["Number 1.", "Number 0."]
    assert place_of_remark(made[2].public_id) == ("who-is-we", 1, None)
    slug, version, after = place_of_remark(made[1].public_id)
    assert (slug, version) == ("who-is-we", 1)
    shown = remarks_under(synthesis.id, ANONYMOUS, "en", after=after)
    assert [one.public_id for one in shown.rows] == [made[1].public_id, made[0].public_id]


def test_a_remark_that_was_taken_back_has_no_place(synthesis, bob):
    recognition = a_mark(bob, Mark.WITH_REMARK, "The cost is missing.")
    withdraw_recognition(as_actor(bob), "who-is-we", version=1)
    for public_id in (recognition.public_id, "nothing", "a\x00"):
        with pytest.raises(NotFound):
            place_of_remark(public_id)


def test_marks_and_remarks_pass_the_check_of_the_database(synthesis, bob, mo):
    a_mark(bob, Mark.WITH_REMARK, "The cost is missing.")
    a_synthesis(mo, version=1)
    a_mark(bob, version=2)
    assert list(problems()) == []


@pytest.mark.parametrize("number", [1, 30])
def test_remarks_cost_one_statement_whatever_their_number(synthesis, thread, number, statements):
    for _ in range(number):
        somebody = a_user()
        a_comment(somebody, thread)
        a_mark(somebody, Mark.WITH_REMARK, "The cost is missing.")
    with statements() as counted:
        assert len(remarks_under(synthesis.id, ANONYMOUS, "en").rows) == number
    assert len(counted) == 1
