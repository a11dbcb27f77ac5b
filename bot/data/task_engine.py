"""The task engine's own tables: which form the database has them in, and how it gets the newest.

procrastinate ships the whole of them, and each change as a file whose name begins with a version.
The last one that a database has seen is written on its table of jobs, as a comment.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

SEEN = text("""
    SELECT coalesce(obj_description(oid), :unwritten) FROM pg_class
    WHERE oid = to_regclass('procrastinate_jobs')
""")
# What databases have seen in which nothing is written yet: the newest change when it was begun.
UNWRITTEN = "03.04.00_50_post_add_retry_failed_job_procedure"


def advance(connection: Connection) -> bool:
    """Make the tables where none are, else run the next change of them; False where none is left.

    Each wants a transaction of its own: a new value of a type can be used only after its commit.
    """
    from procrastinate.schema import SchemaManager

    was = seen(connection)
    if was is None:
        _run(connection, SchemaManager.get_schema(), newest())
        return True
    following = next((one for one in _changes() if one.stem > was), None)
    if following is None:
        return False
    _run(connection, following.read_text(encoding="utf-8"), following.stem)
    return True


def seen(connection: Connection) -> str | None:
    """Return the last change that the database has seen; None where the tables are missing."""
    return connection.execute(SEEN, {"unwritten": UNWRITTEN}).scalar()


def newest() -> str:
    """Return the newest change that the installed procrastinate brings."""
    return _changes()[-1].stem


def _changes() -> list[Path]:
    from procrastinate.schema import SchemaManager

    return sorted(Path(SchemaManager.get_migrations_path()).glob("[0-9]*.sql"))


def _run(connection: Connection, statements: str, reached: str) -> None:
    """Run many statements at once, which have no parameters, and write down how far this is."""
    own: Any = connection.connection.driver_connection  # past SQLAlchemy
    own.execute(statements)
    own.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{reached}'")
