"""`python -m bot run`: what has to be in order before the bot starts."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.admin import RefusedError
from bot.admin.run import make_ready, part, web
from bot.app import Duty
from bot.data.migrate import connect, is_current, upgrade
from bot.data.moves_tables import Career
from bot.settings import Settings
from tests.running import Told, running
from tests.seeds import open_store

NOW = datetime(2027, 3, 1, tzinfo=UTC)


def test_a_new_file_is_made_ready(tmp_path: Path) -> None:
    """Who starts with SQLite does not have to migrate first."""
    url = f"sqlite:///{tmp_path}/trellis.sqlite3"
    make_ready(url)
    assert is_current(url)
    make_ready(url)


def test_an_old_database_is_not_touched(tmp_path: Path) -> None:
    """A database that is behind is migrated by its own command, never by the way."""
    url = f"sqlite:///{tmp_path}/trellis.sqlite3"
    upgrade(url)
    with connect(url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(RefusedError, match="python -m bot migrate"):
        make_ready(url)
    assert not is_current(url)


@pytest.mark.postgres
def test_postgres_is_migrated_by_its_command(postgres_url: str) -> None:
    """An empty PostgreSQL is left for the release step, for more than one process may start."""
    url = postgres_url.replace("postgresql://", "postgresql+psycopg://")
    with pytest.raises(RefusedError, match="python -m bot migrate"):
        make_ready(url)


@pytest.mark.parametrize("name", ["worker", "clock", "web"])
def test_parts_need_a_database_to_share(tmp_path: Path, name: str) -> None:
    """On SQLite a part of the bot does not start, and says which command does all."""
    told = _settings(f"sqlite:///{tmp_path}/trellis.sqlite3")
    with pytest.raises(RefusedError, match=r"PostgreSQL.*python -m bot run"):
        web(told) if name == "web" else part(told, Duty.WORK, name)


def test_web_needs_the_signing_secret() -> None:
    """Over HTTP nobody is believed without it, whatever the app token says."""
    with pytest.raises(RefusedError, match="SLACK_SIGNING_SECRET"):
        web(replace(_settings("sqlite://"), app_token="xapp-1", signing_secret=None))


def test_keys_that_open_nothing_are_refused(tmp_path: Path) -> None:
    """Before a question is lost: nothing that people wrote could be read, or sent."""
    url, key = f"sqlite:///{tmp_path}/trellis.sqlite3", Fernet.generate_key().decode()
    store = open_store(url, key)
    with store.begin() as session:
        session.add(Career(team="T1", user="U1", sealed=store.vault.lock("{}"), changed_at=NOW))
    store.close()
    told = Told("http://127.0.0.1:1/", url, Fernet.generate_key().decode())
    with pytest.raises(RuntimeError, match="None of TRELLIS_KEYS"), running(told, tmp_path / "log"):
        pass


def _settings(url: str) -> Settings:
    return Settings(bot_token="xoxb-1", signing_secret="s", database_url=url, keys=("k",))
