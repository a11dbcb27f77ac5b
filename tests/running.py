"""The bot as operators run it: `python -m bot run` in a process of its own, on loopback."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from signal import SIGKILL, SIGTERM
from typing import Protocol
from urllib.error import URLError
from urllib.request import Request, urlopen

from cryptography.fernet import Fernet

from bot.admin.demo import manifest
from bot.playground.api import APP_TOKEN, BOT_TOKEN
from bot.playground.clock import Clock
from bot.playground.limits import Limits
from bot.playground.people import Member, demo_company
from bot.playground.server import Server
from bot.playground.signed_http import signature
from bot.playground.workspace import Workspace

ROOT = Path(__file__).parents[1]
COMMAND = ("-m", "bot", "run")
SECRET = "playing"
PATIENCE = 90.0
LONGEST = 150.0  # seconds for all that a proof waits for
PLENTY = 100_000  # messages a minute, far more than are sent


@dataclass(frozen=True)
class Place:
    """Where a bot runs: its simulated Slack, its database, its keys, and its port for HTTP."""

    slack: Server
    database_url: str
    key: str
    port: int | None  # without: Socket Mode
    messages_per_minute: int

    @property
    def events_url(self) -> str:
        """Where the bot listens over HTTP."""
        return f"http://127.0.0.1:{self.port}/slack/events"

    def environment(self) -> dict[str, str]:
        """Return what the bot is told, and nothing that this machine says of a real Slack."""
        told = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": self.slack.api_url,
            "DATABASE_URL": self.database_url,
            "TRELLIS_KEYS": self.key,
            "TRELLIS_MESSAGES_PER_MINUTE": str(self.messages_per_minute),
        }
        if self.port is None:
            told["SLACK_APP_TOKEN"] = APP_TOKEN
        else:
            told |= {"SLACK_SIGNING_SECRET": SECRET, "PORT": str(self.port)}
        return _environment(**told)


@dataclass(frozen=True)
class Told:
    """What a part of the bot is told that needs no more of a Slack than its address.

    With the `app`'s id and secret it serves many workspaces, else the one of the only token.
    """

    api_url: str
    database_url: str
    key: str
    messages_per_minute: int = PLENTY
    port: int = 3000
    metrics_port: int | None = None
    app: tuple[str, str] | None = None

    def environment(self) -> dict[str, str]:
        """Return what the bot is told."""
        if self.app:
            who = {"SLACK_CLIENT_ID": self.app[0], "SLACK_CLIENT_SECRET": self.app[1]}
        else:
            who = {"SLACK_BOT_TOKEN": BOT_TOKEN}
        return _environment(
            **who,
            SLACK_SIGNING_SECRET=SECRET,
            SLACK_API_URL=self.api_url,
            DATABASE_URL=self.database_url,
            TRELLIS_KEYS=self.key,
            TRELLIS_MESSAGES_PER_MINUTE=str(self.messages_per_minute),
            PORT=str(self.port),
            METRICS_PORT=str(self.metrics_port or ""),
        )


class Surroundings(Protocol):
    """Where a bot runs."""

    def environment(self) -> dict[str, str]:
        """Return what the bot is told."""


class Bot:
    """A running bot and its log."""

    def __init__(self, place: Surroundings, log: Path, command: Sequence[str] = COMMAND) -> None:
        self._log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(  # noqa: S603 (our own program)
                (sys.executable, *command),
                cwd=log.parent,
                env=place.environment(),
                stdout=out,
                stderr=out,
            )

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def wait_until_started(self) -> None:
        """Return as soon as the log says that it listens; raise RuntimeError where it does not."""
        ends = time.monotonic() + PATIENCE
        while not self.is_up():
            if self._process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(self._log.read_text())
            time.sleep(0.005)

    def is_up(self) -> bool:
        """Whether the log says that it works."""
        return b" started mode=" in self._log.read_bytes()

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it at once, as a crash of the machine would."""
        self._end(SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._end(SIGTERM)

    def wait(self) -> None:
        """Wait until it has ended."""
        self._process.wait(PATIENCE)

    def _end(self, signal: int) -> None:
        if self.is_alive():
            self._process.send_signal(signal)
        self.wait()


def _environment(**told: str) -> dict[str, str]:
    inherited = {name: one for name, one in os.environ.items() if not name.startswith("SLACK_")}
    return inherited | {"PYTHONPATH": str(ROOT)} | told


@contextmanager
def running(place: Surroundings, log: Path, command: Sequence[str] = COMMAND) -> Iterator[Bot]:
    """Run the bot; it is started when this is entered, and gone when it is left."""
    bot = Bot(place, log, command)
    try:
        bot.wait_until_started()
        yield bot
    finally:
        bot.stop()


def wait_for(is_done: Callable[[], object], *bots: Bot) -> None:
    """Return once `is_done`; fail where that takes too long, or one of the bots has ended."""
    ends = time.monotonic() + LONGEST
    while not is_done():
        assert time.monotonic() < ends, "it takes too long"
        assert all(bot.is_alive() for bot in bots)
        time.sleep(0.02)


@contextmanager
def playing(
    database_url: str,
    members: Sequence[Member] = (),
    *,
    port: int | None = None,
    clock: Clock | None = None,
    messages_per_minute: int = PLENTY,
) -> Iterator[Place]:
    """Open a simulated Slack without its limits, for the demo's company and `members`."""
    company = (*demo_company(), *members)
    workspace = Workspace(company, manifest(), clock=clock, limits=Limits(is_on=False))
    with Server(workspace) as server:
        key = Fernet.generate_key().decode()
        yield Place(server, database_url, key, port, messages_per_minute)


def tell(place: Place, event: dict[str, object]) -> bool:
    """Post an event as Slack does; say whether it was acknowledged."""
    body = json.dumps(event).encode()
    headers = {"Content-Type": "application/json", **signature(SECRET, body, int(time.time()))}
    try:
        with urlopen(Request(place.events_url, body, headers), timeout=10) as answer:  # noqa: S310 (loopback)
            return bool(answer.status == HTTPStatus.OK)
    except (URLError, HTTPException, OSError):
        return False
