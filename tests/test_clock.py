"""The clock: ticks run again and again, never twice at once, and survive an error."""

import logging
import threading
from threading import Event, Semaphore

import pytest

from bot.clock import Clock, Tick

PATIENCE = 10


def nobody(_tick: str, _error: Exception) -> None:
    """Hear of failures, and do nothing."""


def test_a_tick_that_fails_runs_again(caplog: pytest.LogCaptureFixture) -> None:
    """An error is logged once each time and costs no later run."""
    runs = Semaphore(0)

    def fail() -> None:
        runs.release()
        raise ValueError("no")

    told: list[str] = []
    clock = Clock([Tick("due", 0.05, fail)], lambda tick, _error: told.append(tick))
    clock.start()
    assert all(runs.acquire(timeout=PATIENCE) for _ in range(3))
    clock.stop(PATIENCE)
    assert set(told) == {"due"}
    failures = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert {record.getMessage() for record in failures} == {"tick_failed tick=due"}


def test_never_twice_at_once() -> None:
    """A run that takes long is neither doubled nor does it hold up another tick."""
    alone, other = Semaphore(1), Semaphore(0)
    doubled = Event()
    release = Event()

    def slowly() -> None:
        if not alone.acquire(blocking=False):
            doubled.set()
        release.wait(PATIENCE)
        alone.release()

    clock = Clock([Tick("slow", 0.02, slowly), Tick("other", 0.02, other.release)], nobody)
    clock.start()
    assert all(other.acquire(timeout=PATIENCE) for _ in range(10))
    release.set()
    clock.stop(PATIENCE)
    assert not doubled.is_set()


def test_stop_waits_and_leaves_nothing() -> None:
    """After `stop` what ran has finished and no thread of the clock is left."""
    before = set(threading.enumerate())
    begun, finished = Event(), Event()

    def work() -> None:
        begun.set()
        threading.Event().wait(0.2)
        finished.set()

    clock = Clock([Tick("work", 0.01, work)], nobody)
    clock.start()
    assert begun.wait(PATIENCE)
    assert clock.stop(PATIENCE)
    assert finished.is_set()
    assert set(threading.enumerate()) <= before


def test_stop_waits_no_longer_than_it_is_told() -> None:
    """What takes longer goes on; whoever stops is told so."""
    begun, release = Event(), Event()

    def work() -> None:
        begun.set()
        release.wait(PATIENCE)

    clock = Clock([Tick("work", 0.01, work)], nobody)
    clock.start()
    assert begun.wait(PATIENCE)
    assert not clock.stop(0.1)
    release.set()


def test_stop_before_start() -> None:
    """A clock that never started can be stopped, and leaves nothing running."""
    before = set(threading.enumerate())
    Clock([], nobody).stop(PATIENCE)
    assert set(threading.enumerate()) <= before
