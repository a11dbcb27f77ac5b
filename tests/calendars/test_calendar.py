"""The calendars behind one interface: what was agreed on, a feed, and what is kept of a feed."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.calendars.calendar import Agreed, Calendar, Feed, Kept
from bot.calendars.reading import read
from bot.rules.timing import Cadence, Schedule

CORPUS = Path(__file__).parent / "corpus"
START, END = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 3, 20, tzinfo=UTC)
MAYA, DEV = {"maya@example.com"}, {"dev@example.com"}


def feed(name: str) -> Feed:
    """Return a feed of the corpus as the calendar of Maya and Dev."""
    events = read((CORPUS / f"{name}.ics").read_bytes(), START, END)
    return Feed(events, events[0].uid, MAYA, DEV)


def days(calendar: Calendar) -> list[str]:
    """Return the days on which two people meet."""
    return [f"{slot.held_on:%m-%d}" for slot in calendar.between(START, END)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("weekly", ["03-04", "03-11", "03-18"]),
        ("cancelled", ["03-04", "03-18"]),
        ("declined_once", ["03-04"]),
        ("left", ["03-04"]),
        ("crowd", []),
        ("recurrence_id", ["03-04", "03-12", "03-18"]),
        ("split", ["03-04", "03-12", "03-19"]),
    ],
)
def test_a_feed_shows_what_takes_place(name: str, expected: list[str]) -> None:
    """What is cancelled, declined, or left by one of the two does not take place."""
    assert days(feed(name)) == expected


def test_all_calendars_answer_alike() -> None:
    """The same meetings, agreed on, in a feed, or kept of it, are the same to the features."""
    agreed = Agreed(Schedule(date(2027, 3, 4), time(10), 45, Cadence.WEEKLY, "Europe/Berlin"))
    kept = Kept([*feed("weekly").between(START, END)])
    assert days(agreed) == days(feed("weekly")) == days(kept)
    for calendar in (agreed, feed("weekly"), kept):
        first = next(calendar.between(START, END))
        assert first.cue_at == first.ends_at - timedelta(minutes=15)
        assert next(calendar.between(first.ends_at, END)).starts_at > first.ends_at
