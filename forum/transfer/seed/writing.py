"""Composing what somebody writes, and the HTML it becomes: every distinct paragraph is rendered once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from forum.lib.rendered import RENDERER_VERSION, rendered
from forum.transfer.seed.names import NUMBERS, PLACES
from forum.transfer.seed.reactions import ANGLES, CLOSERS, OPENERS, PROPOSING, SHORT, SUBJECTS
from forum.transfer.seed.theme_commission import COMMISSION
from forum.transfer.seed.theme_interest import INTEREST
from forum.transfer.seed.theme_procurement import PROCUREMENT
from forum.transfer.seed.theme_values import VALUES
from forum.transfer.seed.theme_we import WE
from forum.transfer.seed.words import Theme

ALL_THEMES = (INTEREST, WE, VALUES, COMMISSION, PROCUREMENT)

THEME_OF = {
    "belang-van-inwoners": INTEREST,
    "belang-of-structuur": INTEREST,
    "wat-bedoelen-wij-met-wij": WE,
    "spreken-voor-de-groep": WE,
    "handelen-voor-de-groep": WE,
    "welke-waarden-delen-wij": VALUES,
    "waarden-onder-druk": VALUES,
    "een-opdrachtgever": COMMISSION,
    "gelijkwaardig-met-een-budgethouder": COMMISSION,
    "aanbesteden-en-samenwerken": PROCUREMENT,
}
"""By question of the starter article."""


def theme_of(slug: str) -> Theme:
    return THEME_OF.get(slug) or ALL_THEMES[sum(slug.encode()) % len(ALL_THEMES)]


@dataclass(frozen=True, slots=True)
class Body:
    """A text as it is stored: Markdown and its HTML."""

    source: str
    html: str
    version: int = RENDERER_VERSION


def joined(paragraphs: Sequence[str]) -> Body:
    """Paragraphs and lists stand apart in Markdown, so their HTML side by side is that of the whole."""
    return Body("\n\n".join(paragraphs), "\n".join(_html(each) for each in paragraphs))


@cache
def _html(paragraph: str) -> str:
    return rendered(paragraph).html


def title(theme: Theme, number: int, chance: Random) -> str:
    """The titles that were thought up first, then composed ones."""
    if number < len(theme.titles):
        return theme.titles[number]
    return f"{chance.choice(SUBJECTS)} {_filled(chance.choice(ANGLES), chance)}"


@dataclass
class Writer:
    """Writes in one thread. Nothing comes back before all else was said."""

    theme: Theme
    chance: Random
    _decks: dict[int, list[str]] = field(default_factory=dict, init=False)

    def opening(self) -> Body:
        paragraphs = [self._draw(self.theme.openings)]
        if self.chance.random() < 0.5:
            paragraphs.append(self._told())
        if self.chance.random() < 0.3:
            paragraphs.append(self._draw(self.theme.lists))
        return joined(paragraphs)

    def answer(self) -> Body:
        """To the opening text."""
        draw = self.chance.random()
        if draw < 0.1:
            return joined([self._draw(SHORT)])
        if draw < 0.25:
            paragraphs = [self._draw(self.theme.lists)]
        elif draw < 0.6:
            paragraphs = [self._told()]
            if self.chance.random() < 0.5:
                paragraphs.append(self._draw(self.theme.arguments))
        else:
            paragraphs = [self._draw(self.theme.arguments)]
        return joined([*paragraphs, *self._closing()])

    def reaction(self) -> Body:
        """To somebody else's comment."""
        draw = self.chance.random()
        if draw < 0.2:
            return joined([self._draw(SHORT)])
        first = self._draw(OPENERS)
        if draw < 0.6:
            return joined([f"{first} {self._draw(self.theme.points)}", *self._closing()])
        if draw < 0.8:
            return joined([f"{first} {self._draw(self.theme.arguments)}", *self._closing()])
        return joined([first, self._told(), *self._closing()])

    def proposal(self, statement: str) -> Body:
        """A comment from which a position is taken: its last sentence is the statement."""
        return joined([self._draw(PROPOSING), statement])

    def _told(self) -> str:
        return _filled(self._draw(self.theme.stories), self.chance)

    def _closing(self) -> list[str]:
        return [self._draw(CLOSERS)] if self.chance.random() < 0.25 else []

    def _draw(self, texts: tuple[str, ...]) -> str:
        deck = self._decks.get(id(texts))
        if not deck:
            deck = self._decks[id(texts)] = self.chance.sample(texts, len(texts))
        return deck.pop()


def _filled(text: str, chance: Random) -> str:
    # One draw for both, so that a story is told in a few ways and not in a hundred.
    which = chance.randrange(len(PLACES))
    return text.replace("{place}", PLACES[which]).replace("{n}", NUMBERS[which % len(NUMBERS)])
