"""What is typed into the forms for a new article and a new question becomes lines of a content file."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.articles.composing import CREDIT, file_of, origin_of, question_of, text_of
from forum.articles.parsing import parse_source
from forum.articles.parts import FRONT, join, split
from forum.articles.problems import Findings, UnusableSource
from forum.articles.splicing import with_item
from forum.lib.text import clean_line
from forum.transfer.article import STARTER
from tests.content_files import SMALL

NEW = {
    "slug": "buurtzorg",
    "featured": "",
    "title_nl": "Buurten: die zorgen",
    "title_en": "",
    "intro_nl": "Wat kan een buurt?",
    "intro_en": "",
    **{f"source_{name}": "" for name in CREDIT},
    "lesson_lines": "",
    "nl": "In elke straat wonen mensen.",
    "en": "",
}
QUESTION = {
    "slug": "wie-begint",
    **{f"{name}_{locale}": "" for locale in ("nl", "en") for name in ("title", "intro", "positions")},
    **{f"{name}_{locale}": "" for locale in ("nl", "en") for name in ("exact", "prefix", "suffix")},
    "title_nl": "Wie zet de eerste stap?",
    "intro_nl": "Iedereen wacht.",
    "exact_nl": "Samenwerken begint",
}


def source_of(text):
    return parse_source(text, Findings("test"))


def problems_of(lines):
    """What is wrong, with the field and the line in it."""
    findings = Findings("test")
    with contextlib.suppress(UnusableSource):
        parse_source(text_of(lines), findings)
    found = [one for one in findings.problems if not one.is_warning]
    origins = [(origin_of(lines, one.line), one.message) for one in found]
    return [(origin.field, origin.number, message) for origin, message in origins]


def test_a_form_makes_a_file_that_says_what_was_typed():
    fields = NEW | {
        "featured": "yes",
        "title_en": "yes",
        "source_name": "Het origineel",
        "source_year": "2012",
        "lesson_lines": "- {slug: klein, number: 1, title: {nl: Klein}, summary: {nl: Begin.}}",
        "nl": "\n\nIn elke straat.\n\n## Klein {lesson=klein}\n\n",
        "en": "In every street.",
    }
    text = text_of(file_of(fields))
    source = source_of(text)
    assert (source.slug, source.is_featured, source.questions) == ("buurtzorg", True, ())
    assert source.title == {"nl": "Buurten: die zorgen", "en": "yes"}
    assert source.credit is not None
    assert (source.credit.name, source.credit.year) == ("Het origineel", 2012)
    assert source.lessons[0].slug == "klein"
    assert source.bodies == {"nl": "In elke straat.\n\n## Klein {lesson=klein}", "en": "In every street."}
    assert join(split(text)) == text


def test_lessons_can_be_copied_from_a_file_with_their_name():
    lessons = "lessons:\n  - {slug: klein, number: 1, title: {nl: Klein}, summary: {nl: Begin.}}"
    assert source_of(text_of(file_of(NEW | {"lesson_lines": lessons}))).lessons[0].slug == "klein"


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"slug": "Buurt Zorg"}, ("slug", 1)),
        ({"slug": "new"}, ("slug", 1)),
        ({"title_nl": ""}, ("title_nl", 1)),
        ({"intro_en": "x" * 1001}, ("intro_en", 1)),
        ({"source_url": "ftp://x"}, ("source_name", 1)),
        ({"source_name": "x", "source_url": "ftp://x"}, ("source_url", 1)),
        ({"source_name": "x", "source_year": "last year"}, ("source_year", 1)),
        ({"lesson_lines": "\n- {slug: a, number: 1}"}, ("lesson_lines", 2)),
        ({"lesson_lines": "- {slug: a,\n  number: ["}, ("lesson_lines", 1)),
        ({"lesson_lines": "\tx"}, ("lesson_lines", 1)),
        ({"nl": ""}, ("nl", 1)),
        ({"nl": "\n\nOne.\n\n## Two {lesson=two}"}, ("nl", 5)),
        ({"en": "One.\n\n--- nl\nTwo."}, ("en", 3)),
        ({"en": "One.\n\u2028Two."}, ("en", 2)),
    ],
)
def test_a_mistake_is_found_at_its_field_and_line(fields, place):
    assert place in [found[:2] for found in problems_of(file_of(NEW | fields))]


texts = st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(NEW, texts)))
def test_whatever_is_typed_no_line_of_it_goes_anywhere_else(fields):
    lines = file_of(fields)
    assert all("\n" not in line.text for line in lines)
    for field, _number, message in problems_of(lines):
        assert field in NEW, message


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({name: texts for name in NEW if name[:5] in ("title", "intro")}))
def test_whatever_the_title_it_is_read_as_it_was_typed(fields):
    try:
        source = source_of(text_of(file_of(NEW | fields)))
    except UnusableSource:
        return  # empty, or with a character that no file can hold
    assert source.title["nl"] == clean_line(fields["title_nl"])


def added(text, before="", **fields):
    parts = split(text)
    lines = [line.text for line in question_of(QUESTION | fields, ["wie-is-wij"])]
    return join(parts | {FRONT: with_item(parts[FRONT], "questions", lines, before=before)})


FLOW = """\
---
slug: plat
title: {nl: Plat}
intro: {nl: Plat.}
perspectives: [{slug: x, core: true, label: {nl: X}}]
lessons: [{slug: wie-is-wij, number: 1, title: {nl: Wij}, summary: {nl: Wij.}}]
questions: [QUESTIONS]  # all of them
---
--- nl
Samenwerken begint hier.
"""
ONE = "{slug: een, lessons: [], title: {nl: Een}, intro: {nl: Een.}, anchor: {nl: {exact: hier}}}"
LAYOUTS = {
    "block": SMALL,
    "flow": FLOW.replace("QUESTIONS", ONE),
    "flow with a comma": FLOW.replace("QUESTIONS", f"\n  {ONE},\n"),
    "empty": FLOW.replace("QUESTIONS", ""),
    "with remarks": SMALL.replace("  - slug: geld", "  # about money\n  # and more\n  - slug: geld").replace(
        'en: {exact: "the money"}', 'en: {exact: "the money"}  # all of it\n    # the end'
    ),
    "not indented": SMALL.replace("  - slug: wie", "- slug: wie")
    .replace("\n    ", "\n  ")
    .replace("  - slug: geld", "- slug: geld"),
    "another list behind": SMALL.replace("featured: true\n", "").replace(
        '"the money"}\n---', '"the money"}\nfeatured: true\n---'
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_question_comes_in_and_all_else_stays(layout, place):
    text = LAYOUTS[layout]
    before = source_of(text)
    first = before.questions[0].slug if place == "first" and before.questions else ""
    after = added(text, first, positions_nl="Een: klein.\n\nTwee.", positions_en="One.\n\nTwo.")
    now = source_of(after)
    index = 0 if first else -1
    new = now.questions[index]
    assert new.slug == "wie-begint"
    assert new.positions == ({"nl": "Een: klein.", "en": "One."}, {"nl": "Twee.", "en": "Two."})
    assert (new.lessons, new.anchors["nl"].quote.exact) == (("wie-is-wij",), "Samenwerken begint")
    others = tuple(one for one in now.questions if one.slug != "wie-begint")
    assert replace(now, questions=others) == before
    for line in text.split("\n"):
        assert line.strip() in after or line.startswith("questions: [")


def test_a_remark_above_a_question_stays_with_it():
    after = added(LAYOUTS["with remarks"], "geld")
    assert "  # about money\n  # and more\n  - slug: geld" in after
    assert after.index("wie-begint") < after.index("# about money")


def test_a_question_is_added_to_the_article_an_empty_forum_begins_with():
    text = STARTER.read_text(encoding="utf-8")
    now = source_of(added(text, exact_nl=""" "quoted" 'words' """))
    assert now.questions[-1].anchors["nl"].quote.exact == "\"quoted\" 'words'"
