"""Rules of recurrence put right before they are expanded, and kept from running for ever.

Calendars write UNTIL as they like: in UTC, in local time, or as a day that is meant to the end.
And a rule can be written that never matches, or that matches every second: each is given an end,
and what would still take too many steps is refused.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from bot.calendars.matching import is_doubtful, matches
from bot.calendars.trouble import FeedError, Trouble

# How many days of a rule take about as long as one day of a daily one, as dateutil walks.
DAYS = {
    "SECONDLY": 1 / 86_400,
    "MINUTELY": 1 / 1_440,
    "HOURLY": 1 / 24,
    "DAILY": 1.0,
    "WEEKLY": 3.5,
    "MONTHLY": 10.0,
    "YEARLY": 20.0,
}
DOUBTFUL = 150_000  # steps of a rule that may find no date until the last year there is
MOST_STEPS = 1_000_000  # of all rules of a feed together: some seconds
MARGIN = timedelta(days=60)  # a whole series may have been moved ahead by that much
LAST_MOMENT = time(23, 59, 59)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def put_right(event: Any, last: datetime) -> None:
    """Give every rule of an event an UNTIL that its expansion understands, at `last` or before.

    A little later in truth: a whole series may have been moved ahead. A rule that matches no
    date until then is taken out. Raise ValueError for a series that ends before it begins, or
    never goes on.
    """
    start, end = event["DTSTART"].dt, last + MARGIN
    if any("UNTIL" in rule and _until(rule, start, NEVER) < start for rule in rules_of(event)):
        raise ValueError("It ends before it begins.")
    if any(int((rule.get("INTERVAL") or [1])[0]) < 1 for rule in rules_of(event)):
        raise ValueError("It never goes on.")
    kept = [rule for rule in rules_of(event) if matches(rule, _day(start), end.date())]
    for rule in kept:
        rule["UNTIL"] = [_until(rule, start, end)]
    event.pop("RRULE", None)
    if kept:
        event["RRULE"] = kept


def weigh(events: Iterable[Any], last: datetime) -> None:
    """Raise FeedError where the rules of all events together would take too long."""
    steps = sum(
        _steps(rule, event["DTSTART"].dt, last + MARGIN)
        for event in events
        for rule in rules_of(event)
    )
    if steps > MOST_STEPS:
        raise FeedError(Trouble.EVENTS, "Its events repeat so often that it cannot be read.")


def rules_of(event: Any) -> list[Any]:
    """Return an event's rules; there may be several."""
    found = event.get("RRULE")
    return [] if found is None else found if isinstance(found, list) else [found]


def _until(rule: Any, start: date, last: datetime) -> date:
    """Return the last moment of a rule, of the same kind as the event's start."""
    said = (rule.get("UNTIL") or [None])[0]
    if not isinstance(start, datetime):
        ends = said.date() if isinstance(said, datetime) else said
        return min(ends or last.date(), last.date())
    zone = start.tzinfo or UTC
    ends = min(_moment(said, zone), last) if said is not None else last
    return ends.astimezone(UTC) if start.tzinfo else ends.astimezone(UTC).replace(tzinfo=None)


def _moment(said: date, zone: tzinfo) -> datetime:
    """Return an UNTIL as a moment: a day lasts to its end, a local time is the event's."""
    if not isinstance(said, datetime):
        return datetime.combine(said, LAST_MOMENT, tzinfo=zone)
    return said if said.tzinfo else said.replace(tzinfo=zone)


def _steps(rule: Any, start: date, last: datetime) -> float:
    """Return about how many steps a rule takes up to `last`."""
    name = str((rule.get("FREQ") or [""])[0]).upper()
    interval = int((rule.get("INTERVAL") or [1])[0])
    days = max(0, (last.date() - _day(start)).days)
    return days / DAYS.get(name, 1.0) / interval + DOUBTFUL * is_doubtful(rule)


def _day(start: date) -> date:
    return start.date() if isinstance(start, datetime) else start
