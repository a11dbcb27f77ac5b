"""When somebody works: hours, weekdays, holidays, and weeks that make no sense."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import workdays
from bot.rules.workdays import WorkWeek

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Mars/Base")
WEEKS = st.builds(
    WorkWeek,
    zone=st.sampled_from(ZONES),
    starts=st.times(),
    ends=st.times(),
    days=st.frozensets(st.integers(0, 9)),
    country=st.sampled_from([None, "DE", "IR", "??", ""]),
)
MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
OFFICE = WorkWeek("Europe/Berlin", time(8), time(18), frozenset({1, 2, 3, 4, 5}), "DE")
NIGHTS = WorkWeek("Europe/Berlin", time(22), time(6), frozenset({1, 2, 3, 4, 5}), "DE")


def berlin(at: str) -> datetime:
    """Read a local time of Berlin."""
    return datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("at", "week", "expected"),
    [
        ("2026-11-23T08:00", OFFICE, True),
        ("2026-11-23T07:59", OFFICE, False),
        ("2026-11-23T18:00", OFFICE, False),
        ("2026-11-22T10:00", OFFICE, False),  # a Sunday
        ("2026-12-25T10:00", OFFICE, False),
        ("2026-11-23T23:00", NIGHTS, True),
        ("2026-11-23T05:00", NIGHTS, False),  # the night from Sunday
        ("2026-11-28T05:00", NIGHTS, True),  # the night from Friday
    ],
)
def test_working_hours(at: str, week: WorkWeek, expected: bool) -> None:
    """Hours count from their start to before their end, on weekdays without a holiday."""
    assert workdays.is_working(berlin(at), week) is expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-23T11:11", "2026-11-23T11:11"),
        ("2026-11-23T06:00", "2026-11-23T08:00"),
        ("2026-11-20T18:00", "2026-11-23T08:00"),
        ("2026-12-24T20:00", "2026-12-28T08:00"),
    ],
)
def test_next_working(at: str, expected: str) -> None:
    """Somebody at work can be written to at once, others when they are back."""
    assert workdays.next_working(berlin(at), OFFICE) == berlin(expected)


@pytest.mark.parametrize(
    ("at", "week", "expected"),
    [
        ("2026-11-23T02:00", OFFICE, "2026-11-24T08:00"),
        ("2026-11-20T12:00", OFFICE, "2026-11-23T08:00"),
        ("2026-11-23T23:30", NIGHTS, "2026-11-24T22:00"),
    ],
)
def test_next_morning(at: str, week: WorkWeek, expected: str) -> None:
    """The next morning belongs to a later day, even for somebody who was up at two."""
    assert workdays.next_morning(berlin(at), week) == berlin(expected)


def test_previous_working_day() -> None:
    """Before Easter Monday and a weekend comes the Thursday before Good Friday."""
    at = workdays.previous_working_day_at(date(2027, 3, 30), time(16), OFFICE)
    assert at == berlin("2027-03-25T16:00")


@given(MOMENTS, WEEKS)
def test_searches_end_in_working_hours(at: datetime, week: WorkWeek) -> None:
    """Whatever the week, the next working moment is in working hours and not in the past."""
    found = workdays.next_working(at, week)
    assert at <= found < at + timedelta(days=40)
    assert workdays.is_working(found, week)
    assert workdays.next_working(found, week) == found


@given(MOMENTS, WEEKS)
def test_next_morning_is_later_and_free(at: datetime, week: WorkWeek) -> None:
    """A next morning is ahead, on a working day after the local day."""
    found = workdays.next_morning(at, week)
    assert at < found < at + timedelta(days=40)
    assert workdays.is_working(found, week)
    day = workdays.local_day(at, week.zone)
    earlier = workdays.previous_working_day_at(day, time(12), week)
    assert earlier < at + timedelta(hours=14)


@pytest.mark.parametrize(
    ("day", "country", "expected"),
    [
        (date(2026, 10, 3), "DE", "German Unity Day"),
        (date(2026, 10, 3), " de ", "German Unity Day"),
        (date(2026, 5, 14), "FR", "Ascension Day"),
        (date(2026, 10, 3), "US", None),
        (date(2026, 10, 3), None, None),
        (date(2026, 10, 3), "", None),
        (date(2026, 10, 3), "Germany", None),
        (date(2026, 10, 3), "../x", None),
    ],
)
def test_holidays(day: date, country: str | None, expected: str | None) -> None:
    """Holidays have English names; a country that nobody knows has none."""
    assert workdays.holiday(day, country) == expected


def test_every_country_is_understood() -> None:
    """Each known country's holidays of the coming year can be read."""
    countries = workdays.known_countries()
    assert {"DE", "US", "IN", "BR"} <= countries
    for country in countries:
        workdays.holiday(date(2027, 1, 1), country)


@pytest.mark.parametrize(
    "name",
    ["", "Mars/Base", "Europe", "../etc/passwd", "/etc/passwd", "a\0b", "x" * 5000, "localtime"],
)
def test_what_is_no_zone(name: str) -> None:
    """A name that is no zone is told apart, and counts as UTC."""
    assert not workdays.is_zone(name)
    at = workdays.local_to_utc(date(2026, 7, 1), time(10), name)
    assert at == datetime(2026, 7, 1, 10, tzinfo=UTC)


@given(MOMENTS, st.sampled_from(ZONES))
def test_local_times_come_back(at: datetime, zone: str) -> None:
    """What the clocks show at a moment leads back to it, or to the first time they showed it."""
    local = at.astimezone(workdays.zone_of(zone))
    found = workdays.local_to_utc(local.date(), local.time(), zone)
    assert at - found == timedelta() or (local.fold and found < at)


def test_holidays_wait_until_somebody_has_a_country() -> None:
    """The library of holidays is not loaded for people without a country."""
    code = """
import sys
from datetime import UTC, datetime, time
from bot.rules import timing, workdays
week = workdays.WorkWeek("UTC", time(8), time(18), frozenset({1}), None)
workdays.next_working(datetime(2026, 11, 22, tzinfo=UTC), week)
sys.exit("holidays" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
