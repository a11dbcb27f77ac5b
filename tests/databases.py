"""New databases for tests: the migrations are run once, and each test gets a copy."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.data.migrate import upgrade


def new_database(path: Path, rows: bytes | None = None) -> str:
    """Put a database at `path` that has run every migration; return its address.

    It is empty, or a copy of the one whose bytes `rows` are.
    """
    path.write_bytes(rows or _migrated())
    return f"sqlite:///{path}"


@cache
def _migrated() -> bytes:
    with TemporaryDirectory(prefix="trellis-test-") as folder:
        path = Path(folder) / "new.db"
        upgrade(f"sqlite:///{path}")
        return path.read_bytes()
