"""The demo of many processes, as a program: what is killed is not missed, and nothing of it stays.

It is ended as a terminal does it: Ctrl+C reaches every process of its group at once.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from slack_sdk import WebClient

from bot.admin import ROOT
from bot.playground.api import BOT_TOKEN
from tests.proofs.fleet import wait_for
from tests.running import LONGEST
from tests.waiting import until

pytestmark = [pytest.mark.proof, pytest.mark.postgres]

COMMAND = (sys.executable, "-m", "tests.proofs.soon")
CUE = "15 minutes left"
DEV = "D0DEV"  # whose one-on-one is the first
EVERY = 3.0  # seconds between two looks: Slack allows no more
ENDS = 60.0  # seconds, on a busy machine


@pytest.fixture
def folder() -> Iterator[Path]:
    """Lend a folder for temporary files; PostgreSQL, which may be another user, can enter it."""
    with TemporaryDirectory(prefix="trellis-proof-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


@contextmanager
def started(folder: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the demo in a group of its own; whatever is left of that at the end is killed."""
    env = os.environ | {"TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    with log.open("wb") as out:
        demo = subprocess.Popen(  # noqa: S603  # our own program
            COMMAND, cwd=log.parent, env=env, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield demo
    finally:
        for how in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(demo.pid, how)
                demo.wait(ENDS)


def running(folder: Path) -> list[str]:
    """Return the processes that name a folder, PostgreSQL's server among them."""
    command = ("ps", "-ww", "-eo", "args")
    listed = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # the system's own
    return [line for line in listed.stdout.splitlines() if str(folder) in line]


def is_asked(slack: WebClient) -> bool:
    """Whether Dev's conversation with the bot shows the question of the last minutes."""
    found = slack.conversations_history(channel=DEV)["messages"]
    return any(CUE in str(message) for message in found)


def test_it_goes_on_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    """A worker and a clock are killed, and a question comes; then all ends, and all is gone."""
    log = tmp_path / "log"
    with started(folder, log) as demo:
        assert until(lambda: "Ctrl+C" in log.read_text() or demo.poll(), LONGEST)
        told = log.read_text()
        pids = {kind: int(pid) for kind, pid in re.findall(r"(\w+) +kill -9 (\d+)", told)}
        address = re.search(r"http://\S+", told)
        assert address, told
        assert "has not answered" not in httpx.get(address[0], trust_env=False).text
        for kind in ("worker", "clock"):
            os.kill(pids[kind], signal.SIGKILL)
        slack = WebClient(BOT_TOKEN, base_url=f"{address[0]}/api/")
        assert not is_asked(slack)
        wait_for(lambda: is_asked(slack), LONGEST, EVERY)
        assert running(folder)
        os.killpg(demo.pid, signal.SIGINT)
        assert demo.wait(ENDS) == 0, log.read_text()
        with pytest.raises(ProcessLookupError):
            os.killpg(demo.pid, 0)
    assert running(folder) == []
    assert list(folder.iterdir()) == []
