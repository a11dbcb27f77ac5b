"""What speaks for two people meeting, and how much: every weight stands here, with its reason.

Only how the weights compare matters. They are small whole numbers on purpose: the fewer different
sums there are, the sooner the solver is done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.rules.pairing.members import Ground, LevelWish, Member, Reason
from bot.rules.workdays import WorkWeek, span

GIVES = 4  # a topic that one seeks and the other offers: what the half-hour is for
COMMON = 1  # a topic that both seek: something to talk about, though neither brings the answer
MOST_TOPICS = 2  # of one kind that count: more do not fit into half an hour
OTHER_DEPARTMENT = 1  # one hears something new, even where nobody asked for it
DEPARTMENT_WISH = 2  # for each who asked for it; half of a topic, as all wishes are
LEVEL_WISH = 2  # for each whose wish comes true
NEAR_WISH = 2  # for each who asked for it
FEW_HOURS = -12  # who shares less than two hours hardly finds a time: dearer than two topics
NO_LANGUAGE = -12  # who has no language in common cannot talk: as dear
REPEAT = -52  # who met a moment ago has little new to say: dearest, and one less each week
TRIO = -52  # for each who was in a trio a moment ago, one less each week: everyone has their turn

HEAVIEST = 100  # no pair weighs more than this, nor less than minus this

NEAR_MINUTES = 120  # between two clocks that count as near
ENOUGH_MINUTES = 120  # of shared working hours in a day
WINDOW_DAYS = 84  # within these 12 weeks a pair that met is a repeat, avoided before any weight
FADING_DAYS = 364  # after a year a meeting weighs nothing
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Hours:
    """Working hours as minutes of a UTC day, how far that clock is from UTC, and the wish."""

    starts: int
    minutes: int
    offset: int
    wants_near: bool


def reasons(one: Member, other: Member, met: date | None, on: date) -> tuple[Reason, ...]:
    """Return all grounds for and against these two meeting on `on`; their weights add up.

    `met` is the day of the last round in which they were introduced and met. The two stand in the
    order of their ids, whichever is given first.
    """
    first, second = sorted((one, other), key=lambda member: member.id)
    found = [
        *_topics(first, second),
        *department(first, second),
        *level(first, second),
        *hours(hours_of(first, on), hours_of(second, on)),
        *language(first.languages, second.languages),
    ]
    who = (first.id, second.id)
    spoken = [Reason(it.ground, it.weight, it.who or who, it.about) for it in found]
    if met and (cost := faded(REPEAT, met, on)):
        spoken.append(Reason(Ground.MET, cost, who, (met.isoformat(),)))
    return tuple(spoken)


def faded(weight: int, when: date, on: date) -> int:
    """Return what is left on `on` of a weight from `when`: all at once, nothing after a year."""
    return weight * max(0, FADING_DAYS - (on - when).days) // FADING_DAYS


def is_repeat(met: date | None, on: date) -> bool:
    """Whether a pair that met in the round of `met` would meet too soon again on `on`."""
    return met is not None and (on - met).days <= WINDOW_DAYS


def may_meet(one: Member, other: Member) -> bool:
    """Whether nothing forbids it: neither one's list, nor the line from a manager to a report."""
    if one.id == other.id or one.id in other.do_not_pair or other.id in one.do_not_pair:
        return False
    is_line = one.manager == other.id or other.manager == one.id
    return not (is_line and (one.avoids_line or other.avoids_line))


def department(one: Member, other: Member) -> Iterator[Reason]:
    """Yield the ground that two departments are, if they are two."""
    if one.department and other.department and one.department != other.department:
        wishes = one.wants_other_department + other.wants_other_department
        yield Reason(Ground.DEPARTMENT, OTHER_DEPARTMENT + wishes * DEPARTMENT_WISH, ())


def level(one: Member, other: Member) -> Iterator[Reason]:
    """Yield the ground that their levels are, if somebody wants it this way."""
    if one.level and other.level:
        wish = LevelWish.SAME if one.level == other.level else LevelWish.OTHER
        wishes = [member.level_wish for member in (one, other)].count(wish)
        if wishes:
            yield Reason(Ground.LEVEL, wishes * LEVEL_WISH, (), (wish,))


def hours(one: Hours, other: Hours) -> Iterator[Reason]:
    """Yield what their working hours say: how much they share, and whether they are near."""
    shared = shared_minutes(one, other)
    if shared < ENOUGH_MINUTES:
        yield Reason(Ground.FEW_HOURS, FEW_HOURS, (), (str(shared),))
    else:
        yield Reason(Ground.HOURS, 0, (), (str(shared),))
    apart = (one.offset - other.offset) % DAY_MINUTES
    wishes = one.wants_near + other.wants_near
    if wishes and min(apart, DAY_MINUTES - apart) <= NEAR_MINUTES:
        yield Reason(Ground.NEAR, wishes * NEAR_WISH, ())


def language(one: frozenset[str], other: frozenset[str]) -> Iterator[Reason]:
    """Yield the languages in common, or that there are none; nothing where one is unknown."""
    if not one or not other:
        return
    common = tuple(sorted(one & other))
    if common:
        yield Reason(Ground.LANGUAGE, 0, (), common)
    else:
        yield Reason(Ground.NO_LANGUAGE, NO_LANGUAGE, ())


def hours_of(member: Member, on: date) -> Hours:
    """Return the member's hours as they are on `on`, daylight saving included."""
    starts, minutes, offset = _minutes(member.week, on)
    return Hours(starts, minutes, offset, member.wants_near)


def shared_minutes(one: Hours, other: Hours) -> int:
    """Return for how many minutes of a day both work; a day is a circle."""
    return sum(
        max(
            0,
            min(one.starts + one.minutes, other.starts + other.minutes + turn)
            - max(one.starts, other.starts + turn),
        )
        for turn in (-DAY_MINUTES, 0, DAY_MINUTES)
    )


def _topics(one: Member, other: Member) -> Iterator[Reason]:
    for giver, taker in ((one, other), (other, one)):
        if offered := giver.gives & taker.seeks:
            weight = GIVES * min(len(offered), MOST_TOPICS)
            yield Reason(Ground.GIVES, weight, (giver.id, taker.id), tuple(sorted(offered)))
    if both := one.seeks & other.seeks:
        weight = COMMON * min(len(both), MOST_TOPICS)
        yield Reason(Ground.COMMON, weight, (), tuple(sorted(both)))


@lru_cache(maxsize=4096)
def _minutes(week: WorkWeek, on: date) -> tuple[int, int, int]:
    starts, ends = span(on, week)
    begin = starts.hour * 60 + starts.minute
    offset = (week.starts.hour * 60 + week.starts.minute - begin) % DAY_MINUTES
    return begin, min(DAY_MINUTES, int((ends - starts).total_seconds()) // 60), offset
