"""A feed's bytes read into events: icalendar parses, recurring-ical-events expands.

Both are given what their traps are not set off by. The parser keeps every time zone it has met
for the whole process, so that one calendar's "Customized Time Zone" would change another's: it
forgets them before each calendar, one calendar at a time. An unknown zone comes back as none at
all (see `zones`), a rule may end when it should not (see `repeating`), and what was cancelled is
returned like everything else.
"""

import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from threading import Lock
from typing import Any

from bot.calendars import attendees, repeating, zones
from bot.calendars.components import Pieces, cut
from bot.calendars.trouble import FeedError, Trouble
from bot.rules.one_to_one import Event, Reason

DAY, FORTNIGHT = timedelta(days=1), timedelta(days=14)
MOST_OCCURRENCES = 2_000  # a fortnight
# What the two libraries raise for properties that make no sense.
BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError)
MICROSOFT = "X-MICROSOFT-CDO-"
_one_at_a_time = Lock()


def read(
    data: bytes,
    start: datetime,
    end: datetime,
    *,
    followed: Collection[str] | None = None,
    zone: str = "",
) -> list[Event]:
    """Return what takes place between the two moments, in order; of the `followed` if given.

    Times without any zone are read in the calendar's own, else in `zone`, else in UTC. Raises
    FeedError for what is no calendar, or holds more than anybody's does.
    """
    pieces = cut(data, start.date() - FORTNIGHT, end.date() + FORTNIGHT, followed)
    most = MOST_OCCURRENCES * max(1.0, (end - start) / FORTNIGHT)
    found: list[Event] = []
    with _one_at_a_time, warnings.catch_warnings():
        # Of a rule with both COUNT and UNTIL, and of a zone's name that was guessed.
        warnings.simplefilter("ignore")
        for event in _events(pieces, start - DAY, end + DAY, zones.named(zone)):
            if event.starts_at < end and event.ends_at >= start:
                found.append(event)
            if len(found) > most:
                raise FeedError(
                    Trouble.EVENTS,
                    f"It has more than {MOST_OCCURRENCES:,} events in a fortnight.",
                )
    return sorted(found, key=lambda one: (one.starts_at, one.uid))


def _events(
    pieces: Pieces, start: datetime, end: datetime, floating: tzinfo | None
) -> Iterator[Event]:
    """Yield what takes place; a series that cannot be read holds up no other."""
    whole = _parsed(pieces, pieces.series)
    if whole is not None:
        source = _prepared(whole, end, floating)
        repeating.weigh(source.events, end)
        # A series breaks either before the first event of all comes, or alone.
        with suppress(*BROKEN):
            yield from _expanded(whole, source, start, end)
            return
    alone = [one for series in pieces.series if (one := _parsed(pieces, [series])) is not None]
    apart = [(one, _prepared(one, end, floating)) for one in alone]
    repeating.weigh((event for _, source in apart for event in source.events), end)
    for calendar, source in apart:
        with suppress(*BROKEN):
            yield from _expanded(calendar, source, start, end)


def _parsed(pieces: Pieces, series: Sequence[tuple[bytes, ...]]) -> Any | None:
    from icalendar import Calendar  # a bot without calendars need not wait for it
    from icalendar.timezone import tzp

    tzp.use_default()
    try:
        return Calendar.from_ical(pieces.calendar(series))
    except BROKEN:
        return None


def _expanded(calendar: Any, source: "_Source", start: datetime, end: datetime) -> Iterator[Event]:
    from recurring_ical_events import of

    for series in of(calendar, skip_bad_series=True).series:
        try:
            for occurrence in series.between(start, end):
                yield source.event(occurrence.as_component(keep_recurrence_attributes=False))
        except BROKEN:
            continue


def _prepared(calendar: Any, end: datetime, floating: tzinfo | None) -> "_Source":
    """Put right what the expansion would stumble over; what has no start cannot be expanded."""
    floating = zones.own_zone(calendar) or floating
    events = []
    for event in calendar.walk("VEVENT"):
        try:
            zones.mark(event, floating)
            repeating.put_right(event, end)
            repeating.weigh([event], end)  # what cannot even be weighed is left out
            events.append(event)
        except BROKEN:
            calendar.subcomponents.remove(event)
    return _Source(calendar, events, floating or UTC)


class _Source:
    """What a calendar says of all its events together."""

    def __init__(self, calendar: Any, events: Sequence[Any], local: tzinfo) -> None:
        self._is_exchange = "microsoft" in str(calendar.get("PRODID", "")).lower()
        self._is_cancelled = str(calendar.get("METHOD", "")).upper() == "CANCEL"
        self._local = local
        self.events = events
        self._repeated = {str(one.get("UID")) for one in events if _repeats(one)}

    def event(self, component: Any) -> Event:
        """Return an occurrence as a plain value."""
        uid = str(component.get("UID", ""))
        starts_at = self._moment(component["DTSTART"].dt)
        original = zones.original_start(component)
        who = attendees.addresses(component, organizer_attends=self._is_exchange)
        return Event(
            uid=uid,
            recurrence_id=_name(original) if uid in self._repeated else None,
            starts_at=starts_at,
            ends_at=max(starts_at, self._moment(component["DTEND"].dt)),
            zone=zones.zone_of(component).removeprefix(zones.UNKNOWN),
            attendees=who,
            declined=attendees.declined(component) & who,
            is_group=attendees.is_group(component),
            flaw=Reason.CANCELLED if self._is_cancelled else _flaw(component),
            about=str(component.get("SUMMARY", "")),
        )

    def _moment(self, at: date) -> datetime:
        """Return a moment in UTC; a day begins at its local midnight."""
        if not isinstance(at, datetime):
            at = datetime.combine(at, time(), tzinfo=self._local)
        return (at if at.tzinfo else at.replace(tzinfo=self._local)).astimezone(UTC)


def _repeats(event: Any) -> bool:
    return any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


def _name(original: date) -> str:
    """Return a recurrence id as text, in UTC where it is a moment."""
    if isinstance(original, datetime) and original.tzinfo:
        original = original.astimezone(UTC)
    return original.isoformat()


def _flaw(event: Any) -> Reason | None:
    """Return why an event is no meeting of people, whoever attends."""
    said = {
        name: str(event.get(name, "")).upper()
        for name in ("STATUS", "TRANSP", f"{MICROSOFT}BUSYSTATUS", f"{MICROSOFT}ALLDAYEVENT")
    }
    is_day = not isinstance(event["DTSTART"].dt, datetime)
    found = {
        Reason.CANCELLED: said["STATUS"] == "CANCELLED",
        Reason.ALL_DAY: is_day or said[f"{MICROSOFT}ALLDAYEVENT"] == "TRUE",
        Reason.FREE: said["TRANSP"] == "TRANSPARENT" or said[f"{MICROSOFT}BUSYSTATUS"] == "FREE",
        Reason.TENTATIVE: "TENTATIVE" in {said["STATUS"], said[f"{MICROSOFT}BUSYSTATUS"]},
        Reason.ZONE: zones.zone_of(event).startswith(zones.UNKNOWN),
    }
    return next((reason for reason, holds in found.items() if holds), None)
