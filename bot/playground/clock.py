"""The playground's clock: real time plus an offset that a person can change."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 6


@dataclass(frozen=True)
class Moment:
    """A coming moment worth moving the clock to.

    `kind` is a short key such as "preparation" or "cue"; `label` is what a button says;
    `user` is whom it concerns, if anybody in particular.
    """

    at: datetime
    kind: str
    label: str
    user: str | None = None


class Clock:
    """Tells the playground's time: it runs on from where it was set, at real speed."""

    def __init__(self, at: datetime | None = None) -> None:
        self._offset = timedelta()
        if at is not None:
            self.set(at)

    def now(self) -> datetime:
        """Return the playground's time, aware and in UTC."""
        return datetime.now(UTC) + self._offset

    def set(self, at: datetime) -> None:
        """Make it `at` (aware) right now; earlier than now is allowed."""
        self._offset = at - datetime.now(UTC)


def next_working_morning(after: datetime, zone: str, at: time = time(8, 30)) -> datetime:
    """Return `at` local time on the first Monday-to-Friday after the local date of `after`."""
    day = after.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    while day.isoweekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
