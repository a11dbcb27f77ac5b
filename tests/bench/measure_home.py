"""Home of somebody who has written 5,000 answers: as it opens, and as it searches."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet
from slack_sdk import WebClient

from bot.admin import LANGUAGE, PROMPTS
from bot.app import CONTRACT, FEATURES
from bot.catalogue.shelf import Shelf
from bot.content import load
from bot.data.tables import Person
from bot.features.one_on_ones.shelf import Asked
from bot.features.people.home import Layout, render
from bot.reception.desk import Caller, Desk
from tests.bench import Figure
from tests.features.one_on_ones.many import write_answers
from tests.seeds import TEAM, open_store

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ANSWERS, TIMES = 5_000, 11
MANAGER, REPORT = "U0MAYA", "U0DEV"


def measure() -> Iterator[Figure]:
    """Yield how long the first page takes, and a search that finds nothing."""
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'home.db'}", Fernet.generate_key().decode())
        with store.begin() as session:
            session.add_all(Person(team=TEAM, user=one, name=one) for one in (MANAGER, REPORT))
        write_answers(store, (TEAM, MANAGER, REPORT), ANSWERS, NOW)
        content = load(PROMPTS, CONTRACT, LANGUAGE)
        desk = Desk(
            store, content, lambda: NOW, lambda _team: WebClient(), Shelf(PROMPTS, LANGUAGE)
        )
        yield Figure("home_5000_answers_ms", _milliseconds(desk, ""), "ms")
        nowhere = Asked(words="nowhere").kept()
        yield Figure("home_5000_search_ms", _milliseconds(desk, nowhere), "ms")
        store.close()


def _milliseconds(desk: Desk, asked: str) -> float:
    """Return the median of some times that Home is made."""
    layout = Layout(
        [one.home for one in FEATURES if one.home], [one.shelf for one in FEATURES if one.shelf]
    )
    seconds = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        with desk.store.read() as session:
            render(session, Caller(TEAM, REPORT), desk, layout, asked)
        seconds.append(time.perf_counter() - begun)
    return median(seconds) * 1000
