"""The bot as a process that starts, or cannot: what stands on an operator's screen."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from socket import create_server

import pytest
from cryptography.fernet import Fernet

from bot.admin import ROOT
from bot.data.migrate import upgrade
from bot.settings import database_url
from tests.databases import new_database
from tests.ports import free_port
from tests.running import PATIENCE, Told, playing, running

# As root every file may be written, unless it gives that up.
PLAIN = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()


@pytest.fixture
def taken() -> Iterator[int]:
    """Return a port on which somebody listens."""
    port = free_port()
    with create_server(("0.0.0.0", port)):  # noqa: S104  # where the bot listens
        yield port


def refused(part: str, env: Mapping[str, str], here: Path, before: Sequence[str] = ()) -> list[str]:
    """Run a part of the bot that cannot start; return what it says of that, without its log."""
    command = (*before, sys.executable, "-m", "bot", part)
    done = subprocess.run(  # noqa: S603  # our own program
        command,
        cwd=here,
        env=dict(env),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    return [line for line in done.stderr.splitlines() if not line.startswith("20")]


def test_nothing_to_warn_of(tmp_path: Path) -> None:
    """A start in order tells of no trouble: neither the bot's nor a library's."""
    log = tmp_path / "log"
    with playing(f"sqlite:///{tmp_path}/new.sqlite3") as place, running(place, log):
        assert "started" in log.read_text()
    assert "WARNING" not in log.read_text()


def test_a_file_that_may_not_be_written(tmp_path: Path) -> None:
    """It is told in a sentence, with what to do."""
    file = tmp_path / "kept.sqlite3"
    with playing(new_database(file)) as place:
        file.chmod(0o444)
        told = refused("run", place.environment(), tmp_path, PLAIN)
    assert len(told) == 1
    assert told[0].endswith("This user must be allowed to write the file and its folder.")


def test_a_port_that_is_taken(tmp_path: Path, taken: int) -> None:
    """It is named, and so is the setting."""
    with playing(f"sqlite:///{tmp_path}/new.sqlite3", port=taken) as place:
        told = refused("run", place.environment(), tmp_path)
    assert told == [
        f"The bot cannot start: something listens on port {taken}. Set PORT to another."
    ]


@pytest.mark.parametrize("demo", ["demo", "demo-scale"])
def test_a_page_on_a_port_that_is_taken(demo: str, tmp_path: Path, taken: int) -> None:
    """A demo says so before it starts anything else."""
    env = os.environ | {"PORT": str(taken), "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    told = refused(demo, env, tmp_path)
    assert len(told) == 1
    assert told[0].startswith(f"The page cannot be on port {taken}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgres
def test_a_port_for_metrics_that_is_taken(tmp_path: Path, taken: int, postgres_url: str) -> None:
    """A worker's own port has a setting of its own."""
    upgrade(database_url({"DATABASE_URL": postgres_url}))
    told = Told("http://127.0.0.1:1/api/", postgres_url, Fernet.generate_key().decode())
    env = replace(told, metrics_port=taken).environment()
    said = refused("worker", env, tmp_path)
    assert said[-1].endswith(f"something listens on port {taken}. Set METRICS_PORT to another.")
