"""The middle of many values, found by the database: no row leaves it."""

from typing import Any

import sqlalchemy as sa


def medians(rows: sa.Select[*tuple[Any, ...]], *, of: str) -> sa.Select[*tuple[Any, ...]]:
    """The `median` of the column `of` for each combination of the other columns of `rows`.

    No value of `of` may be NULL. Of an even number it is halfway between the two in the middle.
    """
    inner = rows.subquery()
    keys = [column for column in inner.c if column.key != of]
    value = inner.c[of]
    together = keys or None
    ranked = sa.select(
        *keys,
        value.label("value"),
        sa.func.row_number().over(partition_by=together, order_by=value).label("place"),
        sa.func.count().over(partition_by=together).label("many"),
    ).subquery()
    groups = [ranked.c[key.key] for key in keys]
    is_in_the_middle = ranked.c.place.in_([(ranked.c.many + 1) // 2, (ranked.c.many + 2) // 2])
    median = sa.func.avg(ranked.c.value).label("median")
    return sa.select(*groups, median).where(is_in_the_middle).group_by(*groups)
