"""A content file taken apart, put together, written anew, and changed in single places."""

import pytest

from forum.articles.parsing import parse_source
from forum.articles.parts import FRONT, PARTS, join, place_in, split
from forum.articles.problems import Findings
from forum.articles.quotes import Quote
from forum.articles.splicing import place_of, spliced
from forum.articles.writing import written
from forum.transfer.article import STARTER
from tests.content_files import SMALL

STARTER_TEXT = STARTER.read_text(encoding="utf-8")


def source_of(text):
    return parse_source(text, Findings("test"))


@pytest.mark.parametrize("text", [SMALL, STARTER_TEXT, SMALL.replace("\n", "\r\n"), "\ufeff" + SMALL])
def test_a_file_taken_apart_and_put_together_says_the_same(text):
    parts = split(text)
    assert tuple(parts) == PARTS
    assert source_of(join(parts)) == source_of(text)
    assert split(join(parts)) == parts


def test_a_language_without_a_text_is_left_out():
    parts = split(SMALL) | {"en": " \n"}
    assert "--- en" not in join(parts)


def test_every_line_of_the_whole_is_found_in_its_part():
    parts = split(SMALL)
    parts |= {"nl": "\n\n" + parts["nl"]}
    whole = join(parts).split("\n")
    for number, line in enumerate(whole, start=1):
        if line.startswith("---") or not line:
            continue
        name, inside = place_in(parts, number)
        assert parts[name].split("\n")[inside - 1] == line


@pytest.mark.parametrize("text", [SMALL, STARTER_TEXT])
def test_an_article_written_anew_says_the_same(text):
    assert source_of(written(source_of(text))) == source_of(text)


def test_texts_that_look_like_something_else_are_written_as_texts():
    odd = SMALL.replace("Wie betaalt?", "'yes: - # 12'").replace("Who pays?", '"007"')
    assert source_of(written(source_of(odd))) == source_of(odd)


PLACES = [
    ("questions", "wie", "title", "nl"),
    ("questions", "geld", "intro", "en"),
    ("title", "nl"),
]


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("value", ["Een ander “woord”", 'met "tekens": en # meer', "yes", "é\\n"])
@pytest.mark.parametrize("text", [SMALL, written(source_of(SMALL))])
def test_one_value_changes_and_nothing_else(path, value, text):
    parts = split(text)
    changed = spliced(parts[FRONT], path, value)
    expected = spliced(parts[FRONT], path, "x")
    assert changed.replace(changed_value(value), '"x"', 1) == expected
    now, before = source_of(join(parts | {FRONT: changed})), source_of(text)
    thing = now if len(path) == 2 else next(one for one in now.questions if one.slug == path[1])
    assert getattr(thing, path[-2])[path[-1]] == value
    assert [one.slug for one in now.questions] == [one.slug for one in before.questions]


def changed_value(value):
    import json

    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("slug", [one.slug for one in source_of(STARTER_TEXT).questions])
@pytest.mark.parametrize("locale", ["nl", "en"])
def test_a_passage_is_chosen_again_in_any_layout(slug, locale):
    parts = split(STARTER_TEXT)
    quote = {"exact": 'iets: "anders"', "prefix": "vóór", "suffix": "na"}
    changed = join(parts | {FRONT: spliced(parts[FRONT], ("questions", slug, "anchor", locale), quote)})
    now, before = source_of(changed), source_of(STARTER_TEXT)
    for old, new in zip(before.questions, now.questions, strict=True):
        wanted = {where: anchor.quote for where, anchor in old.anchors.items()}
        if old.slug == slug:
            wanted[locale] = Quote(**quote)
        assert {where: anchor.quote for where, anchor in new.anchors.items()} == wanted
        assert (old.title, old.intro, old.positions, old.lessons) == (
            new.title,
            new.intro,
            new.positions,
            new.lessons,
        )


@pytest.mark.parametrize("block", [True, False])
def test_what_was_not_there_is_put_there(block):
    text = SMALL.replace("{nl: Wie betaalt?, en: Who pays?}", "{nl: Wie betaalt?}")
    text = text.replace('\n      en: {exact: "the money"}', "")
    parts = split(written(source_of(text)) if block else text)
    front = spliced(parts[FRONT], ("questions", "geld", "title", "en"), "Who pays?")
    front = spliced(front, ("questions", "geld", "anchor", "en"), {"exact": "the money"})
    assert source_of(join(parts | {FRONT: front})) == source_of(SMALL)


def test_a_question_that_is_not_there_cannot_be_changed():
    with pytest.raises(KeyError):
        spliced(split(SMALL)[FRONT], ("questions", "nothing", "title", "nl"), "x")


def test_a_place_is_told_as_the_reader_of_the_file_tells_it():
    front = split(SMALL)[FRONT]
    path = ("questions", "geld", "anchor", "nl", "exact")
    anchor = source_of(SMALL).questions[1].anchors["nl"]
    assert place_of(front, path, first_line=2) == anchor.place
    assert place_of(front, ("questions", "nothing"), first_line=2) is None
    assert place_of("a: [", ("a",), first_line=2) is None
