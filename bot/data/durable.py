"""Makes SQLite's commits durable: writers who end at the same moment share one wait for the disk.

SQLite itself would wait for the disk in every commit, while it holds the one write lock. Here a
commit gives the lock back first, and waits afterwards, together with all that came meanwhile.
"""

import os
from pathlib import Path
from threading import Lock


class Log:
    """The file beside a SQLite database into which its commits are written first (WAL)."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-wal")
        self._counting, self._writing = Lock(), Lock()
        self._committed = self._durable = 0

    def settle(self) -> None:
        """Return when all that this thread has committed is on the disk; raise OSError if not."""
        with self._counting:
            self._committed += 1
            mine = self._committed
        with self._writing:
            if self._durable < mine:
                reached = self._committed
                self._write()
                self._durable = reached

    def _write(self) -> None:
        try:
            descriptor = os.open(self._path, os.O_RDONLY)
        except FileNotFoundError:
            return  # whoever closed the database last has moved it all into the main file
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
