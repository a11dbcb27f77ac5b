"""Times as feeds write them: with a zone that is known, with one that is not, or with none.

A name that nobody knows comes back from the parser as a time without a zone, and would be taken
for any zone at all. So each event is marked with the zone it was written in before it is expanded.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.rules.one_to_one import FLOATING

ZONE, SHIFT, UNKNOWN = "X-READ-ZONE", "X-READ-SHIFT", "?"
TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID")
LISTS = ("RDATE", "EXDATE")
NO_PLACE = re.compile(r"[^\w/+-]", re.ASCII)


def named(name: str) -> tzinfo | None:
    """Return the zone of that name, of Windows' names too; None where there is none."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # see reading

    name = WINDOWS_TO_OLSON.get(name.strip(), name.strip())
    if not name or NO_PLACE.search(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def own_zone(calendar: Any) -> tzinfo | None:
    """Return the zone that a calendar gives to its times without any.

    A name that means something is put in its plain form, any other is taken out: the expansion
    would stumble over it.
    """
    said = calendar.pop("X-WR-TIMEZONE", None)
    zone = named(str(said)) if said is not None else None
    if isinstance(zone, ZoneInfo):
        calendar["X-WR-TIMEZONE"] = zone.key
    return zone


def mark(event: Any, floating: tzinfo | None) -> None:
    """Note in an event which zone it was written in, and put its floating times into `floating`."""
    start = event["DTSTART"]
    zone = _zone(start, floating)
    event[ZONE] = zone
    event[SHIFT] = str(_shift(event))
    if zone.startswith(UNKNOWN):
        return
    local = floating or UTC
    for name in TIMES:
        if name in event:
            event[name] = _settled(event[name], local)
    for name in LISTS:
        if name in event:
            event[name] = [_settled_list(one, local) for one in _listed(event[name])]


def zone_of(event: Any) -> str:
    """Return the zone that `mark` has noted; a name after "?" is known to nobody."""
    return str(event.get(ZONE, FLOATING))


def original_start(event: Any) -> date:
    """Return when an occurrence would begin had it not been moved."""
    if _is_open_ended(event):
        moved = timedelta(seconds=float(event[SHIFT]))
        begin: date = event["DTSTART"].dt
        return begin - moved
    found: date = event["RECURRENCE-ID"].dt
    return found


def _is_open_ended(event: Any) -> bool:
    return "RECURRENCE-ID" in event and "RANGE" in event["RECURRENCE-ID"].params


def _shift(event: Any) -> float:
    """Return by how many seconds this one, and all after it, were moved."""
    if not _is_open_ended(event):
        return 0
    begin, original = event["DTSTART"].dt, event["RECURRENCE-ID"].dt
    try:
        return float((begin - original).total_seconds())
    except TypeError:  # a day and a time, or a time with and one without a zone
        return 0


def _zone(start: Any, floating: tzinfo | None) -> str:
    said = start.params.get("TZID")
    if not isinstance(start.dt, datetime):
        return str(getattr(floating, "key", FLOATING))
    if start.dt.tzinfo is None:
        return f"{UNKNOWN}{said}" if said else str(getattr(floating, "key", FLOATING))
    return str(getattr(start.dt.tzinfo, "key", said or "UTC"))


def _settled(value: Any, zone: tzinfo) -> Any:
    from icalendar import vDDDTypes

    moment = _in(value.dt, zone)
    if moment is value.dt:
        return value
    settled = vDDDTypes(moment)
    if "RANGE" in value.params:
        settled.params["RANGE"] = value.params["RANGE"]
    return settled


def _settled_list(values: Any, zone: tzinfo) -> Any:
    from icalendar import vDDDLists

    return vDDDLists([_in(one.dt, zone) for one in values.dts])


def _in(moment: Any, zone: tzinfo) -> Any:
    """Return a time without a zone in `zone`; days, and times with a zone, stay as they are."""
    if isinstance(moment, tuple):  # a period
        return tuple(_in(one, zone) for one in moment)
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=zone)
    return moment


def _listed(values: Any) -> Iterator[Any]:
    return iter(values) if isinstance(values, list) else iter((values,))
