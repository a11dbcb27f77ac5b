"""Finds the calendar behind a button's value: its owner's, and nobody else's."""

from sqlmodel import Session

from bot.data.calendar_tables import CalendarFeed
from bot.reception.desk import Caller, Held
from bot.rules.standing import Role

LONGEST_ID = 18  # digits that a 64-bit id can have and still be a number to the database


def feed_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold a calendar by its id."""
    is_id = value.isdecimal() and len(value) <= LONGEST_ID
    feed = session.get(CalendarFeed, int(value)) if is_id else None
    if feed is None or feed.team != me.team:
        return None
    return Held(feed, frozenset({Role.AUTHOR}) if feed.owner == me.user else frozenset())
