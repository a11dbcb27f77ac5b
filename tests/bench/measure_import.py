"""A company's list of 50,000 people: read, compared, and written."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet
from slack_sdk import WebClient
from sqlmodel import SQLModel

from bot.admin import LANGUAGE, PROMPTS, people
from bot.admin.people_file import PeopleFile
from bot.app import CONTRACT
from bot.catalogue.shelf import Shelf
from bot.content import load
from bot.data.tables import Person, Workspace
from bot.reception.desk import Desk
from tests.bench import Figure
from tests.seeds import TEAM, open_store

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LINES = 50_000
SPAN = 8  # people whom each manager has


def measure() -> Iterator[Figure]:
    """Yield how long the list takes the first time, and when nothing has changed."""
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'list.db'}", Fernet.generate_key().decode())
        with store.begin() as session:
            session.add(Workspace(team=TEAM))
            session.flush()
            rows = [{"team": TEAM, "user": _user(one), "email": _mail(one)} for one in range(LINES)]
            table = SQLModel.metadata.tables[str(Person.__tablename__)]
            session.connection().execute(table.insert(), [{**row, "name": "x"} for row in rows])
        path = Path(folder) / "people.csv"
        path.write_text("email,manager,department,role,country,start date\n" + "".join(_lines()))
        content = load(PROMPTS, CONTRACT, LANGUAGE)
        desk = Desk(
            store, content, lambda: NOW, lambda _team: WebClient(), Shelf(PROMPTS, LANGUAGE)
        )
        yield Figure("import_50k_s", _seconds(desk, path), "s")
        yield Figure("import_50k_again_s", _seconds(desk, path), "s")
        store.close()


def _seconds(desk: Desk, path: Path) -> float:
    begun = time.perf_counter()
    people.write(desk, people.plan(desk, PeopleFile(path), None))
    return time.perf_counter() - begun


def _lines() -> Iterator[str]:
    for one in range(LINES):
        manager = _mail((one - 1) // SPAN) if one else ""
        yield f"{_mail(one)},{manager},Department {one % 40},Role {one % 166},DE,2024-02-01\n"


def _user(number: int) -> str:
    return f"U{number:08}"


def _mail(number: int) -> str:
    return f"somebody.{number}@example.org"
