"""Adding a question to an article, with its passage, its lessons and its first positions."""

import pytest

from forum.articles.queries import question_list, question_page
from forum.discussion.drafts import claim
from forum.lib.db import db
from forum.permissions import SYSTEM
from forum.transfer.article import load_article
from forum.transfer.stored import stored_file
from tests.browsing import Person
from tests.content_files import SMALL, a_file

NEW = "/admin/articles/samen/new-question"
FORM = {
    "slug": "",
    "title_nl": "Waar begint het?",
    "intro_nl": "Ergens begint het.",
    "exact_nl": "Samenwerken begint",
    "positions_nl": "Het begint klein.\n\nHet begint vandaag.",
    "title_en": "Where does it begin?",
    "intro_en": "It begins somewhere.",
    "exact_en": "Working together begins",
    "positions_en": "It begins small.",
    "prefix_nl": "",
    "suffix_nl": "",
    "prefix_en": "",
    "suffix_en": "",
    "lessons": ["waarden"],
    "before": "",
    "reason": "It was missing.",
}


@pytest.fixture(autouse=True)
def loaded(app, tmp_path):
    load_article(SYSTEM, a_file(tmp_path))


def slugs():
    db.session.rollback()
    return [one.slug for one in question_list("nl")]


def test_only_administrators_add_questions(nobody, as_alice, as_moderator, mode):
    assert nobody.get(NEW).location == f"/login?next={NEW}"
    for person in (as_alice, as_moderator):
        assert person.get(NEW).status_code == 403
        assert person.post(NEW, FORM, mode=mode).status_code == 403


def test_the_page_of_an_article_leads_there_and_the_text_stands_beside(as_admin):
    assert as_admin.get("/admin/articles/samen").select_one(f"a[href='{NEW}']")
    page = as_admin.get(NEW)
    assert "Samenwerken begint." in page.words("[data-choose-passage=nl] .passage-text")
    assert as_admin.get("/admin/articles/nothing/new-question").status_code == 404


def test_a_question_is_previewed_and_added_with_all_that_belongs_to_it(as_admin, nobody, mode):
    seen = as_admin.post(NEW, FORM | {"intent": "preview"}, mode=mode)
    assert seen.status_code == 200
    told = seen.words(".changes")
    assert "A question comes in: Where does it begin?" in told
    assert "gets a passage (Nederlands): Samenwerken begint" in told
    assert seen.select_one("[data-choose-passage=nl] mark[data-question=waar-begint-het]")
    assert [one["value"] for one in seen.select("[name=lessons][checked]")] == ["waarden"]
    assert slugs() == ["wie", "geld"]

    page = as_admin.post(NEW, FORM, mode=mode)
    assert page.location == "/admin/articles/samen?done=added#question-waar-begint-het"
    assert slugs() == ["wie", "geld", "waar-begint-het"]
    assert question_page("waar-begint-het", "nl").passage == "Samenwerken begint"
    read = nobody.get("/questions/waar-begint-het")
    assert "It begins small." in read.text
    assert "Het begint vandaag." in stored_file("samen").text
    for line in SMALL.split("\n"):
        assert line in stored_file("samen").text


def test_a_question_comes_in_before_another(as_admin, mode):
    assert as_admin.post(NEW, FORM | {"before": "wie"}, mode=mode).location
    assert slugs() == ["waar-begint-het", "wie", "geld"]


@pytest.mark.parametrize("intent", ["preview", "send"])
@pytest.mark.parametrize(
    ("wrong", "at", "words"),
    [
        ({"title_nl": ""}, "title_nl", "Fill this in."),
        ({"title_nl": "", "slug": "x y"}, "slug", "no short name"),
        ({"slug": "wie"}, "slug", "has a question of this name already"),
        ({"intro_nl": " "}, "intro_nl", "Fill this in."),
        ({"exact_nl": ""}, "exact_nl", "Fill this in."),
        ({"exact_nl": "de regen"}, "exact_nl", "does not stand in the text"),
        ({"exact_nl": "het geld"}, "exact_nl", "stands 2 times"),
        ({"exact_en": "the rain"}, "exact_en", "does not stand in the text"),
        ({"positions_nl": "Goed.\n" + "x" * 141}, "positions_nl", "Line 2: "),
        ({"positions_nl": "Goed.", "positions_en": "Good.\nBetter."}, "positions_en", "Line 2: "),
        ({"positions_nl": "Goed.\ngoed."}, "positions_nl", "Line 2: "),
    ],
)
def test_a_mistake_stands_at_its_field(as_admin, mode, intent, wrong, at, words):
    page = as_admin.post(NEW, FORM | wrong | {"intent": intent}, mode=mode)
    assert page.status_code == 422
    assert words in page.words(f"#question-{at}-error"), page.words(".error-summary")
    assert page.value("title_en").strip() == "Where does it begin?"
    assert slugs() == ["wie", "geld"]


def test_a_reason_is_asked(as_admin, mode):
    page = as_admin.post(NEW, FORM | {"reason": ""}, mode=mode)
    assert page.status_code == 422
    assert page.select_one("#question-reason-error")


def test_what_another_saved_meanwhile_stays(as_admin, tmp_path, mode):
    as_admin.get(NEW)
    load_article(SYSTEM, a_file(tmp_path, ("Wie betaalt?", "Wie draagt de kosten?")))
    assert as_admin.post(NEW, FORM, mode=mode).location
    assert "Wie draagt de kosten?" in stored_file("samen").text
    assert slugs() == ["wie", "geld", "waar-begint-het"]


def test_the_name_of_a_question_that_left_is_not_given_again(as_admin, tmp_path, mode):
    load_article(SYSTEM, a_file(tmp_path, ("slug: geld", "slug: kosten")))
    page = as_admin.post(NEW, FORM | {"slug": "geld"}, mode=mode)
    assert page.status_code == 422
    assert "its conversations stayed" in page.words("#question-slug-error")


def test_the_same_question_sent_twice_is_there_once(as_admin, mode):
    assert as_admin.post(NEW, FORM, mode=mode).location
    assert as_admin.post(NEW, FORM, mode=mode).status_code == 422
    assert slugs().count("waar-begint-het") == 1


def test_what_was_typed_waits_while_its_writer_signs_in_again(app, ada, clock, mode):
    late = Person(app, ada)
    clock.advance(days=2)
    page = late.post(NEW, FORM, mode=mode)
    address, found, draft = str(page.location).partition("draft=")
    assert (address, found) == (f"/login?next={NEW}&", "draft=")
    claim(draft, ada.id)
    late.sign_in(ada)
    back = late.get(NEW)
    for name in ("title_nl", "exact_en", "positions_nl", "reason"):
        assert back.value(name).strip() == FORM[name]
    assert [one["value"] for one in back.select("[name=lessons][checked]")] == ["waarden"]
    assert late.post(NEW, FORM).location
    assert late.get(NEW).value("title_nl").strip() == ""


@pytest.mark.parametrize(
    "text", ["x{[\"'&*!|>%@`\t" * 1_000, "\u202e\u2066", "\x00", "---", "\r\n\r", "- : #"]
)
def test_bad_input_breaks_nothing(as_admin, mode, text):
    for changed in (dict.fromkeys(FORM, text), {"slug": "goed", "positions_nl": text}, {"lessons": text}):
        page = as_admin.post(NEW, FORM | changed, mode=mode)
        assert page.status_code in (200, 303, 422)
    assert as_admin.get("/admin/articles/samen/edit").status_code == 200
