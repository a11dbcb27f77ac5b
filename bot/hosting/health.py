"""Whether this process lives, and whether the installation can do its work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.data import pulse, task_engine
from bot.data.migrate import head
from bot.data.store import Store

LONGEST_PAUSE = timedelta(minutes=2)  # of the clock, after which nothing is in time any more
# The code does not change while it runs.
newest_migration, newest_jobs = cache(head), cache(task_engine.newest)


@dataclass(frozen=True)
class Health:
    """Each thing looked at, in a word: "ok", or what is wrong. Ages are in seconds."""

    database: str
    migrations: str = "unknown"
    clock: str = "unknown"
    last_tick_age: float | None = None
    oldest_unsent_age: float = 0.0

    @property
    def is_ready(self) -> bool:
        """Whether the bot can do its work.

        How long the oldest message waits is told, and no reason to turn Slack away: Slack itself
        may be what holds it up.
        """
        return self.database == self.migrations == self.clock == "ok"

    def as_json(self) -> dict[str, Any]:
        """Return it for `/readyz`."""
        return {
            "ready": self.is_ready,
            "database": self.database,
            "migrations": self.migrations,
            "clock": self.clock,
            "last_tick_age_seconds": self.last_tick_age,
            "oldest_unsent_age_seconds": self.oldest_unsent_age,
        }


def look(store: Store, now: Callable[[], datetime]) -> Health:
    """Look at the database, its migrations, the clock, and what waits by the bot's clock."""
    at = now()
    try:
        with store.read() as session:
            if lag := _lag(session):
                return Health("ok", migrations=lag)
            ticked, queue = pulse.last_tick(session), pulse.queue(session, at)
    except SQLAlchemyError as error:
        return Health(type(error).__name__)
    age = datetime.now(UTC) - ticked if ticked else None
    return Health(
        "ok",
        migrations="ok",
        clock=_clock(age),
        last_tick_age=round(age.total_seconds(), 1) if age is not None else None,
        oldest_unsent_age=age_of(queue.oldest, at),
    )


def _lag(session: Session) -> str | None:
    """Say which tables are others than the code knows; None where all are the same."""
    migration = pulse.migration(session)
    if migration != newest_migration():
        return f"at {migration}, needed {newest_migration()}"
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return None
    jobs = task_engine.seen(connection)
    return None if jobs == newest_jobs() else f"tasks at {jobs}, needed {newest_jobs()}"


def _clock(age: timedelta | None) -> str:
    if age is None:
        return "never started"
    return "ok" if age < LONGEST_PAUSE else "stopped"


def age_of(moment: datetime | None, now: datetime) -> float:
    """Return how many seconds ago that was; 0 for never."""
    return round((now - moment).total_seconds(), 1) if moment else 0.0
