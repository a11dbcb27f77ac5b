"""A role that says little borrows from the occupation that it matches."""

from collections.abc import Mapping
from dataclasses import replace

from bot.rules.catalogue import Level, Need, Role

FEW_SKILLS, FEW_DUTIES = 4, 3  # a role with fewer says too little to be compared
LENT_SKILLS, LENT_DUTIES = 8, 6


def borrow(roles: Mapping[str, Role], occupations: Mapping[str, Role]) -> dict[str, Role]:
    """Return the roles, each with what the occupation it matches lends to it.

    It matches the one that it names, else the only one that bears its title or an alias of it.
    Activities and profiles are always lent, skills and duties only where the role has few.
    """
    bearers = _bearers(occupations)
    return {
        name: _lend(role, occupations[code])
        if (code := _match(role, occupations, bearers))
        else role
        for name, role in roles.items()
    }


def _bearers(occupations: Mapping[str, Role]) -> dict[str, str]:
    """Return for each title the only occupation that bears it; empty where several do."""
    found: dict[str, str] = {}
    for code, occupation in occupations.items():
        for title in {occupation.title.lower(), *(one.lower() for one in occupation.aliases)}:
            found[title] = "" if title in found else code
    return found


def _match(role: Role, occupations: Mapping[str, Role], bearers: Mapping[str, str]) -> str:
    if role.onet:
        return role.onet if role.onet in occupations else ""
    titles = (role.title, *role.aliases)
    return next((code for one in titles if (code := bearers.get(one.lower(), ""))), "")


def _lend(role: Role, occupation: Role) -> Role:
    return replace(
        role,
        onet=occupation.id,
        levels=tuple(_teach(level, occupation.levels[0].needs) for level in role.levels),
        summary=role.summary or occupation.summary,
        duties=role.duties
        if len(role.duties) >= FEW_DUTIES
        else (*role.duties, *occupation.duties[:LENT_DUTIES]),
        activities=occupation.activities,
        profiles=occupation.profiles,
    )


def _teach(level: Level, lent: tuple[Need, ...]) -> Level:
    if len(level.needs) >= FEW_SKILLS:
        return level
    return replace(level, needs=(*level.needs, *lent[:LENT_SKILLS]))
