"""How far somebody is from a level: which of its skills they have, and what is missing.

The share of the target's skills that are there, weighed by how much each matters, says best how
well people see a move (Kanders et al., Nesta 2020). It is directed: what one has beyond the
target's skills does not count against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.catalogue import Level, Need, Skill

RELATED = 0.5  # what a skill of the same category counts in place of the one asked for


@dataclass(frozen=True)
class Gap:
    """A skill that is asked for at `need.level` and known at `have`."""

    need: Need
    have: float

    @property
    def size(self) -> float:
        """How much it weighs: what is missing, times how much it matters."""
        return self.need.weight * (self.need.level - self.have)


@dataclass(frozen=True)
class Coverage:
    """The target's skills in two parts; `fit` from 0 to 1 says how much of them is there."""

    covered: tuple[Need, ...]  # what matters most first
    gaps: tuple[Gap, ...]  # the largest first
    fit: float


@dataclass(frozen=True)
class Known:
    """What somebody knows: levels by skill, and the best of them in each category."""

    levels: Mapping[str, float]
    related: Mapping[str, float]
    skills: Mapping[str, Skill]

    def beside(self, skill: str) -> float:
        """Return what the best related skill counts in place of this one."""
        return RELATED * self.related.get(_category(skill, self.skills), 0.0)


def know(levels: Mapping[str, float], skills: Mapping[str, Skill]) -> Known:
    """Return what somebody knows, out of levels by skill and the catalogue's skills."""
    related: dict[str, float] = {}
    for skill, level in levels.items():
        if category := _category(skill, skills):
            related[category] = max(related.get(category, 0.0), level)
    return Known(levels, related, skills)


def cover(known: Known, target: Level) -> Coverage:
    """Return how far somebody who knows this is from the target."""
    covered, gaps = [], []
    gained = total = 0.0
    for need in target.needs:
        mine = known.levels.get(need.skill, 0.0)
        if mine >= need.level:
            covered.append(need)
            gained += need.weight
        else:
            gaps.append(Gap(need, mine))
            gained += need.weight * min(1.0, max(mine, known.beside(need.skill)) / need.level)
        total += need.weight
    return Coverage(
        tuple(sorted(covered, key=lambda one: (-one.weight, one.skill))),
        tuple(sorted(gaps, key=lambda one: (-one.size, one.need.skill))),
        round(gained / total, 6) if total else 0.0,
    )


def skills_of(level: Level) -> dict[str, float]:
    """Return what somebody on a level is taken to know, until they say otherwise."""
    return {need.skill: need.level for need in level.needs}


def _category(skill: str, skills: Mapping[str, Skill]) -> str:
    return skills[skill].category if skill in skills else ""
