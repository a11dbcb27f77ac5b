"""A day of a company on PostgreSQL, lived through at once: nothing piles up."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlmodel import col

from bot.admin import LANGUAGE, PROMPTS
from bot.app import CONTRACT, Duty, Trellis
from bot.content import load
from bot.data.store import Store
from bot.data.tables import Delivery, Sending, Step
from bot.settings import Settings, database_url
from tests.bench.echo import echoing
from tests.seeds import Pairs, count, open_store, write

pytestmark = [pytest.mark.proof, pytest.mark.postgres]

PEOPLE, HOURS = 5_000, range(9, 17)  # and when their one-on-ones begin, in UTC
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
STEP, DAY = timedelta(minutes=15), timedelta(days=1)
SETTLED = timedelta(hours=11)  # by then everything has been used that is used at all
MEMORY, PATIENCE = 1.10, 300.0
USED = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"


@dataclass
class Hands:
    """The bot's clock."""

    at: datetime

    def now(self) -> datetime:
        """Return what it shows."""
        return self.at


def test_a_day_of_a_company(postgres_url: str) -> None:
    """After a day of 5,000 people's one-on-ones memory is flat, and no connection is left over."""
    settled, end = MONDAY + SETTLED, MONDAY + DAY
    hands, memory, used = Hands(MONDAY), {settled: 0, end: 0}, {settled: 0, end: 0}
    with (
        echoing() as slack,
        _bot(database_url({"DATABASE_URL": postgres_url}), slack, hands) as bot,
    ):
        while hands.at < end:
            hands.at += STEP
            bot.tick()
            assert bot.engine.drain(PATIENCE)
            if hands.at in memory:
                memory[hands.at], used[hands.at] = _resident(), _connections(bot.desk.store)
        bot.tidy()
        store = bot.desk.store
        sent = count(store, Delivery, col(Delivery.state) == Sending.SENT)
        cues = count(
            store,
            Delivery,
            col(Delivery.kind).startswith("cue."),
            col(Delivery.state) == Sending.SENT,
        )
        jobs = _asked(store, "SELECT count(*) FROM procrastinate_jobs")
    print(  # noqa: T201 (the proof shows its sums)
        f"people={PEOPLE} sent={sent} cues={cues} "
        f"memory: {memory[settled] >> 20} to {memory[end] >> 20} MiB, "
        f"connections: {used[settled]} to {used[end]}, jobs left={jobs}"
    )
    assert cues == PEOPLE
    assert jobs == 0
    assert memory[end] <= memory[settled] * MEMORY
    assert used[end] <= used[settled]


@contextmanager
def _bot(url: str, slack: str, hands: Hands) -> Iterator[Trellis]:
    key = Fernet.generate_key().decode()
    store = open_store(url, key)
    each = PEOPLE // 2 // len(HOURS)
    for number, hour in enumerate(HOURS):
        begins = MONDAY + timedelta(hours=hour)
        many = PEOPLE // 2 - each * (len(HOURS) - 1) if hour == HOURS[-1] else each
        write(store, Pairs(many, begins, Step.PREPARE, first=1 + number * each))
    settings = Settings(
        bot_token="xoxb-day", keys=(key,), api_url=slack, messages_per_minute=100_000
    )
    bot = Trellis(settings, load(PROMPTS, CONTRACT, LANGUAGE), store, hands.now)
    bot.start([Duty.WORK])
    try:
        yield bot
    finally:
        bot.stop()
        store.close()


def _resident() -> int:
    """Return how many bytes of memory this process has."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _connections(store: Store) -> int:
    return _asked(store, USED)


def _asked(store: Store, question: str) -> int:
    with store.read() as session:
        return int(session.connection().execute(text(question)).scalar_one())
