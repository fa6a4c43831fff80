from datetime import UTC, datetime, timedelta

import pytest

from forum.lib.errors import Invalid
from forum.moderation.flag_rules import (
    SERIOUS,
    answered_within,
    automatic_reason,
    check_good_faith,
    check_temper,
    checked_explanation,
    hides_at_once,
    ref_at,
)
from forum.moderation.grounds import FLAG_GROUNDS
from forum.moderation.kinds import Ground
from forum.moderation.rules import checked_reason

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OLD = NOW - timedelta(days=30)
HOSTS = {"forum.example.nl"}

pytestmark = pytest.mark.usefixtures("app")


def hides(ground=Ground.CLIENT_DATA, **changes):
    usual = {
        "joined_at": OLD,
        "is_vouched_for": False,
        "hidden": 0,
        "most": 3,
        "was_let_stand": False,
        "now": NOW,
    }
    return hides_at_once(ground, **(usual | changes))


@pytest.mark.parametrize("ground", FLAG_GROUNDS)
def test_only_client_data_and_an_ongoing_tender_hide_at_once(ground):
    assert hides(ground) == (ground in (Ground.CLIENT_DATA, Ground.TENDER))


def test_an_account_of_less_than_a_day_hides_nothing_unless_an_administrator_opened_it():
    just_short = NOW - timedelta(days=1) + timedelta(seconds=1)
    assert not hides(joined_at=just_short)
    assert hides(joined_at=just_short, is_vouched_for=True)
    assert hides(joined_at=NOW - timedelta(days=1))


def test_somebodys_reports_hide_so_many_things_a_day_and_no_more():
    assert hides(hidden=2)
    assert not hides(hidden=3)
    assert not hides(most=0)


def test_what_a_moderator_let_stand_is_not_hidden_again():
    assert not hides(was_let_stand=True)


@pytest.mark.parametrize("ground", FLAG_GROUNDS)
def test_who_answered_something_within_the_hour_reports_it_on_serious_grounds_only(ground):
    answered_at = NOW - timedelta(minutes=58, seconds=1)
    if ground in SERIOUS:
        check_temper(ground, answered_at, NOW)
        return
    with pytest.raises(Invalid) as refused:
        check_temper(ground, answered_at, NOW)
    assert "Wait 2 minutes" in refused.value.fields["ground"]


def test_after_an_hour_or_without_an_answer_every_ground_works():
    check_temper(Ground.OFF_TOPIC, NOW - timedelta(hours=1), NOW)
    check_temper(Ground.OFF_TOPIC, None, NOW)


@pytest.mark.parametrize("ground", FLAG_GROUNDS)
def test_an_explanation_is_needed_where_the_ground_says_too_little(ground):
    if ground in (Ground.ILLEGAL, Ground.OTHER):
        with pytest.raises(Invalid):
            checked_explanation(" \n ", ground)
    else:
        assert checked_explanation(" \n ", ground) == ""


def test_an_explanation_is_kept_without_what_cannot_be_seen():
    assert checked_explanation(" One.\r\nTwo\x00\u202e. ", Ground.SPAM) == "One.\nTwo."


def test_an_explanation_has_at_most_2000_characters():
    assert len(checked_explanation("x" * 2000, Ground.SPAM)) == 2000
    for length in (2001, 100_000):
        with pytest.raises(Invalid) as refused:
            checked_explanation("x" * length, Ground.SPAM)
        assert str(length) in refused.value.fields["explanation"]


def test_a_notice_is_given_in_good_faith():
    assert check_good_faith(True) == ""
    with pytest.raises(Invalid):
        check_good_faith(False)


@pytest.mark.parametrize("ground", [Ground.CLIENT_DATA, Ground.TENDER])
def test_the_automatic_reason_is_one_that_a_decision_takes(ground):
    assert checked_reason(automatic_reason(ground))


def test_what_is_urgent_is_answered_sooner():
    assert (
        answered_within(Ground.CLIENT_DATA) < answered_within(Ground.HATEFUL) < answered_within(Ground.SPAM)
    )


@pytest.mark.parametrize(
    ("place", "ref"),
    [
        ("/comments/abc", "comment:abc"),
        ("/comments/abc/", "comment:abc"),
        ("/threads/abc/who-is-we?after=xyz", "thread:abc"),
        ("/threads/abc/who-is-we#comment-def", "comment:def"),
        ("/threads/abc#comments", "thread:abc"),
        ("/positions/abc?results=1", "position:abc"),
        ("/remarks/abc", "remark:abc"),
        (" https://forum.example.nl/comments/abc ", "comment:abc"),
        ("http://forum.example.nl:8000/comments/abc", "comment:abc"),
        ("forum.example.nl/comments/abc", "comment:abc"),
        ("HTTPS://Forum.Example.NL/comments/abc", "comment:abc"),
    ],
)
def test_an_address_of_this_forum_names_a_thing(place, ref):
    assert ref_at(place, HOSTS) == ref


@pytest.mark.parametrize(
    "place",
    [
        "",
        "abc",
        "comments/abc",
        "/questions/who-is-we",
        "/comments/",
        "/comments/abc/edit/more",
        "/comments/../login",
        "/comments/abc\x00",
        "https://elsewhere.example/comments/abc",
        "https://forum.example.nl.elsewhere.example/comments/abc",
        "//elsewhere.example/comments/abc",
        "javascript:/comments/abc",
        "ftp://forum.example.nl/comments/abc",
        "https://[/comments/abc",
        "/comments/" + "x" * 100_000,
    ],
)
def test_anything_else_is_no_place(place):
    with pytest.raises(Invalid) as refused:
        ref_at(place, HOSTS)
    assert list(refused.value.fields) == ["place"]
