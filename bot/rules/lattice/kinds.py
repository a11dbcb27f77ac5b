"""Which kind of move it is: decided by level, family and track alone, never by how well it fits."""

from collections.abc import Iterable
from enum import StrEnum

from bot.rules.catalogue import Level, Role


class Kind(StrEnum):
    """The kinds of moves; the words for them stand with the messages."""

    LATERAL = "lateral"  # the same level in another family
    DEEPER = "deeper"  # the specialist track of the same family
    UP = "up"  # a higher level, or leading people
    BACK = "step-back"  # a lower level, or no longer leading people
    TRY = "try-out"  # a while beside colleagues of the same family, or of any, before deciding
    GIVE = "give-and-get"  # mentoring either way, without a move


def kind(role: Role, level: Level, other: Role, there: Level) -> Kind:
    """Return which kind of move leads from a level of a role to a level of another."""
    leads, will_lead = level.track == "management", there.track == "management"
    if there.number < level.number or (leads and not will_lead and there.number == level.number):
        return Kind.BACK
    if will_lead and not leads:
        return Kind.UP
    if role.family == other.family and there.track == "specialist":
        return Kind.DEEPER
    if there.number > level.number:
        return Kind.UP
    return Kind.TRY if role.family == other.family else Kind.LATERAL


def usual_level(role: Role) -> Level:
    """Return the level at which a role is compared with others: its middle one, leading nobody."""
    plain = [level for level in role.levels if level.track == "ic"]
    some = plain or list(role.levels)
    return some[(len(some) - 1) // 2]


def nearest_level(levels: Iterable[Level], level: Level) -> Level:
    """Return the level nearest in number, the same track before others, then the lower one."""
    return min(
        levels,
        key=lambda one: (
            abs(one.number - level.number),
            one.track != level.track,
            one.number,
            one.track,
        ),
    )
