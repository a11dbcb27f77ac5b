"""The meeting that a message is about, and whether there is still something to say about it."""

from datetime import datetime

from sqlmodel import Session

from bot.blocks import section
from bot.data import meetings
from bot.data.tables import Delivery, Meeting, Occurrence, OneOnOne
from bot.delivery.outbox import Rendered


def rows(session: Session, delivery: Delivery) -> tuple[Occurrence, OneOnOne]:
    """Return the occurrence that a message is about, and its one-on-one."""
    occurrence = session.get_one(Occurrence, delivery.about["occurrence"])
    return occurrence, meetings.meeting(session, occurrence.one_on_one_id)


def is_over(delivery: Delivery, meeting: OneOnOne, occurrence: Occurrence) -> bool:
    """Whether there is nothing left to say: ended, closed, or moved to another time since."""
    if meeting.state is not Meeting.ACTIVE:
        return True
    if delivery.replaces is None and not occurrence.is_open:
        return True
    return datetime.fromisoformat(delivery.about["starts"]) != occurrence.starts_at


def note(text: str) -> Rendered:
    """Return a message of one paragraph."""
    return Rendered(text, [section(text)])
