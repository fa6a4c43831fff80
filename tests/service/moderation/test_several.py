"""Several held posts in one go, notes, and how a decision is taken back."""

import pytest
import sqlalchemy as sa

from forum.discussion.curation import hold_comment
from forum.discussion.models import CommentState
from forum.lib.db import atomic
from forum.lib.errors import Conflict, Invalid, NotFound, Refused
from forum.moderation.items import settle_task
from forum.moderation.kinds import Waits
from forum.moderation.models import Decision, Note
from forum.moderation.notes import add_note
from forum.moderation.performing import undoing_of
from forum.moderation.several import approve_several
from tests.factories import a_comment, an_item, as_actor, curated

WHY = {"ground": "review", "reason": "We looked at it and it is fine."}


@pytest.fixture
def held(bob, thread):
    """Three comments that wait to be seen."""
    comments = [a_comment(bob, thread) for _ in range(3)]
    for comment in comments:
        curated(hold_comment, comment)
        an_item(comment, Waits.HELD)
    return comments


def refs(comments) -> list[str]:
    return [f"comment:{comment.public_id}" for comment in comments]


def test_each_gets_a_decision_of_its_own(db, held, mo):
    several = approve_several(as_actor(mo), refs(held), **WHY, submission_key="k")
    assert len(set(several.done)) == 3
    assert several.left == ()
    db.session.expire_all()
    assert {comment.state for comment in held} == {CommentState.VISIBLE}


def test_what_somebody_else_settled_is_named_and_the_others_go_through(db, held, mo, ada, do):
    do("hide", refs(held)[1], by=ada)
    gone = "comment:unknown"
    several = approve_several(as_actor(mo), [*refs(held), gone], **WHY)
    assert len(several.done) == 2
    assert [ref for ref, _why in several.left] == [refs(held)[1], gone]
    assert all("Another moderator" in why for _ref, why in several.left)
    db.session.expire_all()
    assert held[1].state is CommentState.HIDDEN


def test_ones_own_post_is_left_to_others(db, held, mo, thread):
    mine = a_comment(mo, thread)
    curated(hold_comment, mine)
    an_item(mine, Waits.HELD)
    several = approve_several(as_actor(mo), refs([*held, mine]), **WHY)
    assert len(several.done) == 3
    assert [ref for ref, _why in several.left] == refs([mine])


def test_the_same_form_sent_twice_decides_once(db, held, mo):
    for _time in range(2):
        approve_several(as_actor(mo), refs(held), **WHY, submission_key="once")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 3


def test_without_a_reason_nothing_is_done(db, held, mo):
    with pytest.raises(Invalid):
        approve_several(as_actor(mo), refs(held), ground="review", reason="")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 0


def test_members_let_nothing_through(held, alice):
    with pytest.raises(Refused):
        approve_several(as_actor(alice), refs(held), **WHY)


def test_moderators_note_what_others_should_know(db, mo, bob):
    add_note(as_actor(mo), bob.public_id, "  Works at the municipality.  ")
    note = db.session.scalars(sa.select(Note)).one()
    assert (note.about_id, note.author_id, note.text) == (bob.id, mo.id, "Works at the municipality.")


def test_a_note_says_something_about_somebody(mo, bob, alice):
    with pytest.raises(Invalid):
        add_note(as_actor(mo), bob.public_id, " ")
    with pytest.raises(NotFound):
        add_note(as_actor(mo), "unknown", "Hello.")
    with pytest.raises(Refused):
        add_note(as_actor(alice), bob.public_id, "Hello.")


def test_what_is_gone_can_be_taken_off_the_queue(mo, comment):
    with pytest.raises(Conflict):
        settle_task(as_actor(mo), an_item(comment).public_id)
    gone = an_item(comment, target_id=comment.id + 1000)
    assert atomic(settle_task)(as_actor(mo), gone.public_id).closed_at is not None


def test_a_decision_tells_how_it_is_taken_back(do, comment, thread, bob):
    hide = undoing_of(do("hide", f"comment:{comment.public_id}"))
    assert hide is not None
    assert (hide.action.name, hide.ref, hide.fields) == ("restore", f"comment:{comment.public_id}", {})

    old = thread.title
    retitle = undoing_of(do("retitle", f"thread:{thread.public_id}", fields={"title": ["Another title"]}))
    assert retitle is not None
    assert (retitle.action.name, retitle.fields) == ("retitle", {"title": [old]})

    assert undoing_of(do("warn", f"account:{bob.public_id}")) is None
