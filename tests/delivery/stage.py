"""What a delivery test plays on: a real SQLite file, a wire, and two clocks to move."""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet
from sqlmodel import Session, col, select

from bot.data.migrate import upgrade
from bot.data.store import Store
from bot.data.tables import Delivery, Person, Workspace
from bot.delivery.outbox import Message, Rank, Rendered, View, put
from bot.delivery.rates import Rates
from bot.delivery.sender import Sender
from tests.delivery.wire import Wire, connect

MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
TEAM = "T1"


def say(_session: Session, row: Delivery) -> Rendered:
    """Render any message: its number, no more."""
    return Rendered(f"message {row.id}", [])


def open_store(url: str) -> Store:
    """Open a fresh database with all tables."""
    upgrade(url)
    return Store(url, (Fernet.generate_key().decode(),))


def message(key: str, **changes: Any) -> Message:
    """Return a message to somebody, due in the morning, with some changes."""
    usual: dict[str, Any] = {
        "team": TEAM,
        "key": key,
        "kind": "test",
        "to": "U" + key.upper(),
        "rank": Rank.PREPARATION,
        "not_before": MORNING,
    }
    return Message(**usual | changes)


@dataclass
class Stage:
    """The database, the wire, the bot's clock and the real one, which ticks by hand."""

    store: Store
    wire: Wire
    now: datetime = MORNING
    real: datetime = MORNING
    views: dict[str, View] = field(default_factory=lambda: {"test": say})

    def __post_init__(self) -> None:
        self.wire.now = lambda: _seconds(self.now)

    def rates(self, per_minute: float = math.inf, channel_seconds: float = 0) -> Rates:
        """Return paces that follow the real clock of the stage; none unless asked for."""
        return Rates(per_minute, channel_seconds, lambda: _seconds(self.real))

    def sender(self, **changes: Any) -> Sender:
        """Return a sender between the database and the wire."""
        usual: dict[str, Any] = {
            "store": self.store,
            "views": self.views,
            "client": lambda team: connect(f"xoxb-{team}", self.wire.url),
            "now": lambda: self.now,
            "real": lambda: self.real,
            "rates": self.rates(),
        }
        return Sender(**usual | changes)

    def put(self, *messages: Message) -> int:
        """Record messages in a transaction of their own."""
        with self.store.begin() as session:
            return put(session, messages, self.now)

    def run(self, sender: Sender | None = None) -> None:
        """Deliver until nothing may go at this moment."""
        sender = sender or self.sender()
        while rows := sender.lease(50):
            sender.deliver(rows)

    def advance(self, seconds: float) -> None:
        """Let real time and the bot's clock pass."""
        self.real += timedelta(seconds=seconds)
        self.now += timedelta(seconds=seconds)

    def row(self, key: str) -> Delivery:
        """Return what is recorded under `key`."""
        with self.store.read() as session:
            return session.exec(select(Delivery).where(col(Delivery.key) == key)).one()

    def add(self, *rows: Person | Workspace) -> None:
        """Store people or workspaces."""
        with self.store.begin() as session:
            session.add_all(rows)

    def person(self, user: str) -> Person:
        """Return a stored person."""
        with self.store.read() as session:
            return session.get_one(Person, (TEAM, user))

    def stopped(self, team: str = TEAM) -> str | None:
        """Return why the workspace is stopped."""
        with self.store.read() as session:
            return session.get_one(Workspace, team).stopped


def _seconds(at: datetime) -> float:
    return at.timestamp()
