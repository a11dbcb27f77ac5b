"""Who meets whom in a round: decided once, for all of them together, and the same each time.

In this order: most people get a buddy; nobody is in a trio twice running; fewest pairs meet again
within twelve weeks; the greatest total weight (`weights`). Of people who cannot all be placed,
those who waited before come first. The arrays and the solver load when a round is made.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from hashlib import blake2b
from itertools import combinations
from multiprocessing import get_context

from bot.rules.pairing.history import TRIO_SIZE, History, remember
from bot.rules.pairing.members import (
    Ground,
    Left,
    LevelWish,
    Match,
    Member,
    Past,
    Reason,
    Round,
    Why,
)
from bot.rules.pairing.weights import is_repeat, may_meet, reasons

__all__ = [
    "Ground",
    "Left",
    "LevelWish",
    "Match",
    "Member",
    "Past",
    "Reason",
    "Round",
    "Why",
    "match",
    "pair",
    "pair_in_child",
    "rejoin",
    "remember",
]

AT_ONCE = 10_000  # people who are decided together


def pair_in_child(members: Sequence[Member], past: Sequence[Past], on: date) -> Round:
    """Do what `pair` does in a process of its own: the solver lets no other thread run.

    The memory is given back when the process ends. An error in it is raised here.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as child:
        return child.submit(pair, members, past, on).result()


def pair(members: Iterable[Member], past: Iterable[Past], on: date) -> Round:
    """Return the round of `on`: the same for the same values, in whatever order they come.

    Members' ids must differ. Up to 400 people the pairs are the optimum among all; above, they
    come within a few hundredths of a percent of it. A crowd beyond `AT_ONCE` is decided in parts.
    """
    from bot.rules.pairing.trio import decide

    crowd = sorted(members, key=lambda one: _lot(one.id, on))
    history = remember(past, on)
    chosen = [
        [part[one] for one in group]
        for part in _parts(crowd)
        if len(part) > 1
        for group in decide(part, history, on)
    ]
    matches = sorted((match(group, history, on) for group in chosen), key=lambda one: one.ids)
    placed = {one for made in matches for one in made.ids}
    return Round(
        matches=tuple(matches),
        left=tuple(
            sorted(
                (Left(one.id, _why(one, crowd)) for one in crowd if one.id not in placed),
                key=lambda one: one.id,
            )
        ),
        score=sum(made.weight for made in matches),
        repeats=sum(made.repeats for made in matches),
    )


def _parts(crowd: Sequence[Member]) -> Iterator[Sequence[Member]]:
    """Yield the crowd in equal parts, mixed by the lot: twice as many take seven times as long."""
    count = -(-len(crowd) // AT_ONCE)
    for first in range(count):
        yield crowd[first::count]


def match(group: Sequence[Member], history: History, on: date) -> Match:
    """Return these two or three as a match, with all that speaks for and against it."""
    ordered = sorted(group, key=lambda one: one.id)
    pairs = [*combinations(ordered, 2)]
    days = [history.met_on(one.id, other.id) for one, other in pairs]
    found = [
        reason
        for (one, other), met in zip(pairs, days, strict=True)
        for reason in reasons(one, other, met, on)
    ]
    return Match(
        ids=tuple(one.id for one in ordered),
        weight=sum(reason.weight for reason in found),
        repeats=sum(is_repeat(met, on) for met in days),
        reasons=tuple(found),
    )


def rejoin(
    alone: Member, others: Sequence[Sequence[Member]], past: Iterable[Past], on: date
) -> Match | None:
    """Return the best new match for somebody whose buddy has left on the day of the round.

    `others` are singles and pairs of the same round; a single comes before a pair, which would
    become a trio. None where there is nobody whom `alone` may meet.
    """
    history = remember(past, on)
    open_to = [group for group in others if all(may_meet(alone, one) for one in group)]
    made = [match([alone, *group], history, on) for group in open_to if len(group) < TRIO_SIZE]

    def rank(one: Match) -> tuple[int, int, int, int, bytes]:
        is_trio = len(one.ids) == TRIO_SIZE
        again = sum(history.was_in_trio(member) for member in one.ids) if is_trio else 0
        return (len(one.ids), again, one.repeats, -one.weight, _lot(" ".join(one.ids), on))

    return min(made, key=rank, default=None)


def _lot(name: str, on: date) -> bytes:
    """Return what decides between equals: chance, new on each day, and never the alphabet."""
    return blake2b(f"{on.isoformat()} {name}".encode(), digest_size=16).digest()


def _why(one: Member, crowd: Sequence[Member]) -> Why:
    if len(crowd) == 1:
        return Why.ALONE
    return Why.TAKEN if any(may_meet(one, other) for other in crowd) else Why.FORBIDDEN
