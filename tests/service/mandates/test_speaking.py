"""Writing in the name of an organisation."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from forum.accounts.capacity import Capacity
from forum.discussion.models import Comment
from forum.discussion.queries import one_comment, thread_page
from forum.discussion.service import edit_comment, post_comment
from forum.discussion.voice import Voice, place_in
from forum.lib.errors import Invalid
from forum.mandates.rules import Place
from forum.mandates.service import withdraw_mandate
from forum.mandates.using import usable_at
from forum.permissions import ANONYMOUS
from tests.factories import a_body, a_comment, a_mandate, a_thread, a_user, as_actor, decided


def in_the_name_of(mandate, **fields) -> Voice:
    return Voice(mandate.public_id, **fields)


def said_for(comment) -> Any:
    return one_comment(comment.public_id, ANONYMOUS, "en").author.speaks_for


def refusal(call) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        call()
    return refused.value.fields


def test_a_comment_says_for_whom_it_speaks(anna, annas, thread):
    comment = a_comment(anna, thread, voice=in_the_name_of(annas))
    spoken = said_for(comment)
    assert (spoken.name, spoken.slug) == ("Gemeente Zeist", "gemeente-zeist")
    assert (spoken.ended_on, spoken.withdrawn_at) == (None, None)
    assert comment.capacity is Capacity.ORGANISATION


def test_without_a_choice_one_speaks_for_oneself_also_with_a_mandate(anna, annas, thread):
    for voice in (Voice(), Voice("personal")):
        comment = a_comment(anna, thread, voice=voice)
        assert said_for(comment) is None
        assert comment.capacity is Capacity.PERSONAL


def test_an_opening_text_can_speak_for_an_organisation(anna, annas, article, clock):
    thread = a_thread(anna, voice=in_the_name_of(annas))
    opening = thread_page(thread.public_id, ANONYMOUS, "en", now=clock()).opening
    assert opening is not None
    assert opening.author.speaks_for is not None
    assert opening.author.speaks_for.name == "Gemeente Zeist"


def test_after_its_last_day_a_text_says_so(anna, annas, thread, clock):
    comment = a_comment(anna, thread, voice=in_the_name_of(annas))
    clock.advance(days=100)
    assert said_for(comment).ended_on is None
    clock.advance(days=1)
    assert said_for(comment).ended_on == annas.ends_on


@pytest.mark.parametrize("how", ["withdrawn", "revoked"])
def test_when_it_was_taken_back_a_text_says_so(anna, annas, thread, how):
    comment = a_comment(anna, thread, voice=in_the_name_of(annas))
    if how == "withdrawn":
        withdraw_mandate(as_actor(anna), annas.public_id)
    else:
        decided(annas, "revoke")
    assert said_for(comment).withdrawn_at is not None


def test_a_form_that_was_open_longer_than_the_mandate_is_refused_and_nothing_is_stored(
    db, anna, annas, thread, clock
):
    clock.advance(days=101)
    problem = refusal(lambda: a_comment(anna, thread, voice=in_the_name_of(annas)))
    assert "ran up to and including March 3, 2027" in problem["capacity"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1


def test_one_that_was_withdrawn_meanwhile_too(anna, annas, thread):
    withdraw_mandate(as_actor(anna), annas.public_id)
    problem = refusal(lambda: a_comment(anna, thread, voice=in_the_name_of(annas)))
    assert "was withdrawn" in problem["capacity"]


def test_one_that_is_asked_or_has_yet_to_begin_does_not_hold(ben, bens, alice, thread, clock):
    later = a_mandate(alice, "Later", starts_on=(clock().date().replace(day=28)).isoformat())
    for person, mandate in ((ben, bens), (alice, later)):
        problem = refusal(lambda who=person, one=mandate: a_comment(who, thread, voice=in_the_name_of(one)))
        assert "does not hold yet" in problem["capacity"]


@pytest.mark.parametrize("capacity", ["organisation", "nothing", "\x00", "gemeente-zeist"])
def test_what_is_no_mandate_is_refused(anna, annas, thread, capacity):
    assert set(refusal(lambda: a_comment(anna, thread, voice=Voice(capacity)))) == {"capacity"}


def test_nobody_speaks_by_the_mandate_of_somebody_else(bob, annas, thread):
    assert set(refusal(lambda: a_comment(bob, thread, voice=in_the_name_of(annas)))) == {"capacity"}


@pytest.mark.parametrize(
    ("scope", "fits"),
    [
        ("forum", True),
        ("lesson:we", True),
        ("lesson:values", False),
        ("question:who-is-we", True),
        ("question:one-budget", False),
    ],
)
def test_it_holds_in_its_place_only(alice, thread, scope, fits):
    mandate = a_mandate(alice, scope=scope)
    if fits:
        assert said_for(a_comment(alice, thread, voice=in_the_name_of(mandate)))
    else:
        assert (
            "does not hold here"
            in refusal(lambda: a_comment(alice, thread, voice=in_the_name_of(mandate)))["capacity"]
        )


def test_one_for_a_conversation_holds_in_that_one(alice, bob, thread):
    mandate = a_mandate(alice, scope=f"thread:{thread.public_id}")
    other = a_thread(bob)
    assert said_for(a_comment(alice, thread, voice=in_the_name_of(mandate)))
    assert refusal(lambda: a_comment(alice, other, voice=in_the_name_of(mandate)))
    assert refusal(lambda: a_thread(alice, voice=in_the_name_of(mandate)))


def test_a_thread_begins_by_a_mandate_for_a_lesson_that_it_is_about(alice, article):
    mandate = a_mandate(alice, scope="lesson:values")
    assert a_thread(alice, lessons=["values"], voice=in_the_name_of(mandate))
    assert refusal(lambda: a_thread(alice, lessons=["we"], voice=in_the_name_of(mandate)))


def test_a_retry_after_the_end_gets_its_first_result(anna, annas, thread, clock):
    def post():
        return post_comment(
            as_actor(anna),
            thread.public_id,
            body=a_body("Once."),
            voice=in_the_name_of(annas),
            submission_key="k" * 24,
        )

    first = post()
    withdraw_mandate(as_actor(anna), annas.public_id)
    assert post().id == first.id


def test_an_edit_keeps_in_whose_name_it_was(anna, annas, thread):
    comment = a_comment(anna, thread, voice=in_the_name_of(annas))
    edit_comment(as_actor(anna), comment.public_id, body=a_body("Better."), version=1)
    assert said_for(comment).name == "Gemeente Zeist"


def test_who_speaks_for_it_no_more_does_not_change_what_it_said(anna, annas, thread, clock):
    comment = a_comment(anna, thread, voice=in_the_name_of(annas))
    clock.advance(days=101)
    edit = {"body": a_body("Other words."), "version": 1}
    assert set(refusal(lambda: edit_comment(as_actor(anna), comment.public_id, **edit))) == {"capacity"}


def test_only_mandates_that_fit_are_offered_and_of_one_organisation_the_widest(
    anna, annas, article, db, clock
):
    for scope in ("lesson:we", "question:one-budget"):
        a_mandate(anna, "Zorg", scope=scope)
    a_mandate(anna, "Gemeente Zeist", scope="lesson:we")
    a_mandate(anna, "Asked", is_confirmed=False)
    thread = a_thread(anna)
    place = place_in(thread)
    offered = usable_at(as_actor(anna), place, "en")
    assert [(one.organisation, one.scope.kind.value) for one in offered] == [
        ("Gemeente Zeist", "forum"),
        ("Zorg", "lesson"),
    ]
    clock.advance(days=101)
    assert usable_at(as_actor(anna), place, "en") == ()


def test_of_two_for_the_same_the_one_that_lasts_longer_is_offered(anna, annas, article):
    longer = a_mandate(anna, ends_on="2028-01-01")
    (offered,) = usable_at(as_actor(anna), Place(1), "en")
    assert offered.public_id == longer.public_id


def test_who_speaks_by_mandate_does_so_by_name(anna, annas, thread):
    voice = in_the_name_of(annas, is_name_withheld=True)
    assert set(refusal(lambda: a_comment(anna, thread, voice=voice))) == {"withhold"}


def test_the_database_itself_holds_that_rule(db, anna, annas, thread):
    comment = a_comment(anna, thread, voice=in_the_name_of(annas))
    with pytest.raises(IntegrityError):
        db.session.connection(execution_options={"write": True}).execute(
            sa.update(Comment).where(Comment.id == comment.id).values(is_name_withheld=True)
        )
    db.session.rollback()


def test_a_stranger_is_offered_nothing(article):
    assert usable_at(as_actor(a_user("zoe")), Place(1), "en") == ()
