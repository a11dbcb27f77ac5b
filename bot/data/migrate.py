"""Brings the database to the form that the tables have now."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect, make_url, text

from bot.data import statistics

if TYPE_CHECKING:  # alembic waits until there is something to do: it would slow every start
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Run every migration that the database at `url` has not seen yet, in one transaction.

    Raise SQLAlchemyError where it cannot be reached. Doing it again does nothing.
    """
    if is_current(url):
        return
    from alembic import command

    with connect(url) as connection:
        command.upgrade(config(connection), "head")
        if connection.dialect.name == "postgresql":
            _add_jobs(connection)
        else:
            statistics.tell(connection)


def _add_jobs(connection: Connection) -> None:
    """Make the tables of the task engine, as its installed version has them, where none are."""
    from procrastinate.schema import SchemaManager

    if connection.execute(text("SELECT to_regclass('procrastinate_jobs')")).scalar() is None:
        # Many statements at once, and none of our own: past SQLAlchemy.
        own: Any = connection.connection.driver_connection
        own.execute(SchemaManager.get_schema())


def is_current(url: str) -> bool:
    """Say whether the database at `url` has seen every migration, and none that is unknown."""
    return version(url) == head()


def version(url: str) -> str | None:
    """Return the last migration that the database at `url` has seen; None if it has seen none."""
    if _is_unwritten(url):
        return None
    with connect(url) as connection:
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
