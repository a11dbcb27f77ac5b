"""What workers send on PostgreSQL: as fast as they can, and two beside one where Slack is slow.

The workers are the real ones, `python -m bot worker`; the message is the bot's help.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet
from sqlalchemy import insert, text
from sqlmodel import col

from bot.data.store import Store
from bot.data.tables import Delivery, Person, Sending
from bot.delivery.distributed import Distributed
from bot.delivery.outbox import Message, Rank, put
from bot.delivery.paces import SharedRates
from bot.delivery.sender import Sender
from bot.settings import database_url
from tests import postgres
from tests.bench import CannotMeasure, Figure
from tests.bench.echo import echoing
from tests.delivery.wire import connect
from tests.running import Told, running
from tests.seeds import count, open_store

FAST, SLOW, SECONDS = 1_500, 400, 0.1  # messages, and how long the slow Slack takes to answer
TEAMS = 20  # workspaces
ROUNDS = 3  # of one worker and of two by turns: a machine is faster at one time than at another
PATIENCE = 120.0


def measure() -> Iterator[Figure]:
    """Yield how many messages two workers send a second, and what the second one adds."""
    if not postgres.programs():
        raise CannotMeasure("no PostgreSQL on this machine")
    with postgres.cluster() as server, TemporaryDirectory() as folder:
        with server.database() as url, echoing() as slack:
            seconds = _seconds(url, slack, Path(folder), 2, FAST)
            yield Figure("deliver_pg_per_s", FAST / seconds, "1/s")
        with server.database() as url, echoing(SECONDS) as slack:
            taken = {1: 0.0, 2: 0.0}
            for workers in (1, 2) * ROUNDS:
                taken[workers] += _seconds(url, slack, Path(folder), workers, SLOW)
            yield Figure("deliver_scaling", taken[1] / taken[2], "ratio")


def _seconds(url: str, slack: str, folder: Path, workers: int, messages: int) -> float:
    """Return how long so many workers take to bring messages from the outbox to Slack."""
    key = Fernet.generate_key().decode()
    store = open_store(database_url({"DATABASE_URL": url}), key)
    _fill(store, messages)
    told = Told(slack, str(store.engine.url.render_as_string(hide_password=False)), key)
    with ExitStack() as running_workers:
        for number in range(workers):
            log = folder / f"worker-{number}"
            running_workers.enter_context(running(told, log, ("-m", "bot", "worker")))
        _send(store, f"warm {key}", messages // 10)
        seconds = _send(store, f"all {key}", messages)
    store.close()
    return seconds


def _fill(store: Store, people: int) -> None:
    with store.begin() as session:
        session.connection().execute(text("DELETE FROM person"))
        rows = [
            {"team": _team(one), "user": f"U{one}", "name": "", "dm": f"D{one}"}
            for one in range(people)
        ]
        session.connection().execute(insert(Person), rows)


def _send(store: Store, name: str, messages: int) -> float:
    """Record so many messages, each to somebody else; return how many seconds they took to go.

    They go from the moment at which they are recorded: no worker sees them before.
    """
    now = datetime.now(UTC)
    Distributed(_nobody(store))  # makes the jobs, as every process of the bot does
    with store.begin() as session:
        put(session, [_help(f"{name}:{one}", one, now) for one in range(messages)], now)
    began = time.monotonic()
    while count(store, Delivery, col(Delivery.state) != Sending.SENT):
        if time.monotonic() > began + PATIENCE:
            raise CannotMeasure("it takes too long")
        time.sleep(0.05)
    return time.monotonic() - began


def _team(one: int) -> str:
    return f"T{one % TEAMS}"


def _nobody(store: Store) -> Sender:
    client = connect("xoxb-bench", "http://127.0.0.1:1/")
    return Sender(
        store=store,
        views={},
        client=lambda _team: client,
        now=lambda: datetime.now(UTC),
        real=lambda: datetime.now(UTC),
        rates=SharedRates(store, 300),
    )


def _help(key: str, one: int, now: datetime) -> Message:
    return Message(
        team=_team(one),
        key=key,
        kind="help",
        to=f"U{one}",
        rank=Rank.REPLY,
        not_before=now,
        about={"asked": True},
    )
