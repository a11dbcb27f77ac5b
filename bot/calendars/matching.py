"""Whether a rule of recurrence ever matches: one that never does is expanded to the year 9999.

A rule's end is only looked at when a date has been found, so that an end alone does not help.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

DAY, WEEK = timedelta(days=1), 7
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LENGTHS = dict(zip(range(1, 13), (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))
DATES = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY", "BYSETPOS", "BYEASTER")
ODD = frozenset({"BYYEARDAY", "BYWEEKNO", "BYEASTER"})
DAILY, WEEKLY, MONTHLY, YEARLY = "DAILY", "WEEKLY", "MONTHLY", "YEARLY"
ALWAYS_IN_A_MONTH = 4  # times that each weekday comes
ORDINAL = re.compile(r"([+-]?\d*)([A-Z]{2})")


def matches(rule: Any, start: date, last: date) -> bool:
    """Whether a rule has a date from `start` to `last`; of a rare kind of rule: whether it may.

    `rule` maps the names of its parts to lists of values. Rules that repeat within a day count
    only where nothing else is said: no two people meet by the hour.
    """
    parts = {name for name in DATES if rule.get(name)}
    frequency = _frequency(rule)
    if not parts:
        return True
    if frequency in {DAILY, WEEKLY}:
        is_plain = not parts & ODD and _is_within_set(rule, WEEK)
        return is_plain and any(_fits(rule, day) for day in _days(rule, start, last))
    return frequency in {MONTHLY, YEARLY}


def is_doubtful(rule: Any) -> bool:
    """Whether a monthly or yearly rule may never match: looking for its dates takes long."""
    parts = {name for name in DATES if rule.get(name)}
    frequency = _frequency(rule)
    if not parts or frequency not in {MONTHLY, YEARLY}:
        return False
    is_stepping = frequency == MONTHLY and _interval(rule) > 1 and "BYMONTH" in parts
    both = {"BYDAY", "BYMONTHDAY"} <= parts
    return is_stepping or both or bool(parts & ODD) or not (_has_day(rule) and _has_weekday(rule))


def _frequency(rule: Any) -> str:
    return str((rule.get("FREQ") or [""])[0]).upper()


def _interval(rule: Any) -> int:
    return max(1, int((rule.get("INTERVAL") or [1])[0]))


def _is_within_set(rule: Any, most: int) -> bool:
    """Whether each place asked for in a set of days can be one of that set."""
    size = min(most, len(rule.get("BYDAY") or "x"))
    return all(abs(int(place)) <= size for place in rule.get("BYSETPOS") or ())


def _days(rule: Any, start: date, last: date) -> Iterator[date]:
    """Yield the days that a daily or weekly rule looks at."""
    interval = _interval(rule)
    if _frequency(rule) == DAILY:
        for step in range((last - start).days // interval + 1):
            yield start + step * interval * DAY
        return
    begins = WEEKDAYS.index(str((rule.get("WKST") or ["MO"])[0]).upper())
    week = start - (start.weekday() - begins) % WEEK * DAY
    for step in range((last - week).days // (WEEK * interval) + 1):
        for day in range(WEEK):
            found = week + (step * interval * WEEK + day) * DAY
            if found >= start:
                yield found


def _fits(rule: Any, day: date) -> bool:
    """Whether a day passes all that a daily or weekly rule asks of it."""
    months = [int(one) for one in rule.get("BYMONTH") or ()]
    days = [int(one) for one in rule.get("BYMONTHDAY") or ()]
    weekdays = [ORDINAL.sub(r"\2", str(one).upper()) for one in rule.get("BYDAY") or ()]
    left = day.day - 1 - _length(day)
    return (
        (not months or day.month in months)
        and (not days or day.day in days or left in days)
        and (not weekdays or WEEKDAYS[day.weekday()] in weekdays)
    )


def _length(day: date) -> int:
    following = (day.replace(day=28) + 4 * DAY).replace(day=1)
    return (following - DAY).day


def _has_day(rule: Any) -> bool:
    """Whether one of the months asked for has one of the days asked for."""
    months = [int(one) for one in rule.get("BYMONTH") or LENGTHS]
    days = [abs(int(one)) for one in rule.get("BYMONTHDAY") or (1,)]
    return any(day <= LENGTHS.get(month, 0) for month in months for day in days)


def _has_weekday(rule: Any) -> bool:
    """Whether the weekdays asked for come in every month, and as often as asked for."""
    found = [ORDINAL.fullmatch(str(one).upper()) for one in rule.get("BYDAY") or ()]
    counts = [abs(int(one[1])) if one and one[1] not in {"", "+", "-"} else 0 for one in found]
    most = len(found) * ALWAYS_IN_A_MONTH if not any(counts) else len(found)
    places = [abs(int(place)) for place in rule.get("BYSETPOS") or ()]
    is_often = all(count <= ALWAYS_IN_A_MONTH for count in counts)
    return is_often and all(place <= max(1, most) for place in places)
