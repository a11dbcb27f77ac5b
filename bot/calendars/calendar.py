"""One interface, Calendar: when two people meet. An agreed schedule is one, a feed is another."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Protocol

from bot.calendars.components import root
from bot.rules import timing
from bot.rules.one_to_one import Event, why_not
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
    """A calendar feed just read, of which one series is followed.

    `mine` and `theirs` are the addresses of the two, as far as they are known.
    """

    events: Sequence[Event]
    uid: str
    mine: Collection[str] = ()
    theirs: Collection[str] = ()

    def between(self, start: datetime, end: datetime) -> Iterator[Slot]:
        """Yield what takes place; what was cancelled or declined is left out."""
        for event in self.events:
            is_wanted = root(event.uid) == root(self.uid) and event.ends_at > start
            if is_wanted and event.starts_at < end and not why_not(event, self.mine, self.theirs):
                cue = timing.cue_at(event.starts_at, event.ends_at)
                day = local_day(event.starts_at, event.zone)
                yield Slot(day, event.starts_at, event.ends_at, cue, event.recurrence_id)
