"""The demo as a program: however it is ended, nothing of it stays."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.admin import ROOT
from tests.waiting import PATIENCE


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_clears_up_however_it_is_ended(how: signal.Signals, tmp_path: Path) -> None:
    """By Ctrl+C, by `kill`, or by closing its terminal: it ends well, its files are gone."""
    command = [sys.executable, "-m", "bot", "demo"]
    env = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as demo:  # noqa: S603 (our own program)
        assert demo.stdout is not None
        while "http://" not in demo.stdout.readline():
            assert demo.poll() is None
        assert list(tmp_path.glob("trellis-*"))
        demo.send_signal(how)
        assert demo.wait(PATIENCE) == 0
    assert not list(tmp_path.iterdir())
