"""Everybody of a workspace at once, as a company's list is compared with them and written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, or_, select

from bot.data.tables import Meeting, OneOnOne, Person, Workspace
from bot.rules.roster import Change, Listed

LISTED = tuple(one.name for one in fields(Listed))


@dataclass(frozen=True)
class Known:
    """A person as the list finds them; `trouble` says why nothing can be listed of them."""

    user: str
    name: str
    email: str | None
    trouble: str | None
    listed: Listed


def teams(session: Session) -> Sequence[str]:
    """Return the workspaces that there are."""
    return session.exec(select(Workspace.team)).all()


def everybody(session: Session, team: str) -> dict[str, Known]:
    """Return all people of a workspace by their ids, read as columns: they may be very many."""
    table = SQLModel.metadata.tables[str(Person.__tablename__)].c
    wanted = select_columns(
        table.user,
        table.name,
        table.email,
        table.is_active,
        table.is_bot,
        table.is_guest,
        table.is_stranger,
        *(table[name] for name in LISTED),
    ).where(table.team == team)
    return {
        user: Known(user, name, email, trouble(*marks), Listed(*listed))
        for user, name, email, *rest in session.connection().execute(wanted)
        for marks, listed in [(rest[:4], rest[4:])]
    }


def trouble(is_active: bool, is_bot: bool, is_guest: bool, is_stranger: bool) -> str | None:
    """Return in words why somebody is nobody of the company's list; None where they may be."""
    reasons = (
        (not is_active, "is deactivated in Slack"),
        (is_bot, "is an app"),
        (is_guest, "is a guest"),
        (is_stranger, "belongs to another workspace"),
    )
    return next((why for holds, why in reasons if holds), None)


def write(
    session: Session, team: str, changes: Iterable[Change], known: Mapping[str, Listed]
) -> None:
    """Write changes of the same workspace: a row for each person, all in one go."""
    rows: dict[str, dict[str, object]] = {}
    for one in changes:
        if one.user not in rows:
            rows[one.user] = {"whose": one.user, **_named(known[one.user])}
        rows[one.user][f"new_{one.field}"] = one.new
    table = SQLModel.metadata.tables[str(Person.__tablename__)]
    where = (table.c.team == team, table.c.user == bindparam("whose"))
    news: dict[str, Any] = {name: bindparam(f"new_{name}") for name in LISTED}
    if rows:
        session.connection().execute(update(table).where(*where).values(news), [*rows.values()])


def _named(listed: Listed) -> dict[str, object]:
    return {f"new_{name}": getattr(listed, name) for name in LISTED}


def who_meet(session: Session, team: str) -> set[str]:
    """Return everybody who has a living one-on-one."""
    living = or_(OneOnOne.state == Meeting.ACTIVE, OneOnOne.state == Meeting.PROPOSED)
    wanted = select(col(OneOnOne.manager), col(OneOnOne.report)).where(
        OneOnOne.team == team, living
    )
    return {user for pair in session.exec(wanted) for user in pair}
