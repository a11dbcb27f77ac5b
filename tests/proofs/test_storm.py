"""Many processes on one PostgreSQL while they, and it, are killed: nothing lost, nothing doubled.

Twenty workspaces with Slack's own limits, and people for whom the same minute is the last quarter
of an hour of a one-on-one.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from cryptography.fernet import Fernet
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from bot.data.store import Store
from bot.data.tables import Delivery, Sending, Step
from bot.playground.faults import Trouble
from bot.settings import database_url
from tests.ports import free_port
from tests.postgres import Cluster
from tests.proofs.fleet import Fleet, Part, fleet, wait_for
from tests.proofs.many import Many, many
from tests.running import Told
from tests.seeds import Pairs, count, open_store, write

pytestmark = [pytest.mark.proof, pytest.mark.postgres]

WORKSPACES, PAIRS, LONG = 20, 25, timedelta(hours=2)
CEILING, AT_ONCE, LATE = 300, 5, 20  # messages a minute; and what may come late of the one before
KILLS, PATIENCE = 8, 240.0

TROUBLED = 15  # pairs in each of a few workspaces
TROUBLES = (
    (Trouble.RATE_LIMITED, 2, 2),
    (Trouble.BROKEN, 3, 0),
    (Trouble.LOST_AFTER, 3, 0),
    (Trouble.LOST_BEFORE, 2, 0),
    (Trouble.LOST_AFTER, 1, 10),
    (Trouble.RATE_LIMITED, 1, 1),
)


@dataclass(frozen=True)
class Town:
    """What a proof plays on."""

    slack: Many
    store: Store
    told: Told
    folder: Path
    people: tuple[Pairs, ...]

    def parts(self, **how_many: int) -> list[Part]:
        """Return so many processes of each kind."""
        return [
            Part(f"{kind}-{number}", self.told, self.folder)
            for kind, many_ in how_many.items()
            for number in range(many_)
        ]

    @property
    def due(self) -> int:
        """How many cues there are to send."""
        return sum(one.count * 2 for one in self.people)

    def is_done(self) -> bool:
        """Whether every cue is recorded and has come to its end; False while nobody can tell."""
        with suppress(SQLAlchemyError):
            ended = col(Delivery.state).not_in((Sending.WAITING, Sending.SENDING))
            return count(self.store, Delivery, ended) == self.due
        return False


@contextmanager
def _town(
    server: Cluster, folder: Path, pairs: int, due_at: datetime, workspaces: int = WORKSPACES
) -> Iterator[Town]:
    """Open workspaces in which so many pairs each reach their last quarter of an hour at once."""
    starts = due_at + timedelta(minutes=15) - LONG
    everybody = tuple(
        Pairs(pairs, starts, Step.CUE, LONG, first=1 + one * pairs, team=f"T{one:02}")
        for one in range(workspaces)
    )
    with server.database() as url, many(everybody) as slack:
        key = Fernet.generate_key().decode()
        store = open_store(database_url({"DATABASE_URL": url}), key)
        for one in everybody:
            write(store, one)
        told = Told(slack.server.api_url, url, key, CEILING, free_port())
        yield Town(slack, store, told, folder, everybody)
        store.close()


@contextmanager
def _trouble(act: Callable[[], bool], every: float) -> Iterator[list[float]]:
    """Do something again and again in the background; lend the moments at which it was done."""
    is_over, done = Event(), list[float]()

    def go_on() -> None:
        while not is_over.wait(every):
            if act():
                done.append(time.time())

    thread = Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield done
    finally:
        is_over.set()
        thread.join()


def test_a_thousand_cues_in_one_minute_while_processes_die(
    postgres_server: Cluster, tmp_path: Path
) -> None:
    """Each of 1,000 cues due at once reaches its person once, in time, and no limit is exceeded.

    A worker of three is killed every two seconds, a clock of two stops, PostgreSQL crashes once.
    """
    due_at = datetime.now(UTC) + timedelta(seconds=20)
    with _town(postgres_server, tmp_path, PAIRS, due_at) as town:
        with fleet(town.parts(worker=3, clock=2)) as ships:
            time.sleep(max(0.0, due_at.timestamp() - time.time()))
            ships.parts["clock-0"].stop()
            with _trouble(lambda: ships.kill_one("worker"), 2) as kills:
                time.sleep(15)
                postgres_server.stop()
                postgres_server.start()
                wait_for(lambda: len(kills) >= KILLS or town.is_done(), 60)
            wait_for(town.is_done, PATIENCE)
        _prove(town, ships, due_at, f"kills={len(kills)}")


def test_all_kinds_of_trouble_at_slack(postgres_server: Cluster, tmp_path: Path) -> None:
    """Whether Slack refuses, breaks, hangs or posts without an answer: each cue comes once."""
    due_at = datetime.now(UTC)
    with _town(postgres_server, tmp_path, TROUBLED, due_at, workspaces=5) as town:
        for slack in town.slack.workspaces.values():
            for trouble, times, seconds in TROUBLES:
                slack.faults.switch_on(trouble, "chat.postMessage", times=times, seconds=seconds)
        with fleet(town.parts(worker=2, clock=1)) as ships:
            wait_for(town.is_done, PATIENCE)
        assert not any(one.faults.active() for one in town.slack.workspaces.values())
        _prove(town, ships, due_at, f"troubles={sum(times for _, times, _ in TROUBLES) * 5}")


def _prove(town: Town, ships: Fleet, due_at: datetime, how: str) -> None:
    posts = list(town.slack.posts())
    late = sorted(at - due_at.timestamp() for _, at in posts)
    keys = Counter(key for key, _ in posts)
    lost, doubled = town.due - len(keys), keys.total() - len(keys)
    meters = [one.meter for one in town.slack.workspaces.values()]
    refused = sum(one.refused.total() for one in meters)
    busiest = max(one.busiest(60) for one in meters)
    looks = sum(one.calls["conversations.history"] for one in meters)
    print(  # noqa: T201 (the proof shows its sums)
        f"due={town.due} {how} processes={ships.started()} posted={keys.total()} lost={lost} "
        f"doubled={doubled} looks={looks} refused={refused} busiest_minute={busiest} "
        f"late: p50={late[len(late) // 2]:.1f}s p99={late[len(late) * 99 // 100]:.1f}s "
        f"max={late[-1]:.1f}s"
    )
    assert (lost, doubled) == (0, 0)
    assert count(town.store, Delivery, col(Delivery.state) == Sending.SENT) == town.due
    assert refused == 0
    assert busiest <= CEILING + AT_ONCE + LATE
