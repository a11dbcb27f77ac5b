"""Which events of a calendar are one-on-ones, and with whom: by attendees, or by their title."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase

from bot.rules.timing import cue_at

BOTH = 2
LONGEST_TITLE = 200  # characters of a title that are read
MEETING = re.compile(r"(?<!\w)(1 ?[:/-] ?1|1 ?on ?1|one[ -]?on[ -]?one|one[ -]to[ -]one|o3)(?!\w)")
# "A / B", "A <> B", "A x B": two names and nothing that says what else it is.
BETWEEN = re.compile(
    r"^\s*(?P<one>[^/&|+]+?)\s*(?:/|<>|<->|&|\||\+|↔|\bx\b)\s*(?P<other>[^/&|+]+)$"
)
WORD = re.compile(r"[\w'’]+")


class Reason(StrEnum):
    """Why an event is no one-on-one, or why one does not take place."""

    CANCELLED = "cancelled"
    ALL_DAY = "all-day"
    FREE = "free"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    ZONE = "unknown time zone"
    EMPTY = "without length"
    ALONE = "nobody else attends"
    MANY = "more than two attend"
    OTHERS = "one of the two does not attend"


@dataclass(frozen=True)
class Event:
    """An occurrence as a calendar tells of it. Moments are in UTC; e-mail addresses are small.

    `zone` is the zone it was written in, `FLOATING` for a time of day without any. A single event
    has no `recurrence_id`. `about` is its title, only for as long as one-on-ones are looked for.
    """

    uid: str
    recurrence_id: str | None
    starts_at: datetime
    ends_at: datetime
    zone: str
    attendees: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    is_group: bool = False  # a whole list of people is invited
    flaw: Reason | None = None  # what is wrong with it, whoever attends
    about: str = ""


FLOATING = "floating"


def why_not(
    event: Event, mine: Collection[str] = (), theirs: Collection[str] = ()
) -> Reason | None:
    """Return why an event is no one-on-one; None where it is, or may be: nobody is named in it.

    `mine` and `theirs` are addresses of the two; where none are known, anybody may be meant.
    """
    known = [one for one in (mine, theirs) if one]
    found = {
        Reason.EMPTY: event.starts_at >= event.ends_at,
        Reason.MANY: event.is_group or len(event.attendees) > BOTH,
        Reason.DECLINED: bool(event.declined),
        Reason.OTHERS: bool(event.attendees) and any(map(event.attendees.isdisjoint, known)),
        Reason.ALONE: len(event.attendees) == 1,
    }
    return event.flaw or next((reason for reason, holds in found.items() if holds), None)


def cue_of(event: Event, reason: Reason | None) -> datetime | None:
    """Return when the question of an event would be asked; None where it is left out."""
    return cue_at(event.starts_at, event.ends_at) if reason is None else None


def other_of(event: Event, mine: Collection[str]) -> str | None:
    """Return the other one's address in an event of two; None where that is not one address."""
    others = event.attendees.difference(mine)
    return next(iter(others)) if len(others) == 1 else None


def is_titled(title: str, pattern: str = "") -> bool:
    """Whether a title calls itself a one-on-one: as people do, or as the owner's `pattern` says.

    In a pattern `*` stands for anything and `?` for one character.
    """
    title = title[:LONGEST_TITLE].casefold()
    if pattern and fnmatchcase(title, pattern.casefold()):
        return True
    return bool(MEETING.search(title)) or BETWEEN.match(title) is not None


def named_in(title: str, names: Mapping[str, Collection[str]]) -> str | None:
    """Return the one person named in a title; None for nobody, or where it could be several.

    `names` are what each person is called, "Maya" and "Maya Brandt"; a longer name found counts
    for more than a shorter one.
    """
    words = _words(title[:LONGEST_TITLE])
    best: dict[str, int] = {}
    for user, known in names.items():
        lengths = [len(name) for name in map(_words, known) if name and _is_within(name, words)]
        if lengths:
            best[user] = max(lengths)
    longest = max(best.values(), default=0)
    found = [user for user, length in best.items() if length == longest]
    return found[0] if len(found) == 1 else None


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _is_within(name: list[str], words: list[str]) -> bool:
    span = len(name)
    return span > 0 and any(words[at : at + span] == name for at in range(len(words) - span + 1))
