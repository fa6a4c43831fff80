"""Two moderators at the same moment: one decision, and the other sees it."""

import pytest
import sqlalchemy as sa

from forum.lib.errors import Conflict, Stale
from forum.moderation.kinds import Waits
from forum.moderation.models import Decision, Item
from forum.moderation.service import claim_item, perform, settle_task
from forum.moderation.several import Several, approve_several
from forum.permissions import Actor
from tests.factories import a_comment, a_user, an_item, as_actor
from tests.service.moderation.at_once import at_once


@pytest.fixture
def moderators(mo, ada):
    return [as_actor(person) for person in (mo, ada, *(a_user(role="moderator") for _ in range(4)))]


def counted(db, model) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


@pytest.mark.parametrize("actions", [["hide"], ["approve"], ["hide", "approve"]])
def test_of_those_who_decide_at_once_one_comes_first(app, db, comment, moderators, actions):
    item, ref = an_item(comment).public_id, f"comment:{comment.public_id}"
    grounds = {"hide": "off_topic", "approve": "review"}
    db.session.rollback()

    def decide(number: int) -> str:
        action = actions[number % len(actions)]
        decision = perform(
            moderators[number], action, ref, ground=grounds[action], reason="It is better so.", item=item
        )
        return decision.public_id

    answers = at_once(app, [lambda number=number: decide(number) for number in range(len(moderators))])
    first = [answer for answer in answers if isinstance(answer, str)]
    late = [answer for answer in answers if isinstance(answer, Stale)]
    assert (len(first), len(late)) == (1, len(moderators) - 1), answers
    assert counted(db, Decision) == 1


def test_one_takes_it_up(app, db, comment, moderators):
    item = an_item(comment).public_id
    db.session.rollback()
    answers = at_once(app, [lambda one=one: claim_item(one, item).claimed_by_id for one in moderators])
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert sum(isinstance(answer, Conflict) for answer in answers) == len(moderators) - 1


def test_a_task_is_done_once(app, db, position, moderators):
    item = an_item(position, Waits.DOUBT).public_id
    db.session.rollback()
    answers = at_once(app, [lambda one=one: settle_task(one, item).closed_by_id for one in moderators])
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert sum(isinstance(answer, Stale) for answer in answers) == len(moderators) - 1


def test_the_same_posts_go_through_once(app, db, bob, thread, moderators):
    comments = [a_comment(bob, thread) for _ in range(4)]
    refs = [f"comment:{comment.public_id}" for comment in comments]
    for comment in comments:
        an_item(comment, Waits.HELD)
    db.session.rollback()

    def let_through(actor: Actor) -> Several:
        return approve_several(actor, refs, ground="review", reason="We looked at it and it is fine.")

    answers = at_once(app, [lambda one=one: let_through(one) for one in moderators])
    assert sum(len(several.done) for several in answers) == len(refs)
    assert sum(len(several.left) for several in answers) == len(refs) * (len(moderators) - 1)
    assert counted(db, Decision) == len(refs)
    assert not db.session.scalars(sa.select(Item.id).where(Item.closed_at.is_(None))).all()
