"""When somebody works: their zone, hours, weekdays and public holidays.

A working span belongs to the day it starts on; one that ends at or before its start ends on the
day after (a night shift). An unknown zone counts as UTC, and a week without a single weekday as
Monday to Friday, so that a broken setting never stops a person's one-on-ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
FURTHEST = 366  # days that a search looks ahead or back: nobody is away for longer
WEEKDAYS = frozenset(range(1, 8))
MONDAY_TO_FRIDAY = frozenset(range(1, 6))
# Names that every machine knows and that mean something else on each.
NO_PLACES = frozenset({"localtime", "posixrules", "Factory"})


@dataclass(frozen=True)
class WorkWeek:
    """A person's working hours, local to `zone`, on ISO weekdays `days`; their country's code."""

    zone: str
    starts: time
    ends: time
    days: frozenset[int]
    country: str | None


def is_zone(name: str) -> bool:
    """Whether `name` is a time zone that this machine knows."""
    return _zone(name) is not None


def zone_of(name: str) -> tzinfo:
    """Return the zone called `name`; UTC where there is none."""
    return _zone(name) or UTC


def local_to_utc(day: date, clock_time: time, zone: str) -> datetime:
    """Return the moment at which the clocks of `zone` show `clock_time` on `day`.

    A time that does not exist on that day moves forward by the gap; of a time that exists twice
    it is the first (both are what PEP 495 says of fold=0).
    """
    local = datetime.combine(day, clock_time.replace(fold=0), tzinfo=zone_of(zone))
    return local.astimezone(UTC)


def local_day(at: datetime, zone: str) -> date:
    """Return the day that the calendars of `zone` show at `at`."""
    return at.astimezone(zone_of(zone)).date()


def known_countries() -> frozenset[str]:
    """Return the two-letter codes of all countries whose public holidays are known."""
    from holidays import list_supported_countries

    return frozenset(list_supported_countries(include_aliases=False))


def holiday(day: date, country: str | None) -> str | None:
    """Return the name of the nation-wide public holiday on `day`, in English where it has one.

    None where there is none, or where the country is unknown. Regional holidays do not count.
    """
    return _holidays(country.strip().upper(), day.year).get(day) if country else None


def is_workday(day: date, week: WorkWeek) -> bool:
    """Whether they work on `day`: one of their weekdays, and no public holiday."""
    days = week.days & WEEKDAYS or MONDAY_TO_FRIDAY
    return day.isoweekday() in days and holiday(day, week.country) is None


def span(day: date, week: WorkWeek) -> tuple[datetime, datetime]:
    """Return when the working hours that belong to `day` start and end, whatever day it is."""
    last = day if week.starts < week.ends else day + DAY
    return local_to_utc(day, week.starts, week.zone), local_to_utc(last, week.ends, week.zone)


def is_working(at: datetime, week: WorkWeek) -> bool:
    """Whether `at` lies in their working hours: from the start on, before the end."""
    today = local_day(at, week.zone)
    return any(
        starts <= at < ends
        for day in (today - DAY, today)
        for starts, ends in (span(day, week),)
        if is_workday(day, week)
    )


def next_working(at: datetime, week: WorkWeek) -> datetime:
    """Return `at` itself in working hours, else the next moment at which they start."""
    if is_working(at, week):
        return at
    return _next_start(local_day(at, week.zone), at, week)


def next_morning(at: datetime, week: WorkWeek) -> datetime:
    """Return when they start on the first working day after the local day of `at`."""
    return _next_start(local_day(at, week.zone) + DAY, at, week)


def workdays_before(day: date, week: WorkWeek) -> Iterator[date]:
    """Yield their working days before `day`, the latest first, for a year; at least one day."""
    found = False
    for back in range(1, FURTHEST + 1):
        earlier = day - back * DAY
        if is_workday(earlier, week):
            found = True
            yield earlier
    if not found:
        yield day - DAY


def previous_working_day_at(day: date, clock_time: time, week: WorkWeek) -> datetime:
    """Return `clock_time`, local to them, on their last working day before `day`."""
    return local_to_utc(next(workdays_before(day, week)), clock_time, week.zone)


def _next_start(first: date, after: datetime, week: WorkWeek) -> datetime:
    for ahead in range(FURTHEST + 1):
        starts, ends = span(first + ahead * DAY, week)
        if after < starts < ends and is_workday(first + ahead * DAY, week):
            return starts
    return span(first + DAY, week)[0]


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    if name in NO_PLACES or name.startswith(("posix/", "right/")):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # unknown, a folder's name, no name at all
        return None


@lru_cache(maxsize=512)
def _holidays(country: str, year: int) -> Mapping[date, str]:
    """Return a year's public holidays. The library waits until somebody has set a country."""
    from holidays import country_holidays

    if country not in known_countries():
        return {}
    return dict(country_holidays(country, years=year, language="en_US"))
