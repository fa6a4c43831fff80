"""Editing the file of an article in the browser; the command line may do so too."""

import pytest
import sqlalchemy as sa

from forum.articles.changes import What
from forum.articles.models import Article, ArticleFile, Origin
from forum.articles.queries import lost_anchors, question_list, question_page
from forum.audit import AuditEntry
from forum.jobs import deliver_all
from forum.lib.db import atomic
from forum.lib.errors import NotFound, Refused, SignInNeeded, Stale
from forum.moderation.kinds import Waits
from forum.moderation.models import Item
from forum.permissions import ANONYMOUS, SYSTEM
from forum.transfer.article import STARTER, Outcome, load_article
from forum.transfer.editing import Unusable, check_text, save_text
from forum.transfer.stored import source_now, stored_file
from tests.content_files import SMALL, a_file
from tests.factories import as_actor


@pytest.fixture
def loaded(db, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))
    return stored_file("samen")


def save(ada, text, version=1, reason="It reads better."):
    return save_text(as_actor(ada), "samen", text, version=version, reason=reason, locale="en")


def check(ada, text):
    return check_text(as_actor(ada), "samen", text, "en")


@atomic
def forget_files():
    from forum.lib.db import db as door

    door.session.execute(sa.delete(ArticleFile))


def test_the_file_is_kept_as_it_was_loaded(loaded):
    assert (loaded.text, loaded.version, loaded.origin, loaded.name) == (SMALL, 1, Origin.FILE, "article.md")


def test_an_edited_text_changes_what_readers_see_and_stands_in_the_register(loaded, ada, db):
    text = SMALL.replace("Wie betaalt?", "Wie draagt de kosten?")
    save(ada, text)
    assert question_list("nl")[1].title == "Wie draagt de kosten?"
    now = stored_file("samen")
    assert (now.text, now.version, now.origin) == (text, 2, Origin.BROWSER)
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.actor_id, entry.reason) == ("article.load", ada.id, "It reads better.")


def test_another_layout_is_kept_and_changes_no_article(loaded, ada, db):
    text = SMALL.replace("featured: true", "featured: true  # in front")
    before = db.session.scalars(sa.select(AuditEntry.id)).all()
    save(ada, text)
    assert stored_file("samen").text == text
    assert db.session.scalars(sa.select(AuditEntry.id)).all() == before
    assert check(ada, text).changes == []


def test_what_would_change_is_told_before_it_does(loaded, ada):
    text = (
        SMALL.replace("Wie hoort erbij?", "Wie doet mee?")
        .replace("Een kleine kern werkt beter.", "Klein is beter.")
        .replace("Bij *iedereen die* meedoet, en niet bij het geld.", "Bij niemand.")
        .replace("slug: geld", "slug: kosten")
        .replace("featured: true", "featured: false")
    )
    checked = check(ada, text)
    assert checked.mistakes == []
    told = {(one.what, one.name) for one in checked.changes}
    assert {
        (What.HEAD, "Together"),
        (What.TEXT, ""),
        (What.QUESTION_CHANGED, "Who belongs?"),
        (What.QUESTION_ADDED, "Who pays?"),
        (What.QUESTION_RETIRED, "Who pays?"),
        (What.POSITION_ADDED, "A small core works better."),
        (What.POSITION_REMOVED, "A small core works better."),
        (What.ANCHOR_LOST, "iedereen die meedoet"),
    } <= told
    assert question_list("nl")[0].title == "Wie hoort erbij?"
    assert stored_file("samen").version == 1


def test_mistakes_are_told_with_their_line_and_nothing_is_stored(loaded, ada):
    text = SMALL.replace("Wie betaalt?, ", "").replace('exact: "the money"', 'exact: "the weather"')
    with pytest.raises(Unusable) as refusal:
        save(ada, text, reason=" ")
    assert set(refusal.value.fields) == {"text", "reason"}
    assert refusal.value.checked.mistakes
    assert stored_file("samen") == loaded


def test_an_article_keeps_its_slug(loaded, ada):
    [mistake] = check(ada, SMALL.replace("slug: samen", "slug: apart")).mistakes
    assert (mistake.line, mistake.message) == (2, "the slug of an article stays: 'samen'")


def test_who_saves_an_older_text_gets_both(loaded, ada, tmp_path):
    load_article(SYSTEM, a_file(tmp_path, ("Wie betaalt?", "Wie draagt de kosten?")))
    with pytest.raises(Stale) as conflict:
        save(ada, SMALL.replace("Over geld.", "Over het geld."))
    assert "Wie draagt de kosten?" in conflict.value.current.text
    assert question_list("nl")[1].title == "Wie draagt de kosten?"
    save(ada, SMALL, version=conflict.value.current.version)
    assert question_list("nl")[1].title == "Wie betaalt?"


def test_the_next_load_of_a_file_takes_the_place_of_what_was_edited(loaded, ada, tmp_path):
    save(ada, SMALL.replace("Wie betaalt?", "Wie draagt de kosten?"))
    assert load_article(SYSTEM, a_file(tmp_path)).outcome is Outcome.UPDATED
    now = stored_file("samen")
    assert (now.text, now.version, now.origin) == (SMALL, 3, Origin.FILE)


@pytest.mark.parametrize("path", [STARTER, None])
def test_an_article_loaded_before_files_were_kept_has_one_made_of_it(db, tmp_path, ada, path):
    path = path or a_file(tmp_path)
    slug = load_article(SYSTEM, path).slug
    with_file = source_now(stored_file(slug))
    forget_files()
    made = stored_file(slug)
    assert (made.version, made.origin) == (0, None)
    from dataclasses import replace

    assert source_now(made) == replace(with_file, perspectives=None)
    save_text(as_actor(ada), slug, made.text, version=0, reason="To keep it.", locale="nl")
    assert stored_file(slug).version == 1


def test_loading_the_same_file_keeps_it_where_none_was_kept(loaded, tmp_path):
    forget_files()
    assert load_article(SYSTEM, a_file(tmp_path)).outcome is Outcome.UNCHANGED
    assert stored_file("samen").text == SMALL


def test_a_passage_chosen_again_settles_what_waits_for_moderators(loaded, ada, db):
    text = SMALL.replace("Bij *iedereen die* meedoet, en niet bij het geld.", "Bij niemand.")
    [warning] = save(ada, text)
    assert warning.is_warning
    deliver_all()
    [task] = lost_anchors("nl")
    waiting = sa.select(Item.closed_at).where(Item.waits == Waits.ANCHOR)
    assert db.session.scalars(waiting).all() == [None]
    again = text.replace('exact: "iedereen die meedoet"', 'exact: "niemand"')
    assert (What.ANCHOR_FOUND, "niemand") in {(one.what, one.name) for one in check(ada, again).changes}
    save(ada, again, version=2)
    deliver_all()
    assert lost_anchors("nl") == ()
    assert question_page(task.question_slug, "nl").passage == "niemand"
    db.session.rollback()
    assert None not in db.session.scalars(waiting).all()


def test_only_administrators_edit_articles(loaded, mo):
    for attempt in (
        lambda actor: check_text(actor, "samen", SMALL, "nl"),
        lambda actor: save_text(actor, "samen", SMALL, version=1, reason="x", locale="nl"),
    ):
        with pytest.raises(Refused):
            attempt(as_actor(mo))
        with pytest.raises(SignInNeeded):
            attempt(ANONYMOUS)


def test_an_article_that_is_not_there_is_not_found(db, ada):
    assert db.session.scalar(sa.select(sa.func.count(Article.id))) == 0
    for slug in ("nothing", "../x"):
        with pytest.raises(NotFound):
            check_text(as_actor(ada), slug, SMALL, "nl")
