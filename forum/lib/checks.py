"""Is the database file itself sound?"""

from collections.abc import Iterator

from forum.lib.db import db, is_sqlite


def problems() -> Iterator[str]:
    """PostgreSQL enforces its foreign keys and checksums its pages by itself; SQLite can be asked."""
    if not is_sqlite():
        return
    with db.engine.connect() as connection:
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if line != "ok":
                yield f"database file: {line}"
        for table, row, other, _number in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"{table} row {row} points to a row of {other} that does not exist"
