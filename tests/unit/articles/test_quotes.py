import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import forum
from forum.articles.quotes import Quote, QuoteAmbiguous, QuoteLost, locate, relocate

TEXT = (
    "Samen is moeilijk. De partners spreken af wie hen vertegenwoordigt, en waarvoor. "
    "Dat kost tijd. Wie het geld heeft, beslist vaak alleen. Dat kost vertrouwen."
)


def words_at(text, span):
    return text[span.start : span.end] if span else None


def found(text, *quote):
    return words_at(text, locate(text, Quote(*quote)))


def followed(text, *quote):
    return words_at(text, relocate(text, Quote(*quote)))


def test_a_passage_is_found_by_its_words():
    assert found(TEXT, "wie hen vertegenwoordigt") == "wie hen vertegenwoordigt"


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("wie is\n  nu\u00a0‘wij’?", "wie is nu 'wij'?"),
        ("wie is nu 'wij'?", "wie is nu ‘wij’?"),
        ("zei: „samen” en", 'zei: "samen" en'),
        ("dat is – denk ik – zo", "dat is - denk ik - zo"),
        ("en dan … niets", "en dan ... niets"),
        ("en dan ... niets", "en dan … niets"),
        ("samen\u00adwerking\u200b telt", "samenwerking telt"),
    ],
)
def test_space_quotes_dashes_and_ellipses_may_be_typed_otherwise(text, exact):
    assert found(f"Vooraf. {text} Daarna.", exact) == text


def test_a_passage_that_is_not_there_is_lost():
    with pytest.raises(QuoteLost):
        locate(TEXT, Quote("iets heel anders"))


@pytest.mark.parametrize("exact", ["", " ", "\u200b"])
def test_nothing_is_found_nowhere(exact):
    with pytest.raises(QuoteLost):
        locate(TEXT, Quote(exact))
    assert relocate(TEXT, Quote(exact)) is None


def test_a_passage_that_stands_there_twice_needs_its_context():
    with pytest.raises(QuoteAmbiguous) as caught:
        locate(TEXT, Quote("Dat kost"))
    assert caught.value.count == 2
    assert locate(TEXT, Quote("Dat kost", suffix="vertrouwen")).start == TEXT.rindex("Dat kost")
    assert locate(TEXT, Quote("Dat kost", prefix="en waarvoor. ")).start == TEXT.index("Dat kost")


def test_a_context_that_fits_twice_or_never_tells_nothing():
    with pytest.raises(QuoteAmbiguous):
        locate("a b, a b, a c", Quote("a", suffix="b"))
    with pytest.raises(QuoteAmbiguous):
        locate("a b, a b, a c", Quote("a", suffix="z"))


def test_a_passage_that_stands_there_once_is_found_in_any_context():
    assert found(TEXT, "Wie het geld heeft", "een andere zin", "nog iets") == "Wie het geld heeft"


QUOTE = ("De partners spreken af wie hen vertegenwoordigt", "Samen is moeilijk.", ", en waarvoor.")


@pytest.mark.parametrize(
    ("old", "new", "now"),
    [
        ("Samen is moeilijk.", "Een heel ander begin.", "De partners spreken af wie hen vertegenwoordigt"),
        ("spreken af wie", "spreken samen af wie", "De partners spreken samen af wie hen vertegenwoordigt"),
        ("De partners", "Alle partners", "Alle partners spreken af wie hen vertegenwoordigt"),
        ("vertegenwoordigt", "mag vertegenwoordigen", "De partners spreken af wie hen mag vertegenwoordigen"),
        (
            "De partners spreken af wie hen",
            "Partners maken duidelijk wie de groep",
            "Partners maken duidelijk wie de groep vertegenwoordigt",
        ),
    ],
)
def test_a_passage_is_followed_through_an_edit(old, new, now):
    assert old in TEXT
    assert followed(TEXT.replace(old, new), *QUOTE) == now


def test_a_passage_is_followed_when_its_paragraph_moved():
    first, rest = TEXT.split(" Dat kost tijd. ")
    moved = rest + " " + first.replace("spreken af wie", "bepalen samen wie")
    assert followed(moved, *QUOTE) == "De partners bepalen samen wie hen vertegenwoordigt"


def test_a_passage_without_context_is_followed_too():
    changed = TEXT.replace("De partners", "Alle partners")
    assert (followed(changed, QUOTE[0]) or "").endswith("partners spreken af wie hen vertegenwoordigt")


def test_a_passage_is_followed_with_its_quotation_marks_and_full_stop():
    text = "Zij vroegen: ‘Wat bedoelen alle partijen met wij?’ En zij zwegen."
    assert followed(text, "'Wat bedoelen de partijen met wij?'") == "‘Wat bedoelen alle partijen met wij?’"


def test_a_passage_that_was_deleted_is_lost():
    assert followed(TEXT.replace(QUOTE[0], ""), *QUOTE) is None
    assert followed(TEXT.replace(QUOTE[0] + ", en waarvoor. ", ""), *QUOTE) is None


def test_a_passage_that_was_rewritten_altogether_is_lost():
    rewritten = TEXT.replace(QUOTE[0], "Er is nooit genoeg geld, zeggen de meesten")
    assert followed(rewritten, *QUOTE) is None


def test_between_two_passages_that_are_about_as_alike_nobody_chooses():
    twice = "De raad besluit over het plan. Later: de raad besluit over een plan."
    assert relocate(twice, Quote("De raad besluit nu over het grote plan")) is None
    assert relocate("Wij gaan. Wij gaan.", Quote("Wij gaan")) is None


def test_context_chooses_among_equals_after_an_edit():
    text = "Eerst tellen wij. Dat kost tijd. Later delen wij. Dat kost geld."
    quote = Quote("Dat kost", prefix="Daarna delen wij.", suffix="veel geld")
    assert relocate(text, quote) == locate(text, Quote("Dat kost", suffix="geld"))


STARTER = (Path(forum.__file__).parent / "content" / "samenwerken.md").read_text()
BODY = STARTER[STARTER.index("--- nl\n") + 7 : STARTER.index("--- en\n")]
SENTENCES = re.findall(r"[A-Z][^.?!#{]{30,150}[.?!]", BODY)


def test_every_sentence_of_the_starter_article_is_followed_through_a_changed_word():
    chance = random.Random(11)
    for sentence in SENTENCES:
        words = sentence.split()
        words[chance.randrange(len(words))] = "anders"
        edited = " ".join(words)
        passage = followed(BODY.replace(sentence, edited), sentence) or ""
        assert passage in edited
        assert len(passage) > len(sentence) * 0.6


def test_no_deleted_sentence_of_the_starter_article_is_found_at_another():
    for sentence in SENTENCES:
        assert followed(BODY.replace(sentence, ""), sentence) is None


@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_any_text_and_quote_give_a_span_within_the_text_or_none(text, exact, prefix, suffix):
    span = relocate(text, Quote(exact, prefix, suffix))
    assert span is None or 0 <= span.start < span.end <= len(text)


@given(st.text(alphabet="ab ’\n-…", min_size=1, max_size=60), st.data())
def test_a_part_of_a_text_with_its_whole_context_is_found_where_it_stands(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = Quote(text[start:end], text[:start], text[end:])
    try:
        span = locate(text, quote)
    except (QuoteLost, QuoteAmbiguous):
        # Space alone is no passage; and what begins or ends with space may fit twice.
        assert text[start:end].strip(" \n") == "" or text[start:end].strip() != text[start:end]
        return
    assert "".join(text[span.start : span.end].split()) == "".join(text[start:end].split())


@pytest.mark.parametrize("text", ["a " * 50_000, "woord " * 20_000, "x" * 100_000, BODY * 10])
def test_a_passage_that_no_long_text_has_is_given_up(text):
    assert (
        relocate(text, Quote("een zin die er nooit heeft gestaan, in geen enkele vorm", "a a a a", "x" * 100))
        is None
    )
