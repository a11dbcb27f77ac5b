"""Seeded crowds of people to pair, alike for tests, bench and proofs."""

import random
from collections.abc import Sequence
from datetime import date, time, timedelta

from bot.rules.pairing import Member, Past, Round
from bot.rules.pairing.members import LevelWish
from bot.rules.workdays import MONDAY_TO_FRIDAY, WorkWeek

ON = date(2026, 11, 23)
WEEK = timedelta(weeks=1)
TOPICS = tuple(f"topic-{number}" for number in range(30))
ZONES = (
    *("Europe/Berlin",) * 6,
    *("Europe/London",) * 4,
    *("America/New_York",) * 4,
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Australia/Sydney",
)


def crowd(size: int, seed: int = 1) -> list[Member]:
    """Return people as a company has them: managers of eight, a few zones, a few wishes."""
    dice = random.Random(seed)  # noqa: S311 - a seed makes it repeatable
    return [_somebody(number, size, dice) for number in range(size)]


def rounds(members: Sequence[Member], count: int, seed: int = 1) -> list[Past]:
    """Return weekly rounds before ON in which these were paired at random; seven in ten met."""
    dice = random.Random(seed)  # noqa: S311 - as above
    past = []
    for back in range(1, count + 1):
        ids = [one.id for one in members]
        dice.shuffle(ids)
        pairs = zip(ids[::2], ids[1::2], strict=False)
        past += [Past(ON - back * WEEK, pair, dice.random() < 0.7) for pair in pairs]
    return past


def as_past(decided: Round, on: date, met: Sequence[bool]) -> list[Past]:
    """Return a round as the next one sees it."""
    return [Past(on, one.ids, it) for one, it in zip(decided.matches, met, strict=True)]


def _somebody(number: int, size: int, dice: random.Random) -> Member:
    return Member(
        id=f"U{number:05}",
        department=f"department-{number * 12 // size}",
        manager=f"U{number // 8 * 8:05}" if number % 8 else "",
        level=dice.choice(("junior", "mid", "senior", "lead")),
        week=WorkWeek(dice.choice(ZONES), time(9), time(17), MONDAY_TO_FRIDAY, None),
        languages=frozenset({"en", *dice.choices(("de", "fr", "es"), k=dice.randrange(2))}),
        seeks=frozenset(dice.sample(TOPICS, dice.randint(1, 4))),
        gives=frozenset(dice.sample(TOPICS, dice.randint(1, 4))),
        do_not_pair=frozenset({f"U{dice.randrange(size):05}"} if dice.random() < 0.1 else ()),
        wants_other_department=dice.random() < 0.5,
        wants_near=dice.random() < 0.3,
        level_wish=dice.choice([*LevelWish]),
    )
