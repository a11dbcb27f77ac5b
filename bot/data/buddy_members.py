"""People as the rules of pairing read them: what they said, their managers, whom they avoid."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cryptography.fernet import InvalidToken
from sqlmodel import Session, col, or_, select

from bot.data import buddies, people
from bot.data.buddy_tables import Buddy
from bot.data.store import Vault
from bot.data.tables import Meeting, OneOnOne, Person
from bot.rules.pairing.members import LevelWish, Member

log = logging.getLogger(__name__)

AT_ONCE = 1_000  # people named in one statement: databases take some ten thousands


def members(session: Session, vault: Vault, some: Iterable[tuple[Buddy, Person]]) -> list[Member]:
    """Return those whose list of people they must not meet can be read.

    Where no key opens it they are left out, and logged: they meet nobody until the operator has
    found the key.
    """
    rows = [
        (one, person, avoided)
        for one, person in some
        if (avoided := _avoided(vault, one)) is not None
    ]
    managers = _managers(session, [person for _, person, _ in rows])
    reports: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (team, report), theirs in managers.items():
        for manager in theirs:
            reports[team, manager].add(report)
    found = []
    for one, person, avoided in rows:
        mine = managers.get((one.team, one.user), ())
        line = {*mine, *reports[one.team, one.user]} if one.avoids_line else set[str]()
        found.append(_member(one, person, next(iter(mine), ""), avoided | line))
    return found


def _avoided(vault: Vault, one: Buddy) -> frozenset[str] | None:
    """Return whom somebody does not want to meet; None where no key opens it."""
    try:
        return frozenset(buddies.never(vault, one))
    except InvalidToken:
        log.error("buddy.locked team=%s user=%s", one.team, one.user)  # noqa: TRY400 - as it says
        return None


def _member(one: Buddy, person: Person, manager: str, do_not_pair: frozenset[str]) -> Member:
    return Member(
        id=one.user,
        department=(one.department or person.department).casefold(),
        manager=manager,
        level=one.level.casefold(),
        week=people.week(person),
        languages=frozenset(one.languages),
        seeks=frozenset(one.seeks),
        gives=frozenset(one.gives),
        do_not_pair=do_not_pair,
        avoids_line=one.avoids_line,
        wants_other_department=one.wants_other_department,
        wants_near=one.wants_near,
        level_wish=LevelWish(one.level_wish),
        waited=one.waited,
    )


def _managers(session: Session, those: Sequence[Person]) -> Mapping[tuple[str, str], Sequence[str]]:
    """Return everybody's managers: as their one-on-ones say, the latest first, then the list."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for start in range(0, len(those), AT_ONCE):
        some = those[start : start + AT_ONCE]
        wanted = (
            select(col(OneOnOne.team), col(OneOnOne.report), col(OneOnOne.manager))
            .where(col(OneOnOne.team).in_({one.team for one in some}))
            .where(col(OneOnOne.report).in_({one.user for one in some}))
            .where(or_(OneOnOne.state == Meeting.ACTIVE, OneOnOne.state == Meeting.PROPOSED))
            .order_by(col(OneOnOne.id).desc())
        )
        for team, report, manager in session.exec(wanted):
            found[team, report].append(manager)
    for one in those:
        if one.manager:
            found[one.team, one.user].append(one.manager)
    return found
