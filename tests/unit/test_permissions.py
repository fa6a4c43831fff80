from dataclasses import dataclass, replace

import pytest

from forum.lib.errors import Refused, SignInNeeded
from forum.permissions import ANONYMOUS, POLICY, SYSTEM, Actor, Permission, Role, can, require

MEMBER = Actor(id=1, role=Role.MEMBER, is_confirmed=True)


@dataclass(frozen=True)
class Thing:
    author_id: int = 2
    is_visible: bool = True
    is_held: bool = False
    is_open: bool = True


def test_every_permission_has_a_policy():
    assert set(POLICY) == set(Permission)


def test_no_policy_is_empty_so_that_nothing_is_allowed_by_an_omission():
    assert all(alternatives and all(alternatives) for alternatives in POLICY.values())


def test_members_edit_what_they_wrote_themselves():
    assert can(MEMBER, Permission.COMMENT_EDIT, Thing(author_id=1))
    assert not can(MEMBER, Permission.COMMENT_EDIT, Thing(author_id=2))


def test_moderators_do_not_edit_what_others_wrote():
    assert not can(replace(MEMBER, role=Role.MODERATOR), Permission.COMMENT_EDIT, Thing())


@pytest.mark.parametrize("closed", [Thing(is_open=False), Thing(is_visible=False)])
def test_nobody_comments_on_what_is_closed_or_hidden(closed):
    assert not can(MEMBER, Permission.COMMENT_POST, closed)


@pytest.mark.parametrize("change", [{"is_confirmed": False}, {"is_suspended": True}])
def test_writing_needs_a_confirmed_address_and_no_suspension(change):
    assert not can(replace(MEMBER, **change), Permission.COMMENT_POST, Thing())


def test_suspended_people_can_still_withdraw_what_they_wrote():
    assert can(replace(MEMBER, is_suspended=True), Permission.COMMENT_WITHDRAW, Thing(author_id=1))


def test_what_waits_for_a_moderator_is_still_its_authors_to_change_and_what_was_taken_away_is_not():
    waiting, gone = (Thing(author_id=1, is_visible=False, is_held=held) for held in (True, False))
    for permission in (Permission.COMMENT_EDIT, Permission.COMMENT_WITHDRAW):
        assert can(MEMBER, permission, waiting)
        assert not can(MEMBER, permission, gone)


def test_who_is_signed_out_is_asked_to_sign_in(app):
    with pytest.raises(SignInNeeded):
        require(ANONYMOUS, Permission.COMMENT_POST, Thing())


def test_who_is_signed_in_hears_why_not(app):
    with pytest.raises(Refused, match="suspended"):
        require(replace(MEMBER, is_suspended=True), Permission.COMMENT_POST, Thing())


def test_the_command_line_acts_as_the_system():
    assert can(SYSTEM, Permission.ARTICLE_LOAD)
    assert not can(MEMBER, Permission.ARTICLE_LOAD)


MODERATOR = replace(MEMBER, role=Role.MODERATOR)
ADMIN = replace(MEMBER, role=Role.ADMIN)


@dataclass(frozen=True)
class Written:
    """A contribution, as moderation sees it."""

    author_id: int | None = 2
    author_role: Role | None = Role.MEMBER


def test_moderators_decide_on_what_members_wrote():
    assert can(MODERATOR, Permission.DECIDE, Written())
    assert not can(MEMBER, Permission.DECIDE, Written())


def test_nobody_decides_on_what_they_wrote_themselves():
    assert not can(MODERATOR, Permission.DECIDE, Written(author_id=1))
    assert not can(ADMIN, Permission.DECIDE, Written(author_id=1))


def test_only_administrators_decide_on_what_an_administrator_wrote():
    of_an_administrator = Written(author_role=Role.ADMIN)
    assert not can(MODERATOR, Permission.DECIDE, of_an_administrator)
    assert can(ADMIN, Permission.DECIDE, of_an_administrator)


@pytest.mark.parametrize("change", [{"is_suspended": True}, {"is_silenced": True}])
def test_a_suspended_moderator_moderates_nothing(change):
    assert not can(replace(MODERATOR, **change), Permission.QUEUE_WORK)
    assert not can(replace(ADMIN, **change), Permission.RULES_EDIT)


def test_who_is_silenced_votes_but_does_not_write():
    silenced = replace(MEMBER, is_silenced=True)
    assert can(silenced, Permission.POSITION_VOTE, Thing())
    assert not can(silenced, Permission.COMMENT_POST, Thing())
    assert not can(silenced, Permission.POSITION_PROPOSE, Thing())


def test_who_is_silenced_hears_that_voting_still_works(app):
    with pytest.raises(Refused, match="still read and vote"):
        require(replace(MEMBER, is_silenced=True), Permission.COMMENT_POST, Thing())


@dataclass(frozen=True)
class Decided:
    addressee_ids: tuple[int, ...] = (1,)
    author_id: int = 2
    decider_id: int = 3
    concerned_id: int = 4


def test_a_suspended_person_can_object_to_the_decision():
    assert can(replace(MEMBER, is_suspended=True), Permission.APPEAL_MAKE, Decided())
    assert not can(MEMBER, Permission.APPEAL_MAKE, Decided(addressee_ids=(5,)))


def test_an_appeal_is_answered_by_another_moderator():
    assert can(MODERATOR, Permission.APPEAL_ANSWER, Decided())
    assert not can(MODERATOR, Permission.APPEAL_ANSWER, Decided(decider_id=1))
    assert not can(MODERATOR, Permission.APPEAL_ANSWER, Decided(author_id=1))
    assert not can(MODERATOR, Permission.APPEAL_ANSWER, Decided(concerned_id=1))


def test_a_better_wording_comes_from_the_author_of_a_position():
    """Moderators put one in its place by an action, which stands in the log with its reason."""
    assert can(MEMBER, Permission.POSITION_SUPERSEDE, Thing(author_id=1))
    assert not can(MODERATOR, Permission.POSITION_SUPERSEDE, Thing())


@pytest.mark.parametrize("change", [{"is_suspended": True}, {"is_silenced": True}])
def test_who_is_suspended_keeps_the_name_and_organisation_that_others_know(change):
    barred = replace(MEMBER, **change)
    assert can(MEMBER, Permission.PROFILE_CHANGE)
    assert not can(barred, Permission.PROFILE_CHANGE)
    assert can(barred, Permission.ACCOUNT_CHANGE)


def test_who_cannot_take_part_in_a_concluded_question_hears_that_it_is_concluded(app):
    @dataclass(frozen=True)
    class Concluded:
        concluded_at: int = 1
        is_open: bool = False

    with pytest.raises(Refused, match="concluded"):
        require(MEMBER, Permission.POSITION_PROPOSE, Concluded())


@dataclass(frozen=True)
class Asked:
    """A mandate, with who else speaks for the organisation."""

    author_id: int = 2
    confirmer_ids: frozenset[int] = frozenset()
    overseer_ids: frozenset[int] = frozenset()


def test_a_mandate_is_confirmed_by_who_holds_one_and_never_by_oneself():
    assert can(MEMBER, Permission.MANDATE_CONFIRM, Asked(confirmer_ids=frozenset({1})))
    assert not can(MEMBER, Permission.MANDATE_CONFIRM, Asked())
    assert not can(MEMBER, Permission.MANDATE_CONFIRM, Asked(author_id=1, confirmer_ids=frozenset({1})))
    silenced = replace(MEMBER, is_silenced=True)
    assert not can(silenced, Permission.MANDATE_CONFIRM, Asked(confirmer_ids=frozenset({1})))


def test_moderators_do_not_confirm_as_colleagues():
    assert not can(MODERATOR, Permission.MANDATE_CONFIRM, Asked())


def test_a_mandate_is_withdrawn_by_its_holder_or_by_who_speaks_for_the_whole_organisation():
    assert can(replace(MEMBER, is_suspended=True), Permission.MANDATE_WITHDRAW, Asked(author_id=1))
    assert can(MEMBER, Permission.MANDATE_WITHDRAW, Asked(overseer_ids=frozenset({1})))
    assert not can(MEMBER, Permission.MANDATE_WITHDRAW, Asked(confirmer_ids=frozenset({1})))
    assert not can(ANONYMOUS, Permission.MANDATE_WITHDRAW, Asked())


def test_moderators_correct_organisations_and_only_administrators_merge_them():
    admin = replace(MEMBER, role=Role.ADMIN)
    for permission, allowed in (
        (Permission.ORGANISATION_CORRECT, {MODERATOR, admin}),
        (Permission.ORGANISATION_MERGE, {admin}),
    ):
        for actor in (ANONYMOUS, MEMBER, MODERATOR, admin):
            assert can(actor, permission) is (actor in allowed)
            assert not can(replace(actor, is_suspended=True), permission)


def test_what_shows_a_mandate_is_read_by_few():
    for reader in (replace(MEMBER, id=2), MODERATOR):
        assert can(reader, Permission.MANDATE_READ, Asked())
    assert not can(MEMBER, Permission.MANDATE_READ, Asked(overseer_ids=frozenset({1})))
    assert not can(ANONYMOUS, Permission.MANDATE_READ, Asked())
