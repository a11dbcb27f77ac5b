"""Calendar feeds: very many that have changed, read and expanded, and one that has not."""

import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from statistics import median

from bot.calendars.addresses import Reach
from bot.calendars.fetching import Version, Web
from bot.calendars.reading import read
from tests.bench import Figure
from tests.calendars.hostile import HOST, plainly, serving

FEEDS, EVENTS, FOLLOWED, TIMES = 1_000, 200, 5, 100
START = datetime(2027, 3, 1, tzinfo=UTC)
WORDS = "What we talk about is nobody's business. " * 8


def measure() -> Iterator[Figure]:
    """Yield the seconds of CPU and the memory of reading, and the milliseconds of a 304."""
    with ProcessPoolExecutor(1, get_context("spawn")) as child:
        seconds, megabytes = child.submit(_read_all).result()
    yield Figure("feeds_1000_s", seconds, "s")
    yield Figure("feeds_1000_mb", megabytes, "MB")
    yield Figure("feed_unchanged_ms", _unchanged() * 1000, "ms")


def _read_all() -> tuple[float, float]:
    """Read every feed in a process of its own; making them does not count."""
    total = 0.0
    for number in range(FEEDS):
        data, followed = _feed(number), {f"{number}-{one}" for one in range(FOLLOWED)}
        began = time.process_time()
        found = read(data, START, START + timedelta(days=14), followed=followed)
        total += time.process_time() - began
        assert len({one.uid for one in found}) == FOLLOWED
    return total, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _feed(number: int) -> bytes:
    """Return a calendar: followed series of some months, and all else that people do."""
    events = "".join(_event(number, one) for one in range(EVENTS))
    return f"BEGIN:VCALENDAR\nPRODID:bench\n{events}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def _event(number: int, one: int) -> str:
    is_series = one < FOLLOWED or one % 10 == 0
    first = date(2026, 11, 2) + timedelta(days=one % 5 if is_series else one)
    rule = "RRULE:FREQ=WEEKLY\n" if is_series else ""
    return (
        f"BEGIN:VEVENT\nUID:{number}-{one}\nDTSTAMP:20260101T000000Z\n"
        f"DTSTART;TZID=Europe/Berlin:{first:%Y%m%d}T100000\n"
        f"DTEND;TZID=Europe/Berlin:{first:%Y%m%d}T104500\n{rule}SUMMARY:Meeting {one}\n"
        f"DESCRIPTION:{WORDS}\nATTENDEE;CN=Maya:mailto:maya@example.com\n"
        f"ATTENDEE;CN=Dev;PARTSTAT=ACCEPTED:mailto:person{one}@example.com\nEND:VEVENT\n"
    )


def _unchanged() -> float:
    """Return the CPU seconds that a feed takes which has not changed."""
    with serving(plainly("", status="304 Not Modified")) as server:
        web = Web(Reach(frozenset({(HOST, server.port)})))
        times = []
        for _ in range(TIMES):
            began = time.thread_time()
            assert web.fetch(server.url(), Version('"known"')).data is None
            times.append(time.thread_time() - began)
    return median(times)
