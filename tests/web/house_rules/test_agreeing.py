"""Agreeing to the house rules: when joining, and when they change."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.house_rules.models import RulesVersion
from forum.lib.db import atomic
from tests.browsing import Person
from tests.factories import new_rules
from tests.web.accounts.test_register import FIELDS


def agreed(db, email="alice@example.nl"):
    db.session.rollback()
    return db.session.scalar(sa.select(User.accepted_rules).where(User.email == email))


@atomic
def forget_agreement(db, user):
    db.session.merge(user).accepted_rules = 0


def form(page):
    """The fields of the notice."""
    return {name: page.value(name) for name in ("version", "next")}


def test_joining_stores_the_version_that_was_on_the_page(nobody, article, ada, db):
    new_rules(ada)
    shown = nobody.get("/register")
    assert shown.value("rules") == "2"
    new_rules(ada, version=2)
    nobody.post("/register", FIELDS | {"rules": shown.value("rules")})
    assert agreed(db, FIELDS["email"]) == 2


def test_and_a_form_that_was_refused_still_knows_it(nobody, article, ada):
    new_rules(ada)
    new_rules(ada, version=2)
    page = nobody.post("/register", FIELDS | {"rules": "2", "password": "short"})
    assert page.value("rules") == "2"


@pytest.mark.parametrize("claimed", [None, "", "9", "0", "-1", "x", "1" + "0" * 30, "\x00"])
def test_a_form_that_does_not_say_it_well_agrees_to_what_holds(nobody, article, ada, db, claimed):
    new_rules(ada)
    nobody.post("/register", FIELDS | ({} if claimed is None else {"rules": claimed}))
    assert agreed(db, FIELDS["email"]) == 2


def test_what_the_first_member_agreed_to_is_kept(nobody, article, db):
    nobody.post("/register", FIELDS)
    assert db.session.scalars(sa.select(RulesVersion.number)).all() == [1]
    assert agreed(db, FIELDS["email"]) == 1


def test_who_agreed_to_earlier_rules_reads_on_every_page_what_changed(as_alice, article, ada):
    new_rules(ada, changes="Being kind is a rule now.")
    for path in ("/", "/questions", "/questions/who-is-we", "/account", "/rules", "/rules/1"):
        page = as_alice.get(path)
        assert page.words("#rules-news").startswith(
            "The house rules changed on November 23, 2026. Being kind is a rule now."
        ), path
        assert len(page.select("#rules-news")) == 1, path


def test_nobody_else_sees_a_notice(as_alice, as_admin, nobody, article, ada):
    assert as_alice.get("/questions").select_one("#rules-news") is None
    new_rules(ada)
    assert as_admin.get("/questions").select_one("#rules-news") is None
    assert nobody.get("/questions").select_one("#rules-news") is None


def test_one_press_is_enough(as_alice, article, ada, db, mode):
    new_rules(ada)
    page = as_alice.get("/questions?from=mail")
    done = as_alice.post("/rules/agree", form(page), mode=mode)
    if mode == "htmx":
        assert done.words("#rules-news") == "Thank you, we have noted it."
        assert done.select_one("#rules-news[data-done]")
    else:
        assert (done.status_code, done.location) == (303, "/questions?from=mail")
    assert agreed(db) == 2
    assert as_alice.get("/questions").select_one("#rules-news") is None


def test_what_changed_while_one_read_is_asked_next(as_alice, article, ada, db, mode):
    new_rules(ada)
    page = as_alice.get("/questions")
    new_rules(ada, version=2, changes="The newest.")
    done = as_alice.post("/rules/agree", form(page), mode=mode)
    assert agreed(db) == 2
    news = done if mode == "htmx" else as_alice.get(done.location)
    assert "The newest." in news.words("#rules-news")
    assert news.value("version") == "3"


def test_who_never_agreed_is_asked_to_read_them(as_alice, article, alice, db, mode):
    forget_agreement(db, alice)
    page = as_alice.get("/questions")
    assert page.words("#rules-news").startswith("Please read the house rules")
    as_alice.post("/rules/agree", form(page), mode=mode)
    assert agreed(db) == 1


@pytest.mark.parametrize("version", ["0", "3", "-1", "x", "", "1" + "0" * 30])
def test_a_version_that_does_not_hold_is_refused(as_alice, ada, db, version, mode):
    new_rules(ada)
    assert as_alice.post("/rules/agree", {"version": version}, mode=mode).status_code in (404, 422)
    assert agreed(db) == 1


@pytest.mark.parametrize("address", ["https://elsewhere.example", "//elsewhere.example", "", "x"])
def test_the_way_back_leads_to_our_own_pages_only(as_alice, address):
    assert as_alice.post("/rules/agree", {"version": "1", "next": address}).location == "/rules"


def test_a_notice_costs_one_statement_and_no_notice_none(as_alice, article, ada, statements):
    def asked():
        as_alice.get("/privacy")
        with statements() as counted:
            as_alice.get("/privacy")
        return len(counted)

    assert asked() == 1  # the session
    new_rules(ada)
    assert asked() == 2


def test_an_error_page_asks_nothing_of_the_database(as_alice, ada):
    new_rules(ada)
    page = as_alice.get("/nothing")
    assert page.status_code == 404
    assert page.select_one("#rules-news") is None


def test_the_notice_of_one_person_is_not_shown_to_another(app, as_alice, as_bob, article, ada, db):
    new_rules(ada)
    as_alice.post("/rules/agree", form(as_alice.get("/questions")))
    assert as_alice.get("/questions").select_one("#rules-news") is None
    assert as_bob.get("/questions").select_one("#rules-news")
    assert Person(app).get("/questions").select_one("#rules-news") is None
