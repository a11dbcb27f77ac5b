"""Moving an installation to another database: every row of every table, or none of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    Engine,
    Integer,
    NullPool,
    Table,
    create_engine,
    func,
    insert,
    select,
    text,
)

from bot.data.belongings import BELONGINGS
from bot.data.migrate import begin_sqlite, connect

BATCH = 500  # rows written at once
# The last id that a table has given, and how another table goes on from there.
LAST = {
    "sqlite": text("SELECT seq FROM sqlite_sequence WHERE name = :name"),
    "postgresql": text(
        "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(:name, :key) AS regclass))"
    ),
}
GO_ON = {
    "sqlite": (
        text("DELETE FROM sqlite_sequence WHERE name = :name"),
        text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"),
    ),
    "postgresql": (text("SELECT setval(pg_get_serial_sequence(:name, :key), :last)"),),
}


@dataclass(frozen=True)
class Copied:
    """How far a table has come."""

    table: str
    done: int
    total: int


class CountsDifferError(Exception):
    """What was written is not as much as was read; nothing of it is kept."""


def tables() -> list[Table]:
    """Return every table, those that others refer to first."""
    ours = {one.table.name for one in BELONGINGS}
    return [one for one in BELONGINGS[0].table.metadata.sorted_tables if one.name in ours]


def is_empty(url: str) -> bool:
    """Whether no table of a migrated database has a row."""
    with _snapshot(url) as connection:
        return not any(connection.execute(select(one).limit(1)).first() for one in tables())


def copy(source: str, target: str) -> Iterator[Copied]:
    """Copy every row from one migrated database to another, empty one, in one transaction.

    The source is read as it is at one moment and may be in use. Yield after each batch. Raise
    CountsDifferError, or what the database raises; then the target stays empty.
    """
    with _snapshot(source) as old, connect(target) as new:
        for table in tables():
            total = _count(old, table)
            yield Copied(table.name, 0, total)
            for done in _copy_rows(old, new, table):
                yield Copied(table.name, done, total)
            if _count(new, table) != total:
                raise CountsDifferError(f"{table.name}: {_count(new, table)} instead of {total}")
            _go_on_counting(old, new, table)


def _copy_rows(old: Connection, new: Connection, table: Table) -> Iterator[int]:
    done = 0
    wanted = select(table).order_by(*table.primary_key)
    rows = old.execution_options(yield_per=BATCH).execute(wanted).mappings()
    for some in rows.partitions():
        new.execute(insert(table), [dict(row) for row in some])
        done += len(some)
        yield done


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _go_on_counting(old: Connection, new: Connection, table: Table) -> None:
    """Let the next row get an id that none has or had: messages may still name what was erased."""
    key = table.primary_key.columns[0]
    if not isinstance(key.type, Integer) or key.foreign_keys:
        return
    names = {"name": table.name, "key": key.name}
    given = old.execute(LAST[old.dialect.name], names).scalar() or 0
    last = max(given, new.execute(select(func.max(key))).scalar() or 0)
    if last:
        for statement in GO_ON[new.dialect.name]:
            new.execute(statement, names | {"last": last})


@contextmanager
def _snapshot(url: str) -> Iterator[Connection]:
    """Lend a connection that sees the database as it is now, whatever others write meanwhile."""
    engine: Engine = create_engine(url, poolclass=NullPool)
    begin_sqlite(engine, "BEGIN")
    if engine.dialect.name != "sqlite":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection
