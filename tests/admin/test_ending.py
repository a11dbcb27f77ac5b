"""Parts of the bot as processes, told to stop: they do, whatever they are at."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import database_url
from tests.bench.echo import echoing
from tests.running import Bot, Told
from tests.seeds import open_store
from tests.waiting import until

pytestmark = pytest.mark.postgres
PARTS = ("worker", "clock")
EACH = range(4)  # of the parts that are told twice: not every one of them would stumble
APART = 0.0003  # seconds between two signals, more for each part
LONGEST = 10.0  # seconds after which a host kills


@pytest.fixture
def told(postgres_url: str) -> Iterator[Told]:
    """Return what the parts are told."""
    key = Fernet.generate_key().decode()
    open_store(database_url({"DATABASE_URL": postgres_url}), key).close()
    with echoing() as slack:
        yield Told(slack, postgres_url, key)


def test_two_signals_at_once_end_it_as_well(told: Told, tmp_path: Path) -> None:
    """A terminal's Ctrl+C and the parent's `kill` may come together: each part still ends."""
    with ExitStack() as stack:
        bots = [_start(part, told, tmp_path / f"{part}-{one}") for part in PARTS for one in EACH]
        for bot in bots:
            stack.callback(bot.kill)
            bot.wait_until_started()
        for number, bot in enumerate(bots):
            os.kill(bot.pid, signal.SIGINT)
            time.sleep(number * APART)
            os.kill(bot.pid, signal.SIGTERM)
        for bot in bots:
            bot.wait()
    assert all(log.read_text().endswith(" stopped\n") for log in tmp_path.iterdir())


def test_what_waits_for_others_holds_up_no_end(told: Told, tmp_path: Path) -> None:
    """An errand that hangs is left where it is, within the time that hosts give."""
    log = tmp_path / "worker"
    bot = Bot(told, log, ("-m", "tests.admin.busy"))
    bot.wait_until_started()
    until(lambda: "waiting" in log.read_text())
    asked = time.monotonic()
    bot.stop()
    assert time.monotonic() - asked < LONGEST


def _start(part: str, told: Told, log: Path) -> Bot:
    return Bot(told, log, ("-m", "bot", part))
