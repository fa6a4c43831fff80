"""Somebody who did everything one can do on the forum, under a name that nothing else has.

So that tests can look for that name, address or short name wherever they might have stayed behind.
"""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from forum.accounts.factors import Passkey
from forum.accounts.identities import Arrival, Identity, SignOnAttempt
from forum.accounts.invitations import Invitation, InvitedAccount
from forum.accounts.mailboxes import may_answer, note_failure
from forum.accounts.models import User
from forum.accounts.provider_sessions import begin_at_provider
from forum.accounts.service import create_user, promote, request_reset, sign_in
from forum.accounts.service.inviting import invite
from forum.accounts.service.own import change_profile
from forum.accounts.sessions import open_session
from forum.discussion.drafts import save_draft
from forum.discussion.models import Comment, Mention, Thread, ThreadVisit
from forum.discussion.service import edit_comment, withdraw_comment
from forum.following.models import Cadence, FeedKey
from forum.following.service import follow, follow_by_itself
from forum.jobs import deliver_all
from forum.lib import clock
from forum.lib.db import atomic, db
from forum.mandates.rules import Ask
from forum.mandates.service import ask_mandate
from forum.moderation.appeals import make_appeal
from forum.moderation.declaring import action_named
from forum.moderation.flagging import raise_flag
from forum.moderation.items import claim_item
from forum.moderation.models import Decision
from forum.moderation.notes import add_note
from forum.moderation.service import perform
from forum.notifications.service import choose_mails
from forum.permissions import SYSTEM, Role
from forum.positions.models import Choice, OpinionPlace, Position
from forum.positions.service import answer_source
from forum.positions.voting import cast_vote_for
from forum.synthesis.models import Mark
from tests import factories
from tests.factories import as_actor
from tests.second_factors import with_app

NAME = "Zilverlinde Quastenhof"
EMAIL = "zilverlinde@quastenhof.example"
HANDLE = "zilverlinde-quastenhof"
ORGANISATION = "Stichting Quastenhof"
ABOUT = "Ik kom van de Quastenhof en woon aan de Zilverlinde."
PASSWORD = "quastenhof zilver linde boom"
TRACES = ("zilverlinde", "quastenhof")
"""In small letters: what nobody else on the forum is called, or writes."""


@dataclass(frozen=True)
class Life:
    """What there is of this person, to look at afterwards."""

    user: User
    thread: Thread
    comment: Comment
    position: Position
    others_position: Position
    answering: Comment


def a_full_life(mo: User, bob: User, ada: User) -> Life:
    """Of a moderator, who did all that members do before. Needs an article."""
    create_user(SYSTEM, email=EMAIL, name=NAME, perspective="municipality", password=PASSWORD)
    user = db.session.scalars(sa.select(User).where(User.email == EMAIL)).one()
    _joined_long_ago(user)
    change_profile(
        as_actor(user), name=NAME, perspective="municipality", organisation=ORGANISATION, about=ABOUT
    )
    _signs_in_elsewhere(user)
    sign_in(EMAIL, PASSWORD, user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    request_reset(EMAIL)
    actor = as_actor(user)

    thread = factories.a_thread(user, title="Who begins here, and with what?")
    comment = factories.a_comment(user, thread, "It begins with listening to each other. That takes time.")
    edit_comment(
        actor, comment.public_id, body=factories.a_body("It begins with listening."), version=comment.version
    )
    withdraw_comment(actor, factories.a_comment(user, thread, "Never mind this one.").public_id)
    answering = factories.a_comment(bob, thread, f"Good point, @{HANDLE}: go on.", parent=comment)
    _mentioned(answering, user)
    save_draft(actor, f"threads/{thread.public_id}/comments", {"body": ["Not yet finished."]})
    _visited(user, thread)

    position = factories.a_position(user, "Listening comes before deciding.")
    others = factories.a_position(
        bob,
        "Deciding comes before listening.",
        source_comment=comment.public_id,
        quote="It begins with listening.",
    )
    answer_source(actor, others.public_id, comment.public_id, is_meant=False)
    factories.a_vote(user, others, Choice.DISAGREE, reason="Nobody knows beforehand.")
    factories.a_vote(user, position)
    factories.a_vote(bob, position)
    _placed(user, position)
    factories.a_synthesis(mo, "We agree that it takes time.")
    factories.a_mark(user, Mark.WITH_REMARK, "Something is missing about time.")

    follow(actor, f"thread:{thread.public_id}", Cadence.DAILY)
    follow_by_itself(actor, False)
    choose_mails(actor, wanted="all", quiet_hours="20:00-07:00", is_weekend_quiet=True)
    _reads_feed(user)
    note_failure(user.id, "5.2.2", "mailbox full")
    may_answer(user.id)

    ask_mandate(
        actor,
        Ask(
            organisation="The Long Bridge",
            perspective="municipality",
            starts_on=f"{clock.now():%Y-%m-%d}",
            ends_on=f"{clock.now() + timedelta(days=90):%Y-%m-%d}",
            evidence=f"{NAME} is on the board, see our minutes.",
            link="https://quastenhof.example/board",
            contact=f"The secretary of {ORGANISATION}",
        ),
    )

    bobs = factories.a_comment(bob, thread, "Off to the market with all of you.")
    raise_flag(actor, f"comment:{bobs.public_id}", ground="off_topic", explanation="It is about the market.")
    _decide(mo, "hide", comment)
    decision = db.session.scalars(sa.select(Decision).where(Decision.addressee_id == user.id)).first()
    assert decision is not None
    make_appeal(actor, decision.public_id, "It was about the question after all.")
    theirs = factories.a_mandate(user, "Stichting Samen")
    cast_vote_for(as_actor(user), position.public_id, Choice.AGREE, capacity=theirs.public_id)
    add_note(as_actor(mo), user.public_id, f"{NAME} was asked twice to keep to the question.")
    save_draft(as_actor(user), f"moderation/notes/{user.public_id}", {"text": [f"By {NAME}"]})

    promote(SYSTEM, EMAIL, Role.MODERATOR, reason="helps out")
    db.session.refresh(user)
    factories.a_synthesis(user, "We agree on listening, and that it takes time.", version=1)
    invite(as_actor(user), perspective="municipality")
    invite(as_actor(ada), email=EMAIL)
    waiting = factories.an_item(factories.a_comment(bob, thread, "What now?"))
    claim_item(as_actor(user), waiting.public_id)
    add_note(as_actor(user), bob.public_id, "Was friendly when asked.")
    _decide(user, "warn", bob)
    factories.new_rules(ada)
    sign_in(EMAIL, PASSWORD, user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    with_app(user)
    _with_passkey(user)
    _came_by_provider(user)
    _came_by_invitation(user)
    deliver_all()
    return Life(user, thread, comment, position, others, answering)


@atomic
def _joined_long_ago(user: User) -> None:
    user.joined_at = user.joined_at.replace(year=user.joined_at.year - 1)


@atomic
def _mentioned(comment: Comment, user: User) -> None:
    if db.session.get(Mention, (comment.id, user.id)) is None:
        db.session.add(Mention(comment_id=comment.id, user_id=user.id))


@atomic
def _visited(user: User, thread: Thread) -> None:
    now = clock.now()
    db.session.add(ThreadVisit(user_id=user.id, thread_id=thread.id, new_since=now, seen_at=now))


@atomic
def _placed(user: User, position: Position) -> None:
    """As the analysis stores it."""
    db.session.add(OpinionPlace(question_id=position.question_id, user_id=user.id, x=0.5, y=-0.5, group=1))


@atomic
def _reads_feed(user: User) -> None:
    db.session.add(FeedKey(user_id=user.id, token_hash="0" * 64, made_at=clock.now()))


@atomic
def _signs_in_elsewhere(user: User) -> None:
    now = clock.now()
    db.session.add(
        Identity(
            user_id=user.id,
            issuer="https://login.example",
            subject=f"{HANDLE}-1",
            provider="login",
            linked_at=now,
        )
    )
    db.session.add(
        SignOnAttempt(
            user_id=user.id,
            provider="login",
            state_hash="0" * 64,
            browser_hash="0" * 64,
            began_at=now,
            expires_at=now + timedelta(minutes=15),
        )
    )


def _decide(by: User, action: str, thing) -> None:
    kind = {User: "account", Comment: "comment"}[type(thing)]
    ground = action_named(action).grounds[0].value
    ref = f"{kind}:{thing.public_id}"
    perform(as_actor(by), action, ref, ground=ground, reason="It is better this way, for everybody.")


@atomic
def _came_by_provider(user: User) -> None:
    """As if a session of theirs had begun there."""
    identity = db.session.scalars(sa.select(Identity).where(Identity.user_id == user.id)).one()
    arrival = Arrival(identity.issuer, identity.subject, sid="quastenhof-1", id_token="zilverlinde.x.y")
    open_session(user.id, "", begin_at_provider(identity.provider, arrival, user.id))


@atomic
def _came_by_invitation(user: User) -> None:
    """By one that is still kept."""
    newest = db.session.scalars(sa.select(Invitation).order_by(Invitation.id.desc())).first()
    assert newest is not None
    db.session.add(InvitedAccount(user_id=user.id, invitation_id=newest.id))


@atomic
def _with_passkey(user: User) -> None:
    """As if their browser had made one."""
    key = Passkey(user_id=user.id, credential_id="Zm9v", public_key=b"key", sign_count=0, name="Laptop")
    key.added_at = clock.now()
    db.session.add(key)
