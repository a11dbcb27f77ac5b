"""Which of Slack's events have had their effect: Slack may send each again."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import BindParameter, TextClause, bindparam, inspect, text
from sqlmodel import Session, select

from bot.data.hosting_tables import SeenEvent

# Messages are most of what comes: one statement notes many, and asks on the way who writes. Always
# in the same order: two processes that hear the same events wait for each other, not in a circle.
NOTE = """
    WITH named (team, "user", event_id) AS (VALUES {named})
    INSERT INTO seen_event (team, event_id, at)
    SELECT named.team, named.event_id, :at FROM named
    JOIN person ON person.team = named.team AND person."user" = named."user"
    ORDER BY named.team, named.event_id
    ON CONFLICT DO NOTHING RETURNING team, event_id
"""
# Who is later by the moment of the event itself wins, whichever process hears it first.
RENEW = """
    INSERT INTO seen_event (team, event_id, at) VALUES (:team, :event_id, :at)
    ON CONFLICT (team, event_id) DO UPDATE SET at = excluded.at WHERE seen_event.at < excluded.at
    RETURNING at
"""


class Named(NamedTuple):
    """An event of a person's."""

    team: str
    user: str
    event_id: str


def note(session: Session, events: Sequence[Named], now: datetime) -> list[bool]:
    """Note that events have their effect in this transaction; return which of them have.

    Not, and nothing is noted, those that had it before, or whose person is not known.
    """
    asked = {
        f"{name}{number}": value
        for number, event in enumerate(events)
        for name, value in event._asdict().items()
    }
    found = session.connection().execute(_note(len(events)), {**asked, "at": now})
    new = {(one.team, one.event_id) for one in found}
    return [_take(new, (event.team, event.event_id)) for event in events]


def is_latest(session: Session, event: Named, at: datetime) -> bool:
    """Note when something was done that can be done again; False where a later time is noted."""
    asked = {"team": event.team, "event_id": event.event_id, "at": at}
    renew = text(RENEW).bindparams(_moment())
    return session.connection().execute(renew, asked).first() is not None


def is_noted(session: Session, event: Named) -> bool:
    """Whether an event has had its effect."""
    wanted = select(SeenEvent.at).where(
        SeenEvent.team == event.team, SeenEvent.event_id == event.event_id
    )
    return session.exec(wanted).first() is not None


@lru_cache
def _note(count: int) -> TextClause:
    """Return the statement for so many; SQLAlchemy knows it again by its words."""
    named = ", ".join(f"(:team{n}, :user{n}, :event_id{n})" for n in range(count))
    return text(NOTE.format(named=named)).bindparams(_moment())


def _moment() -> BindParameter[datetime]:
    return bindparam("at", type_=inspect(SeenEvent).local_table.c.at.type)


def _take(new: set[tuple[str, str]], event: tuple[str, str]) -> bool:
    """Whether it is new; its copy among the same events is no longer."""
    is_new = event in new
    new.discard(event)
    return is_new
