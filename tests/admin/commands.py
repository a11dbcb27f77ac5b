"""The command line as an operator uses it: in this process, or in one of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from bot.__main__ import app
from bot.admin import ROOT

OURS = ("SLACK_", "TRELLIS_", "DATABASE_", "PORT")


@dataclass(frozen=True)
class Done:
    """What a command printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def bot(*words: str, here: Path, env: Mapping[str, str] | None = None) -> Done:
    """Do as `python -m bot` does in the folder `here`, with no settings but `env`.

    Whatever it raises would be a traceback on an operator's screen: it is raised here.
    """
    told: dict[str, str | None] = {name: None for name in os.environ if name.startswith(OURS)}
    with chdir(here):
        done = CliRunner().invoke(app, words, env=told | dict(env or {}))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def process(*words: str, here: Path) -> Done:
    """Run `python -m bot` in the folder `here`, with no settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "bot", *words],
        cwd=here,
        env=kept | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)
