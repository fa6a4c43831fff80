"""Mails about mandates, each once, to whom it concerns."""

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.jobs import deliver_all
from forum.lib.db import atomic, db
from forum.mandates.chores import remind
from forum.mandates.service import confirm_mandate, withdraw_mandate
from tests.factories import a_mandate, as_actor


@pytest.fixture
def mails(mailbox):
    """What came at somebody's, each as its subject and text; all that came before is put away."""
    deliver_all()
    mailbox.messages.clear()
    _in_english()

    def to(name: str) -> list[tuple[str, str]]:
        deliver_all()
        found = mailbox.to(f"{name}@example.nl")
        return [(str(one["Subject"]), one.get_body(("plain",)).get_content()) for one in found]

    return to


@atomic
def _in_english() -> None:
    db.session.execute(sa.update(User).values(locale="en"))


def test_who_speaks_for_it_hears_that_a_colleague_asks(annas, ben, mails):
    mandate = a_mandate(ben, is_confirmed=False)
    ((subject, text),) = mails("anna")
    assert subject == "Ben wants to speak for Gemeente Zeist"
    assert f"/account/mandates/{mandate.public_id}" in text
    assert mails("ben") == []


def test_nobody_hears_of_what_was_withdrawn_before_the_worker_ran(annas, ben, mails):
    withdraw_mandate(as_actor(ben), a_mandate(ben, is_confirmed=False).public_id)
    assert mails("anna") == []


def test_who_asked_hears_that_a_colleague_confirmed_it(anna, bens, mails):
    confirm_mandate(as_actor(anna), bens.public_id)
    ((subject, text),) = mails("ben")
    assert subject == "You may speak for Gemeente Zeist"
    assert "up to and including March 3, 2027" in text


def test_who_lost_it_by_a_colleague_hears_so_and_who_withdrew_it_does_not(anna, ben, annas, bens, mails):
    confirm_mandate(as_actor(anna), bens.public_id)
    withdraw_mandate(as_actor(anna), bens.public_id)
    withdraw_mandate(as_actor(anna), annas.public_id)
    assert [subject for subject, _text in mails("ben")] == ["You may no longer speak for Gemeente Zeist"]
    assert mails("anna") == []


def test_before_the_end_one_can_ask_again_from_the_mail(annas, mails, clock):
    clock.advance(days=70)
    remind()
    ((subject, text),) = mails("anna")
    assert subject == "Your mandate for Gemeente Zeist ends on March 3, 2027"
    assert f"/account/mandates/new?again={annas.public_id}" in text


def test_a_name_with_signs_stands_in_the_subject_as_it_is(alice, bob, article, mails):
    a_mandate(alice, "Zorg & Zo <3")
    a_mandate(bob, "Zorg & Zo <3", is_confirmed=False)
    ((subject, _text),) = [mail for mail in mails("alice") if "wants" in mail[0]]
    assert subject == "Bob wants to speak for Zorg & Zo <3"
