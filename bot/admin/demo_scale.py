"""`python -m bot demo-scale`: the bot as many processes on one PostgreSQL, to kill some of them.

A web, two workers and two clocks, a simulated Slack with a page, and three one-on-ones whose last
fifteen minutes begin within the next minutes. Whatever is left carries on.
"""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from socket import create_server
from tempfile import TemporaryDirectory
from threading import Event
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.admin import ROOT, RefusedError
from bot.admin.demo import manifest, opened
from bot.admin.demo_postgres import cluster, programs
from bot.admin.demo_story import press_whisper, send
from bot.admin.ending import until_interrupted
from bot.admin.logs import log_to
from bot.data.migrate import connect, upgrade
from bot.playground.api import BOT_TOKEN
from bot.playground.people import demo_company
from bot.playground.workspace import Workspace
from bot.settings import database_url

KINDS = ("web", "worker", "worker", "clock", "clock")
PAIRS = (("U0DEV", "U0MAYA"), ("U0ANA", "U0KIM"), ("U0TOM", "U0LENA"))
FIRST, APART = timedelta(minutes=2), timedelta(minutes=1)
SOON = text("""
    UPDATE occurrence SET
        starts_at = CAST(:cue AS timestamptz) - interval '30 minutes', cue_at = :cue,
        ends_at = CAST(:cue AS timestamptz) + interval '15 minutes',
        due_at = CASE step WHEN 'cue' THEN CAST(:cue AS timestamptz) ELSE :now END
    WHERE id = :id
""")
HINT = (
    "It is five processes on one PostgreSQL. The terminal that you started it in says how to kill "
    "each: take a worker and a clock, and in the next minutes Dev, Ana and Tom are asked all the "
    "same. The clock here is the real one, and cannot be moved."
)
SECRET = "playing"  # noqa: S105 (of the simulated Slack)
PATIENCE, BREATH, TRIES = 90.0, 0.1, 5
LAST = 15.0  # seconds that a process which was told to end may take: it promises ten


def main(port: int | None) -> None:
    """Serve the demo until interrupted; print the one address to open, and what to kill."""
    log_to(sys.stderr, logging.WARNING)
    with until_interrupted(), demo(port) as (url, running):
        lines = "\n".join(
            f"    {kind:<8} kill -9 {process.pid}"
            for kind, process in zip(KINDS, running, strict=True)
        )
        print(  # noqa: T201 (what the command says)
            f"\n  Trellis on PostgreSQL, in a simulated Slack: {url}\n\n"
            f"  From {FIRST.seconds // 60} minutes from now on a one-on-one a minute reaches its "
            f"last fifteen minutes.\n  Kill a worker and a clock, and watch the question still "
            f"come:\n\n{lines}\n\n  Ctrl+C ends it.\n",
            flush=True,
        )
        Event().wait()


@contextmanager
def demo(port: int | None = None) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Run it all; yield the page's address, and the processes in the order of KINDS.

    Raise RefusedError where this machine has no PostgreSQL.
    """
    found = programs()
    if found is None:
        raise RefusedError(
            "This demo needs PostgreSQL's programs. On Debian and Ubuntu: "
            "sudo apt-get install postgresql"
        )
    door = _free_port()
    workspace = Workspace(demo_company(), manifest())
    workspace.can_move, workspace.hint = False, HINT
    http = {"request_url": f"http://127.0.0.1:{door}/slack/events", "signing_secret": SECRET}
    with (
        opened(workspace, port, **http) as server,
        cluster(found, _free_port()) as postgres,
        postgres.database() as database,
    ):
        upgrade(database_url({"DATABASE_URL": database}))
        with _running(_environment(server.api_url, database, door)) as processes:
            _set_up(workspace)
            _hasten(database)
            for user in chain.from_iterable(PAIRS):  # Home tells of the move
                workspace.open_home(user)
            yield server.url, processes


def _environment(api_url: str, database: str, door: int) -> dict[str, str]:
    told = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api_url,
        "DATABASE_URL": database,
        "TRELLIS_KEYS": Fernet.generate_key().decode(),
        "PORT": str(door),
        "PYTHONPATH": str(ROOT),
    }
    inherited = {name: one for name, one in os.environ.items() if not name.startswith("SLACK_")}
    return inherited | told


@contextmanager
def _running(told: Mapping[str, str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run the processes; all work when this is entered, and are gone when it is left."""
    processes: list[subprocess.Popen[bytes]] = []
    with TemporaryDirectory(prefix="trellis-demo-") as folder:
        logs = [Path(folder) / f"{number}-{kind}" for number, kind in enumerate(KINDS)]
        try:
            for kind, log in zip(KINDS, logs, strict=True):
                processes.append(_start(kind, log, told))
            for process, log in zip(processes, logs, strict=True):
                _wait_until_started(process, log)
            yield processes
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                _see_ended(process)


def _start(kind: str, log: Path, told: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = (sys.executable, "-m", "bot", kind)
    with log.open("wb") as out:
        return subprocess.Popen(command, cwd=log.parent, env=told, stdout=out, stderr=out)  # noqa: S603 (our own program)


def _see_ended(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(LAST)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_started(process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while b" started mode=" not in log.read_bytes():
        if process.poll() is not None or time.monotonic() > ends:
            raise RefusedError(log.read_text())
        time.sleep(BREATH)


def _set_up(workspace: Workspace) -> None:
    """Let pairs agree on one-on-ones that begin soon."""
    at = datetime.now(UTC) + FIRST
    for report, manager in PAIRS:
        tries = (_agree(workspace, report, manager, at) for _ in range(TRIES))
        if not any(tries):
            raise RefusedError(
                "This machine is too busy for the demo: answers took too long. Try it again."
            )


def _agree(workspace: Workspace, report: str, manager: str, at: datetime) -> bool:
    """Let one ask and the other accept; False where an answer took longer than Slack waits."""
    starts = at.astimezone(ZoneInfo(workspace.members[report].tz))
    workspace.command(report, workspace.dm(report), "/career", "one-on-one")
    if workspace.modal(report) is not None:
        agreed = {"first_date": f"{starts:%Y-%m-%d}", "starts": f"{starts:%H:%M}"}
        send(workspace, report, {"with": manager, "minutes": "45", "cadence": "1w", **agreed})
    workspace.command(manager, workspace.dm(manager), "/career", "next")
    return press_whisper(workspace, manager, "meeting.accept")


def _hasten(database: str) -> None:
    """Move the one-on-ones, so that the last fifteen minutes of one after the other begin soon."""
    with connect(database_url({"DATABASE_URL": database})) as connection:
        found = connection.execute(text("SELECT id FROM occurrence ORDER BY id")).scalars().all()
        cue = datetime.now(UTC) + FIRST
        for occurrence in found:
            connection.execute(SOON, {"id": occurrence, "cue": cue, "now": datetime.now(UTC)})
            cue += APART


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
