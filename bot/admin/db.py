"""`python -m bot db …`: moving an installation to another database, and copies to keep."""

import sqlite3
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.admin import RefusedError
from bot.admin.migrate import unreachable
from bot.data import backup as sqlite_backup
from bot.data import copying
from bot.data.migrate import head, upgrade, version


def copy(source: str, target: str) -> str:
    """Copy all of an installation from one database into another, empty one.

    Return what was done; raise RefusedError where it cannot be, with the target left empty.
    """
    try:
        if version(source) != head():
            raise RefusedError(
                "The first database is not up to date, or none of Trellis's. "
                "Run on it: python -m bot migrate"
            )
        seen = version(target)
        if seen not in {None, head()}:
            raise RefusedError(
                "The second database is of another version of Trellis. Name a new, empty one."
            )
        upgrade(target)
        if not copying.is_empty(target):
            raise RefusedError(
                "The second database is not empty: nothing was copied. Name a new, empty one."
            )
        rows = _copy(source, target)
    except copying.CountsDifferError as error:
        raise RefusedError(f"Not everything arrived ({error}): nothing was kept.") from None
    except (SQLAlchemyError, ImportError) as error:
        raise RefusedError(unreachable(error)) from None
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
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise RefusedError("This is PostgreSQL: back it up with pg_dump. See the README.")
    source = Path(parsed.database or "")
    if not source.is_file():
        raise RefusedError(f"There is no database at {source}. Look at DATABASE_URL.")
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


def _copy(source: str, target: str) -> int:
    done: dict[str, int] = {}
    with Progress(console=Console(stderr=True)) as progress:
        tasks = {one.name: progress.add_task(one.name, total=None) for one in copying.tables()}
        for step in copying.copy(source, target):
            done[step.table] = step.done
            progress.update(tasks[step.table], completed=step.done, total=step.total)
    return sum(done.values())
