"""The database away for a while: nothing is acknowledged that was not kept, and all comes in."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.data.tables import Answer
from bot.settings import database_url
from tests.ports import free_port
from tests.postgres import Cluster
from tests.proofs.fleet import Part, fleet
from tests.running import Place, playing, tell
from tests.seeds import Pairs, asked, count, members, open_store, reply

pytestmark = [pytest.mark.proof, pytest.mark.postgres, pytest.mark.timed]

EVENTS, AWAY, AGAIN = 120, 20.0, 1.0  # and seconds: the database away, Slack's next try


def test_the_database_gone_for_twenty_seconds(postgres_server: Cluster, tmp_path: Path) -> None:
    """Of answers to two processes, doubled and out of order, each is kept once.

    None that was acknowledged is missing, and Slack's repeats bring in the rest.
    """
    pairs = Pairs(EVENTS, datetime.now(UTC))
    events = [reply(one, f"answer {one}") for one in pairs.numbers]
    with (
        postgres_server.database() as url,
        playing(database_url({"DATABASE_URL": url}), members(pairs), port=free_port()) as place,
    ):
        store = open_store(place.database_url, place.key)
        asked(store, pairs)
        places = place, replace(place, port=free_port())
        parts = [Part(f"web-{number}", one, tmp_path) for number, one in enumerate(places)]
        with fleet(parts), _told(places, [*events, *reversed(events)]) as told:
            time.sleep(1)
            postgres_server.stop()
            time.sleep(AWAY)
            acknowledged = sum(one.done() for one in told)
            postgres_server.start()
            repeats = sum(one.result() for one in told)
        kept = count(store, Answer)
        store.close()
    print(f"events={EVENTS} twice, before={acknowledged} repeats={repeats} answers={kept}")  # noqa: T201 (the proof shows its sums)
    assert acknowledged < len(told)
    assert repeats
    assert kept == EVENTS


@contextmanager
def _told(places: Sequence[Place], events: Sequence[dict[str, Any]]) -> Iterator[Any]:
    """Tell all events, by turns to each of the places, again until each is acknowledged."""
    with ThreadPoolExecutor(8) as people:
        yield [
            people.submit(_tell_until_heard, places[number % len(places)], event, number)
            for number, event in enumerate(events)
        ]


def _tell_until_heard(place: Place, event: dict[str, Any], number: int) -> int:
    """Return how many repeats it took. People answer over a few seconds, not all at once."""
    time.sleep(number % 8 / 8)
    repeats = 0
    while not tell(place, event):
        time.sleep(AGAIN)
        repeats += 1
    return repeats
