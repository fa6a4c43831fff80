"""From the dataclasses of a content file back to its text, for articles of which the file was not kept."""

from collections.abc import Mapping
from typing import Any

import yaml

from forum.articles.parts import FRONT, join
from forum.articles.quotes import Quote
from forum.articles.source import ArticleSource, LessonSource, PerspectiveSource, QuestionSource


def written(source: ArticleSource) -> str:
    """A file that says the same, in our own layout."""
    front: dict[str, Any] = {"slug": source.slug}
    if source.is_featured:
        front["featured"] = True
    if source.credit is not None:
        credit = source.credit
        named = {"name": credit.name, "url": credit.url, "year": credit.year, "authors": credit.authors}
        front["source"] = {name: value for name, value in named.items() if value}
    front |= {"title": dict(source.title), "intro": dict(source.intro)}
    if source.perspectives is not None:
        front["perspectives"] = [_perspective(one) for one in source.perspectives]
    front["lessons"] = [_lesson(one) for one in source.lessons]
    front["questions"] = [_question(one) for one in source.questions]
    return join({FRONT: _yaml(front), **source.bodies})


def _perspective(one: PerspectiveSource) -> dict[str, Any]:
    return {"slug": one.slug, "core": one.is_core, "label": dict(one.label)}


def _lesson(one: LessonSource) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "number": one.number,
        "title": dict(one.title),
        "summary": dict(one.summary),
    }


def _question(one: QuestionSource) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "slug": one.slug,
        "lessons": list(one.lessons),
        "title": dict(one.title),
        "intro": dict(one.intro),
    }
    if one.core_perspectives is not None:
        fields["core_perspectives"] = list(one.core_perspectives)
    fields["anchor"] = {locale: fields_of(anchor.quote) for locale, anchor in one.anchors.items()}
    fields["positions"] = [dict(texts) for texts in one.positions]
    return fields


def fields_of(quote: Quote) -> dict[str, str]:
    """What is not empty of a quotation, as it stands in a file."""
    named = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    return {name: value for name, value in named.items() if value}


def _yaml(front: Mapping[str, Any]) -> str:
    return yaml.safe_dump(
        dict(front), allow_unicode=True, sort_keys=False, default_flow_style=False, width=110
    )
