"""When a calendar is looked at."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.looking import EVERY, JUST_BEFORE, LAST_RETRY, back_off, next_look

NOW = datetime(2027, 3, 4, 9, 7, 3, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # their zone is given beside


@given(st.integers(1, 10_000), MOMENTS)
def test_every_half_hour_at_a_minute_of_its_own(feed: int, now: datetime) -> None:
    """Each calendar has its own minute, and comes again half an hour later."""
    first = next_look(feed, now, [])
    assert timedelta(0) < first - now <= EVERY
    assert next_look(feed, first, []) - first == EVERY


def test_neighbours_are_spread() -> None:
    """Sixty calendars connected one after the other leave no minute of the half-hour crowded."""
    minutes = [next_look(feed, NOW, []).minute % 30 for feed in range(1, 61)]
    assert max(minutes.count(minute) for minute in range(30)) <= 4


@given(st.integers(1, 100), MOMENTS, st.integers(0, 20), st.integers(0, 5_000))
def test_once_more_in_the_two_minutes_before_a_cue(
    feed: int, now: datetime, failures: int, seconds: int
) -> None:
    """Whatever else is planned, a calendar is looked at just before it matters, once."""
    cue = now + timedelta(seconds=seconds)
    looks = [now]
    while looks[-1] < cue:
        looks.append(next_look(feed, looks[-1], [cue], failures))
    before = [at for at in looks[1:] if cue - timedelta(minutes=2) <= at < cue]
    assert cue - now <= JUST_BEFORE or before
    assert looks[-1] > now or seconds == 0


def test_failures_wait_longer_each_time() -> None:
    """It doubles, up to four hours."""
    waits = [back_off(failures) for failures in range(1, 12)]
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert waits == sorted(waits)
    assert waits[-1] == LAST_RETRY
