"""Making an article in the browser: by filling in a form, or with a file that one has."""

import pytest

from forum.articles.queries import question_page
from forum.discussion.drafts import claim
from forum.lib.db import db
from forum.permissions import SYSTEM
from forum.transfer.article import load_article
from forum.transfer.stored import stored_file
from tests.browsing import Person
from tests.content_files import SMALL, a_file

NEW = "/admin/articles/new"
FORM = {
    "way": "fields",
    "slug": "",
    "title_nl": "Buurten die zorgen",
    "intro_nl": "Wat kan een buurt?",
    "nl": "In elke straat wonen mensen.\r\n\r\n## Klein {lesson=klein}\r\n\r\nBegin klein.",
    "title_en": "",
    "intro_en": "",
    "en": "",
    "lesson_lines": "- {slug: klein, number: 1, title: {nl: Klein}, summary: {nl: Begin.}}",
    "source_name": "Het origineel",
    "source_year": "2012",
    "source_url": "",
    "source_authors": "",
}
FILE = {"way": "file", "whole": SMALL}


@pytest.fixture(autouse=True)
def perspectives(article):
    """A forum in which there is an article already, and so the list of perspectives."""


def new_text():
    db.session.rollback()
    return stored_file("buurten-die-zorgen").text


def test_only_administrators_make_articles(nobody, as_alice, as_moderator, mode):
    assert nobody.get(NEW).location == f"/login?next={NEW}"
    for person in (as_alice, as_moderator):
        assert person.get(NEW).status_code == 403
        assert person.post(NEW, FORM, mode=mode).status_code == 403


def test_the_list_of_articles_leads_there(as_admin):
    page = as_admin.get("/admin/articles")
    assert page.select_one(f"a[href='{NEW}']")
    assert page.select_one(f"a[href='{NEW}?way=file']")


def test_a_form_is_previewed_and_published(as_admin, nobody, mode):
    page = as_admin.post(NEW, FORM | {"intent": "preview"}, mode=mode)
    assert page.status_code == 200
    assert "Begin klein." in page.words(".text-preview")
    assert "A lesson comes in: Klein" in page.words(".changes")
    assert page.value("slug") == "buurten-die-zorgen"
    assert as_admin.get("/admin/articles/buurten-die-zorgen").status_code == 404

    page = as_admin.post(NEW, FORM, mode=mode)
    assert page.location == "/admin/articles/buurten-die-zorgen?done=created"
    after = as_admin.get(page.location)
    assert "Published." in after.words(".notice")
    assert after.select_one("a[href='/admin/articles/buurten-die-zorgen/new-question']")
    read = nobody.get("/articles/buurten-die-zorgen")
    assert "In elke straat wonen mensen." in read.text
    assert "All 0 questions" not in read.text
    assert not read.select("nav.contents")
    assert "Het origineel" in read.text
    assert "\r" not in new_text()


def test_a_whole_file_is_kept_as_it_was_put_here(as_admin, mode):
    page = as_admin.post(NEW, FILE | {"whole": "\ufeff" + SMALL.replace("\n", "\r\n")}, mode=mode)
    assert page.location == "/admin/articles/samen?done=created"
    assert as_admin.get("/admin/articles/samen/file").text == SMALL


def test_what_was_filled_in_goes_along_to_the_file_and_back(as_admin, mode):
    page = as_admin.post(NEW, FORM | {"turn": "file"}, mode=mode)
    assert page.status_code == 200
    assert "title:\n  nl: Buurten die zorgen\n" in page.value("whole")
    kept = {one["name"]: one["value"] for one in page.select("input[type=hidden]") if one.get("value")}
    assert kept["intro_nl"] == "Wat kan een buurt?"
    back = as_admin.post(
        NEW, kept | {"whole": page.value("whole") + "more", "turn": "fields", "draft": ""}, mode=mode
    )
    assert back.value("intro_nl").strip() == "Wat kan een buurt?"
    assert back.value("whole").endswith("more")


@pytest.mark.parametrize("intent", ["preview", "send"])
def test_mistakes_stand_at_their_fields_with_their_line(as_admin, mode, intent):
    wrong = {
        "title_nl": "",
        "slug": "Buurt",
        "source_year": "ooit",
        "lesson_lines": "\n- {slug: klein, number: 0, title: {nl: Klein}, summary: {nl: Begin.}}",
        "nl": "One.\n\n## Two {lesson=two}",
        "en": "",
    }
    page = as_admin.post(NEW, FORM | wrong | {"intent": intent}, mode=mode)
    assert page.status_code == 422
    assert page.words("#new-title_nl-error") == "Fill this in."
    assert "no short name" in page.words("#new-slug-error")
    assert "whole number" in page.words("#new-source_year-error")
    assert "Line 2 'number'" in page.words("#new-lesson_lines-mistakes")
    assert "Line 3 unknown lesson 'two'" in page.words("#new-nl-mistakes")
    assert page.select_one("#new-nl")["aria-invalid"] == "true"
    assert {one["href"] for one in page.select(".error-summary a")} >= {"#new-title_nl", "#new-nl"}
    assert page.value("nl").strip() == "One.\n\n## Two {lesson=two}"


def test_every_mistake_in_a_file_is_told_with_its_line(as_admin, mode):
    text = SMALL.replace("{nl: Wie betaalt?, ", "{").replace("number: 2", "number: 1")
    page = as_admin.post(NEW, {"way": "file", "whole": text}, mode=mode)
    assert page.status_code == 422
    told = page.words("#new-whole-mistakes")
    assert "'nl' is missing in 'title'" in told
    assert "the lesson number '1' stands on line 11 already" in told
    assert len(page.select("#new-whole-mistakes a[data-line]")) == 2


@pytest.mark.parametrize("intent", ["preview", "send"])
def test_a_short_name_that_is_taken_is_a_conflict_and_nothing_is_lost(as_admin, tmp_path, mode, intent):
    load_article(SYSTEM, a_file(tmp_path))
    page = as_admin.post(NEW, FORM | {"slug": "samen", "intent": intent}, mode=mode)
    assert page.status_code == 409
    assert "There is an article with this short name already." in page.words("#new-slug-error")
    assert page.select_one("a[href='/admin/articles/samen']")
    assert page.value("nl").startswith("\nIn elke straat")
    page = as_admin.post(NEW, FILE | {"whole": SMALL + "\nMore.", "intent": intent}, mode=mode)
    assert page.status_code == 409
    assert page.value("whole").strip().endswith("More.")
    assert stored_file("samen").version == 1
    assert as_admin.get(NEW).value("whole").strip().endswith("More.")


def test_the_same_form_sent_twice_lands_once(as_admin, mode):
    first, second = (as_admin.post(NEW, FORM, mode=mode) for _ in range(2))
    assert first.location == second.location == "/admin/articles/buurten-die-zorgen?done=created"


@pytest.mark.parametrize("fields", [FORM, FILE])
def test_what_was_typed_waits_while_its_writer_signs_in_again(app, ada, clock, mode, fields):
    late = Person(app, ada)
    clock.advance(days=2)
    page = late.post(NEW, fields, mode=mode)
    address, found, draft = str(page.location).partition("draft=")
    assert (address, found) == (f"/login?next={NEW}&", "draft=")
    claim(draft, ada.id)
    late.sign_in(ada)
    back = late.get(NEW)
    assert "did not save" in back.words(".notice")
    assert back.value("way") == fields["way"]
    for name, value in fields.items():
        assert back.value(name).strip() == value.replace("\r\n", "\n").strip(), name
    assert late.get(f"{NEW}?saved=1").value("way") == "fields"


def test_a_draft_is_kept_and_gone_once_published(as_admin, mode):
    as_admin.post("/drafts", FORM | {"draft": "article:new", "next": NEW}, mode=mode)
    assert as_admin.get(NEW).value("title_nl").strip() == "Buurten die zorgen"
    as_admin.post(NEW, FORM, mode=mode)
    assert as_admin.get(NEW).value("title_nl").strip() == ""


GARBAGE = {
    "nothing": "",
    "garbage": "x{[\"'&*!|>%@`\t" * 7_000,
    "no front matter": "# A heading\n\nA text.",
    "not closed": "---\nslug: x\n",
    "two questions with one name": SMALL.replace("slug: geld", "slug: wie"),
    "an anchor that fits twice": SMALL.replace(', prefix: "waar blijft", suffix: "aan het eind"', ""),
    "an anchor that fits nowhere": SMALL.replace('exact: "the money"', 'exact: "the weather"'),
    "NUL": SMALL.replace("Over geld.", "Over\x00geld."),
    "right to left": SMALL.replace("Over geld.", "Over \u202egeld.").replace(
        "begint.", "\u2066begint\u202e."
    ),
    "a lone surrogate": "---\nslug: \udcff\n---\n",
    "line ends of old": SMALL.replace("\n", "\r"),
    "aliases": "---\nslug: &a [*a]\n---\n--- nl\nx\n",
    "deep": "---\nslug: " + "[" * 5_000 + "\n---\n",
    "thousands of lines": "---\n" + "- x\n" * 20_000 + "---\n",
    "an unknown perspective": SMALL.replace("core_perspectives: [anders]", "core_perspectives: [niemand]"),
}
USABLE = {"NUL", "right to left", "line ends of old"}


@pytest.mark.parametrize("what", GARBAGE)
def test_bad_input_is_told_and_kept_and_breaks_nothing(as_admin, nobody, mode, what):
    text = GARBAGE[what].encode("utf-8", "replace").decode()
    page = as_admin.post(NEW, {"way": "file", "whole": text}, mode=mode)
    if what in USABLE:
        assert page.location == "/admin/articles/samen?done=created"
        assert "\x00" not in stored_file("samen").text
        intro = question_page("geld", "nl").intro
        assert "\u202e" not in intro
        assert nobody.get("/articles/samen").status_code == 200
        assert "\u202e" not in nobody.get("/articles/samen").text
        assert as_admin.get("/admin/articles/samen/edit").status_code == 200
    else:
        assert page.status_code == 422
        assert page.select("#new-whole-mistakes li")
        assert page.value("whole").strip() == text.replace("\r", "\n").strip()
    fields = {name: text[:20_000] for name in FORM if name != "way"}
    assert as_admin.post(NEW, fields | {"way": "fields"}, mode=mode).status_code == 422
    assert as_admin.post(NEW, fields | {"way": "fields", "turn": "file"}, mode=mode).status_code == 200


def test_an_article_cannot_take_the_address_of_this_page(as_admin, mode):
    page = as_admin.post(NEW, FORM | {"slug": "new"}, mode=mode)
    assert page.status_code == 422
    assert "an address of the forum itself" in page.words("#new-slug-error")
