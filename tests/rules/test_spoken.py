"""Days and times as people say them."""

from datetime import UTC, date, datetime, time

import pytest

from bot.rules import spoken

NOW = datetime(2027, 3, 1, 7, 30, tzinfo=UTC)  # a Monday
NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (date(2027, 3, 1), "today"),
        (date(2027, 3, 2), "tomorrow"),
        (date(2027, 3, 7), "Sunday"),
        (date(2027, 3, 8), "Monday 8 March"),
        (date(2027, 2, 28), "Sunday 28 February"),
        (date(2028, 3, 1), "Wednesday 1 March 2028"),
    ],
)
def test_a_day_is_named_as_near_as_it_is(at: date, said: str) -> None:
    """A bare weekday never means one that is past or a week off."""
    assert spoken.day(at, "Europe/Berlin", NOW) == said


def test_a_moment_is_told_in_its_readers_zone() -> None:
    """Late in Berlin is still the day before in New York."""
    at = datetime(2027, 3, 2, 3, 30, tzinfo=UTC)
    assert spoken.moment(at, "Europe/Berlin", NOW) == "tomorrow at 04:30"
    assert spoken.moment(at, "America/New_York", NOW) == "today at 22:30"
    assert spoken.clock(time(9, 5)) == "09:05"


def test_days_in_a_row_are_told_as_a_span() -> None:
    """Others one by one, in order."""
    assert spoken.listed("12345", NAMES) == "Mon to Fri"
    assert spoken.listed("531", NAMES) == "Mon, Wed, Fri"
    assert spoken.listed("67", NAMES) == "Sat, Sun"


def test_a_text_begins_with_a_capital() -> None:
    """Where it begins with the words that stand for somebody who is gone, and nowhere else."""
    assert spoken.begun("*somebody ended it.*", "somebody") == "*Somebody ended it.*"
    assert spoken.begun("somebody read it", "somebody") == "Somebody read it"
    assert spoken.begun("Shared with somebody", "somebody") == "Shared with somebody"
    assert spoken.begun("dev read it", "somebody") == "dev read it"
