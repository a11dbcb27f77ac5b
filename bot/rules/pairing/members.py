"""Who can be paired and what a round is: the values that go into pairing and come out of it."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from bot.rules.workdays import MONDAY_TO_FRIDAY, WorkWeek

OFFICE = WorkWeek("UTC", time(8), time(18), MONDAY_TO_FRIDAY, None)


class LevelWish(StrEnum):
    """Whom somebody would rather meet, seen from their own level."""

    ANY = "any"
    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody who takes part. Empty texts are unknown, and count for nothing.

    `waited` is how many rounds running nobody could be found for them; `avoids_line` is on unless
    they want to meet their manager and their reports too.
    """

    id: str
    department: str = ""
    manager: str = ""
    level: str = ""
    week: WorkWeek = OFFICE
    languages: frozenset[str] = frozenset()
    seeks: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset()
    do_not_pair: frozenset[str] = frozenset()
    avoids_line: bool = True
    wants_other_department: bool = False
    wants_near: bool = False
    level_wish: LevelWish = LevelWish.ANY
    waited: int = 0


@dataclass(frozen=True)
class Past:
    """Two or three people who were introduced on `on`, and whether they met."""

    on: date
    ids: tuple[str, ...]
    met: bool


class Ground(StrEnum):
    """What speaks for a pair, or against it; the words for it stand with the messages."""

    GIVES = "gives"  # the first of `who` offers what the second one seeks
    COMMON = "common"  # both would like to talk about the same
    DEPARTMENT = "department"  # they work in different ones
    LEVEL = "level"  # as one of them, or both, would like it
    NEAR = "near"  # they live by nearly the same clock, as somebody would like it
    HOURS = "hours"  # `about` is the minutes that they share
    FEW_HOURS = "few_hours"
    LANGUAGE = "language"
    NO_LANGUAGE = "no_language"
    MET = "met"  # `about` is the day of the round in which they last met


@dataclass(frozen=True)
class Reason:
    """One ground for or against a pair: how much it weighs, of whom it speaks, and about what."""

    ground: Ground
    weight: int
    who: tuple[str, ...]
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """Two people, or a trio, in the order of their ids; `weight` is that of all its pairs.

    `repeats` counts the pairs in it that met within the window.
    """

    ids: tuple[str, ...]
    weight: int
    repeats: int
    reasons: tuple[Reason, ...] = field(repr=False)


class Why(StrEnum):
    """Why somebody is left without a buddy."""

    ALONE = "alone"  # nobody else takes part
    FORBIDDEN = "forbidden"  # there is nobody whom they may meet
    TAKEN = "taken"  # those whom they may meet are all needed by others


@dataclass(frozen=True)
class Left:
    """Somebody for whom nobody was found; next time they come first (`Member.waited`)."""

    id: str
    why: Why


@dataclass(frozen=True)
class Round:
    """A round as decided: who meets, who is left and why, and what all matches weigh together."""

    matches: tuple[Match, ...]
    left: tuple[Left, ...]
    score: int
    repeats: int
