"""Who read which version, and what they still have to hear."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.house_rules.models import RulesVersion
from forum.house_rules.queries import MOST_NEWS, rules_news
from forum.house_rules.service import agree
from forum.lib.errors import NotFound, SignInNeeded
from forum.permissions import ANONYMOUS
from tests.factories import as_actor, new_rules


def news_for(agreed_to, locale="en"):
    news = rules_news(agreed_to, locale)
    assert news is not None
    return news


def agreed(db, user):
    return db.session.scalar(sa.select(User.accepted_rules).where(User.id == user.id))


def test_who_read_the_newest_rules_hears_nothing(ada):
    new_rules(ada)
    assert rules_news(2, "en") is None


def test_who_read_older_ones_hears_what_changed_since_oldest_first(ada, clock):
    new_rules(ada, changes="One.")
    new_rules(ada, version=2, changes="Two.")
    news = news_for(1)
    assert (news.number, news.changes, news.published_at, news.is_first) == (
        3,
        ("One.", "Two."),
        clock(),
        False,
    )
    assert news_for(2, "nl").changes == ("Two.",)


def test_after_a_long_absence_the_last_changes_are_enough(ada):
    for version in range(1, 7):
        new_rules(ada, version=version, changes=f"Change {version}.")
    assert len(news_for(1).changes) == MOST_NEWS


def test_who_never_agreed_is_asked_to_read_them(ada):
    assert news_for(0).is_first
    new_rules(ada)
    news = news_for(0)
    assert (news.number, news.is_first) == (2, True)


def test_reading_is_noted_and_never_undone(db, ada, alice):
    new_rules(ada)
    agree(as_actor(alice), 2)
    agree(as_actor(alice), 1)
    assert agreed(db, alice) == 2


@pytest.mark.parametrize("version", [0, 3, -1, 2**40])
def test_nobody_agrees_to_rules_that_do_not_hold(db, ada, alice, version):
    new_rules(ada)
    with pytest.raises(NotFound):
        agree(as_actor(alice), version)
    assert agreed(db, alice) == 1


def test_what_somebody_agreed_to_is_kept(db, alice):
    agree(as_actor(alice), 1)
    assert db.session.scalars(sa.select(RulesVersion.number)).all() == [1]


def test_who_is_signed_out_agrees_to_nothing(db):
    with pytest.raises(SignInNeeded):
        agree(ANONYMOUS, 1)
    assert db.session.scalars(sa.select(RulesVersion.number)).all() == []
