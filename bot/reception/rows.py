"""Finds the row behind a button's value: forged values find none of another workspace."""

from typing import Protocol, TypeVar

from sqlmodel import Session

from bot.reception.desk import Caller

LONGEST_ID = 18  # digits that a 64-bit id can have and still be a number to the database


class OfTeam(Protocol):
    """A row of a workspace."""

    team: str


Row = TypeVar("Row", bound=OfTeam)


def row_of(session: Session, table: type[Row], me: Caller, value: str) -> Row | None:
    """Return the row of the caller's workspace by its id, which may be followed by more."""
    name = value.partition(" ")[0]
    row = session.get(table, int(name)) if name.isdecimal() and len(name) <= LONGEST_ID else None
    return row if row is not None and row.team == me.team else None
