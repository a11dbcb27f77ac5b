"""What people wrote: answers and promises. Another's words leave here only through the rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.data import looks
from bot.data.store import Vault
from bot.data.tables import Answer, Look, Meeting, Occurrence, OneOnOne, Promise
from bot.rules.visibility import Shared, may_read

# Asked for nearly every message, built once: building takes longer than asking.
OF_MESSAGE = select(Answer).where(
    Answer.team == bindparam("team"),
    Answer.channel == bindparam("channel"),
    Answer.ts == bindparam("ts"),
)
TO_OCCURRENCE = (
    select(Answer)
    .where(
        Answer.occurrence_id == bindparam("occurrence"),
        Answer.author == bindparam("author"),
        col(Answer.is_draft).is_(False),
    )
    .order_by(col(Answer.changed_at).desc())
)
SHARED = (
    select(Answer)
    .join(Occurrence, col(Answer.occurrence_id) == col(Occurrence.id))
    .where(
        Occurrence.one_on_one_id == bindparam("meeting"),
        Answer.shared_with == bindparam("manager"),
        col(Answer.is_draft).is_(False),
    )
    .order_by(col(Answer.changed_at).desc())
    .limit(bindparam("most"))
)
PROMISES = (
    select(Promise)
    .where(Promise.one_on_one_id == bindparam("meeting"), col(Promise.done_at).is_(None))
    .order_by(col(Promise.created_at))
)


@dataclass(frozen=True)
class Seen:
    """An answer that somebody looks at, with the words in clear."""

    answer: Answer
    words: str


def shared(session: Session, answer: Answer) -> Shared:
    """Return what the rule of visibility needs to know about an answer."""
    still_meets = False
    if answer.shared_with is not None:
        held = session.get_one(Occurrence, answer.occurrence_id)
        meeting = session.get_one(OneOnOne, held.one_on_one_id)
        still_meets = meeting.state is Meeting.ACTIVE and meeting.manager == answer.shared_with
    return Shared(answer.author, answer.shared_with, still_meets, answer.is_draft)


def look(session: Session, vault: Vault, answer: Answer, reader: str, now: datetime) -> Seen | None:
    """Open an answer for `reader` and log the look; None where the rule says no."""
    if not may_read(reader, shared(session, answer)):
        return None
    looks.note(session, answer.team, answer.author, reader, now, answer=answer.id)
    return Seen(answer, vault.open(answer.sealed))


def to_occurrence(session: Session, occurrence_id: int, author: str) -> Sequence[Answer]:
    """Return what the author answered on that occasion, drafts left out, the latest first."""
    asked = {"occurrence": occurrence_id, "author": author}
    return session.exec(TO_OCCURRENCE, params=asked).all()


def latest_draft(session: Session, occurrence_id: int | None, author: str) -> Answer | None:
    """Return the latest of what the author wrote on that occasion without saying what it is."""
    wanted = select(Answer).where(
        Answer.occurrence_id == occurrence_id,
        Answer.author == author,
        col(Answer.is_draft).is_(True),
    )
    return session.exec(wanted.order_by(col(Answer.id).desc())).first()


def of_message(session: Session, team: str, channel: str, ts: str) -> Answer | None:
    """Return the answer that was written as this Slack message."""
    asked = {"team": team, "channel": channel, "ts": ts}
    return session.exec(OF_MESSAGE, params=asked).first()


def shared_in(session: Session, meeting: OneOnOne, limit: int) -> Sequence[Answer]:
    """Return the latest answers of a one-on-one that its manager may read."""
    asked = {"meeting": meeting.id, "manager": meeting.manager, "most": limit}
    found = session.exec(SHARED, params=asked).all()
    return [one for one in found if may_read(meeting.manager, shared(session, one))]


def promises(session: Session, meeting_id: int) -> Sequence[Promise]:
    """Return the promises between two people that are still open, the oldest first."""
    return session.exec(PROMISES, params={"meeting": meeting_id}).all()


def kept_since(session: Session, meeting_id: int, since: datetime) -> Sequence[Promise]:
    """Return the promises between two people that were done since then, in that order."""
    wanted = select(Promise).where(
        Promise.one_on_one_id == meeting_id, col(Promise.done_at) >= since
    )
    return session.exec(wanted.order_by(col(Promise.done_at))).all()


def erase(session: Session, answer: Answer) -> None:
    """Remove an answer and the log of who looked at it."""
    for entry in session.exec(select(Look).where(Look.answer_id == answer.id)).all():
        session.delete(entry)
    session.flush()
    session.delete(answer)
