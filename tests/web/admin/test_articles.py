"""Articles for administrators: editing the file of one, and the passages of its questions."""

import pytest

from forum.articles.parts import split
from forum.articles.queries import lost_anchors, question_page
from forum.discussion.drafts import claim
from forum.jobs import deliver_all
from forum.lib.db import db
from forum.permissions import SYSTEM
from forum.transfer.article import load_article
from forum.transfer.stored import stored_file
from tests.browsing import Person
from tests.content_files import SMALL, a_file

EDIT, QUESTION = "/admin/articles/samen/edit", "/admin/articles/samen/questions/geld"


@pytest.fixture(autouse=True)
def loaded(app, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))


def typed(*changes, version="1", reason="It reads better.", **more):
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return {**split(text), "version": version, "reason": reason, **more}


def title_of(slug="geld", locale="nl"):
    db.session.rollback()
    return question_page(slug, locale).title


@pytest.mark.parametrize("path", ["/admin/articles", "/admin/articles/samen", EDIT, QUESTION])
def test_only_administrators_see_these_pages(path, nobody, as_alice, as_moderator, as_admin):
    assert nobody.get(path).location.startswith("/login")
    assert as_alice.get(path).status_code == 403
    assert as_moderator.get(path).status_code == 403
    page = as_admin.get(path)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"


def test_only_administrators_change_articles_and_take_the_file(as_moderator, mode):
    assert as_moderator.post(EDIT, typed(), mode=mode).status_code == 403
    assert as_moderator.post(QUESTION, {"title_nl": "x"}, mode=mode).status_code == 403
    assert as_moderator.get("/admin/articles/samen/file").status_code == 403


def test_an_article_says_where_it_came_from_and_how_its_questions_do(as_admin):
    assert as_admin.get("/admin/articles").select_one("a[href='/admin/articles/samen']")
    page = as_admin.get("/admin/articles/samen")
    assert "Last loaded from the file article.md." in page.words(".lead")
    assert "0 comments 2 positions" in page.words("#question-wie")


def test_the_text_is_taken_along_as_a_file(as_admin):
    page = as_admin.get("/admin/articles/samen/file")
    assert page.text == SMALL
    assert page.headers["Content-Disposition"] == 'attachment; filename="samen.md"'


def test_the_form_holds_the_file_in_parts_and_warns_that_a_load_takes_its_place(as_admin):
    page = as_admin.get(EDIT)
    assert page.value("nl").strip().startswith("Samenwerken begint.")
    assert "slug: samen" in page.value("front")
    assert "takes the place of what you save here" in page.words(".notice")


def test_a_preview_shows_what_changes_and_saves_nothing(as_admin, mode):
    fields = typed(("Wie betaalt?", "Wie draagt de kosten?"), ("Maar waar", "Want waar"), intent="preview")
    page = as_admin.post(EDIT, fields, mode=mode)
    assert page.status_code == 200
    assert "A question changes: Who pays?" in page.words(".changes")
    assert "The text changes (Nederlands)." in page.words(".changes")
    marked = page.select_one(".text-preview mark[data-question=geld]")
    assert marked is not None
    assert marked.get_text() == "het geld"
    assert page.value("reason") == "It reads better."
    assert "Wie draagt de kosten?" in page.value("front")
    assert title_of() == "Wie betaalt?"


def test_what_is_saved_is_read_at_once(as_admin, nobody, mode):
    page = as_admin.post(EDIT, typed(("Who pays?", "Who bears the cost?")), mode=mode)
    assert page.location == "/admin/articles/samen?done=saved"
    assert "Saved." in as_admin.get(page.location).words(".notice")
    assert "Who bears the cost?" in nobody.get("/questions/geld").words("h1")
    assert "Last edited here." in as_admin.get("/admin/articles/samen").words(".lead")


@pytest.mark.parametrize("intent", ["preview", "send"])
def test_mistakes_stand_at_their_field_with_the_line_in_it(as_admin, mode, intent):
    fields = typed(
        ("{nl: Wie betaalt?, en:", "{en:"),
        ("## Waarden {lesson=waarden}", "## Waarden {lesson=nergens}"),
        intent=intent,
    )
    page = as_admin.post(EDIT, fields, mode=mode)
    assert page.status_code == 422
    front, dutch = page.words("#article-front-mistakes"), page.words("#article-nl-mistakes")
    assert "'nl' is missing in 'title'" in front
    assert "Line 25" in front
    assert "Line 7 unknown lesson 'nergens'" in dutch
    assert page.select_one("#article-nl").get("aria-invalid") == "true"
    assert "{lesson=nergens}" in page.value("nl")
    assert title_of() == "Wie betaalt?"


def test_a_reason_is_asked(as_admin, mode):
    page = as_admin.post(EDIT, typed(("Over geld.", "Over het geld."), reason=" "), mode=mode)
    assert page.status_code == 422
    assert "Say in a few words why" in page.words("#article-reason-error")
    assert "Over het geld." in page.value("front")


def test_who_was_later_gets_both_texts_and_can_save_again(as_admin, tmp_path, mode):
    load_article(SYSTEM, a_file(tmp_path, ("Wie betaalt?", "Wie draagt de kosten?")))
    page = as_admin.post(EDIT, typed(("Over geld.", "Over het geld.")), mode=mode)
    assert page.status_code == 409
    assert "Wie draagt de kosten?" in page.words("#article-other")
    assert "Over het geld." in page.value("front")
    assert page.value("version") == "2"
    assert title_of() == "Wie draagt de kosten?"
    again = typed(("Over geld.", "Over het geld."), version=page.value("version"))
    assert as_admin.post(EDIT, again, mode=mode).location
    assert title_of() == "Wie betaalt?"


def test_what_was_typed_waits_for_who_was_signed_out(app, nobody, ada, as_admin):
    page = nobody.post(EDIT, typed(("Over geld.", "Over het geld.")))
    assert page.location.startswith("/login")
    nobody.get(page.location)
    page = as_admin.post("/drafts", typed(("Over geld.", "Over goud."), draft="article:samen", next=EDIT))
    assert page.location == EDIT
    back = as_admin.get(EDIT)
    assert "Over goud." in back.value("front")
    assert "did not save" in back.words(".notice:nth-of-type(1), #article-edit .notice")


def values_of(page):
    return {
        name: page.value(name).removeprefix("\n")
        for locale in ("nl", "en")
        for name in (f"{one}_{locale}" for one in ("title", "intro", "exact", "prefix", "suffix"))
    } | {"version": page.value("version"), "reason": "It reads better."}


def test_one_question_is_changed_in_the_file_and_all_else_stays(as_admin, mode):
    fields = values_of(as_admin.get(QUESTION)) | {"title_nl": "Wie draagt de kosten?"}
    seen = as_admin.post(QUESTION, fields | {"intent": "preview"}, mode=mode)
    assert "A question changes:" in seen.words(".changes")
    assert title_of() == "Wie betaalt?"
    page = as_admin.post(QUESTION, fields, mode=mode)
    assert page.location == "/admin/articles/samen?done=saved"
    assert title_of() == "Wie draagt de kosten?"
    assert (
        stored_file("samen").text.strip()
        == SMALL.replace("nl: Wie betaalt?", 'nl: "Wie draagt de kosten?"').strip()
    )


def test_a_mistake_in_a_question_stands_at_its_field(as_admin, mode):
    fields = values_of(as_admin.get(QUESTION))
    for wrong, at in (
        ({"exact_nl": "de regen", "prefix_nl": "", "suffix_nl": ""}, "#question-exact_nl-error"),
        ({"title_en": "x" * 201}, "#question-title_en-error"),
        ({"exact_en": ""}, "#question-exact_en-error"),
        ({"intro_nl": " "}, "#question-intro_nl-error"),
        ({"reason": ""}, "#question-reason-error"),
    ):
        page = as_admin.post(QUESTION, fields | wrong, mode=mode)
        assert page.status_code == 422, wrong
        assert page.select_one(at), wrong
    assert title_of() == "Wie betaalt?"


def test_a_question_changed_by_another_shows_what_it_is_now(as_admin, tmp_path, mode):
    fields = values_of(as_admin.get(QUESTION)) | {"intro_nl": "Over het geld."}
    load_article(SYSTEM, a_file(tmp_path, ("Wie betaalt?", "Wie draagt de kosten?")))
    page = as_admin.post(QUESTION, fields, mode=mode)
    assert page.status_code == 409
    assert "It is now: Wie draagt de kosten?" in page.words("form#question")
    assert page.value("intro_nl").strip() == "Over het geld."
    assert as_admin.post(QUESTION, fields | {"version": page.value("version")}, mode=mode).location
    assert title_of() == "Wie betaalt?"


def test_a_lost_passage_is_chosen_again(as_admin, as_moderator, tmp_path, mode):
    load_article(
        SYSTEM, a_file(tmp_path, ("Bij *iedereen die* meedoet, en niet bij het geld.", "Bij niemand."))
    )
    deliver_all()
    path = "/admin/articles/samen/questions/wie"
    assert as_admin.get("/admin/articles").select_one(f"a[href='{path}#anchor-nl']")
    queue = as_moderator.get("/moderation")
    item = queue.select_one("a[href^='/moderation/items/'], a[href*='item']")
    assert item is not None
    page = as_admin.get(path)
    assert "no longer stand in the text" in page.words("#anchor-nl")
    page = as_admin.post(path, values_of(page) | {"exact_nl": "niemand"}, mode=mode)
    assert page.location
    db.session.rollback()
    assert lost_anchors("nl") == ()
    assert question_page("wie", "nl").passage == "niemand"


def test_what_is_not_there_is_not_found(as_admin):
    for path in (
        "/admin/articles/nothing",
        "/admin/articles/nothing/edit",
        "/admin/articles/nothing/file",
        "/admin/articles/samen/questions/nothing",
    ):
        assert as_admin.get(path).status_code == 404, path


@pytest.fixture
def late(app, ada, clock):
    """An administrator whose session ended while she typed."""
    person = Person(app, ada)
    assert person.get("/admin/articles").status_code == 200
    clock.advance(days=2)
    return person


def the_question(page, **changes):
    return values_of(page) | changes


@pytest.mark.parametrize("intent", ["send", "preview"])
def test_an_article_waits_while_its_writer_signs_in_again(late, ada, mode, intent):
    page = late.post(EDIT, typed(("Over geld.", "Over goud."), intent=intent), mode=mode)
    assert page.location.startswith("/login?next=/admin/articles/samen/edit&draft=")
    claim(page.location.rpartition("draft=")[2], ada.id)
    late.sign_in(ada)
    back = late.get(EDIT)
    assert "Over goud." in back.value("front")
    assert back.value("reason") == "It reads better."
    assert back.value("version") == "1"


@pytest.mark.parametrize("intent", ["send", "preview"])
def test_a_question_waits_while_its_writer_signs_in_again(late, ada, as_admin, mode, intent):
    fields = the_question(as_admin.get(QUESTION), title_nl="Wie draagt de kosten?", exact_en="the end")
    page = late.post(QUESTION, fields | {"intent": intent}, mode=mode)
    assert page.location.startswith(f"/login?next={QUESTION}&draft=")
    claim(page.location.rpartition("draft=")[2], ada.id)
    late.sign_in(ada)
    back = late.get(QUESTION)
    assert back.value("title_nl").strip() == "Wie draagt de kosten?"
    assert back.value("exact_en").strip() == "the end"
    assert back.value("reason") == "It reads better."
    assert "did not save" in back.words("#question .notice")


@pytest.mark.parametrize(("place", "path"), [("article:samen", EDIT), ("question:geld", QUESTION)])
def test_what_keeps_itself_waits_too_when_the_session_ended(late, ada, mode, place, path):
    page = late.post("/drafts", {"reason": "Half", "draft": place, "next": path}, mode=mode)
    assert page.location.startswith(f"/login?next={path}&draft=")
    claim(page.location.rpartition("draft=")[2], ada.id)
    late.sign_in(ada)
    assert late.get(path).value("reason") == "Half"


def test_who_never_signed_in_keeps_no_drafts(nobody):
    page = nobody.post("/drafts", {"reason": "Half", "draft": "article:samen", "next": EDIT})
    assert page.location == "/login?next=/"


def test_a_question_that_was_typed_before_can_be_left_for_what_is_saved(as_admin, mode):
    fields = the_question(as_admin.get(QUESTION), title_nl="Wie draagt de kosten?")
    as_admin.post("/drafts", fields | {"draft": "question:geld", "next": QUESTION}, mode=mode)
    page = as_admin.get(QUESTION)
    assert page.value("title_nl").strip() == "Wie draagt de kosten?"
    again = page.select_one("#question .notice a")["href"]
    assert as_admin.get(again).value("title_nl").strip() == "Wie betaalt?"
    assert as_admin.post(QUESTION, fields, mode=mode).location
    assert not as_admin.get(QUESTION).select("#question .notice")
    assert title_of() == "Wie draagt de kosten?"


def test_a_draft_of_an_older_text_still_tells_who_was_first(as_admin, tmp_path):
    fields = the_question(as_admin.get(QUESTION), intro_nl="Over goud.")
    as_admin.post("/drafts", fields | {"draft": "question:geld", "next": QUESTION})
    load_article(SYSTEM, a_file(tmp_path, ("Wie betaalt?", "Wie draagt de kosten?")))
    page = as_admin.get(QUESTION)
    assert page.value("version") == "1"
    assert as_admin.post(QUESTION, values_of(page)).status_code == 409


def test_a_text_that_came_too_late_is_kept_as_a_draft(as_admin, tmp_path, mode):
    fields = the_question(as_admin.get(QUESTION), intro_nl="Over goud.")
    load_article(SYSTEM, a_file(tmp_path, ("Wie betaalt?", "Wie draagt de kosten?")))
    assert as_admin.post(QUESTION, fields, mode=mode).status_code == 409
    assert as_admin.post(EDIT, typed(("Over geld.", "Over zilver.")), mode=mode).status_code == 409
    assert as_admin.get(QUESTION).value("intro_nl").strip() == "Over goud."
    assert "Over zilver." in as_admin.get(EDIT).value("front")


@pytest.mark.parametrize(("path", "name"), [(EDIT, "front"), (EDIT, "en"), (QUESTION, "exact_nl")])
def test_a_form_that_expired_shows_what_was_typed(as_admin, path, name):
    page = as_admin.post(path, {name: "Do not lose me"}, csrf=False)
    assert page.status_code == 400
    assert "Do not lose me" in page.words(".kept")


def long_text(characters):
    line = "Een zin met é en meer woorden.\n\n"
    return {**split(SMALL), "en": line * (characters // len(line)), "version": "1", "reason": "Longer."}


def test_an_article_of_half_a_million_characters_is_kept_and_checked(late, ada, as_admin, mode):
    fields = long_text(500_000)
    page = late.post(EDIT, fields, mode=mode)
    assert page.location.startswith("/login?next=")
    claim(page.location.rpartition("draft=")[2], ada.id)
    assert len(as_admin.get(EDIT).value("en")) > 490_000
    page = as_admin.post(EDIT, fields | {"intent": "preview"}, mode=mode)
    assert page.status_code == 422
    assert "the text 'en' cannot be rendered: it is too long" in page.words(".mistakes")


def test_a_file_that_is_too_large_says_so_at_the_form_and_stays_there(as_admin, mode):
    page = as_admin.post(EDIT, long_text(1_100_000), mode=mode)
    assert page.status_code == 422
    assert "the file is larger than 1000 kB" in page.words(".mistakes")
    assert len(page.value("en")) > 1_000_000


def test_only_who_edits_articles_may_send_as_much(nobody, as_alice):
    much = {"front": "x" * 300_000, "draft": "article:samen", "next": EDIT}
    for path in (EDIT, "/drafts"):
        assert nobody.post(path, much).status_code == 413
        assert as_alice.post(path, much).status_code == 413
