"""What two roles have in common, seen from several sides, each of which can be explained.

A ranker is silent about a role that lacks what it looks at. Nothing here depends on the order of
a set or on the machine: scores are rounded before they are compared.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.rules.catalogue import Catalogue, Role
from bot.rules.lattice.tables import Floats, Table, weighed
from bot.rules.wording import counted, singular, stem

SATURATION = 3.0  # of BM25, for texts
MANY_TITLES = 8.0  # of BM25, where a word that comes back often says more
SHARED = 5  # this many things in common are named


class Ranker(Protocol):
    """One side from which roles are compared; roles go by their place in the list."""

    can_speak: NDArray[np.bool_]

    def near(self, place: int) -> Floats:
        """Return how near each role is to the one at `place`, from 0 to 1."""

    def shared(self, one: int, other: int) -> tuple[str, ...]:
        """Name the few things that most make these two alike."""


@dataclass(frozen=True)
class Voice:
    """A ranker, its name, and how much it counts."""

    name: str
    weight: float
    ranker: Ranker


class Shared:
    """Compares roles by weighted terms: the cosine between them."""

    def __init__(self, bags: Sequence[Mapping[str, float]]) -> None:
        self._table = Table(bags)
        numbers, roles = self._table.numbers, self._table.roles
        long = np.sqrt(np.bincount(roles, weights=numbers**2, minlength=len(bags)))
        self.can_speak = long > 0
        numbers /= np.where(long > 0, long, 1.0)[roles]

    def near(self, place: int) -> Floats:
        """Return the cosines."""
        row = self._table.row(place)
        return self._table.products(self._table.terms[row], self._table.numbers[row])

    def shared(self, one: int, other: int) -> tuple[str, ...]:
        """Name the terms that add most to the cosine."""
        mine, theirs = self._row(one), self._row(other)
        found = {term: mine[term] * theirs[term] for term in mine.keys() & theirs.keys()}
        best = sorted(found, key=lambda term: (-found[term], term))[:SHARED]
        return tuple(self._table.names[term] for term in best)

    def _row(self, place: int) -> dict[int, float]:
        row = self._table.row(place)
        return dict(
            zip(self._table.terms[row].tolist(), self._table.numbers[row].tolist(), strict=True)
        )


class Overlap(Shared):
    """Compares roles by what they have: the rarer a thing, the more it counts (Jaccard's index)."""

    def __init__(self, things: Sequence[Iterable[str]]) -> None:
        bags = [dict.fromkeys(sorted(set(one)), 1.0) for one in things]
        held = Counter(chain.from_iterable(bags))
        rare = {thing: math.log(len(bags) / count) for thing, count in held.items()}
        super().__init__([{thing: math.sqrt(rare[thing]) for thing in bag} for bag in bags])
        self._sums = np.array([sum(rare[thing] for thing in bag) for bag in bags])

    def near(self, place: int) -> Floats:
        """Return the share of what both have in what either has."""
        sums = self._sums
        both = super().near(place) * np.sqrt(sums * sums[place])
        either = sums + sums[place] - both
        share: Floats = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
        return share


class Profile:
    """Compares roles by rows of numbers: the cosine between them."""

    def __init__(self, rows: Sequence[tuple[float, ...]], *, from_average: bool = False) -> None:
        wide = max((len(row) for row in rows), default=0)
        numbers = np.array([row if len(row) == wide else (0.0,) * wide for row in rows])
        has = numbers.any(axis=1)
        if from_average and has.any():
            numbers[has] -= numbers[has].mean(axis=0)
        long = np.sqrt((numbers**2).sum(axis=1))
        self.can_speak = long > 0
        self._numbers = numbers / np.where(long > 0, long, 1.0)[:, None]

    def near(self, place: int) -> Floats:
        """Return the cosines, none below 0."""
        cosines: Floats = (self._numbers * self._numbers[place]).sum(axis=1)
        return np.maximum(cosines, 0.0)

    def shared(self, one: int, other: int) -> tuple[str, ...]:  # noqa: ARG002
        """Name nothing: a profile is compared as a whole."""
        return ()


def voices(catalogue: Catalogue, roles: Sequence[Role]) -> tuple[Voice, ...]:
    """Return the rankers that have something to say about these roles.

    Their weights were chosen by cross-validation on a public list of related occupations, and
    only whole and half numbers were tried.
    """
    every = (
        Voice("skills", 2.0, Shared(_rarer([_skills(role) for role in roles]))),
        Voice("parents", 1.0, Shared(_rarer([_parents(role, catalogue) for role in roles]))),
        Voice("work", 1.5, Profile([role.profiles.get("work", ()) for role in roles])),
        Voice("knowledge", 1.5, Profile([role.profiles.get("knowledge", ()) for role in roles])),
        Voice("interests", 1.0, _interests(roles)),
        Voice("activities", 1.0, Overlap([_activities(role, catalogue) for role in roles])),
        Voice(
            "duties", 2.0, Shared(weighed([_duties(role) for role in roles], SATURATION, least=2))
        ),
        Voice(
            "titles", 2.0, Shared(weighed([_titles(role) for role in roles], MANY_TITLES, least=2))
        ),
    )
    return tuple(voice for voice in every if voice.ranker.can_speak.any())


def _rarer(bags: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    held = Counter(chain.from_iterable(bags))
    return [
        {term: number * math.log(1 + len(bags) / held[term]) for term, number in bag.items()}
        for bag in bags
    ]


def _skills(role: Role) -> dict[str, float]:
    """Return for each skill the most that it matters at any level.

    What an occupation asks for is compared as its profile.
    """
    found: dict[str, float] = {}
    for need in chain.from_iterable(level.needs for level in role.levels):
        if not role.profiles or not need.skill.startswith("onet-"):
            found[need.skill] = max(found.get(need.skill, 0.0), need.weight)
    return found


def _parents(role: Role, catalogue: Catalogue) -> dict[str, float]:
    found: dict[str, float] = {}
    for skill, weight in _skills(role).items():
        category = catalogue.skills[skill].category
        found[category] = found.get(category, 0.0) + weight
    return found


def _activities(role: Role, catalogue: Catalogue) -> set[str]:
    parents = catalogue.parents
    return {*role.activities, *(parents[one] for one in role.activities if one in parents)}


def _interests(roles: Sequence[Role]) -> Profile:
    return Profile([role.profiles.get("interests", ()) for role in roles], from_average=True)


def _duties(role: Role) -> Counter[str]:
    if role.words:
        return Counter(role.words.split())
    return counted((role.title, role.summary, *role.duties), stem)


def _titles(role: Role) -> Counter[str]:
    return counted((role.title, *role.aliases), singular)
