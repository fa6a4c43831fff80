"""The declarations of all actions, held to what they promise."""

import pytest

import forum.moderation.service  # noqa: F401  (declares them)
from forum.lib.i18n import force_locale
from forum.moderation.declaring import ACTIONS, Action, actions_on
from forum.moderation.grounds import FLAG_GROUNDS, GROUNDS
from forum.moderation.kinds import Ground, Kind
from forum.permissions import Permission

every_action = pytest.mark.parametrize("action", ACTIONS.values(), ids=lambda action: action.name)


@every_action
def test_an_action_is_about_something_on_a_ground_that_exists(action: Action):
    assert action.on
    assert action.grounds
    assert set(action.grounds) <= set(GROUNDS)


@every_action
def test_what_undoes_an_action_exists_and_is_about_the_same(action: Action):
    if action.undo:
        assert set(action.on) <= set(ACTIONS[action.undo].on)


@every_action
def test_a_restriction_judges_so_it_is_decided_and_never_curated(action: Action):
    if action.is_restriction:
        assert action.permission is Permission.DECIDE


@every_action
def test_an_action_has_words_in_both_languages(app, action: Action):
    for locale in ("nl", "en"):
        with force_locale(locale):
            assert str(action.label)
            assert str(action.done)


def test_every_ground_has_a_rule_and_those_of_flags_explain_themselves(app):
    assert set(GROUNDS) == set(Ground)
    assert all(str(GROUNDS[ground].explanation) for ground in FLAG_GROUNDS)


def test_what_hides_at_once_is_most_urgent():
    assert {ground for ground, rule in GROUNDS.items() if rule.hides_at_once} == {
        Ground.CLIENT_DATA,
        Ground.TENDER,
    }
    assert all(rule.urgency == 1 for rule in GROUNDS.values() if rule.hides_at_once)


def test_each_kind_of_contribution_can_be_taken_away_and_put_back():
    for kind in (Kind.COMMENT, Kind.THREAD, Kind.POSITION):
        assert {"hide", "restore", "approve"} <= {action.name for action in actions_on(kind)}
