"""The migrations make exactly the tables that the code knows."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.admin import RefusedError
from bot.admin import migrate as command
from bot.data.migrate import config, connect, head, is_current, upgrade, version
from bot.data.tables import Workspace
from bot.settings import database_url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the address of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path}/trellis.sqlite3"


def differences(url: str) -> list[object]:
    """Return what alembic would still change."""
    with connect(url) as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        return list(compare_metadata(context, Workspace.metadata))


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the task engine's own tables."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


def test_sqlite_is_what_the_tables_say(sqlite_url: str) -> None:
    """After all migrations nothing is left to change in a SQLite file."""
    upgrade(sqlite_url)
    assert differences(sqlite_url) == []
    assert is_current(sqlite_url)


@pytest.mark.postgres
def test_postgres_is_what_the_tables_say(postgres_url: str) -> None:
    """After all migrations nothing is left to change in a PostgreSQL database."""
    url = database_url({"DATABASE_URL": postgres_url})
    assert version(url) is None
    upgrade(url)
    assert differences(url) == []
    assert is_current(url)


def test_again_does_nothing(sqlite_url: str) -> None:
    """Migrating twice is migrating once."""
    assert command.main(sqlite_url) == f"The database is now at migration {head()}."
    assert command.main(sqlite_url) == f"The database is up to date (migration {head()})."


def test_looking_creates_no_file(sqlite_url: str, tmp_path: Path) -> None:
    """Asking whether a database is current leaves no file behind."""
    assert not is_current(sqlite_url)
    assert list(tmp_path.iterdir()) == []


def test_the_names_tell_the_newest(sqlite_url: str) -> None:
    """The newest migration by file name is the one that alembic would go to."""
    with connect(sqlite_url) as connection:
        assert ScriptDirectory.from_config(config(connection)).get_current_head() == head()


def test_a_newer_database(sqlite_url: str) -> None:
    """A database of a newer version is refused in a sentence, and left alone."""
    upgrade(sqlite_url)
    with connect(sqlite_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RefusedError, match="newer version"):
        command.main(sqlite_url)
    assert version(sqlite_url) == "9999"


def test_no_database_there(tmp_path: Path) -> None:
    """A database that cannot be opened is refused in a sentence."""
    with pytest.raises(RefusedError, match="cannot be used: unable to open database file"):
        command.main(f"sqlite:///{tmp_path}/no/such/folder/trellis.sqlite3")
