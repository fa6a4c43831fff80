"""What readers of feeds ask: has anything changed, and if so, what is there now."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.accounts.tokens import hash_token
from forum.articles.rules import is_number
from forum.discussion.models import Thread
from forum.feeds import links
from forum.feeds.archives import Cursor, border, cursor_from
from forum.feeds.catalogue import Listed, listed, place_of
from forum.feeds.entries import Entry, Feed, Site, Tombstone
from forum.feeds.extras import Extras, extras_for
from forum.feeds.headings import heading_of
from forum.feeds.index import REMOVED_SHOWN, Source
from forum.feeds.scopes import Elsewhere, Kind, Scope
from forum.feeds.selects import entry_select, heading_select
from forum.feeds.stamps import Stamp
from forum.feeds.telling import told
from forum.lib import clock
from forum.lib.db import db
from forum.lib.errors import NotFound
from forum.lib.i18n import _, force_locale

ENTRIES_ON_PAGE = 50


def stamp_of(scope: Scope, locale: str, *, before: str = "") -> Stamp:
    """1 statement. Also of a feed that is not there: nobody has its stamp. Raises NotFound for a cursor that
    we did not make."""
    return Stamp.of(_rows(scope, locale, before, is_whole=False))


def feed_of(scope: Scope, locale: str, site: Site, *, before: str = "") -> tuple[Feed, Stamp]:
    """A document in this language, of at most ENTRIES_ON_PAGE entries, with its stamp. 2 statements.

    Raises NotFound, and Elsewhere when the same has another address.
    """
    rows = _rows(scope, locale, before, is_whole=True)
    headings = [row for row in rows if row.source == Source.HEAD]
    _check_address(scope, headings)
    found = sorted((row for row in rows if row.source != Source.HEAD), key=_cursor, reverse=True)
    page, is_last = found[:ENTRIES_ON_PAGE], len(found) <= ENTRIES_ON_PAGE
    stamp = Stamp.of(rows)
    with force_locale(locale):
        heading = heading_of(scope, headings)
        extras = _extras(page, locale)
        entries = tuple(told(row, extras) for row in page)
        ways = (
            (_("Read it on the forum, and answer"), links.absolute(heading.path)),
            (_("What is a feed, and how do I follow one?"), site.chooser),
        )
    feed = Feed(
        id=links.lasting_id(f"feed/{locale}/{_lasting_name(scope)}"),
        title=heading.title,
        about=heading.about,
        page=links.absolute(heading.path),
        place=place_of(scope.path, locale),
        language=locale,
        updated=max(map(_changed_at, entries), default=stamp.changed_at),
        entries=entries,
        site=site,
        ways=ways,
        before=before,
        next="" if is_last else str(_cursor(page[-1])),
        archive="" if is_last else str(border(page[0].at, _cursor(page[-1]))),
    )
    return feed, stamp


def feed_listed(scope: Scope, locale: str) -> Listed:
    """A feed to choose, whichever. 1 statement. Raises NotFound and Elsewhere as `feed_of`."""
    headings = db.session.execute(heading_select(scope, locale), _keys(scope)).all()
    _check_address(scope, headings)
    return listed(scope, locale, headings)


def _lasting_name(scope: Scope) -> str:
    """An id of the feed travels with its entries, so it does not hold what opens the feed."""
    if scope.kind is Kind.PERSONAL:
        return f"{scope.kind.value}/{hash_token(scope.keys[0])[:16]}"
    return scope.path


def _keys(scope: Scope) -> dict[str, Any]:
    if scope.kind is Kind.LESSONS:
        return {f"lesson_{number}": key for number, key in enumerate(scope.keys)}
    if scope.kind is Kind.PERSONAL:
        return {"key": hash_token(scope.keys[0])}
    return {"key": scope.keys[0]} if scope.keys else {}


def _rows(scope: Scope, locale: str, before: str, *, is_whole: bool) -> Sequence[Any]:
    cursor = cursor_from(before) if before else None
    statement = entry_select(scope, locale, is_continued=cursor is not None, is_whole=is_whole)
    values = _keys(scope) | {"most": ENTRIES_ON_PAGE + 1, "since": clock.now() - REMOVED_SHOWN}
    if cursor:
        values |= {"before_at": cursor.at, "before_source": cursor.source, "before_id": cursor.id}
    return db.session.execute(statement, values).all()


def _check_address(scope: Scope, headings: Sequence[Any]) -> None:
    if scope.kind is Kind.LESSONS:
        if not _are_lessons(scope.keys, headings):
            raise NotFound
        ordered = sorted(headings, key=lambda row: (row.number, row.id))
        right = Scope(scope.kind, tuple(row.public_id for row in ordered))
        if right != scope:
            raise Elsewhere(right.path)
    elif not headings:
        if scope.kind is Kind.THREAD and (other := _went_on_in(scope.keys[0])):
            raise Elsewhere(Scope(scope.kind, (other,)).path)
        raise NotFound


def _are_lessons(keys: tuple[str, ...], headings: Sequence[Any]) -> bool:
    slugs, numbers = {row.public_id for row in headings}, {str(row.number) for row in headings}
    return all(key in slugs or (is_number(key) and key in numbers) for key in keys)


def _went_on_in(public_id: str) -> str | None:
    """The thread into which a merged one went, however often that happened again. 1 statement."""
    merged, other = aliased(Thread), aliased(Thread)
    path = (
        sa.select(merged.id, merged.merged_into_id).where(merged.public_id == public_id).cte(recursive=True)
    )
    path = path.union(sa.select(other.id, other.merged_into_id).where(other.id == path.c.merged_into_id))
    return db.session.scalar(
        sa.select(Thread.public_id)
        .join(path, path.c.id == Thread.id)
        .where(Thread.merged_into_id.is_(None), Thread.public_id != public_id)
    )


def _extras(page: Sequence[Any], locale: str) -> Extras:
    there = [row for row in page if row.removed_at is None]
    return extras_for(
        locale,
        threads={row.thread_id for row in there if row.thread_id},
        questions={row.question_id for row in there if row.question_id},
        syntheses={row.id for row in there if row.source == Source.SYNTHESIS},
        positions={row.position_id for row in there if row.position_id},
        decisions={row.id for row in there if row.source == Source.DECISION},
    )


def _cursor(row: Any) -> Cursor:
    return Cursor(row.at, row.source, row.id)


def _changed_at(entry: Entry | Tombstone) -> Any:
    return entry.removed_at if isinstance(entry, Tombstone) else entry.updated
