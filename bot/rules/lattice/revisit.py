"""Ideas that are looked at again, or from another side: one by its name, and what a skill opens."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.rules.catalogue import Level, Role
from bot.rules.lattice.coverage import cover, know
from bot.rules.lattice.ideas import (
    MOST,
    Idea,
    Move,
    Standing,
    Wishes,
    give_and_get,
    idea,
    moves,
)
from bot.rules.lattice.kinds import Kind, kind

if TYPE_CHECKING:
    from bot.rules.lattice.fusion import Lattice

ROOM = {Kind.LATERAL: 3, Kind.DEEPER: 1, Kind.UP: 1, Kind.TRY: 1, Kind.BACK: 1}
WELL = 3.0  # how well somebody knows a skill that they have learned: without help


def idea_of(
    lattice: "Lattice",
    standing: Standing,
    wishes: Wishes,
    role: Role,
    level: Level,
    of_kind: Kind | None = None,
) -> Idea:
    """Return what can be said today about a level of a role, of a kind that was said before."""
    coverage = cover(know(standing.known(), lattice.catalogue.skills), level)
    found = of_kind or kind(standing.role, standing.level, role, level)
    shown = idea(wishes, Move(role, level, found, coverage, coverage.fit))
    return give_and_get(shown) if found is Kind.GIVE else shown


def elsewhere(lattice: "Lattice", standing: Standing, wishes: Wishes) -> tuple[Idea, ...]:
    """Return where in other families one's skills are used most, in several kinds of moves.

    What fits equally well goes by how near the roles are.
    """
    every = moves(lattice, standing, wishes)
    others = [one for one in every if one.role.family != standing.role.family]
    others.sort(key=lambda one: -one.coverage.fit)
    return _mixed(wishes, others)


def opened_by(
    lattice: "Lattice", standing: Standing, wishes: Wishes, skills: Sequence[str]
) -> tuple[Idea, ...]:
    """Return the moves that somebody comes nearer to by learning these skills, most first."""
    known = standing.known()
    learned = {skill: max(WELL, known.get(skill, 0.0)) for skill in skills}
    before = know(known, lattice.catalogue.skills)
    after = replace(standing, skills={**standing.skills, **learned})
    found = []
    for move in moves(lattice, after, wishes):
        gained = move.coverage.fit - cover(before, move.level).fit
        if gained > 0 and any(need.skill in learned for need in move.level.needs):
            found.append((-round(gained, 6), move))
    found.sort(key=lambda one: one[0])
    return _mixed(wishes, [move for _, move in found])


def _mixed(wishes: Wishes, some: Sequence[Move]) -> tuple[Idea, ...]:
    """Return the first of each kind, as many as its room is, each role once.

    What fits goes by coverage, and that alone would put junior roles first.
    """
    taken: dict[str, Move] = {}
    for of_kind, room in ROOM.items():
        left = room
        for move in some:
            if move.kind is of_kind and move.role.id not in taken and left:
                taken[move.role.id] = move
                left -= 1
    return tuple(idea(wishes, move) for move in list(taken.values())[: MOST - 1])
