"""A year of rounds: people meet whom they have not met, and everybody has their turn."""

import random
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

import pytest

from bot.rules.pairing import Member, Past, pair
from tests.rules.crowd import ON, WEEK, as_past, crowd

ROUNDS, PEOPLE, MEET, AWAY = 52, 300, 0.7, 0.1


class Year(NamedTuple):
    """What a year of rounds came to."""

    pairs: int
    repeats: int
    trios: Counter[str]
    twice_running: int
    left: Counter[str]
    longest_wait: int


@pytest.mark.proof
def test_a_year_of_three_hundred_people() -> None:
    """In 52 weekly rounds of 300 people, of whom one in ten is away each time, nobody repeats.

    Nobody is in a trio twice running, nor much oftener than others; nobody is left over.
    """
    year = _live(crowd(PEOPLE), 1)
    _show(f"people={PEOPLE}", year)
    assert year.repeats == 0
    assert year.twice_running == 0
    assert max(year.trios.values()) <= 2
    assert not year.left


@pytest.mark.proof
def test_a_year_of_people_for_whom_there_are_too_few() -> None:
    """Where 20 people want only the same 15, nobody is left over twice running."""
    some = [f"x{number}" for number in range(20)]
    wanted = [Member(id=f"y{number}") for number in range(15)]
    members = [Member(id=one, do_not_pair=frozenset(some)) for one in some]
    year = _live([*wanted, *members], 1)
    _show("people=35", year)
    assert year.longest_wait == 1


def _live(members: list[Member], seed: int) -> Year:
    dice = random.Random(seed)  # noqa: S311 - a seed makes the proof repeatable
    past: list[Past] = []
    waited: Counter[str] = Counter()
    last: dict[str, int] = {}
    year = Year(0, 0, Counter(), 0, Counter(), 0)
    for number in range(ROUNDS):
        on = ON + number * WEEK
        here = [replace(one, waited=waited[one.id]) for one in members if dice.random() > AWAY]
        decided = pair(here, past, on)
        past += as_past(decided, on, [dice.random() < MEET for _ in decided.matches])
        trio = [one for made in decided.matches if len(made.ids) == 3 for one in made.ids]
        left = [one.id for one in decided.left]
        waited = Counter({one: waited[one] + 1 for one in left})
        year = Year(
            pairs=year.pairs + len(decided.matches),
            repeats=year.repeats + decided.repeats,
            trios=year.trios + Counter(trio),
            twice_running=year.twice_running + sum(last.get(one) == 3 for one in trio),
            left=year.left + Counter(left),
            longest_wait=max([year.longest_wait, *waited.values()]),
        )
        last |= {one: len(made.ids) for made in decided.matches for one in made.ids}
    return year


def _show(what: str, year: Year) -> None:
    print(  # noqa: T201 - the proof shows its sums
        f"{what} rounds={ROUNDS} matches={year.pairs} repeats={year.repeats} "
        f"trios: times={_spread(year.trios)} twice_running={year.twice_running} "
        f"left: times={_spread(year.left)} longest_wait={year.longest_wait}"
    )


def _spread(counts: Counter[str]) -> str:
    """Return how many people had how many turns: `people x turns`."""
    turns = sorted(Counter(counts.values()).items())
    return " ".join(f"{people}x{number}" for number, people in turns) or "none"
