"""The tick: with nothing due among very many one-on-ones, and with very many due at once."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlmodel import col, func, select

from bot.admin import LANGUAGE, PROMPTS
from bot.app import CONTRACT, Trellis
from bot.content import load
from bot.data.store import Store
from bot.data.tables import Asking, Delivery, Occurrence, Question, Step
from bot.settings import Settings, database_url
from tests import postgres
from tests.bench import CannotMeasure, Figure
from tests.seeds import Pairs, open_store, write

START = datetime(2026, 11, 24, 9, tzinfo=UTC)  # a Tuesday, in everybody's working hours
IDLE, DUE, TICKS = 100_000, 5_000, 21


@dataclass
class Hands:
    """The clock that is moved between two ticks."""

    at: datetime

    def now(self) -> datetime:
        """Return what the hands show."""
        return self.at


def measure() -> Iterator[Figure]:
    """Yield the idle tick, then each step of 5,000 one-on-ones that fall due at once."""
    with TemporaryDirectory() as folder:
        yield _idle("tick_idle_100k_ms", f"sqlite:///{folder}/idle.db")
        yield _prepare(Path(folder))
        yield from _busy(Path(folder))
    if not postgres.programs():
        raise CannotMeasure("no PostgreSQL on this machine")
    with postgres.cluster() as server, server.database() as url:
        yield _idle("tick_idle_100k_pg_ms", database_url({"DATABASE_URL": url}))


def _idle(name: str, url: str) -> Figure:
    store, bot, _ = _bot(url, at=START)
    write(store, Pairs(IDLE, START + timedelta(days=1)))
    with store.begin() as session:  # PostgreSQL does so by itself within a minute
        session.connection().execute(text("ANALYZE"))
    seconds = median(_seconds(bot) for _ in range(TICKS))
    store.close()
    return Figure(name, seconds * 1000, "ms")


def _busy(folder: Path) -> Iterator[Figure]:
    """Nothing was prepared when the cue came: the tick chooses, records and puts in the outbox."""
    store, bot, hands = _bot(f"sqlite:///{folder}/due.db", at=START + timedelta(minutes=31))
    write(store, Pairs(DUE, START))
    yield Figure("due_5000_s", _seconds(bot), "s")
    deliveries, asked = _count(store), _asked(store)
    yield Figure("due_5000_lost", DUE * 2 - deliveries + DUE - asked, "cues")
    hands.at = START + timedelta(minutes=46)
    yield Figure("close_5000_s", _seconds(bot), "s")
    store.close()


def _prepare(folder: Path) -> Figure:
    store, bot, _ = _bot(f"sqlite:///{folder}/prepare.db", at=START - timedelta(hours=2))
    write(store, Pairs(DUE, START))
    seconds = _seconds(bot)
    store.close()
    return Figure("prepare_5000_s", seconds, "s")


def _bot(url: str, at: datetime) -> tuple[Store, Trellis, Hands]:
    key = Fernet.generate_key().decode()
    store, hands = open_store(url, key), Hands(at)
    settings = Settings(bot_token="xoxb-bench", keys=(key,))
    return store, Trellis(settings, load(PROMPTS, CONTRACT, LANGUAGE), store, hands.now), hands


def _seconds(bot: Trellis) -> float:
    began = time.perf_counter()
    bot.tick()
    return time.perf_counter() - began


def _count(store: Store) -> int:
    with store.read() as session:
        return session.exec(select(func.count()).select_from(Delivery)).one()


def _asked(store: Store) -> int:
    """Return how many occurrences have a question of their own that was asked."""
    found = (
        select(func.count(func.distinct(Question.id)))
        .join(Occurrence, col(Occurrence.question_id) == col(Question.id))
        .where(Question.state == Asking.ASKED, Occurrence.step == Step.CLOSE)
    )
    with store.read() as session:
        return session.exec(found).one()
