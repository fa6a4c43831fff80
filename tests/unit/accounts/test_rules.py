from datetime import UTC, datetime, timedelta

import pytest

from forum.accounts import rules
from forum.accounts.models import Suspension
from forum.lib.errors import Invalid, TooSoon

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        (" Alice@Example.NL ", "alice@example.nl"),
        ("j.p+forum@sub.example.nl", "j.p+forum@sub.example.nl"),
        ("o'brien@example.nl", "o'brien@example.nl"),
        ("info@gemeente-hôtel.nl", "info@xn--gemeente-htel-ylb.nl"),
    ],
)
def test_an_address_is_stored_in_one_form(typed, canonical):
    assert rules.clean_email(typed) == canonical


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "alice",
        "@example.nl",
        "alice@",
        "alice@example",
        "a b@example.nl",
        "alice@exa mple.nl",
        "alice@@example.nl",
        ".alice@example.nl",
        "alice.@example.nl",
        "al..ice@example.nl",
        "alicé@example.nl",
        "alice@-example.nl",
        "alice@example..nl",
        "alice@127.0.0.1",
        "alice@[127.0.0.1]",
        "a" * 65 + "@example.nl",
        "alice@" + "a." * 130 + "nl",
        "a" * 100_000,
        "alice@example.nl,bob@example.nl",
        "Alice <alice@example.nl>",
        "İ@example.nl",
    ],
)
def test_what_is_no_address_is_refused_at_its_field(typed):
    with pytest.raises(Invalid) as refusal:
        rules.clean_email(typed)
    assert list(refusal.value.fields) == ["email"]


def test_no_header_can_be_smuggled_through_an_address():
    with pytest.raises(Invalid):
        rules.clean_email("alice@example.nl\r\nBcc: bob@example.nl")


def test_a_perspective_is_one_of_the_list():
    assert rules.check_perspective("inkoop", {"inkoop", "gemeente"}) == "inkoop"
    for slug in ("", "koning"):
        with pytest.raises(Invalid):
            rules.check_perspective(slug, {"inkoop", "gemeente"})


def test_no_perspective_is_needed_while_there_are_none():
    assert rules.check_perspective("", set()) == ""


def test_an_organisation_is_optional_and_short():
    assert rules.clean_organisation("  ") == ""
    assert rules.clean_organisation(" Gemeente\tUtrecht ") == "Gemeente Utrecht"
    with pytest.raises(Invalid):
        rules.clean_organisation("x" * 121)


def test_the_house_rules_must_be_accepted():
    with pytest.raises(Invalid):
        rules.check_accepted(False)


def test_a_fourth_confirmation_within_six_hours_waits_until_the_first_is_six_hours_old():
    asked = [NOW - timedelta(hours=5), NOW - timedelta(hours=2), NOW - timedelta(minutes=1)]
    rules.check_confirmation_pace(asked[1:], NOW)
    with pytest.raises(TooSoon) as refusal:
        rules.check_confirmation_pace(asked, NOW)
    assert refusal.value.retry_after == 3600


def test_five_messages_a_day_may_be_asked_for_an_address():
    assert rules.may_write([NOW] * 4 + [NOW - timedelta(days=2)] * 9, NOW)
    assert not rules.may_write([NOW] * 5, NOW)


def test_everything_that_is_wrong_is_told_at_once():
    problems: dict[str, str] = {}
    assert rules.collected(problems, lambda: rules.clean_email("alice@example.nl")) == "alice@example.nl"
    rules.collected(problems, lambda: rules.clean_email("alice"))
    rules.collected(problems, lambda: rules.check_accepted(False))
    assert set(problems) == {"email", "accept"}


@pytest.mark.parametrize(
    ("until", "holds"),
    [
        (None, Suspension.WRITING),
        (NOW + timedelta(seconds=1), Suspension.WRITING),
        (NOW, None),
        (NOW - timedelta(days=1), None),
    ],
)
def test_a_suspension_holds_until_its_end_and_without_one_for_good(until, holds):
    assert rules.suspension_in_force(Suspension.WRITING, until, NOW) is holds


def test_who_is_not_suspended_is_not_suspended():
    assert rules.suspension_in_force(None, None, NOW) is None


def test_a_suspension_ends_in_the_future():
    rules.check_suspension_end(None, NOW)
    rules.check_suspension_end(NOW + timedelta(minutes=1), NOW)
    for over in (NOW, NOW - timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            rules.check_suspension_end(over, NOW)
        assert set(refused.value.fields) == {"until"}
