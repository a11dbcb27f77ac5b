"""The embedded engine: several workers, one message each."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from bot.data.tables import Delivery, Sending
from bot.delivery import embedded
from bot.delivery.embedded import Embedded
from bot.delivery.outbox import Rendered
from bot.delivery.rates import Rates
from bot.delivery.sender import Sender
from bot.settings import database_url
from tests.delivery.stage import MORNING, TEAM, Stage, message, open_store
from tests.delivery.wire import Fault, refusal, serving, too_fast
from tests.waiting import PATIENCE, until

POST = "chat.postMessage"


def _ticking(stage: Stage, **changes: object) -> Sender:
    """Return a sender whose leases follow the real clock."""
    return stage.sender(real=lambda: datetime.now(UTC), **changes)


@contextmanager
def _running(*engines: Embedded) -> Iterator[None]:
    for engine in engines:
        engine.start()
    try:
        yield
    finally:
        for engine in engines:
            engine.stop()


def test_two_engines_send_each_message_once(stage: Stage) -> None:
    """Two engines over one database share its messages, and send none twice."""
    stage.put(*(message(f"k{number}") for number in range(200)))
    engines = Embedded(_ticking(stage)), Embedded(_ticking(stage))
    with _running(*engines):
        assert engines[0].drain(20)
    assert Counter(stage.wire.keys()) == Counter(f"k{number}" for number in range(200))


@pytest.mark.postgres
def test_two_engines_share_a_postgresql(postgres_url: str) -> None:
    """On PostgreSQL as well each message is recorded once and sent once."""
    store = open_store(database_url({"DATABASE_URL": postgres_url}))
    with serving() as wire:
        stage = Stage(store, wire)
        assert stage.put(*(message(f"k{number}") for number in range(120))) == 120
        assert stage.put(*(message(f"k{number}") for number in range(150))) == 30
        engines = Embedded(_ticking(stage)), Embedded(_ticking(stage))
        with _running(*engines):
            assert engines[0].drain(20)
        assert Counter(wire.keys()) == Counter(f"k{number}" for number in range(150))
    store.close()


def test_one_lease_for_each_message(stage: Stage) -> None:
    """Many threads that lease at once never get the same message."""
    stage.put(*(message(f"k{number}") for number in range(100)))
    sender, leased = stage.sender(), list[int | None]()
    start = threading.Barrier(4)

    def grab() -> None:
        start.wait()
        while rows := sender.lease(7):
            leased.extend(row.id for row in rows)

    threads = [threading.Thread(target=grab) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(leased) == len(set(leased)) == 100


def test_a_wake_is_answered_at_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message put while the engine rests leaves by the wake, long before its next look."""
    monkeypatch.setattr(embedded, "POLL", 10 * PATIENCE)
    engine = Embedded(_ticking(stage))
    with _running(engine):
        time.sleep(0.2)
        stage.put(message("a"))
        engine.wake({TEAM})
        assert until(lambda: stage.wire.posts)


def test_nobody_looks_in_vain(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a workspace is at its ceiling, what is put for it starts no look at the database."""
    monkeypatch.setattr(embedded, "POLL", 10 * PATIENCE)
    stage.put(*(message(f"k{number}") for number in range(8)))
    looks: list[str] = []
    # Five go at once, then one a minute.
    with _running(engine := Embedded(_ticking(stage, rates=Rates(1, 0)), threads=1)):
        assert until(lambda: len(stage.wire.posts) == 5)
        time.sleep(10 * embedded.BREATH)  # in which it finds that no more may go
        event.listen(stage.store.engine, "before_cursor_execute", lambda *it: looks.append(it[2]))
        for _ in range(20):
            engine.wake({TEAM})
            time.sleep(0.01)
    assert looks == []


def test_an_engine_looks_for_itself(stage: Stage) -> None:
    """A message that nobody announced, as another process does, leaves at the next look."""
    assert embedded.POLL <= 2
    with _running(Embedded(_ticking(stage), threads=1)):
        time.sleep(0.1)
        stage.put(message("a"))
        assert until(lambda: stage.wire.posts)


def test_an_idle_engine_rests(stage: Stage) -> None:
    """With nothing to do the engine hardly uses the processor."""
    with _running(Embedded(_ticking(stage))):
        time.sleep(0.2)
        before = time.process_time()
        time.sleep(1.5)
        assert time.process_time() - before < 0.3


def test_drain_needs_no_threads(stage: Stage) -> None:
    """An engine that was not started drains by itself."""
    stage.put(message("a"), message("b", not_before=MORNING + timedelta(hours=1)))
    engine = Embedded(_ticking(stage))
    assert engine.drain(PATIENCE)
    assert stage.wire.keys() == ["a"]
    stage.now += timedelta(hours=1)
    assert engine.drain(PATIENCE)
    assert stage.wire.keys() == ["a", "b"]


def test_drain_waits_for_what_is_under_way(stage: Stage) -> None:
    """Drain returns only when calls of other threads have ended too, paces included."""
    stage.put(message("a"), message("b", to="UA"))
    stage.wire.faults[POST].append(
        Fault(seconds=0.3, counts=True, body={"ok": True, "channel": "DA", "ts": "1.1"})
    )
    engine = Embedded(_ticking(stage, rates=Rates(channel_seconds=0.4)))
    with _running(engine):
        assert engine.drain(PATIENCE)
        assert stage.row("a").state is stage.row("b").state is Sending.SENT


def test_drain_says_when_it_takes_too_long(stage: Stage) -> None:
    """Drain is false where something due cannot leave in time."""
    stage.put(message("a"))
    stage.wire.faults[POST].append(too_fast(60))
    assert not Embedded(_ticking(stage)).drain(0.3)


def test_stop_finishes_its_calls_and_gives_back_the_rest(stage: Stage) -> None:
    """A stopped engine has noted the calls under way; the rest is free for others at once."""
    stage.put(*(message(f"k{number}") for number in range(10)))
    slow = Fault(seconds=0.3, counts=True, body={"ok": True, "channel": "D", "ts": "1.1"})
    stage.wire.faults[POST].extend([slow] * 10)
    engine = Embedded(_ticking(stage), threads=2)
    engine.start()
    while len(stage.wire.calls) < 2:
        time.sleep(0.01)
    engine.stop()
    sent = len(stage.wire.calls)
    assert 2 <= sent < 10
    stage.wire.faults[POST].clear()
    assert Embedded(_ticking(stage)).drain(PATIENCE)
    assert Counter(stage.wire.keys()) == Counter(f"k{number}" for number in range(10))
    assert stage.wire.asked("conversations.history") == []


def test_a_database_that_goes_away_is_survived(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """A database error ends no thread: the message is taken up again after its lease."""
    stage.put(message("a"))

    def break_once(session: Session, row: Delivery) -> Rendered:
        stage.views["test"] = usual
        session.connection().exec_driver_sql("SELECT nothing FROM nowhere")
        return Rendered(str(row.id), [])

    usual, stage.views["test"] = stage.views["test"], break_once
    engine = Embedded(_ticking(stage, lease_for=timedelta(seconds=0.5)), threads=1)
    with _running(engine):
        deadline = time.monotonic() + 10
        while not stage.wire.posts and time.monotonic() < deadline:
            time.sleep(0.02)
    assert stage.wire.keys() == ["a"]
    assert "delivery paused: error=OperationalError" in caplog.text


def test_trouble_does_not_stop_an_engine(stage: Stage) -> None:
    """Messages behind one that fails leave all the same."""
    stage.put(*(message(f"k{number}") for number in range(6)))
    stage.wire.faults[POST].extend([refusal("user_disabled"), refusal("invalid_blocks")])
    assert Embedded(_ticking(stage)).drain(PATIENCE)
    assert len(stage.wire.posts) == 4


def test_a_look_by_whoever_waits_disturbs_no_thread(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """While somebody who drains is looking, however long that takes, the thread on watch sleeps."""
    monkeypatch.setattr(embedded, "POLL", 0.05)
    lease = Sender.lease

    def slowly(sender: Sender, limit: int) -> list[Delivery]:
        if threading.current_thread() is threading.main_thread():
            time.sleep(0.2)
        return lease(sender, limit)

    monkeypatch.setattr(Sender, "lease", slowly)
    stage.wire.faults[POST].append(too_fast(1))
    engine = Embedded(_ticking(stage, rates=Rates(100_000, 0)))
    with _running(engine):
        stage.put(message("a"))
        assert engine.drain(10)
    assert "delivery paused" not in caplog.text
