"""Asking to speak for an organisation, and what becomes of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from forum.audit import AuditEntry
from forum.jobs import deliver_all
from forum.lib.db import db as database
from forum.lib.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded
from forum.mandates.letters import colleagues_to_tell
from forum.mandates.models import Mandate, MandateState, Organisation, ScopeKind
from forum.mandates.queries import mandate_page, own_mandates
from forum.mandates.service import ask_mandate, confirm_mandate, withdraw_mandate
from forum.moderation.kinds import Kind, Waits
from forum.moderation.models import Decision, Item
from forum.permissions import ANONYMOUS
from tests.factories import a_mandate, a_user, an_ask, as_actor, decided


def state_of(mandate) -> MandateState:
    database.session.rollback()
    return database.session.get_one(Mandate, mandate.id, populate_existing=True).state


def waiting(db) -> list[tuple[Waits, Kind, int]]:
    db.session.rollback()
    return [
        (one.waits, one.kind, one.target_id)
        for one in db.session.scalars(sa.select(Item).where(Item.closed_at.is_(None)))
    ]


def test_the_first_request_makes_the_organisation_which_nobody_finds_yet(db, alice, article):
    mandate = a_mandate(alice, "Gemeente Zeist", is_confirmed=False)
    organisation = db.session.get_one(Organisation, mandate.organisation_id)
    assert (organisation.name, organisation.slug, organisation.is_confirmed) == (
        "Gemeente Zeist",
        "gemeente-zeist",
        False,
    )


def test_who_asks_for_the_same_organisation_in_other_letters_joins_it(db, alice, bob, article):
    first = a_mandate(alice, "Gemeente Zeist", is_confirmed=False)
    second = a_mandate(bob, "gemeente  ZEIST!", is_confirmed=False)
    assert first.organisation_id == second.organisation_id


def test_two_organisations_with_one_address_get_two(db, alice, article):
    a_mandate(alice, "Zorg & Zo", is_confirmed=False)
    a_mandate(alice, "Zórg en Zo", is_confirmed=False)
    a_mandate(alice, "Zorg... Zó", is_confirmed=False)
    assert set(db.session.scalars(sa.select(Organisation.slug))) == {"zorg-zo", "zorg-en-zo", "zorg-zo-2"}


def test_until_it_is_confirmed_the_next_one_may_say_what_it_is(db, alice, bob, article):
    first = a_mandate(alice, "Zeist", described="A town.", perspective="municipality", is_confirmed=False)
    a_mandate(bob, "Zeist", described="A town in Utrecht.", is_confirmed=False)
    organisation = db.session.get_one(Organisation, first.organisation_id)
    assert organisation.described == "A town in Utrecht."
    assert organisation.perspective_id is not None


def test_once_it_is_confirmed_nobody_says_something_else_of_it_by_asking(db, annas, bob):
    a_mandate(bob, "Gemeente Zeist", described="A pub.", website="https://pub.example", is_confirmed=False)
    organisation = db.session.get_one(Organisation, annas.organisation_id)
    assert (organisation.described, organisation.website) == ("", "")


@pytest.mark.parametrize(
    ("scope", "kind"), [("lesson:we", ScopeKind.LESSON), ("question:who-is-we", ScopeKind.QUESTION)]
)
def test_it_can_be_for_one_lesson_or_question(alice, article, scope, kind):
    mandate = a_mandate(alice, scope=scope, is_confirmed=False)
    assert mandate.scope is kind
    assert mandate.scope_id > 0


def test_it_can_be_for_one_conversation(alice, thread):
    mandate = a_mandate(alice, scope=f"thread:{thread.public_id}", is_confirmed=False)
    assert (mandate.scope, mandate.scope_id) == (ScopeKind.THREAD, thread.id)


@pytest.mark.parametrize("scope", ["", "lesson:", "lesson:none", "forum:x", "planet:earth", "thread:\x00"])
def test_where_it_holds_must_be_somewhere(alice, article, scope):
    with pytest.raises(Invalid) as refused:
        ask_mandate(as_actor(alice), an_ask(scope=scope))
    assert set(refused.value.fields) == {"scope"}


def test_what_waits_for_an_answer_is_not_asked_twice(alice, article):
    a_mandate(alice, is_confirmed=False)
    with pytest.raises(Conflict):
        a_mandate(alice, is_confirmed=False)
    a_mandate(alice, scope="lesson:we", is_confirmed=False)


def test_after_a_refusal_one_can_ask_again(alice, article):
    decided(a_mandate(alice, is_confirmed=False), "refuse")
    assert a_mandate(alice, is_confirmed=False).state is MandateState.ASKED


def test_a_form_that_is_sent_twice_asks_once(db, alice, article):
    for _time in range(2):
        ask_mandate(as_actor(alice), an_ask(), submission_key="k" * 24)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Mandate)) == 1


def test_who_is_signed_out_is_asked_to_sign_in(article):
    with pytest.raises(SignInNeeded):
        ask_mandate(ANONYMOUS, an_ask())


def test_it_waits_in_the_queue_of_the_moderators(db, alice, article):
    mandate = a_mandate(alice, is_confirmed=False)
    deliver_all()
    assert waiting(db) == [(Waits.MANDATE, Kind.MANDATE, mandate.id)]


def test_a_moderator_confirms_it_with_a_reason_and_the_organisation_is_there(db, alice, article):
    mandate = a_mandate(alice, is_confirmed=False)
    deliver_all()
    decision = decided(mandate, "confirm")
    assert state_of(mandate) is MandateState.CONFIRMED
    assert db.session.get_one(Organisation, mandate.organisation_id).is_confirmed
    assert decision.addressee_id == alice.id
    assert not decision.is_restriction
    assert waiting(db) == []


def test_a_refusal_is_a_restriction_that_can_be_appealed(db, alice, article):
    mandate = a_mandate(alice, is_confirmed=False)
    deliver_all()
    assert decided(mandate, "refuse").is_restriction
    assert state_of(mandate) is MandateState.REFUSED
    assert waiting(db) == []


def test_what_nobody_answered_before_its_last_day_can_still_be_refused(db, alice, article, clock):
    mandate = a_mandate(alice, is_confirmed=False)
    deliver_all()
    clock.advance(days=1000)
    with pytest.raises(Conflict, match="last day"):
        decided(mandate, "confirm")
    decided(mandate, "refuse")
    assert waiting(db) == []


def test_nobody_decides_about_their_own_request(mo, article):
    mandate = a_mandate(mo, is_confirmed=False)
    for action in ("confirm", "refuse"):
        with pytest.raises(Refused):
            decided(mandate, action, by=mo)
    with pytest.raises(Refused):
        confirm_mandate(as_actor(mo), mandate.public_id)


def test_of_two_decisions_the_second_changes_nothing(alice, article):
    mandate = a_mandate(alice, is_confirmed=False)
    decided(mandate, "confirm")
    for action in ("confirm", "refuse"):
        with pytest.raises(Conflict):
            decided(mandate, action)
    assert state_of(mandate) is MandateState.CONFIRMED


def test_what_moderators_ended_or_refused_they_can_confirm_after_all(alice, article):
    mandate = a_mandate(alice)
    decided(mandate, "revoke")
    assert state_of(mandate) is MandateState.REVOKED
    decided(mandate, "confirm")
    assert state_of(mandate) is MandateState.CONFIRMED


def test_a_request_of_which_the_last_day_is_over_is_decided_no_more(alice, article, clock):
    mandate = a_mandate(alice, is_confirmed=False)
    clock.advance(days=101)
    with pytest.raises(Conflict, match="asked for again"):
        decided(mandate, "confirm")


def test_a_colleague_who_holds_one_confirms_it_and_it_leaves_the_queue(db, anna, bens):
    deliver_all()
    confirm_mandate(as_actor(anna), bens.public_id)
    deliver_all()
    assert state_of(bens) is MandateState.CONFIRMED
    assert waiting(db) == []
    assert not db.session.scalars(sa.select(Decision).filter_by(target_id=bens.id, kind=Kind.MANDATE)).all()


def test_what_a_colleague_confirmed_before_the_worker_ran_never_waits(db, anna, bens):
    confirm_mandate(as_actor(anna), bens.public_id)
    deliver_all()
    assert waiting(db) == []


def test_who_confirms_must_hold_one_now_at_least_as_wide(db, anna, ben, alice, bob, annas, clock, do):
    narrow = a_mandate(bob, "Gemeente Zeist", scope="lesson:we")
    wide = a_mandate(ben, "Gemeente Zeist", is_confirmed=False)
    elsewhere = a_mandate(alice, "Gemeente De Bilt")
    for colleague in (bob, alice):
        with pytest.raises(Refused):
            confirm_mandate(as_actor(colleague), wide.public_id)
    same = a_mandate(alice, "Gemeente Zeist", scope="lesson:we", is_confirmed=False)
    assert confirm_mandate(as_actor(bob), same.public_id).state is MandateState.CONFIRMED
    assert narrow.organisation_id != elsewhere.organisation_id
    withdraw_mandate(as_actor(anna), annas.public_id)
    with pytest.raises(Refused):
        confirm_mandate(as_actor(anna), wide.public_id)


@pytest.mark.parametrize(
    ("scope", "can_confirm"),
    [
        ("lesson:we", True),
        ("lesson:values", False),
        ("question:who-is-we", True),
        ("question:one-budget", False),
    ],
)
def test_who_speaks_at_a_question_or_lesson_confirms_for_a_conversation_within_it(
    anna, ben, thread, scope, can_confirm
):
    a_mandate(anna, "Gemeente Zeist", scope=scope)
    asked = a_mandate(ben, "Gemeente Zeist", scope=f"thread:{thread.public_id}", is_confirmed=False)
    listed = [one.public_id for one in own_mandates(as_actor(anna), "en").to_confirm]
    assert listed == ([asked.public_id] if can_confirm else [])
    assert colleagues_to_tell(asked.id) == ([anna.id] if can_confirm else [])
    if can_confirm:
        assert confirm_mandate(as_actor(anna), asked.public_id).state is MandateState.CONFIRMED
    else:
        with pytest.raises(Refused):
            confirm_mandate(as_actor(anna), asked.public_id)


def test_who_speaks_in_a_conversation_confirms_nobody_for_its_question(anna, ben, thread):
    a_mandate(anna, "Gemeente Zeist", scope=f"thread:{thread.public_id}")
    asked = a_mandate(ben, "Gemeente Zeist", scope="question:who-is-we", is_confirmed=False)
    with pytest.raises(Refused):
        confirm_mandate(as_actor(anna), asked.public_id)


def test_a_conversation_counts_where_it_stands_when_it_is_confirmed(anna, ben, thread, do):
    a_mandate(anna, "Gemeente Zeist", scope="question:who-is-we")
    asked = a_mandate(ben, "Gemeente Zeist", scope=f"thread:{thread.public_id}", is_confirmed=False)
    do("move", f"thread:{thread.public_id}", fields={"question": ["one-budget"]})
    with pytest.raises(Refused):
        confirm_mandate(as_actor(anna), asked.public_id)


def test_who_may_no_longer_write_confirms_nobody(anna, bens, do):
    do("suspend", f"account:{anna.public_id}", ground="spam", fields={"scope": ["writing"], "until": [""]})
    with pytest.raises(Refused):
        confirm_mandate(as_actor(anna), bens.public_id)


def test_its_holder_withdraws_it_at_once(anna, annas):
    withdraw_mandate(as_actor(anna), annas.public_id)
    assert state_of(annas) is MandateState.WITHDRAWN
    with pytest.raises(Conflict):
        withdraw_mandate(as_actor(anna), annas.public_id)


def test_a_request_can_be_withdrawn_and_leaves_the_queue(db, ben, bens):
    deliver_all()
    withdraw_mandate(as_actor(ben), bens.public_id)
    deliver_all()
    assert waiting(db) == []


def test_who_speaks_for_the_whole_organisation_withdraws_that_of_a_colleague(anna, bob, alice, annas):
    theirs = a_mandate(bob, "Gemeente Zeist", scope="lesson:we")
    others = a_mandate(alice, "Gemeente Zeist", scope="lesson:we")
    with pytest.raises(Refused):
        withdraw_mandate(as_actor(bob), others.public_id)
    withdraw_mandate(as_actor(anna), theirs.public_id)
    assert state_of(theirs) is MandateState.WITHDRAWN


def test_everything_stands_in_the_register(db, anna, ben, bens, annas):
    confirm_mandate(as_actor(anna), bens.public_id)
    withdraw_mandate(as_actor(ben), bens.public_id)
    decided(annas, "revoke")
    entries = db.session.scalars(
        sa.select(AuditEntry.action).filter_by(target_kind="mandates").order_by(AuditEntry.id)
    )
    assert list(entries) == [
        "mandate.ask",
        "moderation.confirm",
        "mandate.ask",
        "mandate.confirm",
        "mandate.withdraw",
        "moderation.revoke",
    ]


def test_what_shows_it_is_for_who_asked_who_may_confirm_and_moderators(anna, ben, alice, mo, bens):
    for person in (ben, anna, mo):
        assert mandate_page(bens.public_id, as_actor(person), "en").evidence == "The council decided so."
    with pytest.raises(NotFound):
        mandate_page(bens.public_id, as_actor(alice), "en")
    with pytest.raises(SignInNeeded):
        mandate_page(bens.public_id, ANONYMOUS, "en")
    confirm_mandate(as_actor(anna), bens.public_id)
    page = mandate_page(bens.public_id, as_actor(anna), "en")
    assert (page.evidence, page.link, page.contact) == ("", "", "")
    assert mandate_page(bens.public_id, as_actor(ben), "en").evidence


def test_ones_own_list_holds_those_to_confirm_and_those_of_colleagues(anna, ben, alice, annas, bens):
    a_mandate(alice, "Gemeente De Bilt", is_confirmed=False)
    mine = own_mandates(as_actor(anna), "en")
    assert [one.public_id for one in mine.own] == [annas.public_id]
    assert [one.public_id for one in mine.to_confirm] == [bens.public_id]
    confirm_mandate(as_actor(anna), bens.public_id)
    mine = own_mandates(as_actor(anna), "en")
    assert not mine.to_confirm
    assert [one.public_id for one in mine.colleagues] == [bens.public_id]


def test_a_list_says_how_each_stands(alice, article, clock):
    words = {}
    for name in ("Refused", "Revoked", "Withdrawn", "Waiting"):
        words[name] = a_mandate(alice, name, is_confirmed=name == "Revoked")
    decided(words["Refused"], "refuse")
    decided(words["Revoked"], "revoke")
    withdraw_mandate(as_actor(alice), words["Withdrawn"].public_id)
    start = (clock() + timedelta(days=10)).date().isoformat()
    a_mandate(alice, "Later", starts_on=start)
    a_mandate(alice, "Now")
    found = {one.organisation.name: one.word for one in own_mandates(as_actor(alice), "en").own}
    assert found == {
        "Refused": "refused",
        "Revoked": "revoked",
        "Withdrawn": "withdrawn",
        "Waiting": "asked",
        "Later": "later",
        "Now": "confirmed",
    }
    clock.advance(days=101)
    assert {one.word for one in own_mandates(as_actor(alice), "en").own[:1]} == {"ended"}


def test_a_stranger_finds_nobody_elses(db):
    assert own_mandates(as_actor(a_user("zoe")), "en").own == ()
