"""Databases that a command cannot work with: each is told with what helps."""

import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from bot.admin import RefusedError, check, desks, run
from bot.admin import migrate as command
from bot.admin.databases import unreachable
from bot.data.migrate import connect, upgrade
from bot.settings import Settings, database_url
from tests.databases import new_database
from tests.postgres import Cluster

NOBODY = "postgresql+psycopg://u@127.0.0.1:1/name"


def lent(url: str) -> None:
    """Ask for a desk, as most commands do."""
    with desks.lend(Settings(bot_token="xoxb-1", database_url=url, keys=("k",))):
        raise AssertionError


def checked(url: str) -> None:
    """Check the database; raise what is found."""
    raise RefusedError(check.database(url).advice or "")


@pytest.mark.parametrize("ask", [command.main, run.make_ready, checked, lent])
def test_a_newer_database(ask: Callable[[str], object], tmp_path: Path) -> None:
    """Whoever looks says at once that it was made by a newer version."""
    url = new_database(tmp_path / "kept.sqlite3")
    with connect(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    with pytest.raises(RefusedError, match="newer version of Trellis: install that version"):
        ask(url)


@pytest.mark.parametrize("ask", [command.main, run.make_ready, checked, lent])
def test_no_database_there(ask: Callable[[str], object]) -> None:
    """One that does not answer is told in one sentence."""
    with pytest.raises(RefusedError, match=r"^The database cannot be used: .*DATABASE_URL\.$"):
        ask(NOBODY)


@pytest.mark.parametrize("ask", [command.main, run.make_ready, checked, lent])
def test_no_driver(ask: Callable[[str], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PostgreSQL's packages are missing, it says how to get them."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(RefusedError, match=r"pip install -r requirements\.txt$"):
        ask(NOBODY)


@pytest.mark.postgres
def test_somebody_else_owns_it(postgres_server: Cluster, postgres_url: str) -> None:
    """A user who may not make tables is told to become the database's owner."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS poor")
        connection.execute("CREATE ROLE poor LOGIN")
    poor = postgres_url.replace("trellis@", "poor@")
    with pytest.raises(RefusedError, match=r"permission denied for schema public.*OWNER TO user"):
        command.main(database_url({"DATABASE_URL": poor}))
    with psycopg.connect(f"{postgres_server.url}/postgres", autocommit=True) as connection:
        connection.execute("DROP ROLE poor")


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """What SQLite says of a file that may not grow is told with what to do."""
    upgrade(url := f"sqlite:///{tmp_path}/kept.sqlite3")
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(OperationalError) as caught:
            connection.execute(text("CREATE TABLE more AS SELECT zeroblob(1000000) AS bytes"))
    assert unreachable(caught.value).endswith("disk is full. Make room on its disk.")
