"""Calendars of the simulated company, each a feed that can be moved, shortened and cancelled."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from zoneinfo import ZoneInfo

WEEK = timedelta(weeks=1)
ZONE = "Europe/Berlin"
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Playground//Calendar//EN")


@dataclass(frozen=True)
class Meeting:
    """One occurrence: when it would begin, when it does, and until when; cancelled or not."""

    original: datetime
    starts: datetime
    minutes: int
    is_cancelled: bool = False


@dataclass
class Calendar:
    """One person's calendar with one weekly meeting of two, from `first` on, in local time."""

    name: str
    title: str
    attendees: tuple[str, ...]
    first: datetime
    minutes: int = 45
    changed: dict[datetime, Meeting] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock, repr=False)

    def next_after(self, now: datetime) -> Meeting:
        """Return the meeting that is, or would have been, the next one."""
        at = self.first
        while self._meeting(at).starts + timedelta(minutes=self._meeting(at).minutes) <= now:
            at += WEEK
        return self._meeting(at)

    def move(self, meeting: Meeting, by: timedelta) -> None:
        """Let one occurrence begin later, or earlier."""
        self._change(replace(meeting, starts=meeting.starts + by))

    def shorten(self, meeting: Meeting, minutes: int) -> None:
        """Let one occurrence last as long as that."""
        self._change(replace(meeting, minutes=minutes))

    def cancel(self, meeting: Meeting) -> None:
        """Let one occurrence not take place."""
        self._change(replace(meeting, is_cancelled=True))

    def feed(self) -> bytes:
        """Return the calendar as a feed."""
        with self.lock:
            changed = [*self.changed.values()]
        events = [self._event(Meeting(self.first, self.first, self.minutes), is_series=True)]
        events += [self._event(one, is_series=False) for one in changed]
        lines = [*HEAD, *(line for event in events for line in event), "END:VCALENDAR", ""]
        return "\r\n".join(lines).encode()

    def version(self) -> str:
        """Return what tells this state from another."""
        return f'"{sha256(self.feed()).hexdigest()[:16]}"'

    def _meeting(self, original: datetime) -> Meeting:
        return self.changed.get(original) or Meeting(original, original, self.minutes)

    def _change(self, meeting: Meeting) -> None:
        with self.lock:
            self.changed = {**self.changed, meeting.original: meeting}

    def _event(self, meeting: Meeting, *, is_series: bool) -> list[str]:
        ends = meeting.starts + timedelta(minutes=meeting.minutes)
        times = [
            f"DTSTART;TZID={ZONE}:{_local(meeting.starts)}",
            f"DTEND;TZID={ZONE}:{_local(ends)}",
        ]
        which = (
            ["RRULE:FREQ=WEEKLY"]
            if is_series
            else [f"RECURRENCE-ID;TZID={ZONE}:{_local(meeting.original)}"]
        )
        return [
            "BEGIN:VEVENT",
            f"UID:{self.name}-one-on-one@playground",
            "DTSTAMP:20270101T000000Z",
            *times,
            *which,
            f"SUMMARY:{self.title}",
            f"STATUS:{'CANCELLED' if meeting.is_cancelled else 'CONFIRMED'}",
            *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{one}" for one in self.attendees),
            "END:VEVENT",
        ]


def demo_calendars() -> tuple[Calendar, ...]:
    """Return the one calendar of the demo's company: Maya's, with her one-on-one with Dev."""
    first = datetime(2027, 3, 4, 10, tzinfo=ZoneInfo(ZONE))
    people = ("maya@example.com", "dev@example.com")
    return (Calendar("maya", "Maya / Dev 1:1", people, first),)


def _local(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S}"
