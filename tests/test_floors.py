"""The floors: a room imports only from floors below it."""

import os
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[1]


def test_no_room_imports_upward(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every contract in pyproject.toml is kept, and every room stands on a floor."""
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS, os.linesep
