"""When a calendar is looked at: at its own minute, just before it matters, and after a failure."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

EVERY = timedelta(minutes=30)
JUST_BEFORE = timedelta(seconds=110)  # within the two minutes before a cue, with time to fetch
FIRST_RETRY, LAST_RETRY = timedelta(minutes=5), timedelta(hours=4)
SPREAD = 617  # a prime: neighbours in the database are far apart in the half-hour
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def next_look(feed: int, now: datetime, cues: Iterable[datetime], failures: int = 0) -> datetime:
    """Return when the calendar with this id is looked at next.

    That is at its own minute of the half-hour, or, after `failures` in a row, after a while that
    doubles with each; and in any case just before a cue.
    """
    regular = now + back_off(failures) if failures else _own_minute(feed, now)
    before = (cue - JUST_BEFORE for cue in cues)
    return min([regular, *(at for at in before if at > now)])


def back_off(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    doubled: timedelta = FIRST_RETRY * 2 ** min(failures - 1, 10)
    return min(doubled, LAST_RETRY)


def _own_minute(feed: int, now: datetime) -> datetime:
    own = timedelta(seconds=feed * SPREAD % int(EVERY.total_seconds()))
    passed = (now - EPOCH - own) % EVERY
    return now + (EVERY - passed)
