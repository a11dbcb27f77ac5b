"""All pairs' weights as arrays: the same sums as `weights.reasons`, for ten thousand people.

People are numbers here, and places in these arrays. What depends on a few attributes is looked up
in a small table that `weights` itself fills; topics are counted by the bits of a set.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from functools import reduce
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from bot.rules.pairing.history import History
from bot.rules.pairing.members import Member, Reason
from bot.rules.pairing.weights import (
    COMMON,
    GIVES,
    HEAVIEST,
    MOST_TOPICS,
    REPEAT,
    department,
    faded,
    hours,
    hours_of,
    is_repeat,
    language,
    level,
    may_meet,
)

T = TypeVar("T")
Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Trait = tuple[Numbers, Floats]  # each person's kind, and what two kinds weigh
Truths = npt.NDArray[np.bool_]

NEVER = np.float32(-np.inf)  # the weight of a pair that must not meet
TOO_SOON = -10 * HEAVIEST  # while looking for candidates, a repeat is worse than anything else
WORD = 8  # bits: bytes are what numpy counts fastest
MOST_KINDS = 512  # of one table, so that it stays a megabyte
NOISE = np.float32(2**-17)  # makes of 16 bits less than a half


class Scores:
    """What every pair weighs. People are numbered as in `members`."""

    def __init__(self, members: Sequence[Member], history: History, on: date) -> None:
        self.members = members
        self.size = len(members)
        self.waited = np.array([one.waited for one in members], np.int64)
        self.was_in_trio = np.array([history.was_in_trio(one.id) for one in members], bool)
        self.trio_cost = np.array([history.trio_cost(one.id, on) for one in members], np.int64)
        self._traits = _joined(_traits(members, on))
        self._topics = _Topics(members)
        number = {one.id: place for place, one in enumerate(members)}
        self._barred = _barred(members, number)
        self._met = _Met(history, number, on)
        # Equals are told apart by chance, not by the alphabet: the order of `members` is chance.
        self._mark = np.random.default_rng(self.size).permutation(self.size).astype(np.uint16)

    def rows(self, first: int, last: int) -> Floats:
        """Return what the people from `first` to before `last` weigh with everybody, for ranking.

        NEVER where they must not meet; a repeat is far below all others; equals differ by less
        than one.
        """
        here, everybody = np.arange(first, last)[:, None], np.arange(self.size)
        found: Floats = (self._mark[here] ^ self._mark) * NOISE
        for kinds, table in self._traits:
            found += np.take(table[kinds[first:last]], kinds, axis=1)
        found += self._topics.weight(here, everybody)
        found[self._met.inside(first, last)] += self._met.costs_inside(first, last)
        found[_inside(self._barred, first, last, self.size)] = NEVER
        found[np.arange(last - first), np.arange(first, last)] = NEVER
        return found

    def weights(self, left: Numbers, right: Numbers) -> Numbers:
        """Return what each pair weighs, exactly."""
        found: Numbers = self._topics.weight(left, right).astype(np.int64)
        for kinds, table in self._traits:
            found += table[kinds[left], kinds[right]].astype(np.int64)
        return found + self._met.costs(self._code(left, right))

    def repeats(self, left: Numbers, right: Numbers) -> Numbers:
        """Return 1 for each pair that met within the window, else 0."""
        return self._met.repeats(self._code(left, right))

    def allowed(self, left: Numbers, right: Numbers) -> Truths:
        """Return for each pair whether they may meet."""
        may: Truths = (left != right) & ~_holds(self._barred, self._code(left, right))
        return may

    def has_partner(self) -> Truths:
        """Return for each person whether there is anybody whom they may meet."""
        barred = np.bincount(self._barred // max(1, self.size), minlength=self.size)
        return barred[: self.size] < self.size - 1

    def _code(self, left: Numbers, right: Numbers) -> Numbers:
        return left * self.size + right


class _Topics:
    """Topics as bits of bytes: only those that can make a difference."""

    def __init__(self, members: Sequence[Member]) -> None:
        known = {topic: place for place, topic in enumerate(sorted(_useful(members)))}
        self._seeks = _bits([one.seeks for one in members], known)
        self._gives = _bits([one.gives for one in members], known)

    def weight(self, left: Numbers, right: Numbers) -> Any:
        """Return what the topics of each pair weigh, in one byte each."""
        given = self._count(self._seeks, left, self._gives, right)
        given += self._count(self._gives, left, self._seeks, right)
        given *= GIVES
        given += COMMON * self._count(self._seeks, left, self._seeks, right)
        return given

    @staticmethod
    def _count(one: Any, left: Numbers, other: Any, right: Numbers) -> Any:
        """Return how many topics are in both sets of each pair, as far as they count."""
        counts = (
            np.bitwise_count(mine[left] & yours[right])
            for mine, yours in zip(one, other, strict=True)
        )
        found = reduce(np.add, counts)
        # An array, because with a single number numpy takes twenty times as long.
        return np.minimum(found, np.full(found.shape[-1:], MOST_TOPICS, np.uint8))


class _Met:
    """The pairs that met, as sorted codes, each with its cost."""

    def __init__(self, history: History, number: dict[str, int], on: date) -> None:
        size = len(number)
        known = [
            (number[one], number[other], when)
            for (one, other), when in history.met.items()
            if one in number and other in number
        ]
        both = [
            (one * size + other, faded(REPEAT, when, on), is_repeat(when, on))
            for left, right, when in known
            for one, other in ((left, right), (right, left))
        ]
        table = np.array(sorted(both), np.int64).reshape(-1, 3)
        self._size = size
        self._codes, self._costs, self._too_soon = table[:, 0], table[:, 1], table[:, 2]

    def costs(self, codes: Numbers) -> Numbers:
        return self._look_up(self._costs, codes)

    def repeats(self, codes: Numbers) -> Numbers:
        return self._look_up(self._too_soon, codes)

    def inside(self, first: int, last: int) -> tuple[Numbers, Numbers]:
        return _inside(self._codes, first, last, self._size)

    def costs_inside(self, first: int, last: int) -> Numbers:
        where = _part(self._codes, first, last, self._size)
        return self._costs[where] + self._too_soon[where] * TOO_SOON

    def _look_up(self, values: Numbers, codes: Numbers) -> Numbers:
        if not len(values):
            return np.zeros_like(codes)
        place = np.searchsorted(self._codes, codes).clip(max=len(values) - 1)
        return np.where(self._codes[place] == codes, values[place], 0)


def _traits(members: Sequence[Member], on: date) -> Iterator[Trait]:
    """Yield each attribute's kinds, one for each person, and the table of what two kinds weigh."""
    yield _trait(members, lambda one: (one.department, one.wants_other_department), department)
    yield _trait(members, lambda one: (one.level, one.level_wish), level)
    clocks = [hours_of(one, on) for one in members]
    yield _trait(clocks, lambda one: one, hours)
    yield _trait([one.languages for one in members], lambda one: one, language)


def _joined(traits: Iterable[Trait]) -> list[Trait]:
    """Return the same in fewer tables, small ones made one: each table is a look-up a pair."""
    found: list[Trait] = []
    for kinds, table in traits:
        if found and len(found[-1][1]) * len(table) <= MOST_KINDS:
            others, other = found.pop()
            both = other[:, None, :, None] + table[None, :, None, :]
            many = len(other) * len(table)
            found.append((others * len(table) + kinds, both.reshape(many, many)))
        else:
            found.append((kinds, table))
    return found


def _trait(
    values: Sequence[T],
    kind: Callable[[T], Hashable],
    weigh: Callable[[T, T], Iterator[Reason]],
) -> Trait:
    kinds: dict[Hashable, int] = {}
    shown: list[T] = []
    places = []
    for value in values:
        key = kind(value)
        if key not in kinds:
            kinds[key] = len(kinds)
            shown.append(value)
        places.append(kinds[key])
    table = [[sum(it.weight for it in weigh(one, other)) for other in shown] for one in shown]
    return np.array(places, np.int64), np.array(table, np.float32)


def _useful(members: Sequence[Member]) -> set[str]:
    """Return the topics that at least one seeks while another one seeks or gives them."""
    sought: set[str] = set()
    useful: set[str] = set()
    for one in members:
        useful |= sought & one.seeks
        sought |= one.seeks
    return useful | (sought & set(chain.from_iterable(one.gives for one in members)))


def _bits(sets: Sequence[frozenset[str]], known: dict[str, int]) -> list[npt.NDArray[np.uint8]]:
    words = max(1, -(-len(known) // WORD))
    table = np.zeros((words, len(sets)), np.uint8)
    for place, topics in enumerate(sets):
        for topic in topics & known.keys():
            word, bit = divmod(known[topic], WORD)
            table[word, place] |= np.uint8(1 << bit)
    return list(table)


def _barred(members: Sequence[Member], number: dict[str, int]) -> Numbers:
    """Return the codes, sorted, of all pairs that must not meet, both ways round."""
    size = len(members)
    codes: set[int] = set()
    for place, one in enumerate(members):
        for name in {one.manager, *one.do_not_pair} & number.keys():
            other = number[name]
            if other != place and not may_meet(one, members[other]):
                codes |= {place * size + other, other * size + place}
    return np.array(sorted(codes), np.int64)


def _part(codes: Numbers, first: int, last: int, size: int) -> slice:
    start, stop = np.searchsorted(codes, [first * size, last * size])
    return slice(int(start), int(stop))


def _inside(codes: Numbers, first: int, last: int, size: int) -> tuple[Numbers, Numbers]:
    """Return the places of the pairs in the rows from `first` to before `last`."""
    rows, columns = np.divmod(codes[_part(codes, first, last, size)], max(1, size))
    return rows - first, columns


def _holds(codes: Numbers, wanted: Numbers) -> Truths:
    if not len(codes):
        return np.zeros(wanted.shape, bool)
    place = np.searchsorted(codes, wanted).clip(max=len(codes) - 1)
    found: Truths = codes[place] == wanted
    return found
