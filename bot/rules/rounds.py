"""When rounds of buddies are held, whose turn it is, and when one begins and ends.

A round is held each Tuesday. Those who want one every second or fourth week have fixed weeks, the
same for all: so the most people are there together. A newcomer, and who waited, may come at once.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from bot.rules.workdays import DAY, WorkWeek, is_workday, local_day, local_to_utc

WEEK = 7
TUESDAY = 2
CADENCES = (1, 2, 4)  # weeks
PAIRED_AT = time(9)  # where it is first that hour, among those who take part
INTRODUCED_FROM = time(9, 30)
WINDOW = 10  # days: who works on none of them cannot meet anybody
SHORTEST = 2  # weeks that people have to meet, however often they want a buddy
LATE = timedelta(days=3)  # a round that is held later than this is none


def round_after(day: date) -> date:
    """Return the first day of a round after `day`."""
    return day + timedelta(days=(TUESDAY - day.isoweekday() - 1) % WEEK + 1)


def is_turn(every: int, held_on: date, last: date | None, *, waits: bool) -> bool:
    """Whether it is the turn of somebody who wants a buddy `every` so many weeks.

    `last` is the day of the round in which they had their last one; `waits` that nobody was found
    for them since.
    """
    if last is None or waits:
        return True
    is_long_ago = (held_on - last).days >= WEEK * ((every + 1) // 2)
    return is_long_ago and held_on.toordinal() // WEEK % every == 0


def next_turn(
    every: int, first: date, last: date | None, *, waits: bool, skips: date | None = None
) -> date:
    """Return the day of their next round, `first` or later: `first` is the day of a round."""
    held_on = first
    while held_on == skips or not is_turn(every, held_on, last, waits=waits):
        held_on += timedelta(days=WEEK)
    return held_on


def works_in_window(held_on: date, week: WorkWeek) -> bool:
    """Whether they work at all in the days after a round."""
    return any(is_workday(held_on + ahead * DAY, week) for ahead in range(WINDOW))


def pair_at(held_on: date, weeks: Iterable[WorkWeek]) -> datetime:
    """Return when a round is decided: in the morning of whoever has it first."""
    moments = [local_to_utc(held_on, PAIRED_AT, week.zone) for week in weeks]
    return min(moments, default=local_to_utc(held_on, PAIRED_AT, "UTC"))


def introduce_from(held_on: date, weeks: Iterable[WorkWeek]) -> datetime:
    """Return from when people may be introduced: once it is half past nine for all of them."""
    return max(local_to_utc(held_on, INTRODUCED_FROM, week.zone) for week in weeks)


def end_at(held_on: date, cadences: Iterable[int]) -> datetime:
    """Return when nobody asks any more about a match: as one of them has the next, at least."""
    weeks = max(SHORTEST, min(cadences))
    return local_to_utc(held_on + timedelta(weeks=weeks), time(), "UTC")


def is_too_late(held_on: date, now: datetime) -> bool:
    """Whether the bot was away for so long that this round is better left out."""
    return local_day(now, "UTC") > held_on + LATE
