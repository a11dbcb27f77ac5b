"""The program's counts: by closed week, of everybody together, and never about a few people.

Only cells that part the same people are counted beside each other, and the weeks do not overlap.
A cell about fewer than FEWEST people is hidden. So are the smallest others, until those hidden
together are FEWEST people at least: whoever knows the sum learns nothing by subtracting. A whole
week with fewer people than that is hidden, its zeros as well. No sums are published, no parts of
the company, and no running totals, for these are where differences come from. What is published
stays as it is, so that a count before and a count after somebody's going tell nothing either.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

FEWEST = 5  # people about whom something may be said
WEEK = timedelta(weeks=1)
GRACE = timedelta(days=1)  # for what is noted late, before a week is counted
FARTHEST = 26  # weeks that are counted after a long time in which the bot was down


class Kind(StrEnum):
    """What is counted."""

    DISCUSSED = "meetings.discussed"
    ASKED = "meetings.asked"
    DEFERRED = "meetings.deferred"
    LEFT_OUT = "meetings.left_out"
    PAIRED = "buddies.paired"
    MET = "buddies.met"
    NOT_MET = "buddies.not_met"


# Each line parts the same people: what is hidden in it cannot be told from the rest of it.
PARTS = (
    (Kind.DISCUSSED, Kind.ASKED, Kind.DEFERRED, Kind.LEFT_OUT),
    (Kind.PAIRED,),
    (Kind.MET, Kind.NOT_MET),
)


@dataclass
class Cell:
    """How often something happened, and to whom."""

    count: int = 0
    people: set[str] = field(default_factory=set)


def publishable(cells: Mapping[Kind, Cell]) -> dict[Kind, int | None]:
    """Return the count of every kind, or None where it may not be said."""
    return {kind: count for part in PARTS for kind, count in _part(part, cells).items()}


def _part(part: tuple[Kind, ...], cells: Mapping[Kind, Cell]) -> dict[Kind, int | None]:
    here = {kind: cells.get(kind, Cell()) for kind in part}
    everybody = set[str]().union(*(cell.people for cell in here.values()))
    if len(everybody) < FEWEST:
        return dict.fromkeys(part)
    by_size = sorted(part, key=lambda kind: len(here[kind].people))
    filled = [kind for kind in by_size if here[kind].people]
    hidden = {kind for kind in filled if len(here[kind].people) < FEWEST}
    for kind in filled:
        together = set[str]().union(*(here[one].people for one in hidden))
        if hidden and len(together) < FEWEST:
            hidden.add(kind)
    return {kind: None if kind in hidden else here[kind].count for kind in part}


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def span(week: date) -> tuple[datetime, datetime]:
    """Return when a week begins and ends, by the clock of UTC."""
    begins = datetime.combine(week, time(), UTC)
    return begins, begins + WEEK


def counted_at(week: date) -> datetime:
    """Return when a week is counted."""
    return span(week)[1] + GRACE


def first_counted_at(now: datetime, first: date | None) -> datetime:
    """Return when the first counts come; `first` is as in `to_count`."""
    return max(now, counted_at(week_of(first or now.date())))


def to_count(now: datetime, last: date | None, first: date | None) -> list[date]:
    """Return the weeks that are over and not counted yet, the oldest first.

    `last` is the latest that was counted, `first` the week of the first thing that ever happened.
    """
    if last is None and first is None:
        return []
    week = last + WEEK if last else week_of(first or now.date())
    week = max(week, week_of(now.date()) - FARTHEST * WEEK)
    found = []
    while counted_at(week) <= now:
        found.append(week)
        week += WEEK
    return found
