"""What is said to a question about moves: decided from values, the same each time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.rules.catalogue import Level, Role
from bot.rules.lattice.ideas import Idea, Standing, Wishes, ideas
from bot.rules.lattice.kinds import Kind, nearest_level
from bot.rules.lattice.revisit import elsewhere, idea_of, opened_by
from bot.rules.requests import OPENS, Request
from bot.rules.understanding.reading import Intent

if TYPE_CHECKING:
    from bot.rules.lattice.fusion import Lattice


class Said(StrEnum):
    """The kinds of replies."""

    IDEAS = "ideas"
    DISTANCE = "distance"
    PEOPLE = "people"
    ELSEWHERE = "elsewhere"
    OPENS = "opens"
    CHOOSE = "choose"  # two readings are close
    WHO_ARE_YOU = "who"  # the role is not known yet
    UNKNOWN = "unknown"  # a job that no catalogue has
    NO_SKILL = "no_skill"  # nothing in an answer that the catalogue knows
    NOTHING = "nothing"  # no idea fits everything that was said
    SOMEONE_ELSE = "someone_else"
    FOREIGN = "foreign"
    INSULT = "insult"
    EXAMPLES = "examples"


PLAIN = {
    Intent.SOMEONE_ELSE: Said.SOMEONE_ELSE,
    Intent.FOREIGN: Said.FOREIGN,
    Intent.INSULT: Said.INSULT,
    Intent.PEOPLE: Said.PEOPLE,
}
NOTHING_ASKED = frozenset({Intent.HELP, Intent.EMPTY, Intent.NOT_UNDERSTOOD, Intent.UNCLEAR})


@dataclass(frozen=True)
class Reply:
    """What is said, and the ideas in it."""

    said: Said
    ideas: tuple[Idea, ...] = ()


def decide(asked: Request, mine: Standing | None, wishes: Wishes, woven: "Lattice") -> Reply:
    """Return the reply to a request of somebody who stands at `mine`, where that is known."""
    said = _without_ideas(asked, mine)
    if said is not None or mine is None:
        return Reply(said or Said.WHO_ARE_YOU)
    return _decide(asked, mine, wishes, woven)


def _without_ideas(asked: Request, mine: Standing | None) -> Said | None:
    """Return what is said where there is nothing to look for; None where there is."""
    if asked.choices:
        return Said.CHOOSE
    if asked.intent in PLAIN:
        return PLAIN[Intent(asked.intent)]
    if asked.intent in NOTHING_ASKED:
        return Said.EXAMPLES
    if asked.unknown and (asked.intent == Intent.DISTANCE or mine is None):
        return Said.UNKNOWN
    return Said.NO_SKILL if asked.intent == OPENS and not asked.skills else None


def _decide(asked: Request, mine: Standing, wishes: Wishes, woven: "Lattice") -> Reply:
    if asked.intent == OPENS:
        return _some(Said.OPENS, opened_by(woven, mine, wishes, asked.skills))
    if asked.intent == Intent.ELSEWHERE:
        return _some(Said.ELSEWHERE, elsewhere(woven, mine, wishes))
    targets = [woven.roles[one] for one in asked.targets if one in woven.roles]
    if asked.intent == Intent.DISTANCE and targets:
        return Reply(Said.DISTANCE, (far(woven, mine, wishes, targets[0], asked.level),))
    return _some(Said.IDEAS, _ideas(asked, mine, wishes, woven, targets))


def _ideas(
    asked: Request, mine: Standing, wishes: Wishes, woven: "Lattice", targets: Sequence[Role]
) -> tuple[Idea, ...]:
    """Return the ideas; what was asked for by name comes first, and kinds asked for lead."""
    kinds = frozenset(Kind(one) for one in asked.kinds)
    families = frozenset((*asked.families, *(one.family for one in targets)))
    found = ideas(woven, mine, replace(wishes, kinds=kinds, families=families))
    named = [
        far(woven, mine, wishes, one, asked.level) for one in targets if one.id != mine.role.id
    ]
    roles = {one.role.id for one in named}
    rest = [one for one in found if one.role.id not in roles]
    rest.sort(key=lambda one: bool(kinds) and one.kind not in kinds)
    return (*named, *rest)[: max(len(found), len(named))]


def far(woven: "Lattice", mine: Standing, wishes: Wishes, role: Role, number: int = 0) -> Idea:
    """Return how far somebody is from a role: from the level that was said, else the nearest."""
    return idea_of(woven, mine, wishes, role, _level(role, mine, number))


def _level(role: Role, mine: Standing, number: int) -> Level:
    if number:
        return min(role.levels, key=lambda one: (abs(one.number - number), one.track != "ic"))
    others = [one for one in role.levels if role.id != mine.role.id or one != mine.level]
    return nearest_level(others or role.levels, mine.level)


def _some(said: Said, found: tuple[Idea, ...]) -> Reply:
    return Reply(said, found) if found else Reply(Said.NOTHING)
