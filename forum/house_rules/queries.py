"""Reading the house rules. While nothing is stored, version 1 is what the forum starts with."""

from collections.abc import Sequence

import sqlalchemy as sa

from forum.house_rules.models import RulesText, RulesVersion
from forum.house_rules.rules import FIRST, PROFILE
from forum.house_rules.starter import starter
from forum.house_rules.views import (
    RulesChanges,
    RulesLetter,
    RulesNews,
    RulesPage,
    RulesSource,
    VersionLine,
)
from forum.lib.db import db
from forum.lib.differences import differences
from forum.lib.errors import NotFound
from forum.lib.i18n import LOCALES
from forum.lib.rendered import fresh
from forum.lib.wording import by_preference, first_of_each, preferred

# Of somebody who stayed away for long, only the last changes are told.
MOST_NEWS = 3


def newest_number() -> sa.ColumnElement[int]:
    """For use as a column: the number of the version that holds."""
    return sa.func.coalesce(sa.select(sa.func.max(RulesVersion.number)).scalar_subquery(), FIRST)


def current_number() -> int:
    """1 statement."""
    return db.session.scalars(sa.select(newest_number())).one()


def is_kept() -> bool:
    """Whether any version is stored. 1 statement."""
    return db.session.scalar(sa.select(RulesVersion.number).limit(1)) is not None


def rules_page(locale: str, number: int | None = None) -> RulesPage:
    """The version with this number, else the one that holds. 2 statements. Raises NotFound."""
    versions = _versions(locale)
    version = _found(versions, number) if number is not None else versions[0]
    return RulesPage(version, *_html(version.number, locale), versions)


def rules_changes(locale: str, number: int) -> RulesChanges:
    """2 statements. Raises NotFound, also for the first version: it changed nothing."""
    version = _found(_versions(locale), number)
    if not version.has_earlier:
        raise NotFound
    rows = db.session.execute(_texts(locale, (number - 1, number)))
    texts = first_of_each(rows, lambda row: row.number)
    before, after = texts[number - 1], texts[number]
    return RulesChanges(version, after.locale, tuple(differences(before.source, after.source)))


def rules_news(agreed_to: int, locale: str) -> RulesNews | None:
    """What holds since somebody agreed to version `agreed_to`; None when nothing changed. 1 statement."""
    rows = db.session.execute(
        sa.select(RulesVersion.number, RulesVersion.published_at, _changes(locale))
        .where(RulesVersion.number > agreed_to)
        .order_by(RulesVersion.number.desc())
        .limit(MOST_NEWS)
    ).all()
    is_first = agreed_to < FIRST
    if not rows:
        return RulesNews(FIRST, None, (), is_first) if is_first else None
    changes = tuple(row.changes for row in reversed(rows) if row.changes)
    return RulesNews(rows[0].number, rows[0].published_at, changes, is_first)


def rules_source() -> RulesSource:
    """1 statement."""
    rows = db.session.execute(
        sa.select(RulesText.number, RulesText.locale, RulesText.source).where(
            RulesText.number == newest_number()
        )
    ).all()
    stored = {row.locale: row.source for row in rows}
    texts = {locale: stored[locale] if stored else starter(locale).source for locale in LOCALES}
    return RulesSource(rows[0].number if rows else FIRST, texts)


def rules_letter(number: int, locale: str) -> RulesLetter | None:
    """1 statement."""
    row = db.session.execute(
        sa.select(RulesVersion.number, RulesVersion.published_at, _changes(locale)).where(
            RulesVersion.number == number
        )
    ).one_or_none()
    return RulesLetter(*row) if row else None


def _versions(locale: str) -> tuple[VersionLine, ...]:
    """Newest first. 1 statement."""
    rows = db.session.execute(
        sa.select(RulesVersion.number, RulesVersion.published_at, _changes(locale)).order_by(
            RulesVersion.number.desc()
        )
    ).all()
    if not rows:
        return (VersionLine(FIRST, None, None, "", has_earlier=False),)
    followed_at = [None, *(row.published_at for row in rows)]
    return tuple(
        VersionLine(row.number, row.published_at, until, row.changes, has_earlier=row.number > FIRST)
        for row, until in zip(rows, followed_at, strict=False)
    )


def _found(versions: Sequence[VersionLine], number: int) -> VersionLine:
    for version in versions:
        if version.number == number:
            return version
    raise NotFound


def _html(number: int, locale: str) -> tuple[str, str]:
    """(locale, HTML) of a version. 1 statement."""
    row = db.session.execute(_texts(locale, (number,))).first()
    if row is None:
        return locale, starter(locale).html
    return row.locale, fresh(row.source, row.html, row.renderer_version, PROFILE)


def _texts(locale: str, numbers: Sequence[int]) -> sa.Select[int, str, str, str, int]:
    """Texts of these versions, those in the reader's language first."""
    columns = (RulesText.source, RulesText.html, RulesText.renderer_version)
    return (
        sa.select(RulesText.number, RulesText.locale, *columns)
        .where(RulesText.number.in_(numbers))
        .order_by(RulesText.number, by_preference(RulesText.locale, locale))
    )


def _changes(locale: str) -> sa.Label[str]:
    return preferred(RulesText.changes, RulesText.number == RulesVersion.number, locale).label("changes")
