"""A text as it is shown: rendered, cut into blocks, with each question at its passage."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from forum.articles.passages import Block, cut, marked, text_of
from forum.articles.problems import Findings, Place
from forum.articles.quotes import Quote, QuoteAmbiguous, QuoteLost, Span, locate, relocate
from forum.articles.source import ArticleSource
from forum.lib.rendered import ARTICLE, Rendered, as_typed, rendered


class Fate(Enum):
    """What became of an anchor: FOLLOWED means found at a passage that was edited."""

    FOUND = "found"
    FOLLOWED = "followed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Passage:
    """`words` as they stand in the text, "" when lost. `times`: how often the quote fits there."""

    fate: Fate
    words: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class KnownAnchor:
    """An anchor that was loaded before. `stood`: its passage in that text, with what stood around it."""

    quote: Quote
    stood: Quote | None


KnownAnchors = Mapping[tuple[str, str], KnownAnchor]
"""By slug of the question and locale."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """`passages` by the slug of their question."""

    body: Rendered
    blocks: tuple[Block, ...]
    passages: Mapping[str, Passage]


def place_all(source: ArticleSource, known: KnownAnchors | None = None) -> dict[str, PlacedText]:
    """The texts of an article by locale. Renders: call it before a write transaction."""
    known = known or {}
    return {
        locale: place(
            rendered(body, ARTICLE),
            {
                question.slug: question.anchors[locale].quote
                for question in source.questions
                if locale in question.anchors
            },
            {slug: anchor for (slug, of), anchor in known.items() if of == locale},
        )
        for locale, body in source.bodies.items()
    }


def place(
    body: Rendered, quotes: Mapping[str, Quote], known: Mapping[str, KnownAnchor] | None = None
) -> PlacedText:
    parts = cut(body.html)
    text = text_of(parts)
    spans: dict[str, Span] = {}
    passages: dict[str, Passage] = {}
    for slug, quote in quotes.items():
        anchor = (known or {}).get(slug)
        # What stood around it in the former text tells more than the file, which gives little or no context.
        stood = anchor.stood if anchor and anchor.quote == quote else None
        span, passages[slug] = _find(text, quote, stood)
        if span is not None:
            spans[slug] = span
    return PlacedText(body, marked(parts, spans), passages)


def _find(text: str, quote: Quote, stood: Quote | None) -> tuple[Span | None, Passage]:
    try:
        span = locate(text, quote)
    except (QuoteLost, QuoteAmbiguous) as error:
        times = error.count if isinstance(error, QuoteAmbiguous) else 0
    else:
        return span, Passage(Fate.FOUND, _words(text, span))
    span = relocate(text, stood or quote)
    if span is None:
        return None, Passage(Fate.LOST, times=times)
    return span, Passage(Fate.FOLLOWED, _words(text, span), times)


def _words(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())


def check_placing(
    source: ArticleSource,
    texts: Mapping[str, PlacedText],
    findings: Findings,
    known: KnownAnchors | None = None,
) -> None:
    """Note what is wrong with rendering and anchors.

    When a known anchor no longer fits, the text was edited under it, which only deserves a warning; in a new
    one it is a mistake.
    """
    for locale, text in texts.items():
        if text.body.html == as_typed(text.body.source):
            findings.error(Place(), f"the text '{locale}' cannot be rendered: it is too long or too deep")
    for question in source.questions:
        for locale, anchor in question.anchors.items():
            passage = texts[locale].passages[question.slug] if locale in texts else Passage(Fate.FOUND)
            if passage.fate is Fate.FOUND:
                continue
            message = f"the passage of '{question.slug}' "
            if passage.times:
                message += f"stands {passage.times} times in the text '{locale}': give a prefix or suffix"
            else:
                message += f"does not stand in the text '{locale}'"
            if passage.fate is Fate.FOLLOWED:
                message += f" (nearest: “{passage.words}”)"
            before = (known or {}).get((question.slug, locale))
            if before is not None and before.quote == anchor.quote:
                findings.warning(anchor.place, message)
            else:
                findings.error(anchor.place, message)
