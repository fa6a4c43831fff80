from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from forum.lib.errors import Conflict, Invalid
from forum.mandates.models import MandateState, ScopeKind
from forum.mandates.rules import (
    LONGEST_SPAN,
    Ask,
    Particulars,
    Place,
    Scope,
    check_confirmable,
    check_decidable,
    check_mergeable,
    check_refusable,
    check_revocable,
    check_withdrawable,
    checked_ask,
    checked_particulars,
    holds,
    is_ended,
    name_key,
    today,
)

DAY = date(2026, 11, 23)
FORUM = Scope(ScopeKind.FORUM)
LESSON = Scope(ScopeKind.LESSON, 2)
TOWN = Particulars("Gemeente Zeist", "A town.", "https://www.zeist.nl", "municipality")
QUESTION = Scope(ScopeKind.QUESTION, 2)
THREAD = Scope(ScopeKind.THREAD, 2)
GOOD = {
    "organisation": "Gemeente Zeist",
    "ends_on": "2027-03-03",
    "evidence": "The alderman wrote so.",
    "contact": "Kim Smit, alderman",
}


def problems(**fields: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        checked_ask(Ask(**(GOOD | fields)), DAY, {"municipality"})
    return refused.value.fields


def test_what_is_complete_is_stored_with_its_days(app):
    stored = checked_ask(Ask(**GOOD, starts_on="2026-12-01"), DAY, set())
    assert (stored["starts_on"], stored["ends_on"]) == (date(2026, 12, 1), date(2027, 3, 3))


def test_without_a_first_day_it_begins_today(app):
    assert checked_ask(Ask(**GOOD), DAY, set())["starts_on"] == DAY


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("organisation", " "),
        ("organisation", "…!"),
        ("organisation", "Moderatie Samenspraak"),
        ("organisation", "x" * 121),
        ("evidence", "\n"),
        ("evidence", "x" * 2001),
        ("contact", ""),
        ("contact", "x" * 201),
        ("link", "javascript:alert(1)"),
        ("link", "https://" + "x" * 300 + ".nl"),
        ("website", "gemeente.nl"),
        ("described", "x" * 301),
        ("perspective", "president"),
        ("ends_on", ""),
        ("ends_on", "tomorrow"),
        ("ends_on", "2026-11-22"),
        ("ends_on", "2028-11-24"),
        ("starts_on", "2026-11-22"),
        ("starts_on", "2027-03-01"),
        ("starts_on", "soon"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(app, field, value):
    assert set(problems(**{field: value})) == {field}


def test_a_last_day_before_the_first_is_said_at_the_last(app):
    assert set(problems(starts_on="2026-12-24", ends_on="2026-12-01")) == {"ends_on"}


def test_all_problems_are_told_at_once(app):
    assert set(problems(organisation="", evidence="", ends_on="")) == {"organisation", "evidence", "ends_on"}


def test_it_lasts_two_years_at_most(app):
    last = DAY + LONGEST_SPAN
    assert checked_ask(Ask(**GOOD | {"ends_on": last.isoformat()}), DAY, set())["ends_on"] == last


def test_today_is_that_of_the_forums_place():
    assert today(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "Europe/Amsterdam") == DAY


def test_names_that_differ_in_case_and_signs_are_one_organisation():
    assert name_key("Gemeente  Zeist.") == name_key("gemeente zeist")
    assert name_key("Gemeente Zeist") != name_key("Gemeente De Bilt")


@pytest.mark.parametrize(
    ("scope", "is_within"), [(FORUM, True), (LESSON, True), (QUESTION, False), (THREAD, True)]
)
def test_a_place_is_within_its_forum_its_lessons_and_its_thread(scope, is_within):
    assert Place(9, frozenset({1, 2}), 2).is_within(scope) is is_within


def test_a_place_without_a_thread_is_within_no_thread():
    assert not Place(2).is_within(THREAD)
    assert not Place(2).is_within(Scope(ScopeKind.THREAD, 0))
    assert Place(2).is_within(QUESTION)


EVERY = (FORUM, LESSON, QUESTION, THREAD)
INCLUDED = {
    (FORUM, FORUM),
    (FORUM, LESSON),
    (FORUM, QUESTION),
    (FORUM, THREAD),
    (LESSON, LESSON),
    (LESSON, THREAD),
    (QUESTION, QUESTION),
    (QUESTION, THREAD),
    (THREAD, THREAD),
}


@pytest.mark.parametrize("wide", EVERY, ids=lambda scope: scope.kind.value)
@pytest.mark.parametrize("narrow", EVERY, ids=lambda scope: scope.kind.value)
def test_a_wider_scope_includes_what_stands_within_it(wide, narrow):
    where = Place(QUESTION.id, frozenset({LESSON.id}), THREAD.id) if narrow is THREAD else None
    assert wide.includes(narrow, where) is ((wide, narrow) in INCLUDED)


@pytest.mark.parametrize("wide", [LESSON, QUESTION], ids=["lesson", "question"])
def test_a_thread_at_another_question_and_about_another_lesson_is_in_neither(wide):
    elsewhere = Place(9, frozenset({8}), THREAD.id)
    assert not wide.includes(THREAD, elsewhere)
    assert THREAD.includes(THREAD, elsewhere)
    assert FORUM.includes(THREAD, elsewhere)


@pytest.mark.parametrize("kind", [ScopeKind.LESSON, ScopeKind.QUESTION, ScopeKind.THREAD])
def test_two_of_one_kind_do_not_include_each_other(kind):
    where = Place(1, frozenset({1}), 3) if kind is ScopeKind.THREAD else None
    assert not Scope(kind, 2).includes(Scope(kind, 3), where)


@pytest.mark.parametrize("wide", [LESSON, QUESTION], ids=["lesson", "question"])
def test_a_thread_that_is_not_there_is_within_the_forum_only(wide):
    assert not wide.includes(THREAD)
    assert FORUM.includes(THREAD)


def test_it_holds_from_its_first_to_its_last_day():
    first, last = DAY, DAY + timedelta(days=2)
    days = [DAY + timedelta(days=number) for number in range(-1, 4)]
    assert [holds(MandateState.CONFIRMED, first, last, day) for day in days] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert [is_ended(MandateState.CONFIRMED, last, day) for day in days] == [False] * 4 + [True]


@pytest.mark.parametrize("state", [one for one in MandateState if one is not MandateState.CONFIRMED])
def test_what_is_not_confirmed_never_holds(state):
    assert not holds(state, DAY, DAY, DAY)
    assert not is_ended(state, DAY, DAY + timedelta(days=1))


PAST = DAY - timedelta(days=1)


def check_own_withdrawable(state, ends_on, day):
    check_withdrawable(state, ends_on, day, is_own=True)


def check_refusable_on_a_day(state, _ends_on, _day):
    check_refusable(state)


ALLOWED = {
    check_refusable_on_a_day: {MandateState.ASKED},
    check_decidable: {MandateState.ASKED},
    check_confirmable: {MandateState.ASKED, MandateState.REFUSED, MandateState.REVOKED},
    check_own_withdrawable: {MandateState.ASKED, MandateState.CONFIRMED},
    check_revocable: {MandateState.CONFIRMED},
}


@pytest.mark.parametrize("state", list(MandateState))
@pytest.mark.parametrize("check", list(ALLOWED))
def test_what_can_become_of_a_mandate_depends_on_how_it_stands(app, check, state):
    if state in ALLOWED[check]:
        check(state, DAY, DAY)
    else:
        with pytest.raises(Conflict):
            check(state, DAY, DAY)


@pytest.mark.parametrize("check", [one for one in ALLOWED if one is not check_refusable_on_a_day])
def test_after_its_last_day_nothing_is_decided_about_what_held(app, check):
    state = MandateState.ASKED if MandateState.ASKED in ALLOWED[check] else MandateState.CONFIRMED
    if check is check_own_withdrawable:
        state = MandateState.CONFIRMED
    with pytest.raises(Conflict):
        check(state, PAST, DAY)


def test_what_a_colleague_only_asked_for_is_not_theirs_to_withdraw(app):
    check_withdrawable(MandateState.CONFIRMED, DAY, DAY, is_own=False)
    with pytest.raises(Conflict, match="moderator looks"):
        check_withdrawable(MandateState.ASKED, DAY, DAY, is_own=False)


def test_what_an_organisation_tells_of_itself_is_stored_on_one_line_each(app):
    typed = replace(TOWN, name=" Gemeente\tZeist ", described="A\n town. ")
    assert checked_particulars(typed, {"municipality"}) == TOWN
    assert checked_particulars(Particulars("Zeist"), set()) == Particulars("Zeist")


def test_everything_that_is_wrong_with_it_is_told_at_once(app):
    with pytest.raises(Invalid) as refused:
        checked_particulars(Particulars("x", "y" * 301, "zeist", "nobody"), {"municipality"})
    assert set(refused.value.fields) == {"name", "described", "website", "perspective"}


def test_two_that_are_there_can_be_merged(app):
    check_mergeable(1, 2, is_merged=False, is_into_merged=False)


def test_what_was_merged_is_merged_no_more(app):
    with pytest.raises(Conflict):
        check_mergeable(1, 2, is_merged=True, is_into_merged=False)


@pytest.mark.parametrize(("into_id", "is_into_merged"), [(1, False), (2, True)])
def test_nothing_is_merged_into_itself_or_into_what_is_merged(app, into_id, is_into_merged):
    with pytest.raises(Invalid) as refused:
        check_mergeable(1, into_id, is_merged=False, is_into_merged=is_into_merged)
    assert set(refused.value.fields) == {"into"}
