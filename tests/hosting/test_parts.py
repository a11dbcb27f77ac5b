"""A worker and a clock as processes of their own, asked over HTTP how they do."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet
from prometheus_client.parser import text_string_to_metric_families

from bot.data.tables import Step
from bot.settings import database_url
from tests.bench.echo import echoing
from tests.ports import free_port
from tests.proofs.fleet import wait_for
from tests.running import PATIENCE, Bot, Told
from tests.seeds import LAST_PART, LENGTH, Pairs, open_store, write

pytestmark = pytest.mark.postgres
PARTS = ("worker", "clock")


@pytest.fixture
def told(postgres_url: str) -> Iterator[Told]:
    """Return what parts are told that find a one-on-one in its last fifteen minutes."""
    key, now = Fernet.generate_key().decode(), datetime.now(UTC)
    store = open_store(database_url({"DATABASE_URL": postgres_url}), key)
    write(store, Pairs(1, now + LAST_PART - LENGTH - timedelta(seconds=5), Step.CUE))
    store.close()
    with echoing() as slack:
        yield Told(slack, postgres_url, key)


def ask(port: int, path: str, method: str = "GET") -> httpx.Response:
    """Ask a process for a page."""
    return httpx.request(method, f"http://127.0.0.1:{port}{path}", trust_env=False)


def metrics(door: Callable[[str], httpx.Response]) -> dict[str, float]:
    """Scrape once; return each value by its name and its labels' values."""
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in text_string_to_metric_families(door("/metrics").text)
        for sample in family.samples
    }


def test_each_part_shows_what_it_did(told: Told, tmp_path: Path) -> None:
    """A worker tells what it sent and how late, a clock its ticks; neither is there to post to."""
    ports = {part: free_port() for part in PARTS}
    with ExitStack() as stack:
        bots = [
            Bot(replace(told, metrics_port=ports[part]), tmp_path / part, ("-m", "bot", part))
            for part in PARTS
        ]
        for bot in bots:
            stack.callback(bot.stop)
        for bot in bots:
            bot.wait_until_started()
        doors = {part: partial(ask, port) for part, port in ports.items()}
        sent = "trellis_sends_total sent"
        wait_for(lambda: metrics(doors["worker"]).get(sent, 0) == 2, PATIENCE)
        wait_for(lambda: doors["worker"]("/readyz").is_success, PATIENCE)  # the clock has ticked
        worker, clock = (metrics(doors[part]) for part in PARTS)
        assert [ask("/healthz").text for ask in doors.values()] == ["ok", "ok"]
        assert [ask("/slack/events", "POST").status_code for ask in doors.values()] == [404, 404]
    assert worker["trellis_cue_lateness_seconds_count cue.report"] == 1
    assert worker["trellis_cue_lateness_seconds_sum cue.report"] >= 5
    assert "trellis_tick_seconds_count due" not in worker
    assert clock["trellis_tick_seconds_count due"] >= 1
    assert sent not in clock
    assert clock["trellis_queue_messages waiting"] == worker["trellis_queue_messages waiting"] == 0
