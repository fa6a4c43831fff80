"""Reading what is somebody's, declaration by declaration, however much it is.

Rows come in batches, so that ten thousand comments take no more memory than ten.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from forum.lib.db import db
from forum.own_data.declared import DECLARED
from forum.own_data.declaring import OwnData

Record = dict[str, Any]

BATCH = 200
"""Rows at a time: a comment may have 20,000 characters."""


def counts(user_id: int) -> list[tuple[OwnData, int]]:
    """Those declarations of which there is anything to show. 1 statement for each declaration."""
    found = []
    for one in DECLARED:
        rows = _rows(one, user_id).subquery()
        number = db.session.scalar(sa.select(sa.func.count()).select_from(rows)) if one.shows else 0
        if number:
            found.append((one, number))
    return found


def records(one: OwnData, user_id: int) -> Iterator[Record]:
    """What a copy shows of these rows, in the order in which they came. 1 statement, read in batches."""
    rows = db.session.execute(_rows(one, user_id).execution_options(yield_per=BATCH))
    for row in rows.mappings():
        yield dict(row)


def _rows(one: OwnData, user_id: int) -> sa.Select[*tuple[Any, ...]]:
    select = sa.select(*(value.label(name) for name, value in one.shows.items())).select_from(one.table)
    for table, on in one.joined:
        select = select.outerjoin(table, on)
    first = one.table.primary_key.columns
    others = [column for table, _on in one.joined for column in sa.inspect(table).primary_key]
    return select.where(one.of == user_id, *one.where).order_by(*first, *others)
