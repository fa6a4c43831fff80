"""Erasing an account: nothing leads to the person any more, and the conversation stays whole."""

import pytest
import sqlalchemy as sa

from forum.accounts.erasing import (
    Erasure,
    account_of,
    ask_erasure,
    ask_erasure_for,
    leaving,
    remind_leaving,
    stop_erasure,
)
from forum.accounts.handles import clean_handle
from forum.accounts.models import Suspension, User, UserSession
from forum.accounts.names import clean_name
from forum.accounts.queries import actor_of, recipient_of_news
from forum.accounts.service import Registration, promote, register, sign_in
from forum.accounts.service.own import change_profile
from forum.accounts.sessions import open_session
from forum.audit import checks as audit
from forum.audit.models import AuditEntry
from forum.discussion import checks as discussion
from forum.discussion.models import Comment, Mention
from forum.jobs import OutboxMessage, deliver_all
from forum.lib import clock as clocks
from forum.lib.db import atomic, db
from forum.lib.errors import Conflict, Invalid, Refused
from forum.lib.i18n import _, force_locale
from forum.lib.text import slugify
from forum.mandates.models import Mandate, MandateState
from forum.moderation import checks as moderation
from forum.moderation.models import Appeal, Decision, Flag, Item, Note
from forum.own_data import erasing
from forum.own_data.chores import erase_accounts, forget_addresses
from forum.own_data.declared import DECLARED
from forum.own_data.declared.accounts import AFTER, KEPT
from forum.own_data.declaring import Fate
from forum.own_data.erasing import erase_due
from forum.permissions import SYSTEM, Role
from forum.positions import checks as positions
from forum.positions.models import Choice, PositionSource, Vote
from forum.synthesis import checks as synthesis
from tests import factories, lives
from tests.factories import as_actor


def erased(user: User, clock, *, keeps_votes: bool = False) -> User:
    """As the nights go by. Returns what is left of the account."""
    ask_erasure(as_actor(user), keeps_votes=keeps_votes)
    deliver_all()
    clock.advance(days=15)
    erase_accounts()
    deliver_all()
    db.session.expire_all()
    return db.session.get_one(User, user.id)


def nobody() -> str:
    """How who left is called, in the language of the forum."""
    with force_locale("nl"):
        return _("Former participant")


def traces() -> list[tuple[str, str, str]]:
    """Wherever a name, an address or a handle of the person stands: table, column, value."""
    found = []
    db.session.rollback()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()).mappings():
            for name, value in row.items():
                words = str(value).lower()
                if any(trace in words for trace in lives.TRACES):
                    found.append((table.name, name, str(value)[:80]))
    return found


@pytest.mark.parametrize("keeps_votes", [True, False])
def test_nothing_of_a_full_life_is_left_in_any_column_of_any_table(life, clock, keeps_votes):
    assert {table for table, _column, _value in traces()} >= {
        "comments",
        "drafts",
        "invitations",
        "mandates",
        "moderation_notes",
        "users",
    }
    erased(life.user, clock, keeps_votes=keeps_votes)
    assert traces() == []


def test_every_column_of_the_account_ends_as_it_was_declared(life, clock):
    before = {column: getattr(life.user, column.key) for column in AFTER}
    left = erased(life.user, clock)
    for column, end in AFTER.items():
        value = getattr(left, column.key)
        if end is KEPT:
            assert value == before[column], column
        elif isinstance(end, str):
            assert value not in (None, before[column]) or column is User.role, column
        else:
            assert value == end, column
    assert left.role is Role.MEMBER
    assert left.email.endswith(".invalid")


def test_every_declaration_is_kept(life, clock):
    """What is GONE has no rows left, what is CLEARED leads to nobody, and what STAYS is all there still."""
    declared = [one for one in DECLARED if not one.is_part]
    before = {one.name: _rows(one, life.user.id) for one in declared}
    erased(life.user, clock)
    for one in declared:
        match one.erased:
            case Fate.GONE | Fate.CLEARED:
                assert _rows(one, life.user.id) == 0, one.name
            case Fate.STAYS if one.name not in ("register_about_you", "erasure"):
                assert _rows(one, life.user.id) == before[one.name], one.name
            case _:
                pass


def _rows(one, user_id: int) -> int:
    rows = sa.select(sa.func.count()).select_from(one.table).where(one.of == user_id, *one.where)
    return db.session.scalar(rows) or 0


def test_the_conversation_stays_whole(life, clock):
    left = erased(life.user, clock)
    comment = db.session.get_one(Comment, life.comment.id)
    assert comment.source == "It begins with listening."
    assert comment.author_id == left.id
    assert left.name == nobody()
    assert left.perspective_id is not None


def test_where_others_mentioned_them_stands_a_neutral_word(life, clock):
    erased(life.user, clock)
    answering = db.session.get_one(Comment, life.answering.id)
    assert answering.source == f"Good point, @{slugify(nobody())}: go on."
    assert "/people/" not in answering.html
    assert f"@{slugify(nobody())}" in answering.html
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Mention)) == 0


def test_a_handle_that_begins_alike_stays(article, alice, bob, clock):
    other = factories.a_user("alice and co")
    thread = factories.a_thread(bob)
    comment = factories.a_comment(bob, thread, "Ask @alice-and-co, or @alice. Or x@alice.example.")
    erased(alice, clock)
    text = db.session.get_one(Comment, comment.id).source
    assert text == f"Ask @alice-and-co, or @{slugify(nobody())}. Or x@alice.example."
    assert other.handle == "alice-and-co"


def test_a_handle_that_they_had_before_goes_and_that_of_another_stays(article, alice, bob, clock):
    thread = factories.a_thread(bob)
    comment = factories.a_comment(bob, thread, "Ask @alice or @bob.")
    for user, handle in ((alice, "alice-new"), (bob, "bob-new")):
        change_profile(
            as_actor(user), name=user.name, perspective="municipality", organisation="", handle=handle
        )
    erased(alice, clock)
    assert db.session.get_one(Comment, comment.id).source == f"Ask @{slugify(nobody())} or @bob."


def test_a_name_in_a_quotation_of_a_mention_goes_too(life, bob, clock):
    """What is quoted in a position is what readers saw: the name, with an @ before it."""
    position = factories.a_position(bob, "It is a good point.", source_comment=life.answering.public_id)
    _quoted(position, f"Good point, @{lives.NAME}: go on.")
    _linked(life.answering)
    erased(life.user, clock)
    quote = db.session.scalar(sa.select(PositionSource.quote).filter_by(position_id=position.id))
    assert quote == f"Good point, @{slugify(nobody())}: go on."


@atomic
def _quoted(position, quote):
    db.session.execute(
        sa.update(PositionSource).where(PositionSource.position_id == position.id).values(quote=quote)
    )


@atomic
def _linked(comment):
    """As the renderer shows who is mentioned."""
    html = f'<p>Good point, <a href="/people/{lives.HANDLE}">@{lives.NAME}</a>: go on.</p>'
    db.session.execute(sa.update(Comment).where(Comment.id == comment.id).values(html=html))


def test_votes_are_removed_when_one_wants_that(life, clock):
    erased(life.user, clock, keeps_votes=False)
    votes = db.session.scalars(sa.select(Vote)).all()
    assert [vote.user_id for vote in votes if vote.user_id == life.user.id] == []
    assert db.session.scalar(_votes_on(life.others_position)) == 0
    assert db.session.scalar(_votes_on(life.position)) == 1  # bob's


def _votes_on(position):
    return sa.select(sa.func.count()).select_from(Vote).where(Vote.position_id == position.id)


def test_votes_that_go_on_counting_lead_to_nobody(life, clock):
    voted_at = db.session.scalars(sa.select(Vote.voted_at).filter_by(user_id=life.user.id)).first()
    assert voted_at is not None
    left = erased(life.user, clock, keeps_votes=True)
    vote = db.session.scalars(sa.select(Vote).filter_by(position_id=life.others_position.id)).one()
    assert vote.choice == Choice.DISAGREE
    assert vote.reason is None
    assert vote.voted_at == voted_at.replace(hour=0, minute=0, second=0, microsecond=0)
    pseudonym = db.session.get_one(User, vote.user_id)
    assert pseudonym.id != left.id
    assert pseudonym.is_pseudonym
    assert pseudonym.handle is None
    assert pseudonym.perspective_id == left.perspective_id
    told_apart = {pseudonym.public_id, pseudonym.email, pseudonym.joined_at}
    assert not told_apart & {left.public_id, left.email, clocks.now()}
    erasure = db.session.scalars(sa.select(Erasure)).one()
    assert not erasure.keeps_votes


def test_results_are_made_anew(life, clock):
    ask_erasure(as_actor(life.user), keeps_votes=False)
    deliver_all()
    clock.advance(days=15)
    erase_accounts()
    waiting = db.session.scalars(sa.select(OutboxMessage.event).where(OutboxMessage.done_at.is_(None))).all()
    assert "positions.VotesChanged" in waiting


def test_the_law_is_served_under_a_number(life, clock):
    left = erased(life.user, clock)
    assert db.session.scalars(sa.select(Flag.reporter_id)).all() == [left.id]
    assert left.id in db.session.scalars(sa.select(Decision.addressee_id)).all()
    assert db.session.scalars(sa.select(Appeal.appellant_id)).all() == [left.id]
    entry = db.session.scalars(sa.select(AuditEntry).filter_by(action="user.erase")).one()
    assert (entry.target_kind, entry.target_id, entry.actor_role) == ("users", left.id, "system")
    assert entry.before["role"] == "moderator"


def test_notes_about_them_go_and_those_they_made_stay(life, clock, bob):
    erased(life.user, clock)
    assert db.session.scalars(sa.select(Note.about_id)).all() == [bob.id]


def test_mandates_end_without_what_showed_that_they_held(life, clock):
    erased(life.user, clock)
    mandates = db.session.scalars(sa.select(Mandate).filter_by(holder_id=life.user.id)).all()
    assert mandates
    for mandate in mandates:
        assert mandate.state is MandateState.WITHDRAWN
        assert (mandate.evidence, mandate.link, mandate.contact) == ("", "", "")


def test_what_they_were_looking_at_is_free_for_another_moderator(life, clock):
    erased(life.user, clock)
    assert (
        db.session.scalars(sa.select(Item.claimed_by_id).where(Item.claimed_by_id.is_not(None))).all() == []
    )


@pytest.mark.parametrize("room", [audit, discussion, moderation, positions, synthesis])
def test_the_database_is_sound_afterwards(life, clock, room):
    before = list(room.problems())
    erased(life.user, clock, keeps_votes=True)
    assert list(room.problems()) == before


def test_three_mails_are_sent(life, clock, mailbox):
    mailbox.messages.clear()
    ask_erasure(as_actor(life.user), keeps_votes=True)
    deliver_all()
    clock.advance(days=11, minutes=1)
    remind_leaving()
    remind_leaving()
    deliver_all()
    clock.advance(days=3)
    erase_accounts()
    deliver_all()
    subjects = [str(mail["Subject"]) for mail in mailbox.to(lives.EMAIL)]
    assert len(subjects) == 3
    assert len(set(subjects)) == 3
    assert db.session.scalars(sa.select(Erasure.farewell_email)).all() == [None]


def test_an_address_that_takes_no_last_mail_is_forgotten(life, clock):
    ask_erasure(as_actor(life.user), keeps_votes=True)
    clock.advance(days=15)
    erase_accounts()
    assert db.session.scalars(sa.select(Erasure.farewell_email)).all() == [lives.EMAIL]
    clock.advance(days=3, minutes=1)
    forget_addresses()
    assert traces() == []


def test_until_then_they_are_signed_out_and_cannot_write(thread, alice):
    sign_in_somewhere(alice)
    ask_erasure(as_actor(alice), keeps_votes=True)
    assert db.session.scalars(sa.select(UserSession).filter_by(user_id=alice.id)).all() == []
    actor = actor_of(alice.id)
    assert actor is not None
    assert actor.is_leaving
    assert recipient_of_news(alice.id) is None
    with pytest.raises(Refused, match="about to be erased"):
        factories.post_comment(actor, thread.public_id, body=factories.a_body("Still here."))


@atomic
def sign_in_somewhere(user):
    open_session(user.id, "tests")


def test_they_can_think_better_of_it(alice, clock):
    ask_erasure(as_actor(alice), keeps_votes=True)
    clock.advance(days=13, hours=23)
    erase_accounts()
    stop_erasure(as_actor(alice))
    assert leaving(alice.id) is None
    clock.advance(days=30)
    erase_accounts()
    db.session.refresh(alice)
    assert alice.name == "Alice"
    assert alice.erase_at is None


def test_once_begun_it_cannot_be_stopped(alice, clock):
    ask_erasure(as_actor(alice), keeps_votes=True)
    clock.advance(days=15)
    erasure = db.session.scalars(sa.select(Erasure)).one()
    assert erasing._begin(erasure.id) == alice.id
    with pytest.raises(Conflict, match="at this moment"):
        stop_erasure(as_actor(alice))


def test_who_asks_and_thinks_better_of_it_and_asks_again_is_written_to_again(alice, clock, mailbox):
    for _time in range(2):
        ask_erasure(as_actor(alice), keeps_votes=True)
        deliver_all()
        stop_erasure(as_actor(alice))
        clock.advance(hours=1)
    assert len(mailbox.to(alice.email)) == 2


@pytest.mark.parametrize("step", ["votes", "mentions", "mandates", "account"])
def test_a_worker_that_dies_half_way_is_followed_by_one_that_finishes(life, clock, step, monkeypatch):
    ask_erasure(as_actor(life.user), keeps_votes=True)
    clock.advance(days=15)

    def dies(user_id):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setitem(erasing.OWN_WAYS, step, dies)
        with pytest.raises(KeyboardInterrupt):
            erase_due()
    db.session.rollback()
    votes = db.session.scalar(sa.select(sa.func.count()).select_from(Vote))
    assert erase_due() == 1
    assert erase_due() == 0
    deliver_all()
    assert traces() == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Vote)) == votes
    pseudonyms = sa.select(sa.func.count()).select_from(User).where(User.is_pseudonym)
    assert db.session.scalar(pseudonyms) == 2


def test_the_same_address_can_join_anew(life, clock):
    left = erased(life.user, clock)
    form = {"perspective": "municipality", "accepts": True, "rules": 1}
    register(Registration(email=lives.EMAIL, name=lives.NAME, password=lives.PASSWORD, **form))
    new = db.session.scalars(sa.select(User).filter_by(email=lives.EMAIL)).one()
    assert new.id != left.id
    assert new.handle not in (None, lives.HANDLE)  # what was written with that one is not about them


def test_nobody_signs_in_with_what_is_left(life, clock):
    left = erased(life.user, clock)
    for email in (lives.EMAIL, left.email):
        with pytest.raises(Invalid):
            sign_in(email, lives.PASSWORD)


def test_an_administrator_first_hands_that_over(ada):
    with pytest.raises(Refused, match="administers"):
        ask_erasure(as_actor(ada), keeps_votes=True)
    with pytest.raises(Refused, match="administers"):
        ask_erasure_for(SYSTEM, ada.id, keeps_votes=True, is_now=True)


def test_who_became_administrator_meanwhile_stays(alice, clock):
    ask_erasure(as_actor(alice), keeps_votes=True)
    promote(SYSTEM, alice.email, Role.ADMIN, reason="helps out")
    clock.advance(days=15)
    assert erase_due() == 0
    db.session.refresh(alice)
    assert alice.name == "Alice"


def test_a_closed_account_can_be_erased(alice, do, clock):
    do("close", f"account:{alice.public_id}")
    db.session.refresh(alice)
    assert alice.suspension is Suspension.CLOSED
    assert erased(alice, clock).is_pseudonym


@pytest.mark.parametrize("name", ["Voormalig deelnemer", "former  PARTICIPANT", "Former-Participant"])
def test_nobody_takes_the_name_of_those_who_left(app, name):
    with pytest.raises(Invalid):
        clean_name(name)
    with pytest.raises(Invalid):
        clean_handle(slugify(name))


def test_an_unknown_address_is_said_to_be_unknown(app):
    with pytest.raises(Invalid, match="no account"):
        account_of("nobody@example.nl")
