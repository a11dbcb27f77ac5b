"""Finds the calendar behind a button's value: its owner's, and nobody else's."""

from sqlmodel import Session

from bot.data.calendar_tables import CalendarFeed
from bot.reception.desk import Caller, Held
from bot.reception.rows import row_of
from bot.rules.standing import Role


def feed_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold a calendar by its id."""
    feed = row_of(session, CalendarFeed, me, value)
    if feed is None:
        return None
    return Held(feed, frozenset({Role.AUTHOR}) if feed.owner == me.user else frozenset())
