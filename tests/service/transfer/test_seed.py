"""Seeded content: the same every time, in order, and with everything there is to see."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased

import forum.discussion.checks
import forum.positions.checks
from forum.accounts.models import User
from forum.accounts.queries import recipient
from forum.accounts.service import sign_in
from forum.articles.models import Question
from forum.discussion.models import Comment, Thread
from forum.jobs import OutboxMessage, deliver_all
from forum.lib import rendered as renderer
from forum.lib.errors import Invalid, Refused, SignInNeeded
from forum.permissions import ANONYMOUS, SYSTEM
from forum.positions.models import (
    OpinionSnapshot,
    Position,
    PositionResult,
    PositionSource,
    PositionText,
    Standing,
    Vote,
)
from forum.transfer.seed import Recipe, people_here, plant
from tests.factories import as_actor

SMALL = Recipe(users=30, threads=6, comments=40, positions=12, votes=300)


def planted(recipe: Recipe = SMALL, **options):
    return plant(SYSTEM, recipe, stage=lambda _name: lambda _done, _total: None, **options)


def contents(db) -> dict[str, list]:
    """What people see and did, without the numbers that each database gives out itself."""
    author = aliased(User)
    return {
        "people": db.session.execute(
            sa.select(User.name, User.email, User.organisation, User.joined_at).order_by(User.email)
        ).all(),
        "threads": db.session.execute(
            sa.select(Thread.public_id, Thread.title, Thread.comment_count, Thread.last_activity_at).order_by(
                Thread.public_id
            )
        ).all(),
        "comments": db.session.execute(
            sa.select(Comment.public_id, Comment.path, Comment.source, Comment.html, author.email)
            .join(author, author.id == Comment.author_id)
            .order_by(Comment.public_id)
        ).all(),
        "votes": db.session.execute(
            sa.select(User.email, PositionText.statement, Vote.choice, Vote.reason, Vote.voted_at)
            .join(User, User.id == Vote.user_id)
            .join(PositionText, PositionText.position_id == Vote.position_id)
            .where(PositionText.locale == "nl")
            .order_by(User.email, PositionText.statement)
        ).all(),
    }


def count(db, model) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_an_empty_forum_gets_the_starter_article_and_as_much_of_everything_as_was_asked(db):
    report = planted()
    assert report.added == {
        "accounts": 30, "threads": 6, "comments": 46, "positions": 12, "votes": 300,
    }  # fmt: skip
    assert count(db, Question) == 10


def test_running_it_again_adds_nothing(db):
    planted()
    before = contents(db)
    assert not any(planted().added.values())
    assert contents(db) == before


def test_after_an_interruption_it_adds_the_rest(db):
    class Interrupted(Exception):
        pass

    def stopping(name):
        def tell(done, _total):
            if name == "positions" and done:
                raise Interrupted

        return tell

    with pytest.raises(Interrupted):
        plant(SYSTEM, SMALL, stage=stopping)
    assert count(db, Vote) == 0
    assert planted().added["votes"] == 300
    assert (count(db, User), count(db, Comment)) == (30, 46)


def test_a_seed_with_other_numbers_is_refused_and_another_seed_adds(db):
    planted()
    with pytest.raises(Refused, match="Seed 1 "):
        planted(replace(SMALL, votes=301))
    assert planted(replace(SMALL, seed=2)).added["accounts"] == 30


def test_other_seeds_give_other_content(db):
    planted()
    planted(replace(SMALL, seed=2))
    statements = db.session.scalars(sa.select(PositionText.statement)).all()
    assert len(set(statements)) == len(statements)
    first, second = (
        {
            row[0]
            for row in db.session.execute(sa.select(User.name).where(User.email.contains(f"@seed-{seed}.")))
        }
        for seed in (1, 2)
    )
    assert first != second


def test_counts_that_are_kept_agree_with_what_is_there(db):
    planted()
    assert list(forum.discussion.checks.problems()) == []
    first = sa.select(sa.func.min(Vote.voted_at)).where(Vote.position_id == Position.id).scalar_subquery()
    assert all(frozen == voted for frozen, voted in db.session.execute(sa.select(Position.frozen_at, first)))


def test_nothing_happens_before_what_it_answers_or_after_now(db, clock):
    planted()
    parent = aliased(Comment)
    wrong = [
        sa.select(Comment.id).join(parent, parent.id == Comment.parent_id).where(
            Comment.created_at < parent.created_at
        ),
        sa.select(Comment.id).where(Comment.created_at > clock()),
        sa.select(Vote.user_id).join(User, User.id == Vote.user_id).where(Vote.voted_at < User.joined_at),
        sa.select(Vote.user_id).join(Position, Position.id == Vote.position_id).where(
            Vote.voted_at < Position.created_at
        ),
        sa.select(Vote.user_id).where(Vote.voted_at > clock()),
    ]  # fmt: skip
    assert [db.session.execute(each).all() for each in wrong] == [[]] * len(wrong)


def test_the_stored_html_is_what_the_renderer_makes_of_the_text(db):
    planted()
    rows = db.session.execute(
        sa.select(Comment.source, Comment.html).order_by(Comment.number.desc()).limit(20)
    )
    for source, html in rows:
        assert html == renderer.rendered(source).html


def test_a_position_that_was_taken_from_a_comment_quotes_it(db):
    planted()
    rows = db.session.execute(
        sa.select(PositionSource.quote, Comment.source, PositionText.statement)
        .join(Comment, Comment.id == PositionSource.comment_id)
        .join(PositionText, PositionText.position_id == PositionSource.position_id)
    ).all()
    assert rows
    for quote, source, statement in rows:
        assert quote == statement
        assert quote in source


def test_nobody_can_sign_in_with_a_seeded_account_unless_a_password_was_given(db):
    report = planted()
    with pytest.raises(Invalid):
        sign_in(report.example, "korenbloem fiets zes tafel")
    report = planted(replace(SMALL, seed=2), password="korenbloem fiets zes tafel")
    assert sign_in(report.example, "korenbloem fiets zes tafel").user_id


def test_a_weak_password_is_refused_before_anything_is_added(db):
    with pytest.raises(Invalid):
        planted(password="geheim")
    assert count(db, User) == 0


def test_nobody_gets_mail_about_seeded_content(db, mailbox):
    planted()
    deliver_all()
    assert mailbox.messages == []
    assert {recipient(user_id) for user_id in db.session.scalars(sa.select(User.id))} == {None}
    assert db.session.scalars(sa.select(OutboxMessage.last_error)).all().count(None) == count(
        db, OutboxMessage
    )


@pytest.mark.parametrize(
    "numbers", [{"votes": 100_000}, {"positions": 100_000}, {"threads": 0}, {"users": 0}]
)
def test_numbers_that_cannot_be_are_refused_before_anything_is_added(db, numbers):
    with pytest.raises(Invalid):
        planted(replace(SMALL, **numbers))
    assert count(db, User) == 0


def test_with_the_numbers_it_has_by_itself_every_standing_can_be_seen(db):
    planted(Recipe())
    results = db.session.scalars(sa.select(PositionResult)).all()
    assert {each.standing for each in results} == set(Standing)
    assert {each.direction for each in results if each.standing is Standing.SHARED} == {1, -1}
    assert {each.groups["shown"] for each in db.session.scalars(sa.select(OpinionSnapshot))} == {True, False}
    keys = {row["key"] for each in results for row in each.rows}
    assert {"all", "role:gemeente", "role:inkoop", "group:0", "group:1"} <= keys
    assert list(forum.positions.checks.problems()) == []


def test_people_who_are_here_already_are_counted(db, alice, bob):
    assert people_here() == 2
    planted()
    assert people_here() == 2


def test_a_forum_with_content_keeps_it(db, thread, comment):
    before = db.session.execute(sa.select(Comment.id, Comment.source).order_by(Comment.id)).all()
    planted(replace(SMALL, positions=4, votes=20))
    after = db.session.execute(sa.select(Comment.id, Comment.source).order_by(Comment.id)).all()
    assert after[: len(before)] == before
    assert len(after) > len(before)


def test_only_administrators_may(db, alice, mo):
    for user in (alice, mo):
        with pytest.raises(Refused):
            plant(as_actor(user), SMALL, stage=lambda _name: lambda _done, _total: None)
    with pytest.raises(SignInNeeded):
        plant(ANONYMOUS, SMALL, stage=lambda _name: lambda _done, _total: None)
