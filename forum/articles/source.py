"""The content file: one Markdown file with front matter holds an article with all that belongs to it.

---
slug: samenwerken                 # its address: /articles/samenwerken
featured: true                    # optional: this one stands at /
source: {name: …, url: …, year: …, authors: …}              # optional; of these, `name` is needed
title: {nl: …, en: …}             # every text: Dutch always, English may be left out
intro: {nl: …, en: …}
perspectives:                     # optional; when given, this is the list of the whole forum
  - {slug: gemeente, core: true, label: {nl: …, en: …}}
lessons:
  - {slug: belang-voorop, number: 1, title: {nl: …, en: …}, summary: {nl: …, en: …}}
questions:                        # numbered in this order
  - slug: wie-spreekt-namens-wij
    lessons: [wie-is-wij]         # may be empty
    title: {nl: …, en: …}         # the question itself
    intro: {nl: …, en: …}
    core_perspectives: [gemeente] # optional; otherwise the core perspectives of the list
    anchor:                       # the passage it belongs to, in each language's text
      nl: {exact: …, prefix: …, suffix: …} # prefix and suffix when exact is not unique
    positions:                    # to begin with: one sentence each, that one can agree with
      - {nl: …, en: …}
---
--- nl
The Dutch text in Markdown. A heading opens a lesson like this:

## Eerst het belang {lesson=belang-voorop}

--- en
The English text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forum.articles.problems import Place
from forum.articles.quotes import Quote
from forum.lib.wording import Texts

# Characters, all counted after white space is folded.
LONGEST_POSITION = 140  # one sentence, one idea: a line and a half on a phone
LONGEST_TITLE = 200
LONGEST_URL = 500
LONGEST_INTRO = 1000
LONGEST_SUMMARY = 400
LONGEST_QUOTE = 500
LONGEST_CONTEXT = 120
LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class CreditSource:
    """The text the article was made from, as it should be credited."""

    name: str
    url: str = ""
    year: int | None = None
    authors: str = ""


@dataclass(frozen=True, slots=True)
class PerspectiveSource:
    slug: str
    is_core: bool
    label: Texts
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class LessonSource:
    slug: str
    number: int
    title: Texts
    summary: Texts
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Anchor:
    quote: Quote
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class QuestionSource:
    """`anchors` by locale; `core_perspectives` is None where the forum's own apply."""

    slug: str
    lessons: tuple[str, ...]
    title: Texts
    intro: Texts
    anchors: Mapping[str, Anchor]
    positions: tuple[Texts, ...] = ()
    core_perspectives: tuple[str, ...] | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """`bodies`: Markdown by locale, lesson marks included. `perspectives` is None when not given."""

    slug: str
    is_featured: bool
    credit: CreditSource | None
    title: Texts
    intro: Texts
    perspectives: tuple[PerspectiveSource, ...] | None
    lessons: tuple[LessonSource, ...]
    questions: tuple[QuestionSource, ...]
    bodies: Texts
