"""A day of a company on PostgreSQL, lived through at once: nothing piles up."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count as count_on
from itertools import islice
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
from tests.bench.load import load as post
from tests.ports import free_port
from tests.running import SECRET
from tests.seeds import Pairs, count, open_store, report, said, write

pytestmark = [pytest.mark.proof, pytest.mark.postgres]

PEOPLE, HOURS = 5_000, range(9, 17)  # and when their one-on-ones begin, in UTC
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
STEP, DAY = timedelta(minutes=15), timedelta(days=1)
SETTLED = timedelta(hours=11)  # by then everything has been used that is used at all
SAID, WORDS = 10, "I liked explaining how the printer works"  # messages at each step
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
    """5,000 people are asked, and write; in the end memory is flat, and nothing is left open."""
    settled, end = MONDAY + SETTLED, MONDAY + DAY
    hands, used = Hands(MONDAY), {settled: (0, 0, 0), end: (0, 0, 0)}
    numbers, port = count_on(1), free_port()
    with (
        echoing() as slack,
        _bot(database_url({"DATABASE_URL": postgres_url}), slack, hands, port) as bot,
    ):
        while hands.at < end:
            hands.at += STEP
            bot.catch_up()
            spoken = [said(report(one), one, WORDS) for one in islice(numbers, SAID)]
            assert not post(port, SECRET, spoken, connections=4).refused
            assert bot.engine.drain(PATIENCE)
            if not hands.at.minute:
                bot.tidy()
            if hands.at in used:
                used[hands.at] = (_resident(), _connections(bot.desk.store), _open_files())
        store = bot.desk.store
        sent = count(store, Delivery, col(Delivery.state) == Sending.SENT)
        cues = count(
            store,
            Delivery,
            col(Delivery.kind).startswith("cue."),
            col(Delivery.state) == Sending.SENT,
        )
        heard = count(store, Delivery, col(Delivery.kind).in_(("is_it", "help")))
        jobs = _asked(store, "SELECT count(*) FROM procrastinate_jobs")
    (before, lent, files), (after, lent_after, files_after) = used.values()
    print(  # noqa: T201 (the proof shows its sums)
        f"people={PEOPLE} sent={sent} cues={cues} heard={heard} "
        f"memory: {before >> 20} to {after >> 20} MiB, connections: {lent} to {lent_after}, "
        f"files: {files} to {files_after}, jobs left={jobs}"
    )
    assert (cues, heard) == (PEOPLE, SAID * (DAY // STEP))
    assert jobs == 0
    assert after <= before * MEMORY
    assert (lent_after, files_after) <= (lent, files)


@contextmanager
def _bot(url: str, slack: str, hands: Hands, port: int) -> Iterator[Trellis]:
    key = Fernet.generate_key().decode()
    store = open_store(url, key)
    each = PEOPLE // 2 // len(HOURS)
    for number, hour in enumerate(HOURS):
        begins = MONDAY + timedelta(hours=hour)
        many = PEOPLE // 2 - each * (len(HOURS) - 1) if hour == HOURS[-1] else each
        write(store, Pairs(many, begins, Step.PREPARE, first=1 + number * each))
    settings = Settings(
        bot_token="xoxb-day",
        keys=(key,),
        api_url=slack,
        messages_per_minute=100_000,
        signing_secret=SECRET,
        port=port,
    )
    bot = Trellis(settings, load(PROMPTS, CONTRACT, LANGUAGE), store, hands.now)
    bot.start([Duty.WORK, Duty.LISTEN])
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


def _open_files() -> int:
    """Return how many files and sockets this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def _connections(store: Store) -> int:
    return _asked(store, USED)


def _asked(store: Store, question: str) -> int:
    with store.read() as session:
        return int(session.connection().execute(text(question)).scalar_one())
