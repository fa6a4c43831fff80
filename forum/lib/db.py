"""The door to the database: one session, real transactions, and two engines behind the same names.

Reads need nothing. Every change runs inside an `@atomic` command, and a flush outside one raises: so
no view commits, and on SQLite no read is ever upgraded to a write (which loses updates or locks).
"""

import functools
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from forum.lib.errors import Busy, NotFound
from forum.lib.gate import FairLock
from forum.lib.i18n import _
from forum.lib.ids import new_public_id

P = ParamSpec("P")
T = TypeVar("T")

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL loses acknowledged commits in a power cut
    "foreign_keys=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
    "wal_autocheckpoint=1000",
    "journal_size_limit=67108864",
)
POSTGRES_OPTIONS = (
    "-c lock_timeout=5s -c statement_timeout=10s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"
)
# Serialisation failure and deadlock: PostgreSQL asks us to try the whole transaction again.
RETRYABLE = {"40001", "40P01"}
ATTEMPTS = 3
GATE_SECONDS = 10.0


class Base(DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment in UTC, on SQLite (which knows no zones) as well."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def str_enum(members: type[Enum], name: str) -> sa.Enum:
    """A column that stores the members' values as text, checked by the database."""
    return sa.Enum(
        members,
        name=name,
        native_enum=False,
        length=20,
        create_constraint=True,
        validate_strings=True,
        values_callable=lambda enum: [member.value for member in enum],
    )


# Ordered by bytes on both databases, whatever the cluster's language: cursors and paths rely on it.
ByteOrdered = sa.String().with_variant(sa.String(collation="C"), "postgresql")


class PublicId:
    """Mixin: the identifier that stands in addresses."""

    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_public_id)


def connect(app: Flask, url: str) -> None:
    """Attach the database at `url` to the app, with each engine's measured settings."""
    # Values are votes, texts and addresses of people: an error that lands in a log must not carry them.
    options: dict[str, Any] = {"pool_pre_ping": url.startswith("postgresql"), "hide_parameters": True}
    if url.startswith("postgresql"):
        url = "postgresql+psycopg" + url[len(url.split(":", 1)[0]) :]
        options["connect_args"] = {"options": POSTGRES_OPTIONS}
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        if is_sqlite():
            event.listen(db.engine, "connect", _prepare_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not open transactions by itself
    for pragma in SQLITE_PRAGMAS:
        connection.execute("PRAGMA " + pragma)


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def atomic(command: Callable[P, T]) -> Callable[P, T]:
    """Run a command as one transaction; within another command it joins that one's.

    The outermost commits, or rolls everything back when anything is raised. Raises Busy when the
    database cannot take a change now.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if db.session().info.get("atomic"):
            return command(*args, **kwargs)
        return _run_outermost(functools.partial(command, *args, **kwargs))

    return run


def _run_outermost(command: Callable[[], T]) -> T:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _run_once(command)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in RETRYABLE or attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _run_once(command: Callable[[], T]) -> T:
    session = db.session()
    session.rollback()  # end the reads so far: a read is never upgraded
    gate: FairLock | None = _gates.get(db.engine)
    if gate is None and is_sqlite():
        gate = _gates.setdefault(db.engine, FairLock())
    if gate is not None and not gate.acquire(GATE_SECONDS):
        raise Busy(_("It is very busy just now. Please try again in a moment."))
    session.info["atomic"] = True
    try:
        session.connection(execution_options={"write": True})
        result = command()
        session.commit()
        return result
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("atomic", None)
        if gate is not None:
            gate.release()


_gates: dict[Engine, FairLock] = {}


@event.listens_for(Session, "before_flush")
def _refuse_changes_outside_commands(session: Session, *_args: Any) -> None:
    if not session.info.get("atomic") and (session.new or session.deleted or session.dirty):
        raise RuntimeError("a change outside an @atomic command")


def found(model: type[T], public_id: str, *, lock: bool = False) -> T:
    """The row with this public id. With `lock`, nobody else changes it until we commit. Raises NotFound."""
    statement = sa.select(model).where(model.public_id == public_id)  # type: ignore[attr-defined]
    if lock:
        statement = statement.with_for_update()
    row = db.session.scalar(statement) if "\x00" not in public_id else None
    if row is None:
        raise NotFound
    return row


def serialise(name: str) -> None:
    """From here to the commit, only one transaction at a time. SQLite has a single writer anyway."""
    if not is_sqlite():
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(name))))


def insert_if_absent(model: type[Any], **values: Any) -> bool:
    """Insert a row unless a unique column already holds it; waits for a rival that is committing.

    Returns whether this call inserted it.
    """
    insert = sqlite.insert(model) if is_sqlite() else postgresql.insert(model)
    statement = insert.values(**values).on_conflict_do_nothing().returning(sa.literal_column("1"))
    return db.session.execute(statement).first() is not None


def copy_if_absent(model: type[Any], rows: sa.Select[*tuple[Any, ...]]) -> None:
    """Insert what a SELECT finds, except where a unique column holds it already. 1 statement.

    rows: its columns are named as those of the model.
    """
    insert = sqlite.insert(model) if is_sqlite() else postgresql.insert(model)
    names = [column.key for column in rows.selected_columns if column.key]
    db.session.execute(insert.from_select(names, rows).on_conflict_do_nothing())


def upsert(model: type[T], values: Mapping[str, Any], *, update: Mapping[str, Any]) -> T:
    """Insert a row, or change the one with the same primary key; of two at the same time, both count.

    update: column to its new value, in which `model.column` is the value that stands there. 1 statement.
    """
    insert = sqlite.insert(model) if is_sqlite() else postgresql.insert(model)
    statement = (
        insert.values(**values)
        .on_conflict_do_update(index_elements=sa.inspect(model).primary_key, set_=dict(update))
        .returning(model)
    )
    return db.session.scalars(statement, execution_options={"populate_existing": True}).one()


def reserve_ids(model: type[Any], count: int) -> list[int]:
    """Ids for rows of this transaction that point to one another before they are inserted. 1 statement."""
    if is_sqlite():  # the only writer there is: nobody takes them in between
        last = db.session.scalar(sa.select(sa.func.max(model.id))) or 0
        return list(range(last + 1, last + count + 1))
    sequence = sa.cast(sa.func.pg_get_serial_sequence(model.__tablename__, "id"), postgresql.REGCLASS)
    numbers = sa.func.generate_series(1, count).table_valued("number")
    return sorted(db.session.scalars(sa.select(sa.func.nextval(sequence)).select_from(numbers)))


def items_of(column: sa.ColumnElement[Any] | Any) -> sa.TableValuedAlias:
    """The items of a JSON list, as rows with one column `value`, to look inside a stored list."""
    unfold = sa.func.json_each if is_sqlite() else sa.func.json_array_elements
    return unfold(column).table_valued(sa.column("value", sa.JSON))


def seconds_between(start: Any, end: Any) -> sa.ColumnElement[float]:
    """How long it took from one moment to another, two columns."""
    if is_sqlite():
        return (sa.func.julianday(end) - sa.func.julianday(start)) * (24 * 60 * 60.0)
    return sa.cast(sa.func.extract("epoch", end - start), sa.Float)
