"""One way to do something as a moderator."""

import pytest
import sqlalchemy as sa

from forum.audit import AuditEntry
from forum.discussion.models import CommentState
from forum.jobs import OutboxMessage
from forum.lib.db import atomic
from forum.lib.errors import Conflict, Invalid, NotFound, Refused, SignInNeeded, Stale
from forum.moderation.declaring import ACTIONS
from forum.moderation.items import open_item
from forum.moderation.kinds import Ground, Kind, Waits
from forum.moderation.models import Decision, Item
from forum.moderation.service import claim_item, perform, release_item, settle_task
from forum.permissions import ANONYMOUS
from tests.factories import a_comment, a_thread, a_user, as_actor

REASON = "A client can be recognised by this."


@pytest.fixture
def ref(comment) -> str:
    return f"comment:{comment.public_id}"


@pytest.fixture
def waiting(comment) -> Item:
    return atomic(open_item)(Waits.FLAGS, Kind.COMMENT, comment.id, urgency=1)


def test_a_decision_says_what_was_done_to_what_by_whom_and_why(do, ref, comment, bob, mo):
    decision = do("hide", ref, ground="client_data", reason=REASON)
    assert comment.state is CommentState.HIDDEN
    assert (decision.action, decision.kind, decision.target_id) == ("hide", Kind.COMMENT, comment.id)
    assert (decision.addressee_id, decision.actor_id, decision.actor_role) == (bob.id, mo.id, "moderator")
    assert (decision.ground, decision.reason) == (Ground.CLIENT_DATA, REASON)
    assert decision.is_restriction
    assert not decision.is_automated


def test_what_is_done_stands_in_the_register_in_the_same_transaction(db, do, ref, mo):
    do("hide", ref, reason=REASON)
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.actor_id, entry.reason) == ("moderation.hide", mo.id, REASON)
    assert (entry.before, entry.after) == ({"state": "visible"}, {"state": "hidden"})


def test_what_is_refused_leaves_nothing_behind(db, do, ref, comment):
    with pytest.raises(Invalid):
        do("hide", ref, reason="no")
    assert comment.state is CommentState.VISIBLE
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 0


def test_ground_and_reason_are_both_told_when_both_are_missing(do, ref):
    with pytest.raises(Invalid) as refused:
        do("hide", ref, ground="order", reason="")
    assert set(refused.value.fields) == {"ground", "reason"}


@pytest.mark.parametrize(
    "ref", ["comment:nothing", "comment:", "nothing", "person:abc", "comment:\x00", ":x"]
)
def test_what_does_not_exist_is_not_found(do, article, ref):
    with pytest.raises(NotFound):
        do("hide", ref)


def test_an_action_is_not_for_every_kind_of_thing(do, ref):
    with pytest.raises(NotFound):
        do("pin", ref)
    with pytest.raises(NotFound):
        perform(ANONYMOUS, "nonsense", ref, ground="spam", reason=REASON)


def test_only_moderators_act(comment, alice, ref):
    with pytest.raises(Refused):
        perform(as_actor(alice), "hide", ref, ground="spam", reason=REASON)
    with pytest.raises(SignInNeeded):
        perform(ANONYMOUS, "hide", ref, ground="spam", reason=REASON)


def test_a_moderator_does_not_decide_on_their_own_words_nor_on_an_administrators(do, mo, ada, thread):
    for author in (mo, ada):
        with pytest.raises(Refused):
            do("hide", f"comment:{a_comment(author, thread).public_id}")
        with pytest.raises(Refused):
            do("suspend", f"account:{author.public_id}", fields={"scope": ["writing"], "until": [""]})


def test_an_administrator_decides_on_another_administrators_words(do, ada, thread):
    other = a_user("abel", role="admin")
    do("hide", f"comment:{a_comment(other, thread).public_id}", by=ada)


def test_a_moderator_puts_their_own_conversation_in_order(do, mo, article):
    thread = a_thread(mo)
    do("pin", f"thread:{thread.public_id}")
    assert thread.is_pinned


def test_twice_the_same_is_a_conflict_and_nothing_is_doubled(db, do, ref):
    do("hide", ref)
    with pytest.raises(Conflict):
        do("hide", ref)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 1


def test_a_form_that_is_sent_twice_decides_once(db, do, ref):
    first = do("hide", ref, submission_key="k1")
    assert do("hide", ref, submission_key="k1").id == first.id
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 1


def test_a_decision_settles_what_waited_for_one(do, ref, waiting, mo):
    decision = do("hide", ref)
    assert waiting.closed_at is not None
    assert (waiting.decision_id, waiting.closed_by_id) == (decision.id, mo.id)


def test_the_second_moderator_sees_the_decision_of_the_first(db, do, ref, waiting):
    first = do("hide", ref, item=waiting.public_id)
    with pytest.raises(Stale) as late:
        do("restore", ref, item=waiting.public_id, by=a_user("mia", role="moderator"))
    assert late.value.current.id == first.id
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 1


def test_leaving_what_is_visible_as_it_is_answers_its_flags(do, ref, waiting, comment):
    decision = do("approve", ref)
    assert comment.state is CommentState.VISIBLE
    assert waiting.decision_id == decision.id
    assert not decision.is_restriction


def test_holding_back_keeps_waiting_for_a_look(do, ref, comment, db):
    do("hold", ref)
    assert comment.state is CommentState.HELD
    item = db.session.scalars(sa.select(Item).where(Item.closed_at.is_(None))).one()
    assert (item.waits, item.target_id) == (Waits.HELD, comment.id)
    do("approve", ref)
    assert comment.state is CommentState.VISIBLE
    assert item.closed_at is not None


def test_who_it_is_about_is_told_after_the_commit(db, do, ref):
    do("hide", ref)
    events = set(db.session.scalars(sa.select(OutboxMessage.event)))
    assert events <= {"discussion.CommentPosted", "moderation.DecisionMade", "discussion.ThreadStarted"}


def test_an_item_gathers_and_becomes_more_urgent_never_less(comment, waiting, db):
    atomic(open_item)(Waits.FLAGS, Kind.COMMENT, comment.id, urgency=4)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Item)) == 1
    assert waiting.urgency == 1


def test_who_takes_an_item_up_has_it_for_half_an_hour(waiting, mo, clock):
    mia = a_user("mia", role="moderator")
    claim_item(as_actor(mo), waiting.public_id)
    with pytest.raises(Conflict):
        claim_item(as_actor(mia), waiting.public_id)
    clock.advance(minutes=31)
    assert claim_item(as_actor(mia), waiting.public_id).claimed_by_id == mia.id


def test_only_who_has_an_item_puts_it_back(waiting, mo):
    mia = a_user("mia", role="moderator")
    claim_item(as_actor(mo), waiting.public_id)
    assert release_item(as_actor(mia), waiting.public_id).claimed_by_id == mo.id
    assert release_item(as_actor(mo), waiting.public_id).claimed_by_id is None


def test_a_task_is_settled_without_a_decision_but_a_report_is_not(waiting, article, mo):
    task = atomic(open_item)(Waits.ANCHOR, Kind.QUESTION, 1)
    assert settle_task(as_actor(mo), task.public_id).closed_at is not None
    with pytest.raises(Conflict):
        settle_task(as_actor(mo), waiting.public_id)


def test_members_take_nothing_up(waiting, alice):
    for command in (claim_item, release_item, settle_task):
        with pytest.raises(Refused):
            command(as_actor(alice), waiting.public_id)


def test_moving_a_conversation_keeps_what_its_undo_needs(do, thread):
    decision = do("move", f"thread:{thread.public_id}", fields={"question": ["one-budget"]})
    assert decision.details == {"question": ["who-is-we"]}
    back = do(
        ACTIONS["move"].undo or "",
        f"thread:{thread.public_id}",
        fields=decision.details,
        reverses=decision.public_id,
    )
    assert back.reverses_id == decision.id


def test_a_field_that_the_action_does_not_ask_is_not_listened_to(do, ref, comment):
    do("hide", ref, fields={"state": ["visible"], "until": ["2026-12-31"], "title": ["x"]})
    assert comment.state is CommentState.HIDDEN
