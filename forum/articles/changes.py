"""What saving an edited content file would change for readers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from forum.articles.placing import PlacedText
from forum.articles.source import ArticleSource
from forum.lib.wording import text_in

Passages = Mapping[tuple[str, str], str]
"""The words of each question's passage, by its slug and the locale; "" when it is lost."""


class What(Enum):
    HEAD = "head"  # title, introduction, credit, or whether it stands in front
    TEXT = "text"
    LESSON_ADDED = "lesson-added"
    LESSON_RETIRED = "lesson-retired"
    LESSON_CHANGED = "lesson-changed"
    QUESTION_ADDED = "question-added"
    QUESTION_RETIRED = "question-retired"
    QUESTION_CHANGED = "question-changed"
    POSITION_ADDED = "position-added"
    POSITION_REMOVED = "position-removed"
    PERSPECTIVES = "perspectives"
    ANCHOR_LOST = "anchor-lost"
    ANCHOR_FOUND = "anchor-found"
    ANCHOR_MOVED = "anchor-moved"


@dataclass(frozen=True, slots=True)
class Change:
    """`name`: a title, a sentence or the words of a passage. `locale`: of a text or a passage, else ""."""

    what: What
    name: str = ""
    question: str = ""
    locale: str = ""


def changes(
    before: ArticleSource,
    after: ArticleSource,
    *,
    stood: Passages,
    texts: Mapping[str, PlacedText],
    locale: str,
) -> list[Change]:
    """In the order of the file. `stood`: the passages until now; `texts`: as the edited file places them.

    locale: in which the titles are told.
    """
    found: list[Change] = []
    if _head(before) != _head(after):
        found.append(Change(What.HEAD, text_in(after.title, locale)))
    found += [
        Change(What.TEXT, locale=one)
        for one in dict.fromkeys((*before.bodies, *after.bodies))
        if before.bodies.get(one) != after.bodies.get(one)
    ]
    if after.perspectives is not None and before.perspectives != after.perspectives:
        found.append(Change(What.PERSPECTIVES))
    old_lessons, lessons = ({one.slug: one for one in source.lessons} for source in (before, after))
    found += [
        Change(what, text_in(one.title, locale))
        for what, some in (
            (What.LESSON_ADDED, (lessons[slug] for slug in lessons if slug not in old_lessons)),
            (
                What.LESSON_CHANGED,
                (one for slug, one in lessons.items() if slug in old_lessons and one != old_lessons[slug]),
            ),
            (What.LESSON_RETIRED, (old_lessons[slug] for slug in old_lessons if slug not in lessons)),
        )
        for one in some
    ]
    found += _questions(before, after, locale)
    found += _passages(after, stood, texts, locale)
    return found


def _head(source: ArticleSource) -> tuple[object, ...]:
    return source.title, source.intro, source.credit, source.is_featured


def _questions(before: ArticleSource, after: ArticleSource, locale: str) -> Iterable[Change]:
    old, new = ({one.slug: one for one in source.questions} for source in (before, after))
    for slug, one in new.items():
        title = text_in(one.title, locale)
        known = old.get(slug)
        if known is None:
            yield Change(What.QUESTION_ADDED, title)
        elif (known.title, known.intro, known.lessons, known.core_perspectives) != (
            one.title,
            one.intro,
            one.lessons,
            one.core_perspectives,
        ):
            yield Change(What.QUESTION_CHANGED, title)
        held = known.positions if known else ()
        for texts in one.positions:
            if texts not in held:
                yield Change(What.POSITION_ADDED, text_in(texts, locale), title)
        for texts in held:
            if texts not in one.positions:
                yield Change(What.POSITION_REMOVED, text_in(texts, locale), title)
    for slug, one in old.items():
        if slug not in new:
            yield Change(What.QUESTION_RETIRED, text_in(one.title, locale))


def _passages(
    after: ArticleSource, stood: Passages, texts: Mapping[str, PlacedText], locale: str
) -> Iterable[Change]:
    for one in after.questions:
        title = text_in(one.title, locale)
        for of, text in texts.items():
            passage = text.passages.get(one.slug)
            if passage is None:
                continue
            words, was = passage.words, stood.get((one.slug, of), "")
            if words and not was:
                yield Change(What.ANCHOR_FOUND, words, title, of)
            elif was and not words:
                yield Change(What.ANCHOR_LOST, was, title, of)
            elif words != was:
                yield Change(What.ANCHOR_MOVED, words, title, of)
