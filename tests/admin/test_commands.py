"""The command line: plain sentences and exit codes."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.admin.commands import bot, process


def test_a_new_key_is_a_key(tmp_path: Path) -> None:
    """`new-key` prints a key and nothing else."""
    assert Fernet(process("new-key", here=tmp_path).stdout.strip())


def test_run_without_settings(tmp_path: Path) -> None:
    """`run` without settings names all that is missing, without a traceback."""
    done = process("run", here=tmp_path)
    assert done.returncode == 1
    assert "SLACK_BOT_TOKEN" in done.stderr
    assert "TRELLIS_KEYS" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_without_settings(tmp_path: Path) -> None:
    """`check` without settings shows the table and ends with 1."""
    done = bot("check", here=tmp_path)
    assert done.returncode == 1
    assert "SLACK_BOT_TOKEN" in done.stdout


def test_dotenv_lies_beneath_the_environment(tmp_path: Path) -> None:
    """`.env` in the folder is read, and the real environment wins over it."""
    (tmp_path / ".env").write_text("DATABASE_URL=sqlite:///written.sqlite3\n")
    assert bot("migrate", here=tmp_path).returncode == 0
    assert (tmp_path / "written.sqlite3").exists()
    env = {"DATABASE_URL": "sqlite:///real.sqlite3"}
    assert bot("migrate", here=tmp_path, env=env).returncode == 0
    assert (tmp_path / "real.sqlite3").exists()


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/t.sqlite3", "nonsense"])
def test_migrate_that_cannot(url: str, tmp_path: Path) -> None:
    """`migrate` that cannot do its work says why in a sentence and ends with 1."""
    done = bot("migrate", here=tmp_path, env={"DATABASE_URL": url})
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
