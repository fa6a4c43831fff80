"""Showing one's name with a text that left it out."""

from typing import Any

import pytest
import sqlalchemy as sa

from forum.audit import AuditEntry, Unrecorded
from forum.discussion.contributions import contributions_of
from forum.discussion.models import Comment
from forum.discussion.queries import comment_source, one_comment, signed_at
from forum.discussion.service import sign_comment, withdraw_comment
from forum.lib.db import atomic
from forum.lib.errors import Refused, SignInNeeded
from forum.permissions import ANONYMOUS
from tests.factories import NAMELESS, a_comment, as_actor, concluded


@pytest.fixture
def nameless(alice, thread) -> Comment:
    return a_comment(alice, thread, "What I did not dare to sign.", voice=NAMELESS)


def author_of(comment) -> Any:
    return one_comment(comment.public_id, ANONYMOUS, "en").author


def entries(db) -> list[Any]:
    return list(db.session.scalars(sa.select(AuditEntry).filter_by(action="comment.sign")))


def test_its_author_shows_their_name_and_everybody_reads_it(alice, nameless):
    assert author_of(nameless).is_withheld
    sign_comment(as_actor(alice), nameless.public_id)
    shown = author_of(nameless)
    assert (shown.name, shown.handle, shown.is_withheld) == ("Alice", "alice", False)
    assert [one.public_id for one in contributions_of(alice.id, "en").rows] == [nameless.public_id]


def test_that_stands_in_the_register_and_the_history_tells_the_day(db, alice, nameless, clock):
    source = comment_source(nameless.public_id, ANONYMOUS, "en")
    assert signed_at(source) is None
    sign_comment(as_actor(alice), nameless.public_id)
    (entry,) = entries(db)
    assert (entry.before, entry.after) == ({"is_name_withheld": True}, {"is_name_withheld": False})
    assert signed_at(source) == clock()


def test_a_second_time_changes_nothing(db, alice, nameless):
    for _time in range(2):
        sign_comment(as_actor(alice), nameless.public_id)
    assert len(entries(db)) == 1


def test_only_its_author_does_so(nameless, bob, mo):
    for person in (bob, mo):
        with pytest.raises(Refused):
            sign_comment(as_actor(person), nameless.public_id)
    with pytest.raises(SignInNeeded):
        sign_comment(ANONYMOUS, nameless.public_id)


def test_ones_other_texts_stay_without_a_name(alice, thread, nameless):
    other = a_comment(alice, thread, "Another one.", voice=NAMELESS)
    sign_comment(as_actor(alice), nameless.public_id)
    assert author_of(other).is_withheld


def test_also_at_a_question_that_was_concluded(alice, nameless):
    concluded("who-is-we")
    sign_comment(as_actor(alice), nameless.public_id)
    assert not author_of(nameless).is_withheld


def test_not_with_a_text_that_is_gone(alice, nameless):
    withdraw_comment(as_actor(alice), nameless.public_id)
    with pytest.raises(Refused):
        sign_comment(as_actor(alice), nameless.public_id)


def test_who_may_not_write_does_not_either(alice, nameless, do):
    do("suspend", f"account:{alice.public_id}", ground="spam", fields={"scope": ["writing"], "until": [""]})
    with pytest.raises(Refused):
        sign_comment(as_actor(alice), nameless.public_id)


def test_a_name_comes_and_goes_by_no_other_way(db, nameless):
    @atomic
    def show() -> None:
        db.session.get_one(Comment, nameless.id).is_name_withheld = False

    with pytest.raises(Unrecorded):
        show()
