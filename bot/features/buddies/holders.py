"""Finds the seat that a person has in a match: nobody acts on a match without having one."""

from sqlmodel import Session

from bot.data.buddy_tables import BuddyMatch, BuddySeat
from bot.reception.desk import Caller, Held
from bot.rules.standing import Role

SELF = frozenset({Role.SELF})
LONGEST_ID = 18  # digits that a 64-bit id can have and still be a number to the database


def seat_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold the caller's own seat in a match, by the match's id, which may be followed by more.

    A match that nobody has heard of yet is nobody's.
    """
    name = value.partition(" ")[0]
    if not name.isdecimal() or len(name) > LONGEST_ID:
        return None
    match, seat = session.get(BuddyMatch, int(name)), session.get(BuddySeat, (int(name), me.user))
    if match is None or seat is None or seat.team != me.team or match.introduced_at is None:
        return None
    return Held(seat, SELF)
