"""When a one-on-one takes place, when its question is prepared, and when it is asked.

Recurrence is local time plus zone: a 10:00 stays 10:00 through daylight saving.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count

from bot.rules.workdays import (
    WorkWeek,
    holiday,
    is_working,
    is_zone,
    local_day,
    local_to_utc,
    span,
    workdays_before,
)

SHORTEST, LONGEST = 15, 120  # minutes that a one-on-one may last
LAST_PART = timedelta(minutes=15)  # of the meeting, and of a working day
AHEAD = timedelta(hours=2)  # how long before the meeting its question is prepared
AFTERNOON = time(16)
FURTHEST_FIRST = timedelta(days=366)  # how far from today a first date may lie, either way
MONTHS, WEEK = 12, 7


class Cadence(StrEnum):
    """How often two people meet; monthly is the same weekday of the month, as in "2nd Tuesday"."""

    WEEKLY = "1w"
    BIWEEKLY = "2w"
    THREE_WEEKLY = "3w"
    FOUR_WEEKLY = "4w"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Schedule:
    """What two people agreed on, in local time; `minutes` pass in real time from the start on."""

    first_date: date
    starts: time
    minutes: int
    cadence: Cadence
    zone: str


@dataclass(frozen=True)
class Slot:
    """One meeting: its local day, and its moments in UTC.

    `recurrence` names it in the calendar it comes from, wherever it is moved to.
    """

    held_on: date
    starts_at: datetime
    ends_at: datetime
    cue_at: datetime
    recurrence: str | None = None


@dataclass(frozen=True)
class SkippedHoliday:
    """A meeting that does not take place, and the holiday that is why."""

    slot: Slot
    name: str
    country: str


def check_schedule(schedule: Schedule, today: date) -> tuple[str, ...]:
    """Return what is wrong, none or more of "minutes", "zone" and "first_date" (far off)."""
    wrong = {
        "minutes": not SHORTEST <= schedule.minutes <= LONGEST,
        "zone": not is_zone(schedule.zone),
        "first_date": abs(schedule.first_date - today) > FURTHEST_FIRST,
    }
    return tuple(code for code, is_wrong in wrong.items() if is_wrong)


def slots(schedule: Schedule, after: datetime) -> Iterator[Slot]:
    """Yield, in order and without end, the meetings that end after `after`."""
    # Two steps back: the meeting may have begun yesterday, and a month's date comes late.
    first = max(0, _steps_until(schedule, local_day(after, schedule.zone)) - 2)
    for step in count(first):
        slot = _slot(schedule, _date_of(schedule, step))
        if slot.ends_at > after:
            yield slot


def next_slot(
    ahead: Iterator[Slot], countries: tuple[str | None, str | None]
) -> tuple[Slot | None, tuple[SkippedHoliday, ...]]:
    """Return the next meeting of those `ahead`, and those that holidays cancel before it.

    `countries` are those of the two; a public holiday of either cancels a meeting. None where
    no more meetings are known.
    """
    skipped: list[SkippedHoliday] = []
    for slot in ahead:
        off = _holiday_of_either(slot, countries)
        if off is None:
            return slot, tuple(skipped)
        skipped.append(off)
    return None, tuple(skipped)


def cue_at(starts_at: datetime, ends_at: datetime) -> datetime:
    """Return when the question is asked: 15 minutes before the end, or at half-time if later.

    In meetings shorter than 30 minutes half-time is the later of the two.
    """
    return max(ends_at - LAST_PART, starts_at + (ends_at - starts_at) / 2)


def prepare_at(starts_at: datetime, week: WorkWeek) -> datetime:
    """Return when the manager, who works by `week`, is shown the question.

    That is 2 hours before the meeting. Outside of their working hours it is at 16:00 on the last
    working day before, or 15 minutes before that day ends, where 16:00 is no hour of theirs.
    """
    moment = starts_at - AHEAD
    if is_working(moment, week):
        return moment
    earlier = workdays_before(local_day(starts_at, week.zone), week)
    return next((at for at in (_afternoon(day, week) for day in earlier) if at < moment), moment)


def _afternoon(day: date, week: WorkWeek) -> datetime:
    starts, ends = span(day, week)
    four = local_to_utc(day, AFTERNOON, week.zone)
    return four if starts <= four < ends else max(starts, ends - LAST_PART)


def _holiday_of_either(
    slot: Slot, countries: tuple[str | None, str | None]
) -> SkippedHoliday | None:
    for country in countries:
        name = holiday(slot.held_on, country)
        if country and name:
            return SkippedHoliday(slot, name, country)
    return None


def _slot(schedule: Schedule, day: date) -> Slot:
    starts_at = local_to_utc(day, schedule.starts, schedule.zone)
    ends_at = starts_at + timedelta(minutes=schedule.minutes)
    return Slot(day, starts_at, ends_at, cue_at(starts_at, ends_at))


def _steps_until(schedule: Schedule, day: date) -> int:
    if schedule.cadence is Cadence.MONTHLY:
        return _months(day) - _months(schedule.first_date)
    return (day - schedule.first_date).days // _period(schedule.cadence)


def _date_of(schedule: Schedule, step: int) -> date:
    first = schedule.first_date
    if schedule.cadence is Cadence.MONTHLY:
        return _nth_weekday(_months(first) + step, (first.day - 1) // WEEK, first.weekday())
    return first + timedelta(days=step * _period(schedule.cadence))


def _nth_weekday(months: int, nth: int, weekday: int) -> date:
    """Return the weekday's `nth` day (from 0) in that month; the last one for a missing fifth."""
    year, month = divmod(months, MONTHS)
    first_weekday, length = monthrange(year, month + 1)
    day = 1 + (weekday - first_weekday) % WEEK + nth * WEEK
    return date(year, month + 1, day if day <= length else day - WEEK)


def _months(day: date) -> int:
    return day.year * MONTHS + day.month - 1


def _period(cadence: Cadence) -> int:
    return WEEK * int(cadence.removesuffix("w"))
