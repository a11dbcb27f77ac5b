"""What a pair of buddies hears after it was made, and when: kind, little, and never once they met.

Rows in, the next step and its moment out. A step is due when `now` has reached its moment, so a
bot that was down catches up by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import partial
from hashlib import blake2b
from itertools import islice

from bot.rules.workdays import (
    DAY,
    WorkWeek,
    is_workday,
    is_working,
    local_day,
    local_to_utc,
    next_working,
    previous_working_day_at,
    span,
    zone_of,
)

SILENT_DAYS = 3  # working days without a word, after which a nudge comes
ASK_DAYS = 7  # working days after which they are asked whether they met
NOT_YET_DAYS = 2  # working days after "not yet", after which they are asked once more
SILENT_ROUNDS = 3  # rounds running without any response, after which somebody is paused
BETWEEN_DAYS = 2  # working days between the nudge and that question, where the bot was down
HALF_HOUR = timedelta(minutes=30)
EPOCH = datetime.min.replace(tzinfo=UTC)
DAYS_AHEAD = 7  # working days in which a time is looked for
FURTHEST = 28  # days after which looking for working days ends
WANTED_HOURS = (14, 11, 10)  # of the first, second and third suggestion: no day is like another
LUNCH_HOUR = 12


class Step(StrEnum):
    """What the bot says next to a match."""

    INTRODUCE = "introduce"
    NUDGE = "nudge"
    ASK = "ask"  # did you meet?
    ASK_AGAIN = "ask_again"


class Answer(StrEnum):
    """What somebody said when asked whether they met."""

    MET = "met"
    NOT_YET = "not_yet"
    COULD_NOT = "could_not"


@dataclass(frozen=True)
class Said:
    """What one of them answered, and when."""

    answer: Answer
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Story:
    """What happened in a match so far.

    `ends_at` is when the next round begins and nobody asks any more; `heard_at` is when one of
    them first answered the bot, or wrote where the bot may see it.
    """

    weeks: tuple[WorkWeek, ...]
    round_at: datetime
    ends_at: datetime
    introduced_at: datetime | None = None
    heard_at: datetime | None = None
    nudged_at: datetime | None = None
    asked_at: datetime | None = None
    asked_again_at: datetime | None = None
    said: tuple[Said, ...] = ()


def warn_at(round_at: datetime, week: WorkWeek) -> datetime:
    """Return when somebody hears that they will be paired: as their last working day begins."""
    day = local_day(round_at, week.zone)
    return previous_working_day_at(day, week.starts, week)


def next_step(story: Story) -> tuple[Step, datetime] | None:
    """Return what the bot says next to this match, and when; None where it stays silent.

    A step that would come after the end of the round does not come.
    """
    found = _step(story)
    return found if found and found[1] < story.ends_at else None


def outcome(said: Sequence[Said]) -> Answer | None:
    """Return how it stands between them: that one says they met counts, else the latest word."""
    if any(one.answer is Answer.MET for one in said):
        return Answer.MET
    latest_last = sorted(said, key=lambda one: one.at)
    return latest_last[-1].answer if said else None


def starter(ids: Sequence[str], started: Mapping[str, date]) -> str:
    """Return who is asked to begin: whoever did so longest ago, or never.

    Between equals chance decides, the same for the same people.
    """
    return min(ids, key=lambda one: (started.get(one, date.min), _lot(one, ids)))


def together_at(at: datetime, weeks: Sequence[WorkWeek]) -> datetime | None:
    """Return the first moment from `at` on at which all of them work.

    None where there is none in the next days: then each is told apart, in their own hours.
    """
    if all(is_working(at, week) for week in weeks):
        return at
    ahead = _shared_spans(local_day(at, weeks[0].zone) - DAY, weeks)
    return next((starts for starts, _ in ahead if starts > at), None)


def suggest(at: datetime, weeks: Sequence[WorkWeek]) -> tuple[datetime, ...]:
    """Return up to three half-hours in the working hours of all, the earliest first.

    They begin after the day of `at`, within the next seven days on which all work; on different
    days where there are so many, and neither at lunch nor at the edge of a day where that is
    possible.
    """
    chosen: list[datetime] = []
    free = [*_free(at, weeks)]
    for hour in WANTED_HOURS:
        apart = [one for one in free if all(abs(one - it) > HALF_HOUR for it in chosen)]
        if apart:
            chosen.append(min(apart, key=partial(_discomfort, weeks, hour, tuple(chosen))))
    return tuple(sorted(chosen))


def _step(story: Story) -> tuple[Step, datetime] | None:
    if story.introduced_at is None:
        together = together_at(story.round_at, story.weeks)
        return Step.INTRODUCE, together or _when_all_began(story.round_at, story.weeks)
    stands = outcome(story.said)
    if stands in {Answer.MET, Answer.COULD_NOT}:
        return None
    if stands is Answer.NOT_YET:
        again = _later(max(one.at for one in story.said), NOT_YET_DAYS, story.weeks)
        return None if story.asked_again_at else (Step.ASK_AGAIN, again)
    if not (story.heard_at or story.nudged_at or story.asked_at):
        return Step.NUDGE, _later(story.introduced_at, SILENT_DAYS, story.weeks)
    if story.asked_at:
        return None
    asked = _later(story.introduced_at, ASK_DAYS, story.weeks)
    if story.nudged_at:
        asked = max(asked, _later(story.nudged_at, BETWEEN_DAYS, story.weeks))
    return Step.ASK, asked


def _later(at: datetime, days: int, weeks: Sequence[WorkWeek]) -> datetime:
    """Return the moment that is so many working days later for each of them, in all their hours."""
    latest = max(_workdays_later(at, days, week) for week in weeks)
    return together_at(latest, weeks) or _when_all_began(latest, weeks)


def _workdays_later(at: datetime, days: int, week: WorkWeek) -> datetime:
    local = at.astimezone(zone_of(week.zone))
    ahead = (local.date() + number * DAY for number in range(1, FURTHEST + 1))
    found = [*islice((day for day in ahead if is_workday(day, week)), days)]
    day = found[-1] if found else local.date() + days * DAY
    return local_to_utc(day, local.time(), week.zone)


def _when_all_began(at: datetime, weeks: Sequence[WorkWeek]) -> datetime:
    """Return when the last of them has working hours, for people who share none."""
    return max(next_working(at, week) for week in weeks)


def _shared_spans(first: date, weeks: Sequence[WorkWeek]) -> Iterator[tuple[datetime, datetime]]:
    """Yield, in order, when all of them work, from the day `first` of the first one on."""
    for ahead in range(FURTHEST):
        found = _spans(first + ahead * DAY, 0, weeks[0])
        for week in weeks[1:]:
            theirs = _spans(first + ahead * DAY, 1, week)
            found = [
                (max(one[0], other[0]), min(one[1], other[1])) for one in found for other in theirs
            ]
        yield from sorted((starts, ends) for starts, ends in found if starts < ends)


def _spans(day: date, around: int, week: WorkWeek) -> list[tuple[datetime, datetime]]:
    """Return the working hours of `day`, and of so many days on both sides of it."""
    days = (day + number * DAY for number in range(-around, around + 1))
    return [span(one, week) for one in days if is_workday(one, week)]


def _free(at: datetime, weeks: Sequence[WorkWeek]) -> Iterator[datetime]:
    """Yield the full and half hours of the next days, after that of `at`, at which all work."""
    zone, today = weeks[0].zone, local_day(at, weeks[0].zone)
    days: set[date] = set()
    for starts, ends in _shared_spans(today, weeks):
        for begins in _half_hours(starts, ends):
            day = local_day(begins, zone)
            if day > today and (day in days or len(days) < DAYS_AHEAD):
                days.add(day)
                yield begins


def _half_hours(starts: datetime, ends: datetime) -> Iterator[datetime]:
    """Yield each full and half hour from which a half-hour fits in."""
    begins = starts + (EPOCH - starts) % HALF_HOUR
    while begins + HALF_HOUR <= ends:
        yield begins
        begins += HALF_HOUR


def _discomfort(
    weeks: Sequence[WorkWeek], hour: int, chosen: tuple[datetime, ...], at: datetime
) -> tuple[int, date, int, timedelta]:
    """Return what speaks against a time, the gravest first.

    That is another suggestion on that day, a later day, lunches and edges of days, and how far it
    is from `hour`.
    """
    clocks = [at.astimezone(zone_of(week.zone)) for week in weeks]
    day = clocks[0].date()
    same_day = sum(local_day(one, weeks[0].zone) == day for one in chosen)
    lunches = sum(clock.hour == LUNCH_HOUR for clock in clocks)
    edges = sum(
        not (is_working(at - HALF_HOUR, week) and is_working(at + HALF_HOUR, week))
        for week in weeks
    )
    return same_day, day, lunches + edges, abs(clocks[0] - clocks[0].replace(hour=hour, minute=0))


def _lot(one: str, ids: Sequence[str]) -> bytes:
    return blake2b(" ".join([one, *sorted(ids)]).encode(), digest_size=8).digest()
