"""When a one-on-one takes place, across daylight saving in ten zones."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules import timing
from bot.rules.timing import Cadence, Schedule
from bot.rules.workdays import WorkWeek, holiday, is_working

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",  # gave up daylight saving in 2019; midnight used to be missing
    "Australia/Lord_Howe",  # moves by 30 minutes
    "Asia/Kolkata",
    "Pacific/Apia",  # one whole day is missing
    "Africa/Casablanca",  # moves for Ramadan
    "America/St_Johns",
    "Asia/Kathmandu",
    "Europe/London",
)
SCHEDULES = st.builds(
    Schedule,
    first_date=st.dates(date(2010, 1, 1), date(2032, 12, 31)),
    starts=st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    minutes=st.integers(15, 120),
    cadence=st.sampled_from(Cadence),
    zone=st.sampled_from(ZONES),
)
MOMENTS = st.datetimes(datetime(2009, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
WEEKS = st.builds(
    WorkWeek,
    zone=st.sampled_from(ZONES),
    starts=st.times(),
    ends=st.times(),
    days=st.frozensets(st.integers(1, 7)),
    country=st.sampled_from([None, "DE", "US", "NP", "??"]),
)
BERLIN = WorkWeek("Europe/Berlin", time(8), time(18), frozenset({1, 2, 3, 4, 5}), "DE")


def berlin(at: str) -> datetime:
    """Read a local time of Berlin."""
    return datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Europe/Berlin"))


def weekly(first: date, starts: time = time(10), minutes: int = 45) -> Schedule:
    """Meet every week in Berlin."""
    return Schedule(first, starts, minutes, Cadence.WEEKLY, "Europe/Berlin")


def moment(day: date, clock_time: time, zone: str) -> datetime:
    """Search for the first moment at which a zone's clocks show this, or show it too late.

    An oracle: it only ever asks what the clocks show at a given moment in UTC.
    """
    wanted = datetime.combine(day, clock_time)
    around = datetime.combine(day, clock_time, UTC)
    known = [
        (around + timedelta(hours=hours)).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
        for hours in range(-48, 49, 6)
    ]
    shown = [
        at
        for at in sorted(around - offset for offset in known)
        if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wanted
    ]
    return shown[0] if shown else around - known[0]


def falls_on(schedule: Schedule, day: date) -> bool:
    """Whether a meeting falls on `day`, decided by looking at that day alone."""
    if schedule.cadence is not Cadence.MONTHLY:
        return (day - schedule.first_date).days % (7 * int(schedule.cadence[0])) == 0
    if day.weekday() != schedule.first_date.weekday():
        return False
    nth = (schedule.first_date.day + 6) // 7
    is_last = (day + timedelta(days=7)).month != day.month
    return is_last if nth == 5 else (day.day + 6) // 7 == nth


def one_by_one(schedule: Schedule, after: datetime) -> Iterator[tuple[date, datetime]]:
    """Walk through the calendar day by day: the slow way to the same meetings."""
    day = schedule.first_date
    while True:
        if day > after.date() - timedelta(days=3) and falls_on(schedule, day):
            starts_at = moment(day, schedule.starts, schedule.zone)
            if starts_at + timedelta(minutes=schedule.minutes) > after:
                yield day, starts_at
        day += timedelta(days=1)


@given(SCHEDULES, st.integers(-400, 4000), st.integers(0, 86_399))
@example(Schedule(date(2011, 12, 2), time(9), 60, Cadence.FOUR_WEEKLY, "Pacific/Apia"), 27, 72_000)
def test_slots_agree_with_the_calendar(schedule: Schedule, days: int, seconds: int) -> None:
    """Meetings are those that one finds going through the calendar day by day."""
    after = datetime.combine(schedule.first_date, time(), UTC) + timedelta(days, seconds)
    found = [(one.held_on, one.starts_at) for one in islice(timing.slots(schedule, after), 4)]
    assert found == list(islice(one_by_one(schedule, after), 4))


@given(SCHEDULES)
def test_local_time_stays_the_same_for_years(schedule: Schedule) -> None:
    """A meeting keeps its local time, save on days on which that time does not exist."""
    zone = ZoneInfo(schedule.zone)
    start = datetime.combine(schedule.first_date, time(), UTC) - timedelta(days=2)
    for slot in islice(timing.slots(schedule, start), 120):
        local = slot.starts_at.astimezone(zone).replace(tzinfo=None)
        wanted = datetime.combine(slot.held_on, schedule.starts)
        before, after = (
            (slot.starts_at + timedelta(hours=hours)).astimezone(zone).utcoffset() or timedelta()
            for hours in (-25, 25)
        )
        assert local == wanted or timedelta() < local - wanted == after - before


@given(SCHEDULES, MOMENTS)
def test_slots_ascend_by_the_cadence(schedule: Schedule, after: datetime) -> None:
    """Meetings follow each other, all in UTC, all ending after the moment asked about."""
    found = list(islice(timing.slots(schedule, after), 30))
    assert all(one.starts_at.tzinfo is UTC and one.ends_at > after for one in found)
    assert all(one.held_on >= schedule.first_date for one in found)
    steps = {(later.held_on - one.held_on).days for one, later in pairwise(found)}
    monthly = schedule.cadence is Cadence.MONTHLY
    assert steps <= ({28, 35} if monthly else {7 * int(schedule.cadence[0])})
    assert all(one.starts_at < later.starts_at for one, later in pairwise(found))


@given(SCHEDULES, MOMENTS)
def test_slots_never_depend_on_where_one_starts_to_look(
    schedule: Schedule, after: datetime
) -> None:
    """Looking from the end of a meeting finds the one that follows it."""
    first, second = islice(timing.slots(schedule, after), 2)
    assert next(timing.slots(schedule, first.ends_at)) == second
    assert next(timing.slots(schedule, first.ends_at - timedelta(seconds=1))) == first


@given(SCHEDULES, MOMENTS)
def test_cue_lies_inside_the_meeting(schedule: Schedule, after: datetime) -> None:
    """A cue comes in the second half of the meeting, with at most 15 minutes left."""
    slot = next(timing.slots(schedule, after))
    assert slot.ends_at - slot.starts_at == timedelta(minutes=schedule.minutes)
    left = slot.ends_at - slot.cue_at
    assert timedelta() < left <= timedelta(minutes=15)
    assert slot.cue_at - slot.starts_at >= left
    assert left == timedelta(minutes=min(15, schedule.minutes / 2))


def test_a_long_past_first_date_costs_nothing() -> None:
    """Finding the next meeting a thousand years on takes no more days than today."""
    far = datetime(3026, 1, 1, tzinfo=UTC)
    slot = next(timing.slots(weekly(date(2026, 1, 1)), far))
    assert slot.starts_at - far < timedelta(days=7)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (date(2026, 1, 8), ["2026-02-12", "2026-03-12", "2026-04-09"]),
        (date(2026, 1, 29), ["2026-02-26", "2026-03-26", "2026-04-30"]),
        (date(2026, 12, 31), ["2027-01-28", "2027-02-25", "2027-03-25"]),
    ],
)
def test_monthly_keeps_its_weekday(first: date, expected: list[str]) -> None:
    """Monthly means the same weekday of the month; a fifth one falls back to the last."""
    schedule = Schedule(first, time(10), 30, Cadence.MONTHLY, "Europe/London")
    after = datetime.combine(first, time(23), UTC)
    assert [one.held_on.isoformat() for one in islice(timing.slots(schedule, after), 3)] == expected


@pytest.mark.parametrize(
    ("day", "starts", "expected"),
    [
        (date(2027, 3, 28), time(2, 30), "2027-03-28T01:30"),  # missing: 03:30 in summer time
        (date(2026, 10, 25), time(2, 30), "2026-10-25T00:30"),  # twice: the first
        (date(2027, 3, 28), time(10), "2027-03-28T08:00"),
        (date(2027, 3, 21), time(10), "2027-03-21T09:00"),
    ],
)
def test_missing_and_doubled_times(day: date, starts: time, expected: str) -> None:
    """A time that does not exist moves forward, one that exists twice is the first."""
    slot = next(timing.slots(weekly(day, starts), datetime.combine(day, time(), UTC)))
    assert slot.starts_at == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_minutes_are_real_ones() -> None:
    """A meeting that lasts through a change of the clocks lasts no longer and no shorter."""
    night = weekly(date(2026, 10, 25), time(1, 45), 60)
    slot = next(timing.slots(night, datetime(2026, 10, 24, tzinfo=UTC)))
    assert slot.ends_at - slot.starts_at == timedelta(hours=1)


def test_what_a_calendar_does_not_know() -> None:
    """Where no more meetings are known there is no next one."""
    assert timing.next_slot(iter(()), ("DE", None)) == (None, ())


def test_holidays_of_either_are_skipped_and_named() -> None:
    """A meeting on a public holiday of one of the two does not take place, and both see why."""
    schedule = weekly(date(2026, 11, 19))
    after = datetime(2026, 11, 20, tzinfo=UTC)
    slot, skipped = timing.next_slot(timing.slots(schedule, after), ("DE", "US"))
    assert slot
    assert slot.held_on == date(2026, 12, 3)
    assert [(one.slot.held_on, one.country) for one in skipped] == [(date(2026, 11, 26), "US")]
    assert skipped[0].name == "Thanksgiving Day"
    german, _ = timing.next_slot(timing.slots(schedule, after), (None, "DE"))
    assert german
    assert german.held_on == date(2026, 11, 26)


@given(SCHEDULES, MOMENTS, st.sampled_from(["DE", "NP", None]), st.sampled_from(["JP", "??"]))
def test_next_slot_is_the_first_that_no_holiday_cancels(
    schedule: Schedule, after: datetime, one: str | None, other: str | None
) -> None:
    """What comes before the next meeting is cancelled, and nothing is left out."""
    slot, skipped = timing.next_slot(timing.slots(schedule, after), (one, other))
    before = takewhile(lambda it: it != slot, timing.slots(schedule, after))
    assert list(before) == [it.slot for it in skipped]
    assert slot
    assert holiday(slot.held_on, one) is None
    assert holiday(slot.held_on, other) is None


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ("2026-11-26T10:00", "2026-11-26T08:00"),
        ("2026-11-26T09:59", "2026-11-25T16:00"),
        ("2026-11-30T09:00", "2026-11-27T16:00"),  # a Monday
        ("2026-11-26T20:00", "2026-11-25T16:00"),  # two hours before, they have gone
        ("2027-03-30T09:00", "2027-03-25T16:00"),  # after Easter and a change of the clocks
    ],
)
def test_preparation(starts: str, expected: str) -> None:
    """A manager prepares 2 hours before, or at 16:00 on the working day before."""
    assert timing.prepare_at(berlin(starts), BERLIN) == berlin(expected)


@pytest.mark.parametrize(
    ("hours", "starts", "expected"),
    [
        ((time(6), time(14)), "2026-11-26T07:00", "2026-11-25T13:45"),
        ((time(17), time(23)), "2026-11-26T18:00", "2026-11-25T22:45"),
        ((time(22), time(6)), "2026-11-26T22:30", "2026-11-26T05:45"),
        ((time(23), time(6)), "2026-11-26T00:30", "2026-11-25T05:45"),
    ],
)
def test_preparation_by_unusual_hours(hours: tuple[time, time], starts: str, expected: str) -> None:
    """Where 16:00 is no hour of theirs, they prepare a quarter of an hour before they go."""
    week = WorkWeek("Europe/Berlin", *hours, BERLIN.days, None)
    assert timing.prepare_at(berlin(starts), week) == berlin(expected)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)), WEEKS)  # noqa: DTZ001
def test_preparation_lies_before_the_meeting(starts_at: datetime, week: WorkWeek) -> None:
    """Whatever the week, a manager prepares at least two hours ahead, in working hours if any."""
    at = timing.prepare_at(starts_at, week)
    assert at <= starts_at - timedelta(hours=2)
    assert starts_at - at < timedelta(days=40)
    if time(5) <= week.starts < week.ends:  # hours that no change of the clocks touches
        assert is_working(at, week)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (weekly(date(2026, 12, 1)), ()),
        (weekly(date(2026, 12, 1), minutes=14), ("minutes",)),
        (weekly(date(2028, 12, 1), minutes=121), ("minutes", "first_date")),
        (weekly(date(2024, 12, 1)), ("first_date",)),
        (Schedule(date(2026, 12, 1), time(9), 30, Cadence.MONTHLY, "Mars/Base"), ("zone",)),
    ],
)
def test_a_schedule_is_checked(schedule: Schedule, expected: tuple[str, ...]) -> None:
    """Everything that is wrong with a schedule is named at once."""
    assert timing.check_schedule(schedule, date(2026, 11, 22)) == expected
