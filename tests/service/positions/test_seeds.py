import sqlalchemy as sa

from forum.articles.models import Question
from forum.lib import clock
from forum.lib.db import atomic
from forum.permissions import SYSTEM
from forum.positions.curation import withdraw_by_moderator
from forum.positions.models import Position, PositionText
from forum.positions.seeds import SeedCounts, put_seeds
from tests.factories import curated


def question_id(db):
    return db.session.scalar(sa.select(Question.id).where(Question.slug == "who-is-we"))


def put(db, *wordings):
    return put_seeds(
        SYSTEM, question_id(db), [dict(zip(("nl", "en"), one, strict=False)) for one in wordings]
    )


def wordings(db):
    rows = db.session.execute(
        sa.select(Position.id, PositionText.locale, PositionText.statement)
        .join(PositionText, PositionText.position_id == Position.id)
        .order_by(Position.id, PositionText.locale.desc())
    )
    found = {}
    for position_id, _locale, statement in rows:
        found.setdefault(position_id, []).append(statement)
    return found


def freeze(db, statement):
    """As the first vote does."""
    of_it = sa.select(PositionText.position_id).where(PositionText.statement == statement)
    atomic(
        lambda: db.session.execute(
            sa.update(Position).where(Position.id.in_(of_it)).values(frozen_at=clock.now())
        )
    )()
    db.session.expire_all()


def test_a_position_in_two_languages_is_one_position(article, db):
    assert put(db, ("Ja.", "Yes."), ("Nee.", "No.")) == SeedCounts(added=2)
    assert list(wordings(db).values()) == [["Ja.", "Yes."], ["Nee.", "No."]]


def test_putting_the_same_again_changes_nothing(article, db):
    put(db, ("Ja.", "Yes."), ("Nee.", "No."))
    before = wordings(db)
    assert put(db, ("Nee.", "No."), ("Ja.", "Yes.")) == SeedCounts()
    assert wordings(db) == before


def test_a_position_nobody_voted_on_takes_the_new_wording(article, db):
    put(db, ("Ja.", "Yes."), ("Nee.", "No."))
    before = wordings(db)
    assert put(db, ("Ja.", "Yes, indeed."), ("Nooit.", "Never.")) == SeedCounts(reworded=2)
    assert dict(zip(before, wordings(db).values(), strict=True)) == wordings(db)
    assert list(wordings(db).values()) == [["Ja.", "Yes, indeed."], ["Nooit.", "Never."]]


def test_a_position_with_votes_keeps_its_wording_and_the_new_one_stands_beside_it(article, db):
    put(db, ("Ja.", "Yes."))
    freeze(db, "Ja.")
    assert put(db, ("Jawel.", "Oh yes.")) == SeedCounts(added=1, kept_in_use=1)
    assert put(db, ("Ja.", "Yes, indeed."), ("Jawel.", "Oh yes.")) == SeedCounts()
    assert list(wordings(db).values()) == [["Ja.", "Yes."], ["Jawel.", "Oh yes."]]


def test_a_position_that_left_the_file_goes_unless_people_voted_on_it(article, db):
    put(db, ("Ja.", "Yes."), ("Nee.", "No."))
    freeze(db, "Nee.")
    assert put(db) == SeedCounts(removed=1, kept_in_use=1)
    assert list(wordings(db).values()) == [["Nee.", "No."]]


def test_positions_of_participants_are_left_alone(article, db):
    put(db, ("Ja.", "Yes."))
    own = sa.update(Position).values(is_seed=False)
    atomic(lambda: db.session.execute(own))()
    db.session.expire_all()
    assert put(db, ("Nee.", "No.")) == SeedCounts(added=1)
    assert len(wordings(db)) == 2


def test_what_moderators_took_away_is_not_reworded_behind_their_back(article, db):
    put(db, ("Ja.", "Yes."))
    taken = db.session.scalars(sa.select(Position)).one()
    curated(withdraw_by_moderator, taken)
    assert put(db, ("Ja.", "Yes.")) == SeedCounts()
    assert put(db, ("Nooit.", "Never.")) == SeedCounts(added=1, kept_in_use=1)
    assert list(wordings(db).values()) == [["Ja.", "Yes."], ["Nooit.", "Never."]]
