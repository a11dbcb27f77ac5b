"""Nudging: kind, little, in working hours, and never once they met."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import nudging
from bot.rules.nudging import Answer, Said, Step, Story
from bot.rules.workdays import MONDAY_TO_FRIDAY, WorkWeek, is_workday, is_working, local_day

BERLIN = WorkWeek("Europe/Berlin", time(9), time(17), MONDAY_TO_FRIDAY, "DE")
NEW_YORK = WorkWeek("America/New_York", time(9), time(17), MONDAY_TO_FRIDAY, "US")
SYDNEY = WorkWeek("Australia/Sydney", time(9), time(17), MONDAY_TO_FRIDAY, None)
WEEKS = st.sampled_from([BERLIN, NEW_YORK, SYDNEY, replace(BERLIN, days=frozenset({2, 4}))])
PARTIES = st.lists(WEEKS, min_size=2, max_size=3).map(tuple)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def berlin(at: str) -> datetime:
    """Read a local time of Berlin."""
    return datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Europe/Berlin"))


TUESDAY = berlin("2026-11-24T09:30")
PAIR = Story(weeks=(BERLIN, BERLIN), round_at=TUESDAY, ends_at=TUESDAY + timedelta(weeks=4))
MET_US = replace(PAIR, introduced_at=TUESDAY)


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        (PAIR, (Step.INTRODUCE, "2026-11-24T09:30")),
        (MET_US, (Step.NUDGE, "2026-11-27T09:30")),
        (replace(MET_US, heard_at=TUESDAY), (Step.ASK, "2026-12-03T09:30")),
        (
            replace(MET_US, nudged_at=berlin("2026-11-27T09:30")),
            (Step.ASK, "2026-12-03T09:30"),
        ),
        (  # the bot was down for a week
            replace(MET_US, nudged_at=berlin("2026-12-04T12:00")),
            (Step.ASK, "2026-12-08T12:00"),
        ),
        (replace(MET_US, asked_at=berlin("2026-12-03T09:30")), None),
    ],
)
def test_what_a_silent_pair_hears(story: Story, expected: tuple[Step, str] | None) -> None:
    """An introduction, a nudge after three working days of silence, a question after seven."""
    assert nudging.next_step(story) == (expected and (expected[0], berlin(expected[1])))


@pytest.mark.parametrize(
    ("answers", "again", "expected"),
    [
        ([Answer.MET], None, None),
        ([Answer.COULD_NOT], None, None),
        ([Answer.NOT_YET], None, (Step.ASK_AGAIN, "2026-12-07T10:00")),
        ([Answer.NOT_YET], "2026-12-07T10:00", None),
        ([Answer.NOT_YET, Answer.NOT_YET], "2026-12-07T10:00", None),
        ([Answer.MET, Answer.NOT_YET], None, None),
        ([Answer.NOT_YET, Answer.COULD_NOT], None, None),
    ],
)
def test_what_an_answer_changes(
    answers: list[Answer], again: str | None, expected: tuple[Step, str] | None
) -> None:
    """Met and could not end it, whoever said so; not yet asks once more after two working days."""
    asked = berlin("2026-12-03T09:30")
    said = tuple(Said(one, berlin("2026-12-03T10:00")) for one in answers)
    story = replace(
        MET_US, asked_at=asked, said=said, asked_again_at=berlin(again) if again else None
    )
    assert nudging.next_step(story) == (expected and (expected[0], berlin(expected[1])))


def test_met_before_any_question_ends_it() -> None:
    """Who says that they met right after the introduction hears nothing more."""
    story = replace(MET_US, said=(Said(Answer.MET, TUESDAY),))
    assert nudging.next_step(story) is None
    assert nudging.outcome(()) is None


def test_nothing_comes_after_the_round() -> None:
    """A step that would fall into the next round does not come."""
    story = replace(MET_US, heard_at=TUESDAY, ends_at=TUESDAY + timedelta(weeks=1))
    assert nudging.next_step(story) is None


@given(PARTIES, MOMENTS)
def test_a_silent_pair_hears_little(weeks: tuple[WorkWeek, ...], at: datetime) -> None:
    """A pair that never answers is introduced, nudged and asked: three messages, and it is over.

    Each comes in the hours of all where they share any, and never before the one before.
    """
    story = Story(weeks=weeks, round_at=at, ends_at=at + timedelta(days=60))
    names = {
        Step.INTRODUCE: "introduced_at",
        Step.NUDGE: "nudged_at",
        Step.ASK: "asked_at",
    }
    moments = []
    while step := nudging.next_step(story):
        moments.append(step[1])
        shares = nudging.together_at(step[1], weeks) is not None
        assert all(is_working(step[1], week) for week in weeks) or not shares
        story = replace(story, **{names.pop(step[0]): step[1]})  # type: ignore[arg-type]  # by name
    assert moments == sorted(moments)
    assert not names


@pytest.mark.parametrize(
    ("round_at", "expected"),
    [
        ("2026-11-24T09:30", "2026-11-23T09:00"),
        ("2026-11-23T09:30", "2026-11-20T09:00"),
        ("2026-12-28T09:30", "2026-12-24T09:00"),
    ],
)
def test_the_warning(round_at: str, expected: str) -> None:
    """The warning comes as the last working day before the round begins."""
    assert nudging.warn_at(berlin(round_at), BERLIN) == berlin(expected)


def test_who_starts() -> None:
    """Whoever started longest ago is asked to; whoever never did comes first."""
    days = {"a": date(2026, 11, 1), "b": date(2026, 10, 1)}
    assert nudging.starter(["a", "b"], days) == "b"
    assert nudging.starter(["a", "b", "c"], days) == "c"
    assert nudging.starter(["c", "d"], {}) == nudging.starter(["d", "c"], {})


def test_times_that_suit_both() -> None:
    """Three half-hours on three days, at different hours, in the hours of both."""
    assert nudging.suggest(TUESDAY, (BERLIN, BERLIN)) == tuple(
        map(berlin, ("2026-11-25T14:00", "2026-11-26T11:00", "2026-11-27T10:00"))
    )
    # Two shared hours a day, and on Thursday New York gives thanks.
    assert nudging.suggest(TUESDAY, (BERLIN, NEW_YORK)) == tuple(
        map(berlin, ("2026-11-25T15:30", "2026-11-27T15:30", "2026-11-30T15:30"))
    )
    assert nudging.suggest(TUESDAY, (BERLIN, SYDNEY)) == ()


def test_times_for_people_who_share_one_day() -> None:
    """Where only one weekday is shared, the second time comes a week later."""
    week = replace(BERLIN, days=frozenset({3}))
    days = [one.astimezone(UTC).date() for one in nudging.suggest(TUESDAY, (week, BERLIN))]
    assert days == [date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 9)]


@given(PARTIES, MOMENTS)
def test_times_suit_everybody(weeks: tuple[WorkWeek, ...], at: datetime) -> None:
    """Each suggestion lies ahead, on a full or half hour, in working hours from start to end."""
    found = nudging.suggest(at, weeks)
    assert [*found] == sorted(set(found))
    for begins in found:
        assert begins > at
        assert begins.minute % 30 == begins.second == 0
        last = begins + timedelta(minutes=29)
        assert all(is_working(one, week) for one in (begins, last) for week in weeks)
        assert is_workday(local_day(begins, weeks[0].zone), weeks[0])
