"""Which roles are near each other: several rankings made into one.

Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): a ranker adds its weight over 30 plus the
rank that it gives. Where a ranker cannot speak of a role, the others share its weight.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.rules.catalogue import Catalogue, Role
from bot.rules.lattice.rankers import Voice, voices
from bot.rules.lattice.tables import Floats, rounded

SLOWNESS = 30


class Near(NamedTuple):
    """A role near another; `fit` is 1 where every ranker puts it first."""

    role: str
    fit: float


@dataclass(frozen=True)
class Evidence:
    """What one ranker says about two roles: the rank that it gives, and what they share."""

    ranker: str
    rank: int
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Lattice:
    """The roles of a catalogue and how near they are to each other."""

    catalogue: Catalogue
    roles: Mapping[str, Role]

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """The rankers that have something to say here."""
        return voices(self.catalogue, self._order)

    def similar(self, role: str) -> tuple[Near, ...]:
        """Return all other roles, the nearest first; KeyError for a role that is not here."""
        return tuple(self.nearest(role))

    def nearest(self, role: str) -> Iterator[Near]:
        """Return what `similar` does, one after the other."""
        place = self._places[role]
        fits = self._fits(place)
        best = np.argsort(-fits, kind="stable").tolist()
        ids, numbers = self._ids, fits.tolist()
        return (Near(ids[one], numbers[one]) for one in best if one != place)

    def explain(self, role: str, other: str) -> tuple[Evidence, ...]:
        """Return what each ranker says about `other`, seen from `role`: the nearest first."""
        place, there = self._places[role], self._places[other]
        found = [
            Evidence(
                voice.name,
                int(_ranks(voice.ranker.near(place), place)[there]) + 1,
                voice.ranker.shared(place, there),
            )
            for voice in self.voices
            if voice.ranker.can_speak[place] and voice.ranker.can_speak[there]
        ]
        return tuple(sorted(found, key=lambda one: one.rank))

    @cached_property
    def _order(self) -> tuple[Role, ...]:
        return tuple(self.roles[name] for name in sorted(self.roles))

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(role.id for role in self._order)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {role.id: place for place, role in enumerate(self._order)}

    def _fits(self, place: int) -> Floats:
        gained = np.zeros(len(self._order))
        heard = np.zeros(len(self._order))
        for voice in self.voices:
            ranker = voice.ranker
            if not ranker.can_speak[place]:
                continue
            ranks = _ranks(ranker.near(place), place)
            part = voice.weight * (SLOWNESS + 1) / (SLOWNESS + 1 + ranks)
            gained += np.where(ranker.can_speak, part, 0.0)
            heard += np.where(ranker.can_speak, voice.weight, 0.0)
        fits = np.divide(gained, heard, out=np.zeros_like(gained), where=heard > 0)
        return rounded(fits)


def _ranks(near: Floats, place: int) -> NDArray[np.int64]:
    """Return ranks from 0, ties in the order of ids; the role itself comes last."""
    near = rounded(near)
    near[place] = -1.0
    ranks = np.empty(len(near), dtype=np.int64)
    ranks[np.argsort(-near, kind="stable")] = np.arange(len(near))
    return ranks


def lattice(catalogue: Catalogue) -> Lattice:
    """Return the lattice of the company's roles, or of the occupations where it has none."""
    return Lattice(catalogue, catalogue.roles or catalogue.occupations)
