"""Migrating a PostgreSQL: several at once, and the task engine's own tables."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text

from bot.admin import ROOT, RefusedError
from bot.admin import migrate as command
from bot.admin.run import make_ready
from bot.data import task_engine
from bot.data.migrate import Standing, connect, is_current, standing, upgrade
from bot.data.store import Store
from bot.hosting.health import look
from bot.settings import database_url
from tests.running import PATIENCE

pytestmark = pytest.mark.postgres

OLDEST = "00.00.00_01_initial"  # form of the task engine's tables
CHANGES = Path(SchemaManager.get_migrations_path())
SHAPE = text("""
    SELECT 'function', oid::regprocedure::text, md5(prosrc) FROM pg_proc
    WHERE proname LIKE 'procrastinate%'
    UNION ALL
    SELECT 'column', attrelid::regclass::text || '.' || attname, format_type(atttypid, atttypmod)
    FROM pg_attribute WHERE attrelid::regclass::text LIKE 'procrastinate%' AND NOT attisdropped
    UNION ALL
    SELECT 'trigger', tgname, tgfoid::regprocedure::text FROM pg_trigger
    WHERE tgname LIKE 'procrastinate%'
    ORDER BY 1, 2
""")
GONE = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


@pytest.fixture
def url(postgres_url: str) -> str:
    """Return the address of an empty database."""
    return database_url({"DATABASE_URL": postgres_url})


def write(connection: Connection, seen: str) -> None:
    """Write on the table of jobs which change the database has seen."""
    connection.execute(text(f"COMMENT ON TABLE procrastinate_jobs IS '{seen}'"))


def test_three_at_once(url: str, tmp_path: Path) -> None:
    """Whoever comes second waits, finds that all is done, and ends as well as the first does."""
    env = os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    command = (sys.executable, "-m", "bot", "migrate")
    hosts = [
        subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE)  # noqa: S603  # our own program
        for _ in range(3)
    ]
    told = [host.communicate(timeout=PATIENCE)[1] for host in hosts]
    assert ([host.returncode for host in hosts], told) == ([0] * 3, [b""] * 3)
    assert is_current(url)


def test_the_task_engine_goes_forward(url: str) -> None:
    """Tables of an first release of it get every change since, and are then as if made new."""
    upgrade(url)
    with connect(url) as connection:
        wanted = connection.execute(SHAPE).all()
    with connect(url) as connection:
        connection.exec_driver_sql(GONE)
        connection.connection.cursor().execute((CHANGES / f"{OLDEST}.sql").read_text())
        write(connection, OLDEST)
        older = connection.execute(SHAPE).all()
    upgrade(url)
    assert is_current(url)
    with connect(url) as connection:
        assert older != wanted
        assert connection.execute(SHAPE).all() == wanted


def test_a_task_engine_that_is_behind_is_noticed(url: str) -> None:
    """A newer procrastinate than the database has seen is no more up to date than our own step."""
    upgrade(url)
    with connect(url) as connection:
        write(connection, OLDEST)
    assert standing(url) is Standing.BEHIND
    store = Store(url, (Fernet.generate_key().decode(),))
    health = look(store, lambda: datetime.now(UTC))
    store.close()
    assert health.migrations == f"tasks at {OLDEST}, needed {task_engine.newest()}"
    with pytest.raises(RefusedError, match="python -m bot migrate"):
        make_ready(url)


def test_a_task_engine_that_is_ahead_is_left_alone(url: str) -> None:
    """One that a newer release has brought further is not worked with."""
    upgrade(url)
    with connect(url) as connection:
        write(connection, "99.00.00_01_unheard_of")
    with pytest.raises(RefusedError, match="newer version"):
        command.main(url)


def test_what_was_made_before_it_was_written_down(url: str) -> None:
    """A database without a word about it has what there was at the time."""
    upgrade(url)
    with connect(url) as connection:
        connection.execute(text("COMMENT ON TABLE procrastinate_jobs IS NULL"))
        assert task_engine.seen(connection) == task_engine.UNWRITTEN
