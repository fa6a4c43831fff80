"""The article a new forum opens with."""

import re
from pathlib import Path

import pytest

import forum
from forum.articles.parsing import read_source
from forum.articles.placing import check_placing, place_all
from forum.articles.problems import Findings
from forum.articles.source import LONGEST_POSITION

PATH = Path(forum.__file__).parent / "content" / "samenwerken.md"


@pytest.fixture(scope="module")
def findings():
    return Findings(PATH.name)


@pytest.fixture(scope="module")
def starter(findings):
    return read_source(PATH, findings)


@pytest.fixture(scope="module")
def texts(starter, findings):
    texts = place_all(starter)
    check_placing(starter, texts, findings)
    return texts


def test_it_has_neither_mistakes_nor_gaps(texts, findings):
    assert findings.problems == []


def test_it_has_four_lessons_and_at_least_eight_questions(starter):
    assert [lesson.number for lesson in starter.lessons] == [1, 2, 3, 4]
    assert len(starter.questions) >= 8


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_it_shows_every_question_and_lesson_in_both_languages(starter, texts, locale):
    shown = {slug for block in texts[locale].blocks for slug in block.questions}
    opened = [block.lesson for block in texts[locale].blocks if block.lesson]
    assert shown == {question.slug for question in starter.questions}
    assert opened == [lesson.slug for lesson in starter.lessons]


def test_its_questions_are_numbered_in_reading_order(starter, texts):
    for locale in ("nl", "en"):
        shown = [slug for block in texts[locale].blocks for slug in block.questions]
        assert shown == [question.slug for question in starter.questions]


def test_each_question_begins_with_two_or_three_positions_that_are_no_questions(starter):
    for question in starter.questions:
        assert len(question.positions) in (2, 3)
        for position in question.positions:
            assert set(position) == {"nl", "en"}
            for statement in position.values():
                assert len(statement) <= LONGEST_POSITION
                assert re.fullmatch(r"[A-ZÀ-Ý][^.?!]+\.", statement), statement


def test_every_lesson_has_a_question(starter):
    asked = {slug for question in starter.questions for slug in question.lessons}
    assert asked == {lesson.slug for lesson in starter.lessons}


def test_four_perspectives_are_core(starter):
    assert [one.slug for one in starter.perspectives if one.is_core] == [
        "gemeente",
        "inkoop",
        "zorgaanbieder",
        "inwoners-en-clienten",
    ]
