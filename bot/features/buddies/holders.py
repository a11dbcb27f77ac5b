"""Finds the seat that a person has in a match: nobody acts on a match without having one."""

from sqlmodel import Session

from bot.data.buddy_tables import BuddyMatch, BuddySeat
from bot.reception.desk import Caller, Held
from bot.reception.rows import row_of
from bot.rules.standing import Role

SELF = frozenset({Role.SELF})


def seat_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold the caller's own seat in a match, by the match's id, which may be followed by more.

    A match that nobody has heard of yet is nobody's.
    """
    match = row_of(session, BuddyMatch, me, value)
    if match is None or match.introduced_at is None:
        return None
    seat = session.get(BuddySeat, (match.id, me.user))
    return Held(seat, SELF) if seat else None
