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
PATIENCE = 120.0


def measure() -> Iterator[Figure]:
    """Yield how many messages two workers send a second, and what the second one adds."""
    if not postgres.programs():
        raise CannotMeasure("no PostgreSQL on this machine")
    with postgres.cluster() as server, TemporaryDirectory() as folder:
        with server.database() as url, echoing() as slack:
            yield Figure("deliver_pg_per_s", _rate(url, slack, Path(folder), 2, FAST), "1/s")
        with server.database() as url, echoing(SECONDS) as slack:
            one, two = (_rate(url, slack, Path(folder), many, SLOW) for many in (1, 2))
            yield Figure("deliver_scaling", two / one, "ratio")


def _rate(url: str, slack: str, folder: Path, workers: int, messages: int) -> float:
    """Return how many messages a second so many workers bring from the outbox to Slack."""
    key = Fernet.generate_key().decode()
    store = open_store(database_url({"DATABASE_URL": url}), key)
    _fill(store, messages)
    told = Told(slack, str(store.engine.url.render_as_string(hide_password=False)), key)
    with ExitStack() as running_workers:
        for number in range(workers):
            log = folder / f"worker-{number}"
            running_workers.enter_context(running(told, log, ("-m", "bot", "worker")))
        _send(store, f"warm{workers}", messages // 10)
        began = time.perf_counter()
        _send(store, f"all{workers}", messages)
        seconds = time.perf_counter() - began
    store.close()
    return messages / seconds


def _fill(store: Store, people: int) -> None:
    with store.begin() as session:
        session.connection().execute(text("DELETE FROM person"))
        rows = [
            {"team": _team(one), "user": f"U{one}", "name": "", "dm": f"D{one}"}
            for one in range(people)
        ]
        session.connection().execute(insert(Person), rows)


def _send(store: Store, name: str, messages: int) -> None:
    """Record so many messages, each to somebody else; return when all have been sent."""
    now = datetime.now(UTC)
    Distributed(_nobody(store))  # makes the jobs, as every process of the bot does
    with store.begin() as session:
        put(session, [_help(f"{name}:{one}", one, now) for one in range(messages)], now)
    ends = time.monotonic() + PATIENCE
    while count(store, Delivery, col(Delivery.state) != Sending.SENT):
        if time.monotonic() > ends:
            raise CannotMeasure("it takes too long")
        time.sleep(0.05)


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
