"""A worker that ends, by request or at once: how long until others have its messages."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col

from bot.data.tables import Delivery, Sending
from bot.playground.faults import Trouble
from tests.postgres import Cluster
from tests.proofs.fleet import fleet, wait_for
from tests.proofs.town import Town, prove, town
from tests.seeds import count

pytestmark = [pytest.mark.proof, pytest.mark.postgres, pytest.mark.timed]

PAIRS = (10,) * 4  # in each workspace
PATIENCE = 90.0
FINISHES, TAKEN_OVER = 10.0, 30.0  # seconds
HANGS = 60  # seconds for which Slack says nothing
HANGING = Trouble.LOST_AFTER, Trouble.LOST_BEFORE


def test_a_worker_that_is_killed(postgres_server: Cluster, tmp_path: Path) -> None:
    """All that it was sending is done by another within 30 seconds, and nothing comes twice.

    Slack hangs, after posting or before, so that it dies in the middle of a call to each workspace;
    its host starts another, which is up long before the first may have its messages.
    """
    due_at = datetime.now(UTC)
    with town(postgres_server, tmp_path, PAIRS, due_at) as place:
        for slack, hang in zip(place.slack.workspaces.values(), HANGING * 2, strict=True):
            slack.faults.switch_on(hang, "chat.postMessage", times=1, seconds=HANGS)
        with fleet(place.parts(worker=1, clock=1)) as ships:
            wait_for(lambda: _have_all_called(place), PATIENCE)
            ships.kill_one("worker")
            killed = time.monotonic()
            held = _held(place)
            wait_for(place.is_done, PATIENCE)
            seconds = time.monotonic() - killed
        prove(place, ships, due_at, f"held={held} taken_over={seconds:.1f}s")
    assert held >= len(place.slack.workspaces)
    assert seconds <= TAKEN_OVER


def test_a_worker_that_is_asked_to_stop(postgres_server: Cluster, tmp_path: Path) -> None:
    """It ends within 10 seconds though Slack hangs; what it had not begun another has at once.

    They are counted from the request until the process is gone: its exit is part of them.
    """
    due_at = datetime.now(UTC)
    with town(postgres_server, tmp_path, PAIRS, due_at) as place:
        for slack in place.slack.workspaces.values():
            slack.faults.switch_on(Trouble.LOST_AFTER, "chat.postMessage", times=1, seconds=HANGS)
        with fleet(place.parts(worker=1, clock=1)) as ships:
            wait_for(lambda: len(list(place.slack.posts())) >= 1, PATIENCE)
            asked = time.monotonic()
            ships.parts["worker-0"].stop()
            seconds = time.monotonic() - asked
            held = _held(place)
        with fleet(place.parts(worker=1)) as ships:
            wait_for(place.is_done, PATIENCE)
        prove(place, ships, due_at, f"stopped={seconds:.1f}s held={held}")
    assert seconds <= FINISHES


def _have_all_called(place: Town) -> bool:
    """Whether each workspace has been called, and now hangs."""
    return not any(one.faults.active() for one in place.slack.workspaces.values())


def _held(place: Town) -> int:
    """Return how many messages a worker holds in the middle of sending."""
    return count(place.store, Delivery, col(Delivery.state) == Sending.SENDING)
