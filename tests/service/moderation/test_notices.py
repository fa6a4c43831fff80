"""Reporting illegal content without an account."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forum.lib.db import db
from forum.lib.errors import Invalid, NotFound
from forum.lib.i18n import force_locale
from forum.moderation.flag_chores import KEPT, forget_reporters
from forum.moderation.kinds import Ground, Waits
from forum.moderation.models import Flag, Item
from forum.moderation.service import give_notice
from tests.service.moderation.at_once import at_once


@pytest.fixture
def ref(comment) -> str:
    return f"comment:{comment.public_id}"


def notice(place, **fields) -> Flag:
    usual = {
        "explanation": "This is a threat.",
        "name": "Robin Smit",
        "email": "Robin@Example.NL",
        "is_good_faith": True,
    }
    return give_notice(place, **(usual | fields))


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count(Flag.id))) or 0


def test_a_notice_names_what_why_and_by_whom(comment, ref):
    with force_locale("nl"):
        flag = notice(ref)
    assert (flag.ground, flag.target_id, flag.explanation) == (
        Ground.ILLEGAL,
        comment.id,
        "This is a threat.",
    )
    assert (flag.reporter_id, flag.reporter_name, flag.reporter_email) == (
        None,
        "Robin Smit",
        "robin@example.nl",
    )
    assert (flag.locale, flag.hid) == ("nl", False)
    item = db.session.get_one(Item, flag.item_id)
    assert (item.waits, item.urgency) == (Waits.FLAGS, 1)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"explanation": "  "}, "explanation"),
        ({"explanation": "x" * 2001}, "explanation"),
        ({"name": ""}, "name"),
        ({"email": "robin"}, "email"),
        ({"is_good_faith": False}, "good_faith"),
    ],
)
def test_it_needs_all_of_that(ref, fields, wrong):
    with pytest.raises(Invalid) as refused:
        notice(ref, **fields)
    assert list(refused.value.fields) == [wrong]
    assert count() == 0


def test_all_that_is_wrong_is_told_at_once(article):
    with pytest.raises(Invalid) as refused:
        notice("elsewhere", explanation="", name="", email="", is_good_faith=False)
    assert set(refused.value.fields) == {"place", "explanation", "name", "email", "good_faith"}


def test_of_abuse_of_a_child_one_need_not_say_who_one_is(ref):
    flag = notice(ref, name="", email="", is_nameless=True)
    assert (flag.reporter_name, flag.reporter_email) == (None, None)


def test_the_same_thing_from_the_same_address_lands_once(ref, thread):
    first = notice(ref)
    assert notice(ref, email="ROBIN@example.nl", explanation="Again.").id == first.id
    assert notice(ref, email="other@example.nl").id != first.id
    assert notice(f"thread:{thread.public_id}").id != first.id
    assert count() == 3


def test_a_nameless_notice_sent_twice_lands_once(ref):
    first = notice(ref, is_nameless=True)
    assert notice(ref, is_nameless=True).id == first.id
    assert notice(ref, is_nameless=True, explanation="Something else too.").id != first.id
    assert notice(ref).id != first.id


def test_what_is_not_there_or_hidden_takes_no_notice(ref, comment, do):
    do("hide", ref)
    for place in (ref, "comment:nothing"):
        with pytest.raises(NotFound):
            notice(place)
    for place in (f"/comments/{comment.public_id}", "/comments/nothing"):
        with pytest.raises(Invalid) as refused:
            notice(place)
        assert list(refused.value.fields) == ["place"]


def test_many_notices_from_one_address_at_the_same_time_are_one(app, ref):
    db.session.rollback()
    answers = at_once(app, [lambda: notice(ref).id for _ in range(4)])
    assert len(set(answers)) == 1
    assert count() == 1


def test_who_reported_is_forgotten_half_a_year_after_the_decision(ref, do, clock):
    flag = notice(ref)
    forget_reporters()
    do("hide", ref)
    clock.advance(seconds=KEPT / timedelta(seconds=1))
    forget_reporters()
    db.session.refresh(flag)
    assert flag.reporter_email == "robin@example.nl"
    clock.advance(seconds=1)
    forget_reporters()
    db.session.refresh(flag)
    assert (flag.reporter_name, flag.reporter_email, flag.explanation) == (None, None, "This is a threat.")
