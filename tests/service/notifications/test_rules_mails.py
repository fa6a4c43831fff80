"""New house rules, told by mail to everybody who has an account."""

import re

import sqlalchemy as sa

from forum.accounts.models import Suspension
from forum.audit import recorded
from forum.house_rules.events import RulesChanged
from forum.house_rules.service import agree, take_untold
from forum.jobs import OutboxMessage, deliver_all
from forum.lib.db import atomic
from forum.notifications import house_rules, links
from forum.notifications.house_rules import mail_rules, tell_members
from forum.permissions import SYSTEM
from tests.factories import a_user, as_actor, new_rules
from tests.letters import html_of, sent_by, text_of


@atomic
def change(db, user, **values):
    row = db.session.merge(user)
    with recorded(SYSTEM, "test", row):
        for name, value in values.items():
            setattr(row, name, value)


def receivers(mailbox):
    return sorted(re.findall(r"(\w+)@", " ".join(str(message["To"]) for message in mailbox.messages)))


def test_a_member_reads_what_changed_in_their_language(db, ada, alice, mailbox, clock):
    change(db, alice, locale="en")
    new_rules(ada, changes="Being kind is a rule now.")
    (message,) = sent_by(mailbox, alice.email)
    assert message["Subject"] == "The house rules have changed"
    for text in (text_of(message), html_of(message)):
        assert "Being kind is a rule now." in text
        assert "http://localhost/rules/2/changes" in text
        assert "November 23, 2026" in text


def test_the_links_lead_to_pages_that_exist(app):
    rules = [re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()]
    assert {links.RULES, links.RULES_CHANGES} <= set(rules)


def test_everybody_with_a_mailbox_of_their_own_hears_it_except_who_published(db, ada, alice, bob, mailbox):
    a_user("unconfirmed", is_confirmed=False)
    change(db, a_user("pseudonym"), is_pseudonym=True)
    change(db, a_user("closed"), suspension=Suspension.CLOSED)
    change(db, a_user("suspended"), suspension=Suspension.WRITING)
    new_rules(ada)
    deliver_all()
    assert receivers(mailbox) == ["alice", "bob", "suspended"]


def test_who_read_them_already_gets_no_mail(ada, alice, bob, mailbox):
    new_rules(ada)
    agree(as_actor(alice), 2)
    deliver_all()
    assert receivers(mailbox) == ["bob"]


def test_the_first_version_is_no_change(alice, mailbox):
    agree(as_actor(alice), 1)
    deliver_all()
    assert mailbox.messages == []


def test_nobody_is_told_twice_when_the_worker_does_it_again(db, ada, alice, bob, mailbox):
    new_rules(ada)
    tell_members(RulesChanged(2))
    deliver_all()
    tell_members(RulesChanged(2))
    deliver_all()
    assert receivers(mailbox) == ["alice", "bob"]


def test_each_version_is_told(ada, alice, mailbox):
    new_rules(ada)
    new_rules(ada, version=2)
    deliver_all()
    assert len({message["Message-ID"] for message in mailbox.messages}) == 2


def test_members_are_taken_in_pieces_and_each_once(db, ada):
    people = [a_user() for _ in range(7)]
    new_rules(ada)
    pieces = [take_untold(2, 3) for _ in range(4)]
    assert pieces == [[one.id for one in people[i : i + 3]] for i in (0, 3, 6)] + [[]]


def test_more_members_than_fit_in_one_transaction_are_all_told(db, ada):
    for _ in range(house_rules.AT_ONCE + 1):
        a_user()
    new_rules(ada)
    tell_members(RulesChanged(2))
    told = sa.select(sa.func.count(OutboxMessage.id)).where(OutboxMessage.event.endswith("RulesToTell"))
    assert db.session.scalar(told) == house_rules.AT_ONCE + 1


def test_an_event_of_what_is_gone_is_no_trouble(app, alice, mailbox):
    from forum.notifications.events import RulesToTell

    tell_members(RulesChanged(9))
    mail_rules(RulesToTell(9, alice.id))
    mail_rules(RulesToTell(9, 999))
    assert mailbox.messages == []
