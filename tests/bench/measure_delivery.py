"""What delivery costs beside the bare call: recorded, leased, rendered, begun, noted."""

import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet
from sqlmodel import Session

from bot.data.store import Store
from bot.data.tables import Delivery, Person
from bot.delivery.embedded import Embedded
from bot.delivery.outbox import Message, Rank, Rendered, put
from bot.delivery.rates import Rates
from bot.delivery.sender import Sender
from bot.delivery.wire import Letter, send
from tests.bench import Figure
from tests.bench.echo import DM, echoing
from tests.delivery.wire import connect
from tests.seeds import open_store

MESSAGES, THREADS, ROUNDS = 1000, 4, 3
WORDS = Rendered(
    "Fifteen minutes left, and they are yours.",
    [{"type": "section", "text": {"type": "mrkdwn", "text": "Which part of your work?"}}],
)


def measure() -> Iterator[Figure]:
    """Yield how many messages a second delivery sends, and that over the bare calls' number."""
    bare = delivered = 0.0
    with echoing() as url, TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'bench.db'}", Fernet.generate_key().decode())
        with store.begin() as session:
            session.add_all(Person(team="T1", user=f"U{one}", dm=DM) for one in range(MESSAGES))
        _deliver(store, url, 0)  # what is built at the first use is not what a message costs
        for number in range(1, ROUNDS + 1):
            bare += _call(url)
            delivered += _deliver(store, url, number)
        store.close()
    yield Figure("deliver_per_s", ROUNDS * MESSAGES / delivered, "1/s")
    yield Figure("send_overhead_ratio", bare / delivered, "ratio")


def _call(url: str) -> float:
    """Return the seconds that the bare calls take."""

    def work(first: int) -> None:
        client = connect("xoxb-bench", url)
        for number in range(first, MESSAGES, THREADS):
            send(client, Letter(f"key:{number}", DM, WORDS))

    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(work, range(THREADS)))
    return time.perf_counter() - began


def _deliver(store: Store, url: str, number: int) -> float:
    """Return the seconds from the start of an engine until all that was recorded is sent."""
    now = datetime.now(UTC)
    with store.begin() as session:
        put(session, [_message(f"{number}:{one}", f"U{one}", now) for one in range(MESSAGES)], now)
    client = connect("xoxb-bench", url)
    sender = Sender(
        store=store,
        views={"bench": _say},
        client=lambda _team: client,
        now=lambda: datetime.now(UTC),
        real=lambda: datetime.now(UTC),
        rates=Rates(math.inf, 0),
    )
    engine = Embedded(sender, THREADS)
    began = time.perf_counter()
    engine.start()
    while sender.is_unfinished():
        time.sleep(0.05)
    seconds = time.perf_counter() - began
    engine.stop()
    return seconds


def _message(key: str, user: str, now: datetime) -> Message:
    return Message(team="T1", key=key, kind="bench", to=user, rank=Rank.CUE, not_before=now)


def _say(_session: Session, _row: Delivery) -> Rendered:
    return WORDS
