"""A worker that ends, by request or at once: how long until others have its messages."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col

from bot.data.tables import Delivery
from bot.playground.faults import Trouble
from tests.postgres import Cluster
from tests.proofs.fleet import fleet, wait_for
from tests.proofs.town import OPEN, Town, prove, town
from tests.seeds import count

pytestmark = [pytest.mark.proof, pytest.mark.postgres, pytest.mark.timed]

PAIRS, BEFORE = 10, 10  # and how many messages are out when the worker ends
FINISHES, TAKEN_OVER, EXIT = 10.0, 30.0, 2.5  # seconds; and what a process needs to be gone
HANGS = 60  # seconds for which Slack says nothing


def test_a_worker_that_is_killed(postgres_server: Cluster, tmp_path: Path) -> None:
    """All that it held is done by another within 30 seconds, and nothing comes twice."""
    due_at = datetime.now(UTC) + timedelta(seconds=10)
    with town(postgres_server, tmp_path, PAIRS, due_at, workspaces=4) as place:
        with fleet(place.parts(worker=2, clock=1)) as ships:
            wait_for(lambda: len(list(place.slack.posts())) >= BEFORE, TAKEN_OVER + 60)
            ships.parts["worker-0"].is_gone = True
            ships.kill_one("worker-0")
            killed = time.monotonic()
            held = _held(place)
            wait_for(place.is_done, TAKEN_OVER + 60)
            seconds = time.monotonic() - killed
        prove(place, ships, due_at, f"held={held} taken_over={seconds:.1f}s")
    assert seconds <= TAKEN_OVER


def test_a_worker_that_is_asked_to_stop(postgres_server: Cluster, tmp_path: Path) -> None:
    """It ends within 10 seconds though Slack hangs; what it had not begun another has at once."""
    due_at = datetime.now(UTC)
    with town(postgres_server, tmp_path, PAIRS, due_at, workspaces=4) as place:
        for slack in place.slack.workspaces.values():
            slack.faults.switch_on(Trouble.LOST_AFTER, "chat.postMessage", times=1, seconds=HANGS)
        with fleet(place.parts(worker=1, clock=1)) as ships:
            wait_for(lambda: len(list(place.slack.posts())) >= 1, TAKEN_OVER + 60)
            asked = time.monotonic()
            ships.parts["worker-0"].stop()
            seconds = time.monotonic() - asked
            held = _held(place)
        with fleet(place.parts(worker=1)) as ships:
            wait_for(place.is_done, TAKEN_OVER + 60)
        prove(place, ships, due_at, f"stopped={seconds:.1f}s held={held}")
    assert seconds <= FINISHES + EXIT


def _held(place: Town) -> int:
    """Return how many messages a worker holds."""
    leased = col(Delivery.lease_until).is_not(None)
    return count(place.store, Delivery, OPEN, leased)
