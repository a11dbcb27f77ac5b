"""One interface, Calendar: when two people meet. An agreed schedule is one, a feed is another."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Protocol

from bot.calendars.reading import read
from bot.rules import timing
from bot.rules.one_to_one import why_not
from bot.rules.timing import Schedule, Slot
from bot.rules.workdays import local_day


class Calendar(Protocol):
    """Knows when two people meet."""

    def between(self, start: datetime, end: datetime) -> Iterator[Slot]:
        """Yield, in order, the meetings that end after `start` and begin before `end`."""


@dataclass(frozen=True)
class Agreed:
    """What two people have agreed on in Slack."""

    schedule: Schedule

    def between(self, start: datetime, end: datetime) -> Iterator[Slot]:
        """Yield the meetings of the schedule."""
        ahead = timing.slots(self.schedule, start)
        return takewhile(lambda slot: slot.starts_at < end, ahead)


@dataclass(frozen=True)
class Kept:
    """What is known of a calendar: meetings as they were when it was last read, in order."""

    slots: Sequence[Slot]

    def between(self, start: datetime, end: datetime) -> Iterator[Slot]:
        """Yield those of the known meetings."""
        return (one for one in self.slots if one.ends_at > start and one.starts_at < end)


@dataclass(frozen=True)
class Feed:
    """A calendar feed just fetched, of which one series is followed.

    `mine` and `theirs` are the addresses of the two; `zone` is where the calendar's owner lives.
    """

    data: bytes
    uids: Collection[str]
    mine: Collection[str] = ()
    theirs: Collection[str] = ()
    zone: str = ""

    def between(self, start: datetime, end: datetime) -> Iterator[Slot]:
        """Yield what takes place; what was cancelled or declined is left out."""
        for event in read(self.data, start, end, followed=self.uids, zone=self.zone):
            if event.ends_at > start and why_not(event, self.mine, self.theirs) is None:
                day = local_day(event.starts_at, event.zone)
                recurrence = event.recurrence_id or event.uid
                cue = timing.cue_at(event.starts_at, event.ends_at)
                yield Slot(day, event.starts_at, event.ends_at, cue, recurrence)
