"""A mail for each thing that somebody wants to hear of at once."""

from dataclasses import replace

import pytest

from forum.accounts.mailboxes import note_failure
from forum.accounts.models import Suspension
from forum.audit import recorded
from forum.discussion.curation import hide_comment
from forum.discussion.events import ThreadSeen
from forum.discussion.service import withdraw_comment
from forum.discussion.voice import Voice
from forum.following.service import unfollow
from forum.following.subscribers import read_with_thread
from forum.jobs import deliver_all
from forum.lib.db import atomic
from forum.notifications.service import choose_mails
from forum.notifications.unsubscribing import subscription_of
from forum.permissions import SYSTEM
from forum.settings import settings
from forum.synthesis.models import Slot
from tests.factories import (
    NAMELESS,
    a_body,
    a_comment,
    a_mandate,
    a_synthesis,
    a_thread,
    a_user,
    as_actor,
    curated,
)
from tests.letters import html_of, text_of


def ref(thread) -> str:
    return f"thread:{thread.public_id}"


def test_a_comment_comes_with_its_whole_text_and_where_it_stands(alice, bob, thread, follows, mailed):
    follows(alice, ref(thread))
    comment = a_comment(bob, thread, "We all agree, **really**. " * 40)
    (message,) = mailed(alice)
    assert message["Subject"] == "Re: What do we mean by we?"
    for text in (text_of(message), html_of(message)):
        assert "We all agree, **really**. " * 39 in text
        assert "Bob writes in:" in text
        assert f"http://localhost/comments/{comment.public_id}" in text
        assert "http://localhost/questions/who-is-we" in text
        assert "who-is-we en?" in text
        assert "we en" in text


def test_who_speaks_is_told_with_their_role_and_for_whom(db, alice, article, thread, follows, mailed):
    carol = a_user("carol", perspective="provider")
    voice = Voice(a_mandate(carol, "Care Ltd").public_id)
    follows(alice, ref(thread))
    a_comment(carol, thread, voice=voice)
    (message,) = mailed(alice)
    assert "Carol (Provider, on behalf of Care Ltd) writes in:" in text_of(message)


def test_who_withheld_their_name_is_told_without_it(alice, article, thread, follows, mailed):
    follows(alice, ref(thread))
    a_comment(a_user("carol", perspective="provider"), thread, voice=NAMELESS)
    (message,) = mailed(alice)
    assert "Name known to the moderators (Provider) writes in:" in text_of(message)
    assert "Carol" not in message.as_string()


def test_a_new_conversation_comes_to_who_follows_its_question_or_lesson(alice, bob, article, follows, mailed):
    carol = a_user("carol")
    follows(alice, "question:who-is-we")
    follows(carol, "lesson:we")
    a_thread(bob, title="Who speaks?", body=a_body("The opening."))
    for person, thing in ((alice, "question"), (carol, "lesson")):
        (message,) = mailed(person)
        assert message["Subject"] == "Who speaks?"
        assert "The opening." in text_of(message)
        assert f"because you follow the {thing}" in text_of(message)
        assert message["List-Id"].startswith(f"<{thing}-")


def test_who_follows_both_gets_one_mail(alice, bob, article, follows, mailed):
    follows(alice, "question:who-is-we")
    follows(alice, "lesson:we")
    a_thread(bob)
    assert len(mailed(alice)) == 1


def test_mails_of_one_conversation_stand_together(alice, bob, article, follows, mailed):
    follows(alice, "question:who-is-we")
    thread = a_thread(bob)
    follows(alice, ref(thread))
    mailed(alice)
    first = a_comment(bob, thread)
    mailed(alice)
    a_comment(bob, thread, parent=first)
    opening, comment, answer = mailed(alice)
    assert comment["In-Reply-To"] == comment["References"] == opening["Message-ID"]
    assert answer["In-Reply-To"] == comment["Message-ID"]
    assert answer["References"] == f"{opening['Message-ID']} {comment['Message-ID']}"
    assert comment["Subject"] == answer["Subject"] == f"Re: {opening['Subject']}"
    assert len({one["Message-ID"] for one in (opening, comment, answer)}) == 3


def test_an_answer_says_that_it_is_one(alice, bob, thread, follows, mailed):
    mine = a_comment(alice, thread)
    deliver_all()
    follows(alice, ref(thread))
    a_comment(bob, thread, parent=mine)
    (message,) = mailed(alice)
    assert "Bob answers you in:" in text_of(message)


def test_that_a_position_is_shared_is_told_to_its_followers(alice, bob, position, follows, mailed, standing):
    follows(alice, f"position:{position.public_id}")
    standing(position)
    (message,) = mailed(alice)
    assert message["Subject"] == "Shared: Clients decide with us."
    assert "20 agree, 2 disagree" in text_of(message)
    assert f"/positions/{position.public_id}" in html_of(message)
    # Its author hears it once, in words of their own.
    assert len(mailed(bob)) == 1


def test_a_change_that_was_overtaken_is_not_told(alice, position, follows, mailed, standing, clock):
    follows(alice, f"position:{position.public_id}")
    standing(position)
    clock.advance(seconds=1)
    standing(position, "open", before="shared")
    assert [str(one["Subject"]) for one in mailed(alice)] == ["No longer shared: Clients decide with us."]


def test_a_synthesis_comes_with_all_its_parts(alice, mo, article, follows, mailed):
    follows(alice, "question:who-is-we")
    a_synthesis(mo, slots={Slot.AGREE: "We share the aim.", Slot.DIFFER: "Not the way."})
    (message,) = mailed(alice)
    assert message["Subject"] == "Synthesis 1: who-is-we en?"
    for text in (text_of(message), html_of(message)):
        assert "We share the aim." in text
        assert "Not the way." in text
        assert "http://localhost/questions/who-is-we/synthesis/1" in text


def test_the_link_at_the_foot_names_who_and_what(alice, bob, thread, follows, mailed):
    follows(alice, ref(thread))
    a_comment(bob, thread)
    (message,) = mailed(alice)
    address = str(message["List-Unsubscribe"])
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address.strip("<>") in text_of(message)
    assert address.strip("<>") in html_of(message)
    subscription = subscription_of(address.strip("<>").rpartition("/")[2])
    assert subscription is not None
    assert (subscription.user_id, subscription.what, subscription.target_id) == (
        alice.id,
        "thread",
        thread.id,
    )


def test_when_nothing_changed_it_goes_out_later(alice, bob, thread, follows, mailed, away):
    follows(alice, ref(thread))
    a_comment(bob, thread)
    with away():
        deliver_all()
    assert len(mailed(alice)) == 1


@pytest.mark.parametrize("how", ["read", "hidden", "withdrawn", "left", "stopped", "closed", "unreachable"])
def test_what_changed_before_the_mail_went_out_is_minded(
    db, alice, bob, thread, follows, mailed, away, clock, how
):
    follows(alice, ref(thread))
    comment = a_comment(bob, thread)
    with away():
        deliver_all()
    if how == "read":
        read_with_thread(ThreadSeen(alice.id, thread.id, clock().isoformat()))
    elif how == "hidden":
        curated(hide_comment, comment)
    elif how == "withdrawn":
        withdraw_comment(as_actor(bob), comment.public_id)
    elif how == "left":
        unfollow(as_actor(alice), ref(thread))
    elif how == "stopped":
        choose_mails(as_actor(alice), wanted="none", quiet_hours=None, is_weekend_quiet=False)
    elif how == "closed":
        close(db, alice)
    else:
        note_failure(alice.id, "5.1.1", "no such user")
    assert mailed(alice) == []


@atomic
def close(db, user):
    person = db.session.merge(user)
    with recorded(SYSTEM, "test", person):
        person.suspension = Suspension.CLOSED


def test_an_address_that_nobody_confirmed_gets_nothing(db, bob, thread, follows, mailed):
    dana = a_user("dana", is_confirmed=False)
    follows(dana, ref(thread))
    a_comment(bob, thread)
    assert mailed(dana) == []


def test_nobody_hears_of_what_they_wrote_themselves(alice, thread, follows, mailed):
    follows(alice, ref(thread))
    a_comment(alice, thread)
    assert mailed(alice) == []


def test_a_hostile_title_or_name_is_text(db, article, alice, bob, follows, mailed):
    @atomic
    def rename():
        db.session.merge(bob).name = "<img src=x onerror=alert(1)>"

    thread = a_thread(bob, title="<script>alert(1)</script>")
    rename()
    follows(alice, ref(thread))
    a_comment(bob, thread)
    (message,) = mailed(alice)
    assert "<script>" not in html_of(message)
    assert "<img" not in html_of(message)
    assert "&lt;script&gt;" in html_of(message)
    assert message["Subject"] == "Re: <script>alert(1)</script>"


def test_a_mail_costs_as_many_statements_however_much_there_is(
    alice, bob, thread, follows, mailbox, statements, away
):
    follows(alice, ref(thread))
    counts = []
    for number in (1, 30):
        for _each in range(number):
            a_comment(bob, thread)
        with away():
            deliver_all()
        mailbox.messages.clear()
        with statements() as counted:
            deliver_all()
        counts.append(len(counted) / len(mailbox.messages))
    assert counts[1] <= counts[0]


def test_answers_by_mail_are_offered_only_where_they_arrive(app, alice, bob, thread, follows, mailed):
    follows(alice, ref(thread))
    a_comment(bob, thread)
    (message,) = mailed(alice)
    assert message["Reply-To"] is None
    assert "You cannot reply to it." in text_of(message)
    assert "You can answer by replying" not in text_of(message) + html_of(message)


def test_where_they_arrive_each_mail_names_what_it_answers(
    app, alice, bob, thread, follows, mailed, monkeypatch
):
    monkeypatch.setitem(
        app.extensions, "forum.settings", replace(settings(), reply_address="reply@localhost")
    )
    follows(alice, ref(thread))
    a_comment(bob, thread)
    (message,) = mailed(alice)
    assert str(message["Reply-To"].addresses[0].addr_spec).startswith("reply+")
    assert "You can answer by replying to this message." in text_of(message)
    assert "You cannot reply" not in text_of(message) + html_of(message)
