"""The floors: a room imports only from floors below it."""

import logging
import os
from logging import Logger
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[1]


def test_no_room_imports_upward(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every contract in pyproject.toml is kept, and every room stands on a floor."""
    monkeypatch.chdir(ROOT)
    loggers = [one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, Logger)]
    heard = [one for one in loggers if not one.disabled]
    found = lint_imports(no_cache=True)
    for one in heard:  # the linter sets up a log of its own, and silences every other
        one.disabled = False
    assert found == EXIT_STATUS_SUCCESS, os.linesep
