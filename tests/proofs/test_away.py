"""The database away for a while: nothing is acknowledged that was not kept, and all comes in."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.data.tables import Answer
from bot.playground import payloads
from bot.playground.state import Channel, Kind, Message
from bot.settings import database_url
from tests.ports import free_port
from tests.postgres import Cluster
from tests.proofs.fleet import Part, fleet
from tests.running import Place, playing, tell
from tests.seeds import TEAM, Pairs, asked, members, open_store, report

pytestmark = [pytest.mark.proof, pytest.mark.postgres, pytest.mark.timed]

PEOPLE, AWAY, AGAIN = 40, 20.0, 1.0  # and seconds: the database away, Slack's next try


def test_the_database_gone_for_twenty_seconds(postgres_server: Cluster, tmp_path: Path) -> None:
    """Of answers to two processes, doubled and the last first, each is kept once, as it is now.

    None that was acknowledged is missing, and Slack's repeats bring in the rest.
    """
    pairs = Pairs(PEOPLE, datetime.now(UTC))
    events = [event for one in pairs.numbers for event in _done_by(one)]
    with (
        postgres_server.database() as url,
        playing(database_url({"DATABASE_URL": url}), members(pairs), port=free_port()) as place,
    ):
        store = open_store(place.database_url, place.key)
        asked(store, pairs)
        places = place, replace(place, port=free_port())
        parts = [Part(f"web-{number}", one, tmp_path) for number, one in enumerate(places)]
        with fleet(parts), _told(places, [*reversed(events), *events]) as told:
            time.sleep(1)
            postgres_server.stop()
            time.sleep(AWAY)
            acknowledged = sum(one.done() for one in told)
            postgres_server.start()
            repeats = sum(one.result() for one in told)
        with store.read() as session:
            answers = session.exec(select(Answer)).all()
        kept = Counter((one.author, store.vault.open(one.sealed)) for one in answers)
        store.close()
    sums = f"before={acknowledged} repeats={repeats} answers={kept.total()}"
    print(f"events={len(events)} twice, {sums}")  # noqa: T201 (the proof shows its sums)
    assert acknowledged < len(told)
    assert repeats
    assert kept == Counter(left for one in pairs.numbers for left in _left_by(one))


def _done_by(number: int) -> list[dict[str, Any]]:
    """Return the events of a person's answer, its edit, and then its deletion or a second answer.

    Every other person deletes it.
    """
    user, thread = report(number), f"17{number:08}.000100"
    channel = Channel(f"D{user[1:]}", Kind.IM, (user, "U0TRELLIS"))
    ts = [f"18000000{second:02}.{number:06}" for second in range(3)]
    first = Message(channel=channel.id, ts=ts[0], user=user, text="first", thread_ts=thread)
    edited, second = replace(first, text="edited"), replace(first, ts=ts[2], text="second")
    events = [
        payloads.said(first, channel, TEAM),
        payloads.changed(first, edited, channel, TEAM, ts[1]),
        payloads.deleted(edited, channel, TEAM, ts[2])
        if number % 2
        else payloads.said(second, channel, TEAM),
    ]
    return [payloads.envelope(one, TEAM, 1_800_000_000) for one in events]


def _left_by(number: int) -> list[tuple[str, str]]:
    """Return what is left of that: by whom, and the words."""
    return [] if number % 2 else [(report(number), "edited"), (report(number), "second")]


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
