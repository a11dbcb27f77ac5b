"""`python -m bot db …`: moving an installation to another database, and copies to keep."""

import sqlite3
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.admin import RefusedError
from bot.admin.databases import look, unreachable
from bot.data import backup as sqlite_backup
from bot.data import copying
from bot.data.migrate import Standing, upgrade
from bot.settings import database_address


def copy(source: str, target: str) -> str:
    """Copy all of an installation from one database, by its address, into another, empty one.

    Return what was done; raise RefusedError where it cannot be, with the target left empty.
    """
    source, target = _address(source, "first"), _address(target, "second")
    _require_both(source, target)
    try:
        upgrade(target)
        if not copying.is_empty(target):
            raise RefusedError(
                "The second database is not empty: nothing was copied. Name a new, empty one."
            )
        rows = _copy(source, target)
    except copying.CountsDifferError as error:
        raise RefusedError(f"Not everything arrived ({error}): nothing was kept.") from None
    except (SQLAlchemyError, ImportError) as error:
        raise RefusedError(unreachable(error, "both addresses")) from None
    except KeyboardInterrupt:
        raise RefusedError("Stopped: nothing was kept. Run it again to start over.") from None
    return (
        f"{rows:,} rows were copied, and counted again in each table. Set DATABASE_URL to the "
        "second database, keep TRELLIS_KEYS as they are, and start the bot."
    )


def backup(url: str, file: Path) -> str:
    """Copy the SQLite database at `url` into `file` while it is in use, and check the copy.

    Return what was done; raise RefusedError where it cannot be.
    """
    source = _file(url, "DATABASE_URL")
    if source is None:
        raise RefusedError("This is PostgreSQL: back it up with pg_dump. See the README.")
    try:
        with Progress(console=Console(stderr=True)) as progress:
            task = progress.add_task("Copying")
            sqlite_backup.backup(
                source, file, lambda done, of: progress.update(task, completed=done, total=of)
            )
    except FileExistsError:
        raise RefusedError(f"{file} is there already: name a new file.") from None
    except (OSError, sqlite3.Error, sqlite_backup.DamagedError) as error:
        raise RefusedError(f"There is no backup: {error}.") from None
    return f"Written to {file}, and whole. Without TRELLIS_KEYS its words cannot be read."


def _address(text: str, which: str) -> str:
    try:
        return database_address(text)
    except ValueError as problem:
        raise RefusedError(f"The {which} address {problem}.") from None


def _require_both(source: str, target: str) -> None:
    """Raise RefusedError unless the source can be read from, and the target be written to."""
    _file(source, "the first address")
    found = look(source, "the first address")
    if found is Standing.AHEAD:
        raise RefusedError("The first database was made by a newer version of Trellis: install it.")
    if found is not Standing.CURRENT:
        raise RefusedError(
            "The first database is not up to date, or none of Trellis's. "
            "Run on it: python -m bot migrate"
        )
    if look(target, "the second address") not in {Standing.NEW, Standing.CURRENT}:
        raise RefusedError(
            "The second database is of another version of Trellis. Name a new, empty one."
        )


def _file(url: str, address: str) -> Path | None:
    """Return the SQLite file at `url`, None for PostgreSQL; raise RefusedError where none is."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    file = Path(parsed.database or "")
    if not file.is_file():
        raise RefusedError(f"There is no database at {file}. Look at {address}.")
    return file


def _copy(source: str, target: str) -> int:
    done: dict[str, int] = {}
    with Progress(console=Console(stderr=True)) as progress:
        tasks = {one.name: progress.add_task(one.name, total=None) for one in copying.tables()}
        for step in copying.copy(source, target):
            done[step.table] = step.done
            progress.update(tasks[step.table], completed=step.done, total=step.total)
    return sum(done.values())
