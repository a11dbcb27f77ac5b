"""Brings the database to the form that the tables have now."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect, make_url, text

from bot.data import statistics, task_engine

if TYPE_CHECKING:  # alembic waits until there is something to do: it would slow every start
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
ALONE = text("SELECT pg_advisory_xact_lock(7451)")  # until the transaction ends


class Standing(Enum):
    """How far a database is, beside what the code knows."""

    NEW = auto()  # none of our tables is there
    BEHIND = auto()
    CURRENT = auto()
    AHEAD = auto()  # a newer version was here


def upgrade(url: str) -> None:
    """Run every migration that the database at `url` has not seen yet, in one transaction.

    Then those of the task engine's tables, each in its own. Raise SQLAlchemyError where it cannot
    be reached. Doing it again does nothing; who comes while another is at it waits.
    """
    if is_current(url):
        return
    from alembic import command

    with _alone(url) as connection:
        command.upgrade(config(connection), "head")
        has_jobs = connection.dialect.name == "postgresql"
        if not has_jobs:
            statistics.tell(connection)
    while has_jobs:
        with _alone(url) as connection:
            has_jobs = task_engine.advance(connection)


@contextmanager
def _alone(url: str) -> Iterator[Connection]:
    """Lend a connection as `connect` does, to one at a time: in SQLite every writer is alone."""
    with connect(url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(ALONE)
        yield connection


def is_current(url: str) -> bool:
    """Say whether the database at `url` has seen every migration, and none that is unknown."""
    return standing(url) is Standing.CURRENT


def standing(url: str) -> Standing:
    """Return how far the database at `url` is; on PostgreSQL the task engine's tables count too."""
    if _is_unwritten(url):
        return Standing.NEW
    with connect(url) as connection:
        found = [(_version(connection), head())]
        if connection.dialect.name == "postgresql":
            found.append((task_engine.seen(connection), task_engine.newest()))
    if found[0][0] is None:
        return Standing.NEW
    if any(seen is not None and seen > newest for seen, newest in found):
        return Standing.AHEAD
    is_current = all(seen == newest for seen, newest in found)
    return Standing.CURRENT if is_current else Standing.BEHIND


def version(url: str) -> str | None:
    """Return the last migration that the database at `url` has seen; None if it has seen none."""
    if _is_unwritten(url):
        return None
    with connect(url) as connection:
        return _version(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def head() -> str:
    """Return the newest migration that the code knows: its number begins the file's name.

    Read from the names alone, without alembic.
    """
    names = sorted(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return names[-1].partition("_")[0]


def config(connection: Connection) -> "Config":
    """Return what alembic needs to work on `connection`."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    return settings


@contextmanager
def connect(url: str) -> Iterator[Connection]:
    """Lend a connection to `url`, in one transaction that commits at the end or not at all."""
    engine = create_engine(url, poolclass=NullPool)
    begin_sqlite(engine, "BEGIN IMMEDIATE")
    with engine.begin() as connection:
        yield connection


def begin_sqlite(engine: Engine, statement: str) -> None:
    """Let transactions begin by `statement` where the database is SQLite.

    Python's sqlite3 would begin them late, and commit before each change to a table.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _leave_begin_to_us)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(statement))


def _leave_begin_to_us(connection: Any, _record: Any) -> None:
    connection.isolation_level = None


def _is_unwritten(url: str) -> bool:
    """Say whether `url` is a SQLite file that does not exist: looking at it would create it."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return False
    return not Path(parsed.database).exists()
