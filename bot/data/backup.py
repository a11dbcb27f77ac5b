"""A copy of a SQLite file while it is in use."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from os import O_CREAT, O_EXCL, O_WRONLY, close
from os import open as open_file
from pathlib import Path

OWN_EYES = 0o600  # only whoever runs the command may read the file
PAGES = 2_000  # copied between two looks at the progress


class DamagedError(Exception):
    """The copy is not whole: SQLite says in what."""


def backup(source: Path, target: Path, tell: Callable[[int, int], None]) -> None:
    """Write what `source` holds at one moment into `target`, and look whether it is whole.

    Whoever uses the source may go on. `tell` hears how many pages are done, and of how many.
    Raise FileExistsError, sqlite3.Error, or DamagedError, with no target left behind.
    """
    close(open_file(target, O_WRONLY | O_CREAT | O_EXCL, OWN_EYES))
    try:
        with closing(_reading(source)) as old, closing(sqlite3.connect(target)) as new:
            # A reader sees one moment. Without it each write would let the copy begin again.
            old.execute("BEGIN")
            old.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
            old.backup(new, pages=PAGES, progress=lambda _, left, of: tell(of - left, of))
            _check(new)
            # One file, for whoever carries it away.
            new.execute("PRAGMA journal_mode=DELETE")
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _reading(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _check(connection: sqlite3.Connection) -> None:
    for pragma in ("integrity_check", "foreign_key_check"):
        found = connection.execute(f"PRAGMA {pragma}").fetchall()
        if found not in ([], [("ok",)]):
            raise DamagedError(f"{pragma}: {found[0]}")
