"""Texts that exist in several languages: the one asked for, else Dutch, else whatever there is."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa

from forum.lib.i18n import DEFAULT_LOCALE

Texts = Mapping[str, str]
"""Locale to text."""

Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")


def text_in(texts: Texts, locale: str) -> str:
    """The text in this language, else in Dutch, which every text has."""
    return texts.get(locale) or texts[DEFAULT_LOCALE]


def by_preference(locale_column: Any, locale: str) -> sa.Case[int]:
    """For ORDER BY: the reader's language before Dutch, Dutch before any other."""
    return sa.case((locale_column == locale, 0), (locale_column == DEFAULT_LOCALE, 1), else_=2)


def preferred(column: Any, belongs: sa.ColumnElement[bool], locale: str) -> sa.ScalarSelect[Any]:
    """For use as a column: this column of a table of texts, of the row in the language a reader gets.

    belongs: which rows are texts of the thing that the surrounding statement selects.
    """
    texts = column.parent.entity
    return (
        sa.select(column)
        .where(belongs)
        .order_by(by_preference(texts.locale, locale))
        .limit(1)
        .correlate_except(texts)
        .scalar_subquery()
    )


def first_of_each(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, Row]:
    """The first row of each key, in the order of the rows: the preferred text of each thing."""
    first: dict[Key, Row] = {}
    for row in rows:
        first.setdefault(key(row), row)
    return first
