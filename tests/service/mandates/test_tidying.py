"""Keeping organisations in order: correcting one, and merging two that are the same."""

from typing import Any

import pytest
import sqlalchemy as sa

from forum.audit import AuditEntry
from forum.discussion.queries import one_comment
from forum.discussion.voice import Voice
from forum.jobs import deliver_all
from forum.jobs.models import OutboxMessage
from forum.lib.db import atomic
from forum.lib.db import db as database
from forum.lib.errors import Conflict, Invalid, Refused, Stale
from forum.mandates.models import Mandate, MandateState, Organisation
from forum.mandates.queries import mandate_page
from forum.mandates.rules import Particulars
from forum.moderation.checks import problems
from forum.moderation.models import Decision, Item
from forum.moderation.service import perform
from forum.permissions import ANONYMOUS
from forum.positions.models import Choice, OrganisationVote
from forum.positions.voting import cast_vote_for
from tests.factories import a_comment, a_mandate, a_position, a_user, as_actor
from tests.service.moderation.at_once import at_once

REASON = "They are the same town."


@pytest.fixture
def twin(ben, annas):
    """Zeist under another name, for which ben speaks."""
    return a_mandate(ben, "Gem. Zeist")


def organisation(slug: str = "gemeente-zeist") -> Organisation:
    database.session.rollback()
    found = sa.select(Organisation).where(Organisation.slug == slug)
    return database.session.scalars(found, execution_options={"populate_existing": True}).one()


def organisation_of(mandate: Mandate) -> Organisation:
    return database.session.get_one(Organisation, mandate.organisation_id)


def corrected(by, slug: str = "gemeente-zeist", *, version: int = 1, **fields: str) -> Decision:
    values = {"name": "Gemeente Zeist", "described": "", "website": "", "perspective": ""} | fields
    return perform(
        as_actor(by),
        "correct",
        f"organisation:{slug}",
        ground="order",
        reason=REASON,
        fields={name: [value] for name, value in values.items()} | {"version": [str(version)]},
    )


def merged(by, slug: str = "gem-zeist", into: str = "gemeente-zeist") -> Decision:
    return perform(
        as_actor(by),
        "unite",
        f"organisation:{slug}",
        ground="duplicate",
        reason=REASON,
        fields={"into": [into]},
    )


def vote_for(person, mandate, position, choice=Choice.AGREE):
    return cast_vote_for(as_actor(person), position.public_id, choice, capacity=mandate.public_id)


def analysed(clock) -> None:
    """What waits for an analysis gets it."""
    clock.advance(minutes=10)
    deliver_all()


def analyses_waiting(db) -> list[Any]:
    db.session.rollback()
    rows = db.session.scalars(
        sa.select(OutboxMessage).where(
            OutboxMessage.event == "positions.VotesChanged", OutboxMessage.done_at.is_(None)
        )
    )
    return [row.payload for row in rows]


def entries(db, action: str) -> list[AuditEntry]:
    return list(db.session.scalars(sa.select(AuditEntry).filter_by(action=action)))


# Correcting


def test_a_moderator_corrects_what_an_organisation_tells_of_itself(db, annas, mo):
    corrected(mo, name="Zeist", described=" A  town. ", website="https://zeist.nl", perspective="provider")
    now = organisation()
    assert (now.name, now.described, now.website) == ("Zeist", "A town.", "https://zeist.nl")
    assert (now.slug, now.version, now.key) == ("gemeente-zeist", 2, "zeist")
    (entry,) = entries(db, "moderation.correct")
    assert entry.before["name"] == "Gemeente Zeist"
    assert entry.after["name"] == "Zeist"
    assert entry.reason == REASON


def test_members_do_not_also_when_they_speak_for_it(anna, annas):
    with pytest.raises(Refused):
        corrected(anna, name="Zeist")


def test_of_two_who_correct_at_once_one_is_told(app, annas, mo, ada):
    results = at_once(
        app,
        [lambda who=who: corrected(who, described=f"A town, says {who.name}.") for who in (mo, ada)] * 2,
    )
    assert [type(one) for one in results].count(Stale) == 3
    assert organisation().version == 2


def test_who_comes_second_learns_what_stands_there_now(annas, mo):
    corrected(mo, described="A town.")
    with pytest.raises(Stale) as stale:
        corrected(mo, described="A village.")
    assert stale.value.current == Particulars("Gemeente Zeist", "A town.")


def test_what_changes_nothing_is_no_decision(db, annas, mo):
    with pytest.raises(Conflict):
        corrected(mo)
    assert entries(db, "moderation.correct") == []


@pytest.mark.parametrize(
    "name",
    ["Gemeente De Bilt", "gemeente  de-bilt", "Gemeente De B1lt", "Gemeente De Biłt", "gemeentedebilt"],
)
def test_a_name_cannot_look_like_that_of_another(alice, annas, mo, name):
    a_mandate(alice, "Gemeente De Bilt", is_confirmed=False)
    with pytest.raises(Invalid) as refused:
        corrected(mo, name=name)
    assert "“Gemeente De Bilt”" in refused.value.fields["name"]


def test_one_that_looked_like_another_already_can_be_told_about(alice, bob, mo, article):
    for person, name in ((alice, "Zorg Samen"), (bob, "ZorgSamen")):
        a_mandate(person, name, is_confirmed=False)
    corrected(mo, "zorgsamen", name="ZorgSamen", described="Home care.")
    assert organisation("zorgsamen").described == "Home care."


@pytest.mark.parametrize("name", ["", "x", "Moderator", "!!", "y" * 121])
def test_a_name_that_is_none_is_refused(annas, mo, name):
    with pytest.raises(Invalid) as refused:
        corrected(mo, name=name)
    assert set(refused.value.fields) == {"name"}


def test_a_role_that_is_not_on_the_list_is_refused(annas, mo):
    with pytest.raises(Invalid) as refused:
        corrected(mo, perspective="nobody")
    assert set(refused.value.fields) == {"perspective"}


def test_with_another_role_its_votes_are_counted_anew(db, anna, annas, position, mo, clock):
    vote_for(anna, annas, position)
    analysed(clock)
    corrected(mo, described="A town.")
    assert analyses_waiting(db) == []
    corrected(mo, version=2, described="A town.", perspective="provider")
    assert len(analyses_waiting(db)) == 1


def test_by_its_new_name_one_asks_for_the_same_organisation(alice, annas, mo):
    corrected(mo, name="Zeist")
    assert a_mandate(alice, "ZEIST", is_confirmed=False).organisation_id == annas.organisation_id


def test_a_new_organisation_does_not_look_like_a_known_one(alice, annas):
    with pytest.raises(Invalid) as refused:
        a_mandate(alice, "GemeenteZeist", is_confirmed=False)
    assert "“Gemeente Zeist”" in refused.value.fields["organisation"]


def test_what_people_tell_of_one_that_waits_stands_in_the_register(db, alice, bob, article):
    a_mandate(alice, "Zorg", is_confirmed=False, described="Care.")
    a_mandate(bob, "Zorg", is_confirmed=False, described="Home care.")
    (entry,) = entries(db, "organisation.describe")
    assert (entry.before, entry.after) == ({"described": "Care."}, {"described": "Home care."})
    assert organisation("zorg").version == 2


# Merging


def test_mandates_texts_and_votes_go_to_the_one_that_stays(db, ben, annas, twin, ada, thread, position):
    comment = a_comment(ben, thread, voice=Voice(twin.public_id))
    vote_for(ben, twin, position, Choice.DISAGREE)
    merged(ada)
    kept = organisation()
    db.session.refresh(twin)
    assert twin.organisation_id == kept.id
    spoken = one_comment(comment.public_id, ANONYMOUS, "en").author.speaks_for
    assert spoken is not None
    assert (spoken.name, spoken.slug) == ("Gemeente Zeist", "gemeente-zeist")
    vote = db.session.scalars(sa.select(OrganisationVote)).one()
    assert (vote.organisation_id, vote.choice, vote.mandate_id) == (kept.id, -1, twin.id)
    assert organisation("gem-zeist").merged_into_id == kept.id
    assert list(problems()) == []


def test_where_both_voted_the_vote_of_the_one_that_stays_counts(
    db, anna, ben, annas, twin, ada, bob, position, clock
):
    other = a_position(bob)
    vote_for(anna, annas, position, Choice.AGREE)
    vote_for(ben, twin, position, Choice.DISAGREE)
    vote_for(ben, twin, other, Choice.PASS)
    analysed(clock)
    assert analyses_waiting(db) == []
    merged(ada)
    rows = db.session.execute(
        sa.select(OrganisationVote.position_id, OrganisationVote.choice).order_by(
            OrganisationVote.position_id
        )
    ).all()
    assert [tuple(row) for row in rows] == [(position.id, 1), (other.id, 0)]
    assert len(analyses_waiting(db)) == 1


def test_without_votes_nothing_is_analysed(db, twin, ada):
    deliver_all()
    merged(ada)
    assert analyses_waiting(db) == []


def test_who_speaks_for_it_goes_on_and_can_withdraw_what_was_voted(db, ben, twin, ada, thread, position):
    merged(ada)
    vote_for(ben, twin, position)
    a_comment(ben, thread, voice=Voice(twin.public_id))
    vote = db.session.scalars(sa.select(OrganisationVote)).one()
    assert vote.organisation_id == organisation().id


def test_the_register_holds_both_sides(db, annas, twin, ada):
    merged(ada)
    (gone,) = entries(db, "moderation.unite")
    assert (gone.before, gone.after) == ({"merged_into_id": None}, {"merged_into_id": annas.organisation_id})
    (kept,) = entries(db, "organisation.absorb")
    assert kept.target_id == annas.organisation_id
    decision = db.session.scalars(sa.select(Decision).filter_by(action="unite")).one()
    assert decision.details == {"into": ["gemeente-zeist"], "mandates": [twin.public_id]}


def test_one_that_nobody_confirmed_becomes_known_with_one_that_was(bob, annas, ada):
    a_mandate(bob, "Zeist", is_confirmed=False)
    merged(ada, "gemeente-zeist", "zeist")
    assert organisation("zeist").is_confirmed


def test_what_somebody_asked_for_both_waits_once(db, alice, annas, twin, ada):
    first = a_mandate(alice, "Gemeente Zeist", is_confirmed=False)
    second = a_mandate(alice, "Gem. Zeist", is_confirmed=False)
    other = a_mandate(alice, "Gem. Zeist", is_confirmed=False, scope="lesson:we")
    deliver_all()
    merged(ada)
    deliver_all()
    db.session.rollback()
    states = {id: state for id, state in db.session.execute(sa.select(Mandate.id, Mandate.state))}  # noqa: C416
    assert states[first.id] is MandateState.ASKED
    assert states[second.id] is MandateState.WITHDRAWN
    assert states[other.id] is MandateState.ASKED
    waiting = sa.select(Item.target_id).where(Item.closed_at.is_(None))
    assert set(db.session.scalars(waiting)) == {first.id, other.id}


def test_nobody_gets_a_mail_of_it(mailbox, alice, annas, twin, ada):
    a_mandate(alice, "Gemeente Zeist", is_confirmed=False)
    a_mandate(alice, "Gem. Zeist", is_confirmed=False)
    deliver_all()
    mailbox.messages.clear()
    merged(ada)
    deliver_all()
    assert mailbox.messages == []


def test_by_its_old_name_one_asks_for_the_one_that_stays(alice, annas, twin, ada):
    merged(ada)
    assert a_mandate(alice, "gem zeist", is_confirmed=False).organisation_id == annas.organisation_id


def test_the_one_that_stays_can_take_the_name_of_the_other_and_both_lead_to_it(alice, bob, annas, twin, ada):
    merged(ada)
    corrected(ada, name="Gem. Zeist", version=2)
    assert organisation().name == "Gem. Zeist"
    for person, name in ((alice, "Gemeente Zeist"), (bob, "Gem Zeist")):
        assert a_mandate(person, name, is_confirmed=False).organisation_id == annas.organisation_id


def test_one_that_was_merged_before_leads_on_in_one_step(bob, annas, twin, ada):
    a_mandate(bob, "Zeist")
    merged(ada)
    merged(ada, "gemeente-zeist", "zeist")
    assert organisation("gem-zeist").merged_into_id == organisation("zeist").id
    assert list(problems()) == []


def test_it_is_not_merged_into_itself(annas, ada):
    with pytest.raises(Invalid) as refused:
        merged(ada, "gemeente-zeist", "gemeente-zeist")
    assert set(refused.value.fields) == {"into"}


def test_nor_into_one_that_is_merged_or_not_there_and_nothing_is_merged_twice(annas, twin, ada):
    merged(ada)
    for into in ("gem-zeist", "nothing", ""):
        with pytest.raises(Invalid) as refused:
            merged(ada, "gemeente-zeist", into)
        assert set(refused.value.fields) == {"into"}
    with pytest.raises(Conflict):
        merged(ada)
    with pytest.raises(Conflict):
        corrected(ada, "gem-zeist", name="Zeist")


def test_moderators_do_not_merge(twin, mo):
    with pytest.raises(Refused):
        merged(mo)


def test_two_that_are_merged_into_each_other_at_once_leave_one(app, annas, twin, ada):
    results = at_once(app, [lambda: merged(ada), lambda: merged(ada, "gemeente-zeist", "gem-zeist")] * 2)
    assert [type(one) for one in results].count(Decision) == 1
    assert all(isinstance(one, Decision | Conflict | Invalid) for one in results)
    left = [organisation(slug).merged_into_id for slug in ("gemeente-zeist", "gem-zeist")]
    assert left.count(None) == 1


def test_a_vote_or_a_text_at_the_same_moment_is_not_left_behind(app, db, ben, twin, ada, thread, position):
    results = at_once(
        app,
        [
            lambda: merged(ada),
            lambda: vote_for(ben, twin, position),
            lambda: a_comment(ben, thread, voice=Voice(twin.public_id)),
            lambda: vote_for(ben, twin, position, Choice.DISAGREE),
        ],
    )
    # Who came in the middle is asked again in whose name it was; nothing goes to the one that is gone.
    assert all(not isinstance(one, Exception) or isinstance(one, Invalid) for one in results)
    kept = organisation().id
    assert set(db.session.scalars(sa.select(OrganisationVote.organisation_id))) <= {kept}
    assert set(db.session.scalars(sa.select(Mandate.organisation_id))) == {kept}


def test_who_asks_for_it_at_the_same_moment_asks_for_the_one_that_stays(app, db, annas, twin, ada):
    people = [a_user() for _ in range(3)]
    results = at_once(
        app,
        [
            lambda: merged(ada),
            *(lambda who=who: a_mandate(who, "Gem. Zeist", is_confirmed=False) for who in people),
        ],
    )
    assert not [one for one in results if isinstance(one, Exception)]
    db.session.rollback()
    assert set(db.session.scalars(sa.select(Mandate.organisation_id))) == {organisation().id}


def test_it_takes_as_many_statements_for_many_mandates_and_votes(annas, ben, bob, ada, statements):
    counts = []
    for name, many in (("Gem. Zeist", 2), ("Stad Zeist", 12)):
        twin = a_mandate(ben, name)
        for _number in range(many):
            a_mandate(a_user(), name)
            vote_for(ben, twin, a_position(bob))
        slug = organisation_of(twin).slug
        assert ada.id
        with statements() as counted:
            merged(ada, slug)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_what_stayed_behind_is_found(db, bob, annas, twin, ada):
    left = a_mandate(bob, "Zeist")
    merged(ada)
    gone = sa.update(Mandate).where(Mandate.id == left.id)
    gone = gone.values(organisation_id=organisation("gem-zeist").id)
    atomic(db.session.execute)(gone)
    assert list(problems()) == [
        "organisation gem-zeist: was merged into another, and mandates or votes stayed behind"
    ]


def test_what_was_merged_is_not_seen_by_who_holds_a_mandate_as_another(anna, ben, annas, twin, ada):
    """Both speak for one organisation now, so each can confirm for the other's colleagues."""
    merged(ada)
    view = mandate_page(twin.public_id, as_actor(anna), "en")
    assert view.line.organisation.slug == "gemeente-zeist"
