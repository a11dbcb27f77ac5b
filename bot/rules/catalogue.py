"""What a company's roles are: families, roles, their levels, and the skills these ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Track = Literal["ic", "specialist", "management"]
TRACKS: tuple[Track, ...] = get_args(Track)
HIGHEST = 5  # a skill's level and its weight both go from 1 to 5
TOP = 9  # levels of roles go from 1 to 9, on one scale for the whole company


@dataclass(frozen=True, slots=True)
class Category:
    """The upper half of the two-level taxonomy of skills."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Skill:
    """Something one can learn, with one way to practise it and a kind of resource.

    `also` holds other words for it.
    """

    id: str
    name: str
    category: str
    practice: str = ""
    resource: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that a level asks for: how much it matters (0–5), and how well (0–5)."""

    skill: str
    weight: float
    level: float


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a role.

    `number` is comparable across the company; number and track together are unique in a role.
    `tags` are the role's and the level's own.
    """

    number: int
    name: str
    track: Track
    needs: tuple[Need, ...]
    summary: str = ""
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Family:
    """Roles that belong together."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role with its levels, the lowest first.

    `next` names roles that people here usually grow into. `onet` is the code of the occupation
    that it matches; `activities` (ids), `profiles` (numbers to compare, by their kind) and `words`
    (of its duties, cut already) are what such an occupation brings.
    """

    id: str
    title: str
    family: str
    levels: tuple[Level, ...]
    summary: str = ""
    duties: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    tryouts: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    openings: int = 0
    headcount: int = 0
    onet: str | None = None
    activities: tuple[str, ...] = ()
    profiles: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    words: str = ""

    def level(self, number: int, track: Track) -> Level | None:
        """Return the level with this number and track, if there is one."""
        found = (one for one in self.levels if (one.number, one.track) == (number, track))
        return next(found, None)


@dataclass(frozen=True)
class Catalogue:
    """Everything about roles that the bot may speak of, each by its id.

    `activities` names what occupations do, and `parents` leads from one of these to the wider one
    above it. `occupations` are imported roles that lend to the company's own; where there are no
    own ones, they are the roles. `attribution` is what a licence asks to be said.
    """

    roles: Mapping[str, Role]
    families: Mapping[str, Family]
    skills: Mapping[str, Skill]
    categories: Mapping[str, Category]
    tags: Mapping[str, str] = field(default_factory=dict)
    activities: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    occupations: Mapping[str, Role] = field(default_factory=dict)
    attribution: str = ""
