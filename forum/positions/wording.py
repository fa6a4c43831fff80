"""What makes a sentence hard to vote on, and how near two sentences are. Dutch and English; no lookups."""

import re
from enum import Enum

from forum.lib.i18n import _
from forum.lib.text import nfc, sentences

# From here on two positions probably say the same, or the opposite, which a vote says as well.
NEAR = 0.6

_COMMON = frozenset(
    "de het een en van in op te dat die is zijn er aan voor met bij om als ook door uit naar dan wel "  # noqa: SIM905
    "moet moeten mag mogen kan kunnen the a an and of on to that are at for by with as also be from it they "
    "their its should must may can".split()
)
_VERBS = (
    "moet|moeten|mag|mogen|kan|kunnen|zal|zullen|hoort|horen|is|zijn|heeft|hebben|wordt|worden|"
    "should|must|may|can|will|are|has|have|needs?"
)
_TWO_CLAUSES = re.compile(rf"\b(?:{_VERBS})\b.*\b(?:en|and)\b.*\b(?:{_VERBS})\b", re.I)
_CONTRAST = re.compile(
    r";|,?\s\b(?:maar|en ook|en daarom|terwijl|echter|alsmede|evenals|but|and also|as well as|whereas)\b",
    re.I,
)
_REASON = re.compile(r"\b(?:omdat|want|aangezien|doordat|because|since it|since they)\b", re.I)
_OPINION = re.compile(
    r"(?:ik|wij|we|i)\s(?:vind|vinden|denk|denken|geloof|geloven|think|believe|feel)\b"
    r"|(?:volgens (?:mij|ons)|mijns inziens|naar mijn (?:mening|idee)|in my (?:opinion|view))\b",
    re.I,
)
_NEGATION = re.compile(
    r"\b(?:niet|geen|nooit|niemand|niets|nergens|zonder|not|no|never|nobody|nothing|without|cannot)\b|n['’]t\b",
    re.I,
)


class Hint(Enum):
    QUESTION = "question"
    TWO_IDEAS = "two_ideas"
    REASON = "reason"
    OPINION = "opinion"
    DOUBLE_NEGATION = "double_negation"


def hints(statement: str) -> list[Hint]:
    """What could be better in a wording. Not more than hints: whoever wants may propose it like this."""
    found = {
        Hint.QUESTION: "?" in statement,
        Hint.TWO_IDEAS: len(sentences(statement)) > 1
        or _CONTRAST.search(statement)
        or _TWO_CLAUSES.search(statement),
        Hint.REASON: _REASON.search(statement),
        Hint.OPINION: _OPINION.match(statement.strip()),
        Hint.DOUBLE_NEGATION: len(_NEGATION.findall(statement)) > 1,
    }
    return [hint for hint, is_found in found.items() if is_found]


def advice(hint: Hint) -> str:
    """The hint in a sentence, for whoever writes the position."""
    return {
        Hint.QUESTION: _("This is a question. Write your answer to it, as a statement."),
        Hint.TWO_IDEAS: _(
            "This seems to hold two ideas. Somebody who agrees with one of them cannot answer; "
            "make two positions of it."
        ),
        Hint.REASON: _("This gives a reason as well. Leave it out: people can agree for other reasons."),
        Hint.OPINION: _("Leave “I think” out: then others can agree with the sentence as it stands."),
        Hint.DOUBLE_NEGATION: _("There are two negations in this. Say it in a positive way."),
    }[hint]


def normalised(statement: str) -> str:
    """Its words in lower case without punctuation: equal for two that differ in nothing else."""
    return " ".join(re.findall(r"\w+", nfc(statement).casefold()))


def similarity(one: str, other: str) -> float:
    """How near two sentences are, from 0 to 1: the mean of their common words and common trigrams (Dice)."""
    one, other = normalised(one), normalised(other)
    return (_dice(_words(one), _words(other)) + _dice(_trigrams(one), _trigrams(other))) / 2


def nearest_sentence(text: str, statement: str) -> str:
    """The sentence or line of a text that is nearest to the statement; "" when there is none."""
    found = [sentence for line in text.split("\n") for sentence in sentences(line)]
    return max(found, key=lambda sentence: similarity(sentence, statement), default="")


def _words(text: str) -> set[str]:
    # The first six letters: singular and plural, and most forms of a verb, are then one word.
    words = {word[:6] for word in text.split() if word not in _COMMON}
    return words or set(text.split())


def _trigrams(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
