"""The meeting that a message is about, and whether there is still something to say about it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.blocks import section
from bot.data import meetings, people
from bot.data.tables import Delivery, Meeting, Occurrence, OneOnOne
from bot.delivery.outbox import Rendered


def rows(session: Session, delivery: Delivery) -> tuple[Occurrence, OneOnOne]:
    """Return the occurrence that a message is about, and its one-on-one."""
    occurrence = session.get_one(Occurrence, delivery.about["occurrence"])
    return occurrence, meetings.meeting(session, occurrence.one_on_one_id)


def gather(session: Session, some: Sequence[Delivery]) -> None:
    """Read at once what the views of these messages will ask for, each for itself."""
    about = {one.about["occurrence"] for one in some if "occurrence" in one.about}
    found = meetings.preload(session, about)
    people.preload(session, {(one.team, who) for one in found for who in (one.manager, one.report)})


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
