"""Votes of new and unconfirmed accounts: they count, but change no standing by themselves."""

import pytest
import sqlalchemy as sa

from forum.jobs import deliver_all
from forum.jobs.schedule import DAILY, HOURLY
from forum.lib import clock as clocks
from forum.lib.db import atomic, db
from forum.moderation.models import Item
from forum.permissions import ANONYMOUS
from forum.positions.chores import assess_all, assess_newly_trusted
from forum.positions.models import Standing
from forum.positions.queries import position_page
from tests.letters import sent_by, text_of
from tests.service.positions.polling import (
    AGREE,
    DISAGREE,
    people,
    result,
    shown,
    take_back,
    transitions,
    vote,
)


@pytest.fixture
def newcomers(position):
    """Eight old accounts of one perspective agree, and eight of yesterday of the other."""
    vote(people(8, "municipality"), position)
    found = people(8, "provider", days=1)
    vote(found, position)
    return found


@atomic
def put_locale(db, user, locale):
    db.session.merge(user).locale = locale


@atomic
def confirm(db, voters):
    for voter in voters:
        voter.email_confirmed_at = clocks.now()
    db.session.add_all(voters)


@atomic
def vouch_for(voters):
    for voter in voters:
        voter.is_vouched_for = True
    db.session.add_all(voters)


def test_votes_of_new_accounts_are_counted_but_change_no_standing(newcomers, position, assess):
    assess()
    assert result(position).standing is Standing.OPEN
    assert shown(position)["role:provider"] == (8, 0, 0)
    (doubt,) = transitions(position)
    assert (doubt.before, doubt.after, doubt.is_doubted) == (Standing.OPEN, Standing.SHARED, True)
    assert doubt.voters == 16


def test_votes_of_accounts_that_an_administrator_opened_count_from_their_first_day(
    newcomers, position, assess
):
    vouch_for(newcomers)
    assess()
    assert result(position).standing is Standing.SHARED


def test_so_do_votes_of_accounts_without_a_confirmed_address(position, assess):
    vote(people(8, "municipality"), position)
    vote(people(8, "provider", is_confirmed=False), position)
    assess()
    assert result(position).standing is Standing.OPEN
    assert [each.is_doubted for each in transitions(position)] == [True]


def test_a_doubt_is_told_once_and_not_at_every_run(newcomers, position, assess, mo, mailbox, db):
    put_locale(db, mo, "en")
    assess()
    assess()
    vote(people(3, "provider", days=1), position)
    assess()
    assert len(transitions(position)) == 1
    (message,) = sent_by(mailbox, "mo@example.nl")
    assert position.public_id in text_of(message)
    assert "It is still open now, and would become shared." in text_of(message)
    assert "voter" not in text_of(message)


def test_what_is_doubted_is_no_news_for_the_author(newcomers, position, assess, mailbox):
    assess()
    assert sent_by(mailbox, "bob@example.nl") == []


def test_new_accounts_cannot_take_a_standing_away_either(position, assess):
    vote(people(8, "municipality"), position)
    vote(people(8, "provider"), position)
    assess()
    vote(people(30, "provider", days=1), position, DISAGREE)
    assess()
    assert result(position).standing is Standing.SHARED
    assert [each.is_doubted for each in transitions(position)] == [False, True]


def test_when_the_accounts_are_old_enough_the_standing_changes(newcomers, position, assess, clock):
    assess()
    clock.advance(days=5, hours=23)
    assert assess_newly_trusted() == 0
    clock.advance(hours=2)
    assert assess_newly_trusted() == 1
    assert result(position).standing is Standing.SHARED
    assert [each.is_doubted for each in transitions(position)] == [True, False]
    clock.advance(days=2)
    assert assess_newly_trusted() == 0


def test_so_it_does_when_they_confirm_their_address(position, assess, db, clock):
    voters = people(8, "provider", is_confirmed=False)
    vote(people(8, "municipality"), position)
    vote(voters, position)
    assess()
    clock.advance(days=1)
    confirm(db, voters)
    assert assess_newly_trusted() == 1
    assert result(position).standing is Standing.SHARED


def test_each_night_every_question_with_votes_is_looked_at(newcomers, position, article):
    assert assess_all() == 1
    assert result(position).voters == 16
    assert assess_all in DAILY
    assert assess_newly_trusted in HOURLY


def test_trusted_votes_that_agree_with_the_new_ones_leave_no_doubt(newcomers, position, assess):
    vote(people(8, "provider"), position, AGREE)
    assess()
    assert result(position).standing is Standing.SHARED
    assert [each.is_doubted for each in transitions(position)] == [False]


def test_a_small_doubt_wakes_no_moderator(position, assess, mo, mailbox):
    """Provisional or open: neither is announced."""
    vote(people(5, "municipality", days=1), position)
    assess()
    assert sent_by(mailbox, "mo@example.nl") == []


def test_the_doubted_change_is_not_in_the_history_that_everybody_reads(newcomers, position, assess):
    assess()
    assert position_page(position.public_id, ANONYMOUS, "en").transitions == ()


def test_doubts_go_to_those_who_moderate_only(newcomers, position, assess, mo, ada, alice, mailbox, db):
    assess()
    assert len(sent_by(mailbox, "mo@example.nl")) == 1
    assert len(mailbox.to("ada@example.nl")) == 1
    assert mailbox.to("alice@example.nl") == []
    assert db.session.scalar(sa.text("SELECT count(*) FROM outbox WHERE done_at IS NULL")) == 0


def test_the_moderators_task_goes_when_the_doubt_does(newcomers, position, assess):
    def tasks() -> list[bool]:
        db.session.rollback()
        return [item.closed_at is not None for item in db.session.scalars(sa.select(Item))]

    assess()
    deliver_all()
    assert tasks() == [False]
    take_back(newcomers, position)
    assess()
    deliver_all()
    assert tasks() == [True]
