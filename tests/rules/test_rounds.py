"""When rounds are held and whose turn they are."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import rounds
from bot.rules.workdays import MONDAY_TO_FRIDAY, WorkWeek

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def week(zone: str, country: str | None = None) -> WorkWeek:
    """Return a week of nine to five."""
    return WorkWeek(zone, time(9), time(17), MONDAY_TO_FRIDAY, country)


@given(DAYS)
def test_a_round_is_held_on_the_next_tuesday(day: date) -> None:
    """It lies one to seven days ahead."""
    held_on = rounds.round_after(day)
    assert held_on.isoweekday() == rounds.TUESDAY
    assert 1 <= (held_on - day).days <= 7


@given(DAYS, st.sampled_from(rounds.CADENCES))
def test_turns_come_as_often_as_was_asked_for(day: date, every: int) -> None:
    """From the second one on they lie exactly `every` weeks apart; the first one may be nearer."""
    last = rounds.round_after(day)
    gaps = []
    for _ in range(4):
        following = rounds.next_turn(every, last + timedelta(weeks=1), last, waits=False)
        gaps.append((following - last).days // 7)
        last = following
    assert gaps[1:] == [every] * 3
    assert (every + 1) // 2 <= gaps[0] <= every + every // 2


@pytest.mark.parametrize("every", rounds.CADENCES)
def test_newcomers_and_who_waited_come_at_once(every: int) -> None:
    """Whoever never had a buddy, or got none last time, is in the very next round."""
    odd = date(2027, 3, 9)
    assert rounds.is_turn(every, odd, None, waits=False)
    assert rounds.is_turn(every, odd, odd - timedelta(weeks=1), waits=True)


def test_a_skipped_round_is_left_out() -> None:
    """Who skips a round of every week has the one after it."""
    first = date(2027, 3, 2)
    assert rounds.next_turn(1, first, None, waits=False, skips=first) == date(2027, 3, 9)


def test_the_first_morning_decides_and_the_last_introduces() -> None:
    """A round of Berlin and New York is decided at nine in Berlin, introduced at 9:30 there."""
    both = [week("Europe/Berlin"), week("America/New_York")]
    day = date(2027, 3, 2)
    assert rounds.pair_at(day, both) == datetime(2027, 3, 2, 8, tzinfo=UTC)
    assert rounds.introduce_from(day, both) == datetime(2027, 3, 2, 14, 30, tzinfo=UTC)


def test_a_match_lasts_two_weeks_at_least() -> None:
    """It ends with the next round of one of them, though not before everybody could be asked."""
    day = date(2027, 3, 2)
    ends = [rounds.end_at(day, some).date() for some in ([1, 4], [2, 4], [4, 4])]
    assert ends == [date(2027, 3, 16), date(2027, 3, 16), date(2027, 3, 30)]


def test_a_late_round_is_none() -> None:
    """Held on Friday it is late; on Saturday it is left out."""
    day = date(2027, 3, 2)
    assert not rounds.is_too_late(day, datetime(2027, 3, 5, 23, tzinfo=UTC))
    assert rounds.is_too_late(day, datetime(2027, 3, 6, tzinfo=UTC))


def test_who_is_off_for_long_is_not_in() -> None:
    """Somebody works in the ten days after a round, unless their week has holidays only."""
    assert rounds.works_in_window(date(2026, 12, 22), week("Europe/Berlin", "DE"))
