"""Which of Slack's events have had their effect: Slack may send each again."""

from datetime import datetime

from sqlalchemy import bindparam, inspect, text
from sqlmodel import Session, select

from bot.data.hosting_tables import SeenEvent

# Messages are most of what comes: one statement notes them, and asks on the way who writes.
NOTE = text("""
    INSERT INTO seen_event (team, event_id, at)
    SELECT person.team, :event_id, :at FROM person
    WHERE person.team = :team AND person."user" = :user
    ON CONFLICT DO NOTHING RETURNING event_id
""").bindparams(bindparam("at", type_=inspect(SeenEvent).local_table.c.at.type))


def note(session: Session, team: str, user: str, event_id: str, now: datetime) -> bool:
    """Note that an event of this person's has its effect in this transaction.

    False, and nothing noted, where it had it before, or where the person is not known.
    """
    asked = {"team": team, "user": user, "event_id": event_id, "at": now}
    return session.connection().execute(NOTE, asked).first() is not None


def is_noted(session: Session, team: str, event_id: str) -> bool:
    """Whether an event has had its effect."""
    wanted = select(SeenEvent.at).where(SeenEvent.team == team, SeenEvent.event_id == event_id)
    return session.exec(wanted).first() is not None
