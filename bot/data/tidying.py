"""Forgetting what is only kept for a while."""

from datetime import datetime

from sqlmodel import Session, col, delete

from bot.data.hosting_tables import SeenEvent
from bot.data.pace_tables import Pace
from bot.data.tables import Answer


def forget_events(session: Session, before: datetime) -> int:
    """Forget which events were heard before that moment; return how many."""
    old = delete(SeenEvent).where(col(SeenEvent.at) < before)
    return session.exec(old).rowcount


def forget_drafts(session: Session, before: datetime) -> int:
    """Throw away what nobody said was an answer; return how many there were."""
    old = delete(Answer).where(col(Answer.is_draft).is_(True), col(Answer.changed_at) < before)
    return session.exec(old).rowcount


def forget_paces(session: Session, before: datetime) -> int:
    """Forget paces that have said nothing since that moment; return how many there were."""
    return session.exec(delete(Pace).where(col(Pace.free_at) < before)).rowcount
