"""Requests that some process of ours has acknowledged, by their signature."""

from datetime import datetime

from sqlmodel import Session, select

from bot.data.hosting_tables import SeenEvent
from bot.data.store import add_new

NOBODY = ""  # a signature says nothing of the workspace; the row stands beside its events


def is_taken(session: Session, signature: str) -> bool:
    """Whether a request with this signature has been acknowledged, by whichever process."""
    wanted = select(SeenEvent.team).where(SeenEvent.team == NOBODY, SeenEvent.event_id == signature)
    return session.exec(wanted).first() is not None


def note_taken(session: Session, signature: str, at: datetime) -> None:
    """Note that it was acknowledged; it is forgotten with the events of that day."""
    row = {"team": NOBODY, "event_id": signature, "at": at}
    add_new(session, SeenEvent, [row])
