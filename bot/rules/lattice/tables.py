"""Sparse numbers of roles, reachable by role and by term; and how words of texts are weighed."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int32]
DECIMALS = 9  # what two machines agree on
LENGTH = 0.75  # of BM25: how much a long text is held against it


class Table:
    """Numbers by role and term, in four arrays."""

    def __init__(self, bags: Sequence[Mapping[str, float]]) -> None:
        self.names = sorted(set(chain.from_iterable(bags)))
        self.places = {name: place for place, name in enumerate(self.names)}
        sizes = [len(bag) for bag in bags]
        self.count = len(bags)
        self._starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        places = map(self.places.__getitem__, chain.from_iterable(bags))
        self.terms = np.fromiter(places, np.int32, sum(sizes))
        numbers = chain.from_iterable(bag.values() for bag in bags)
        self.numbers = np.fromiter(numbers, np.float64, sum(sizes))
        self.roles = np.repeat(np.arange(len(bags), dtype=np.int32), sizes)
        self._by_term = np.argsort(self.terms, kind="stable").astype(np.int32)
        held = np.bincount(self.terms, minlength=len(self.names))
        self._term_starts = np.concatenate(([0], np.cumsum(held)))

    def row(self, role: int) -> slice:
        """Return where a role's terms and numbers stand."""
        return slice(int(self._starts[role]), int(self._starts[role + 1]))

    def products(self, terms: Places, numbers: Floats) -> Floats:
        """Return for each role the sum over these terms of its number times the given one."""
        first = self._term_starts[terms]
        sizes = self._term_starts[terms + 1] - first
        begun = np.repeat(first - np.cumsum(sizes) + sizes, sizes)
        where = self._by_term[begun + np.arange(int(sizes.sum()))]
        found = np.repeat(numbers, sizes) * self.numbers[where]
        sums = np.bincount(self.roles[where], weights=found, minlength=self.count)
        return sums.astype(np.float64, copy=False)

    def known(self, names: Sequence[str]) -> Places:
        """Return the places of the names that stand here."""
        return np.array([self.places[one] for one in names if one in self.places], np.int32)


def weighed(
    bags: Sequence[Mapping[str, int]], saturation: float, least: int = 1
) -> list[dict[str, float]]:
    """Weigh words of texts as BM25 does: rare ones more, repeated ones ever less.

    Words that stand in fewer than `least` texts are left out.
    """
    held = Counter(chain.from_iterable(bags))
    rare = {word: rarity(len(bags), count) for word, count in held.items() if count >= least}
    lengths = [sum(bag.values()) for bag in bags]
    usual = sum(lengths) / max(1, sum(length > 0 for length in lengths)) or 1.0
    return [
        {
            word: rare[word] * count * (saturation + 1) / (count + saturation * slow)
            for word, count in bag.items()
            if word in rare
        }
        for bag, length in zip(bags, lengths, strict=True)
        for slow in (1 - LENGTH + LENGTH * length / usual,)
    ]


def rarity(every: int, count: int) -> float:
    """Return how much a word says that stands in `count` of `every` texts."""
    return math.log(1 + (every - count + 0.5) / (count + 0.5))


def rounded(numbers: Floats) -> Floats:
    """Return the numbers as far as every machine agrees on them, so that ties are ties."""
    found: Floats = np.round(numbers, DECIMALS)
    return found
