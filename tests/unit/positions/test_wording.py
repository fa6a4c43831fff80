"""Hints on a wording, and how near two wordings are, in Dutch and in English."""

import pytest

from forum.positions.wording import NEAR, Hint, hints, nearest_sentence, normalised, similarity

GOOD = [
    "Cliënten beslissen mee over de inkoop.",
    "Gemeenten en zorgaanbieders maken samen één plan per gezin.",
    "De laagste prijs mag niet de doorslag geven.",
    "Wie zorg nodig heeft, kiest zelf van wie.",
    "Een aanbesteding duurt hooguit een half jaar, bijv. door minder formulieren.",
    "Municipalities and providers share one budget.",
    "Contracts should last at least five years.",
    "Nobody should have to tell their story twice.",
]


@pytest.mark.parametrize("statement", GOOD)
def test_a_plain_sentence_gets_no_hints(statement):
    assert hints(statement) == []


@pytest.mark.parametrize(
    ("statement", "hint"),
    [
        ("Moeten cliënten meebeslissen?", Hint.QUESTION),
        ("Why do we buy on price?", Hint.QUESTION),
        ("Inkoop moet sneller en contracten moeten langer duren.", Hint.TWO_IDEAS),
        ("Aanbieders zijn duur, maar ze doen goed werk.", Hint.TWO_IDEAS),
        ("Cliënten beslissen mee; gemeenten betalen.", Hint.TWO_IDEAS),
        ("Cliënten beslissen mee. Gemeenten betalen.", Hint.TWO_IDEAS),
        ("Contracts should be longer and prices should be fixed.", Hint.TWO_IDEAS),
        ("Providers are expensive, but they do good work.", Hint.TWO_IDEAS),
        ("Contracten duren langer, omdat vertrouwen tijd kost.", Hint.REASON),
        ("Contracts last longer because trust takes time.", Hint.REASON),
        ("Ik vind dat cliënten meebeslissen.", Hint.OPINION),
        ("Volgens mij duurt inkoop te lang.", Hint.OPINION),
        ("I think clients should decide.", Hint.OPINION),
        ("In my opinion procurement takes too long.", Hint.OPINION),
        ("Geen contract zonder cliënten.", Hint.DOUBLE_NEGATION),
        ("We should not buy care without clients.", Hint.DOUBLE_NEGATION),
        ("Providers shouldn't sign nothing.", Hint.DOUBLE_NEGATION),
    ],
)
def test_what_is_hard_to_vote_on_gets_a_hint(statement, hint):
    assert hints(statement) == [hint]


def test_a_sentence_can_get_several_hints():
    assert hints("Ik denk dat inkoop niet zonder cliënten kan?") == [
        Hint.QUESTION,
        Hint.OPINION,
        Hint.DOUBLE_NEGATION,
    ]


def test_normalising_leaves_the_words():
    assert normalised("«Één budget», zei zij!") == "één budget zei zij"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cliënten beslissen mee over de inkoop.", "Cliënten moeten meebeslissen over de inkoop."),
        ("Contracten duren minstens vijf jaar.", "Een contract duurt minstens vijf jaar."),
        ("Gemeenten kopen niet op prijs in.", "Gemeenten kopen in op prijs."),
        ("Contracts should last five years.", "A contract should last at least five years."),
        ("Clients decide with us.", "Clients should decide with us."),
    ],
)
def test_a_near_repetition_is_near(one, other):
    assert similarity(one, other) >= NEAR
    assert similarity(one, other) == similarity(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cliënten beslissen mee over de inkoop.", "Gemeenten publiceren elk jaar hun wachttijden."),
        ("Contracten duren minstens vijf jaar.", "Contracten worden in gewone taal geschreven."),
        ("Zorgaanbieders werken met één plan.", "Zorgaanbieders delen hun wachtlijsten."),
        ("Contracts should last five years.", "Contracts should name one contact person."),
        ("De gemeente moet meer betalen.", "De gemeente moet eerder beginnen."),
    ],
)
def test_another_idea_is_not_near(one, other):
    assert similarity(one, other) < NEAR


def test_a_sentence_is_wholly_near_to_itself_and_nothing_is_near_to_nothing():
    assert similarity("Samen beslissen.", "samen beslissen") == 1
    assert similarity("", "Samen beslissen.") == 0


def test_of_a_text_the_sentence_is_found_that_a_position_was_made_from():
    text = "Wij zien veel.\nContracten van vijf jaar geven rust! Verder gaat het goed."
    assert nearest_sentence(text, "Contracten duren vijf jaar.") == "Contracten van vijf jaar geven rust!"
    assert nearest_sentence("", "Iets.") == ""
