"""Versions of the house rules: numbered, kept, and recorded."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.audit import AuditEntry
from forum.audit.checks import problems
from forum.house_rules.chores import rerender
from forum.house_rules.models import RulesText, RulesVersion
from forum.house_rules.queries import (
    current_number,
    rules_changes,
    rules_letter,
    rules_page,
    rules_source,
)
from forum.house_rules.rules import NewText
from forum.house_rules.service import keep_starter, publish
from forum.jobs import OutboxMessage
from forum.lib.db import atomic
from forum.lib.errors import Invalid, NotFound, Refused, SignInNeeded, Stale
from forum.lib.rendered import RENDERER_VERSION
from forum.permissions import ANONYMOUS
from tests.factories import a_body, as_actor, new_rules


def rows(db, model):
    return list(db.session.scalars(sa.select(model)))


def test_an_empty_forum_shows_what_it_starts_with_as_version_1(db):
    page = rules_page("en")
    assert (page.version.number, page.version.is_current, page.version.published_at) == (1, True, None)
    assert "<h2>What moderators can do</h2>" in page.html
    assert "Wat moderatoren kunnen doen" in rules_page("nl").html
    assert rules_page("en", 1) == page
    assert rows(db, RulesVersion) == []


def test_a_version_follows_the_one_before_which_stays_as_it_was(db, ada, clock):
    before = rules_page("en").html
    clock.advance(days=2)
    assert new_rules(ada, en="Be kind.", nl="Wees aardig.") == 2
    page = rules_page("nl")
    assert (page.version.number, page.html) == (2, "<p>Wees aardig.</p>")
    assert page.version.published_at == clock()
    assert [one.number for one in page.others] == [1]
    first = rules_page("en", 1)
    assert (first.html, first.version.held_until, first.version.is_current) == (before, clock(), False)


def test_what_changed_is_told_in_the_readers_language(ada):
    new_rules(ada, en="Be kind to all.", nl="Wees aardig.")
    new_rules(ada, version=2, en="Be kind to everybody.", nl="Wees heel aardig.")
    changes = rules_changes("en", 3)
    assert [(piece.kind, piece.text) for piece in changes.differences] == [
        ("same", "Be kind to "),
        ("removed", "all."),
        ("added", "everybody."),
    ]
    assert [piece.text for piece in rules_changes("nl", 3).differences if piece.kind == "added"] == ["heel "]


@pytest.mark.parametrize("number", [0, 1, 3, 2**40])
def test_what_did_not_change_anything_or_does_not_exist_has_no_difference(ada, number):
    new_rules(ada)
    with pytest.raises(NotFound):
        rules_changes("en", number)


def test_publishing_stands_in_the_register_with_what_changed(db, ada):
    new_rules(ada, changes="Being kind is a rule now.")
    (entry,) = rows(db, AuditEntry)
    assert (entry.actor_id, entry.action, entry.target_kind, entry.target_id) == (
        ada.id,
        "rules.publish",
        "house_rules",
        2,
    )
    assert "Being kind is a rule now." in entry.reason
    assert list(problems()) == []


def test_who_publishes_has_read_what_they_publish(db, ada):
    new_rules(ada)
    assert db.session.scalar(sa.select(User.accepted_rules).where(User.id == ada.id)) == 2


@pytest.mark.parametrize("who", ["alice", "mo"])
def test_only_administrators_publish(db, request, who):
    with pytest.raises(Refused):
        new_rules(request.getfixturevalue(who))
    assert rows(db, RulesVersion) == rows(db, OutboxMessage) == []


def test_who_is_signed_out_has_to_sign_in(db):
    with pytest.raises(SignInNeeded):
        publish(ANONYMOUS, version=1, texts={})


def test_of_two_administrators_the_second_sees_the_firsts_text_and_nothing_is_published(db, ada):
    new_rules(ada, en="The first.")
    with pytest.raises(Stale) as refused:
        new_rules(ada, version=1, en="The second.")
    assert refused.value.current.texts["en"] == "The first."
    assert current_number() == 2
    assert new_rules(ada, version=2, en="The second.") == 3


def test_a_version_that_was_never_there_is_stale_too(ada):
    with pytest.raises(Stale):
        new_rules(ada, version=7)


def test_a_refused_text_stores_nothing(db, ada):
    texts = {"nl": NewText(a_body("Wees aardig."), ""), "en": NewText(a_body("Be kind."), "")}
    with pytest.raises(Invalid):
        publish(as_actor(ada), version=1, texts=texts)
    assert current_number() == 1
    assert rows(db, AuditEntry) == []


def test_what_a_forum_starts_with_is_stored_once(db, clock):
    keep_starter()
    clock.advance(days=1)
    keep_starter()
    assert [(row.number, row.author_id) for row in rows(db, RulesVersion)] == [(1, None)]
    assert {row.locale for row in rows(db, RulesText)} == {"nl", "en"}
    assert rules_source().number == 1
    assert rows(db, OutboxMessage) == []


@pytest.mark.parametrize("published", [0, 1, 12])
def test_reading_takes_the_same_number_of_statements_whatever_there_is(ada, statements, published):
    for version in range(1, published + 1):
        new_rules(ada, version=version)
    with statements() as counted:
        rules_page("en")
    assert len(counted) == 2


def test_texts_of_an_older_renderer_are_made_anew(db, ada):
    new_rules(ada, en="Be *kind*.")

    @atomic
    def age():
        db.session.execute(sa.update(RulesText).values(renderer_version=0, html="<p>Old.</p>"))

    age()
    assert "<em>kind</em>" in rules_page("en").html
    assert rerender() == 4
    assert rerender() == 0
    stored = db.session.get(RulesText, (2, "en"))
    assert (stored.renderer_version, stored.html) == (RENDERER_VERSION, "<p>Be <em>kind</em>.</p>")


def test_a_letter_on_what_does_not_exist_is_none(app):
    assert rules_letter(5, "en") is None
