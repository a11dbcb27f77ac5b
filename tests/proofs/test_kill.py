"""A process killed at any moment loses no message and doubles none."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from bot.data.tables import Delivery, Sending
from bot.settings import database_url
from tests.delivery.stage import Stage, message, open_store
from tests.delivery.wire import Fault, Wire, serving

DUE, KILLS = 500, 8
# Far longer than a call to the stand-in takes. A request that is on its way when its process is
# killed may still be taken afterwards. Recovery looks only when the lease has run out, so it
# sees that message: with a lease shorter than a call's time-out this proof would fail, rightly.
LEASE_SECONDS = 1.5


@pytest.mark.proof
@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_random_nothing_is_lost_or_doubled_in_sqlite(tmp_path: Path, seed: int) -> None:
    """Of 500 due messages in SQLite each is posted once, however often the sender is killed."""
    _prove(f"sqlite:///{tmp_path / 'proof.db'}", seed)


@pytest.mark.proof
@pytest.mark.postgres
def test_killed_at_random_nothing_is_lost_or_doubled_in_postgresql(postgres_url: str) -> None:
    """Of 500 due messages in PostgreSQL each is posted once, however often it is killed."""
    _prove(database_url({"DATABASE_URL": postgres_url}), 3)


def _prove(database: str, seed: int) -> None:
    store = open_store(database)
    with serving() as wire:
        # Some answers are lost on their way, and some calls: both look alike to the sender.
        wire.faults["chat.postMessage"].extend(_faults(seed))
        stage = Stage(store, wire, now=datetime.now(UTC))
        wire.now = time.time
        stage.put(*(message(f"k{number}", not_before=stage.now) for number in range(DUE)))
        killed = sum(_run_and_kill(database, wire, more) for more in _moments(seed))
        rest = subprocess.run(_command(database, wire.url), check=False)  # noqa: S603 - our own
        posted = Counter(wire.keys())
        looks = len(wire.asked("conversations.history"))
    with store.read() as session:
        sent = session.exec(select(func.count()).where(col(Delivery.state) == Sending.SENT)).one()
    store.close()
    lost, doubled = DUE - len(posted), sum(posted.values()) - len(posted)
    print(  # noqa: T201 - the proof shows its sums
        f"seed={seed} due={DUE} kills={killed} looks={looks} posted={sum(posted.values())} "
        f"sent={sent} lost={lost} doubled={doubled}"
    )
    assert rest.returncode == 0
    assert (lost, doubled, sent) == (0, 0, DUE)
    assert killed > KILLS // 2


def _faults(seed: int) -> Iterator[Fault | None]:
    dice = random.Random(seed)  # noqa: S311 - a seed makes the proof repeatable
    for _ in range(DUE):
        # Slow enough for a kill to fall into a call.
        slow = Fault(seconds=dice.uniform(0, 0.05), counts=True, body={"ok": True, "ts": "1.1"})
        yield dice.choices([None, slow, Fault(counts=True), Fault()], [85, 10, 3, 2])[0]


def _moments(seed: int) -> list[int]:
    """Return after how many more calls each process is killed, in about two thirds of the way."""
    dice = random.Random(seed)  # noqa: S311 - as above
    return [dice.randint(0, 2 * DUE * 2 // (3 * KILLS)) for _ in range(KILLS)]


def _run_and_kill(database: str, wire: Wire, more: int) -> bool:
    """Start a sender, kill it once it has made `more` calls; False if it was done before."""
    process = subprocess.Popen(_command(database, wire.url))  # noqa: S603 - our own program
    enough = len(wire.calls) + more
    while len(wire.calls) < enough and process.poll() is None:
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def _command(database: str, slack: str) -> list[str]:
    return [sys.executable, "-m", "tests.proofs.deliverer", database, slack, str(LEASE_SECONDS)]
