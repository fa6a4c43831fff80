"""What administrators see of the forum itself, and nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from forum.audit import AuditEntry
from forum.jobs import OutboxMessage, deliver_all
from forum.jobs.events import name_of
from forum.jobs.schedule import registered
from forum.lib.db import atomic, db
from forum.settings import Provider
from forum.upkeep.chores import tell_of_dead_letters
from forum.upkeep.doctor import QUIET, examine
from forum.web.admin_words import CHORES, LOOKED_AT
from tests.service.upkeep.test_outbox import a_message

PAGES = ("/admin", "/admin/jobs", "/admin/settings")


@pytest.fixture
def dead(clock, alice):
    return a_message(
        clock,
        payload={"user_id": alice.id, "key": "k"},
        attempts=56,
        dead_at=clock(),
        last_error="OSError: dana.smit@example.nl is away",
    )


@pytest.mark.parametrize("path", PAGES)
def test_nobody_else_sees_these_pages(path, nobody, as_alice, as_moderator, as_admin):
    assert nobody.get(path).location.startswith("/login")
    assert as_alice.get(path).status_code == 403
    assert as_moderator.get(path).status_code == 403
    page = as_admin.get(path)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"


def test_administrators_find_them_in_their_menu(as_admin, as_moderator):
    assert as_admin.get("/questions").select_one(".account-menu [href='/admin']")
    assert not as_moderator.get("/questions").select_one(".account-menu [href='/admin']")


def test_what_is_to_be_mended_stands_first(as_admin, dead):
    page = as_admin.get("/admin")
    assert page.words("h2") == "To be mended"
    wrong = page.words("[aria-labelledby=wrong]")
    assert "Dead letters 1 message could not be delivered within two days." in wrong
    assert "Worker No worker gave a sign of life" in wrong
    assert page.select_one("[aria-labelledby=wrong] a[href='/admin/jobs']")
    assert "Database" in page.words("[aria-labelledby=well]")


def test_what_waits_fails_and_was_given_up_stands_there_without_addresses(as_admin, dead, clock):
    a_message(clock)
    failing = a_message(clock, attempts=2, due_at=clock() + timedelta(minutes=5), last_error="OSError: busy")
    page = as_admin.get("/admin/jobs")
    assert "Waiting 1 message" in page.words(".findings")
    assert f"user_id {dead.payload['user_id']}" in page.words(f"#message-{dead.id}")
    assert "d…@example.nl is away" in page.words(f"#message-{dead.id}")
    assert "OSError: busy" in page.words("[aria-labelledby=failing-title]")
    assert f"Number {failing.id}" in page.words("[aria-labelledby=failing-title]")
    assert "dana.smit" not in page.text
    assert "jobs.forget_done" in page.words("[aria-labelledby=chores-title]")


def test_trying_again_delivers(as_admin, dead, alice, mailbox, mode):
    page = as_admin.post(f"/admin/jobs/{dead.id}/retry", mode=mode)
    if mode == "plain":
        page = as_admin.get(page.location)
    assert "1 message is tried again." in page.words(".notice")
    assert not page.select_one(f"#message-{dead.id}")
    deliver_all()
    assert len(mailbox.to(alice.email)) == 1


def test_all_are_tried_again_at_once(as_admin, dead, clock, mode):
    a_message(clock, dead_at=clock())
    page = as_admin.post("/admin/jobs/retry", mode=mode)
    if mode == "plain":
        page = as_admin.get(page.location)
    assert "2 messages are tried again." in page.words(".notice")
    assert page.select(".messages [id^=message-]") == []


def test_discarding_asks_first_and_stands_in_the_register(as_admin, ada, dead, mode):
    asked = as_admin.get("/admin/jobs").select_one(f"#message-{dead.id} details")
    assert asked is not None
    assert "cannot be undone" in asked.get_text()
    page = as_admin.post(f"/admin/jobs/{dead.id}/discard", mode=mode)
    if mode == "plain":
        page = as_admin.get(page.location)
    assert "The message was discarded." in page.words(".notice")
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "outbox.discard")).one()
    assert (entry.actor_id, entry.target_id) == (ada.id, dead.id)


@pytest.mark.parametrize("act", ["retry", "discard"])
def test_what_another_did_first_is_said(as_admin, as_moderator, dead, act, mode):
    assert as_moderator.post(f"/admin/jobs/{dead.id}/{act}", mode=mode).status_code == 403
    assert as_admin.post(f"/admin/jobs/999999/{act}", mode=mode).status_code == 404
    as_admin.post(f"/admin/jobs/{dead.id}/discard", mode=mode)
    page = as_admin.post(f"/admin/jobs/{dead.id}/{act}", mode=mode)
    assert page.status_code == 409
    assert "does not wait for you any more" in page.words()


def test_each_chore_and_each_check_is_named_in_words(as_admin):
    assert set(CHORES) == {name_of(chore) for _rhythm, chore in registered()}
    assert {check.name for check in examine(QUIET)} <= set(LOOKED_AT)
    as_admin.get("/language/nl?next=/")
    shown = as_admin.get("/admin/jobs").words(".chores")
    assert "Herinner houders van mandaten die binnenkort eindigen. mandates.remind" in shown


def test_settings_are_explained_in_the_language_of_the_page(as_admin):
    as_admin.get("/language/nl?next=/")
    assert "FORUM_SITE_NAME Samenspraak De naam bovenaan." in as_admin.get("/admin/settings").words(
        ".settings"
    )


def test_every_setting_is_shown_and_no_secret(as_admin, app):
    before = app.extensions["forum.settings"]
    app.extensions["forum.settings"] = replace(
        before, mail_url="smtp://dana:hunter2@mail.example.nl", flag_hides=7
    )
    try:
        page = as_admin.get("/admin/settings")
    finally:
        app.extensions["forum.settings"] = before
    assert "hunter2" not in page.text
    assert before.secret_key not in page.text
    shown = page.words(".settings")
    assert "smtp://dana:…@mail.example.nl chosen" in shown
    assert "FORUM_FLAG_HIDES 7 chosen" in shown
    assert "FORUM_QUEUE_REMINDER 24 Hours" in shown
    assert "FORUM_SECRET_KEY … chosen" in shown


def test_the_variables_of_each_provider_are_shown_without_its_secret(as_admin, configure):
    noord, west = (
        Provider(
            name=name,
            issuer=f"https://login.{name}.example",
            client_id="forum",
            client_secret="hunter2",
            organisation_names={"a.example": "Zorg A"},
        )
        for name in ("noord", "west")
    )
    configure(oidc_providers=(noord, west))
    page = as_admin.get("/admin/settings")
    assert "hunter2" not in page.text
    shown = page.words(".settings")
    assert "FORUM_OIDC_PROVIDERS noord, west chosen" in shown
    assert "FORUM_OIDC_WEST_ISSUER https://login.west.example chosen" in shown
    assert "FORUM_OIDC_WEST_CLIENT_SECRET … chosen" in shown
    assert "FORUM_OIDC_WEST_ORGANISATION_NAMES a.example = Zorg A chosen" in shown
    assert "FORUM_OIDC_WEST_JOIN follow Whether" in shown


def test_administrators_hear_of_dead_letters_once(ada, mo, alice, dead, mailbox, clock):
    tell_of_dead_letters()
    deliver_all()
    [mail] = mailbox.messages
    assert "ada@example.nl" in str(mail["To"])
    assert "1 message could not be delivered" in str(mail["Subject"]) or "bericht" in str(mail["Subject"])
    clock.advance(days=1)
    tell_of_dead_letters()
    deliver_all()
    assert len(mailbox.messages) == 1
    a_message(clock, dead_at=clock())
    tell_of_dead_letters()
    deliver_all()
    assert len(mailbox.messages) == 2


def test_a_mail_about_dead_letters_that_dies_makes_no_other(ada, dead, mailbox, clock):
    tell_of_dead_letters()

    @atomic
    def die() -> None:
        db.session.execute(
            sa.update(OutboxMessage)
            .where(OutboxMessage.event == "upkeep.MessagesDied")
            .values(dead_at=clock())
        )

    die()
    for _night in range(3):
        clock.advance(days=1)
        tell_of_dead_letters()
        deliver_all()
    assert mailbox.messages == []
