"""The log of who looked at what is another's, as its owner sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.data.tables import Answer, Look, Person, Promise, Question


@dataclass(frozen=True)
class Looked:
    """A line of the log: the reader's name, and what they read.

    An answer comes with its theme, a promise with the day it was noted; else it was the line for
    buddies.
    """

    at: datetime
    reader: str | None
    theme: str | None
    promised_at: datetime | None


def note(
    session: Session,
    team: str,
    owner: str,
    reader: str,
    at: datetime,
    *,
    answer: int | None = None,
    promise: int | None = None,
    match: int | None = None,
) -> None:
    """Write down that `reader` read what is `owner`'s; one's own is nobody's to see."""
    if reader != owner:
        look = Look(team=team, owner=owner, reader=reader, at=at)
        look.answer_id, look.promise_id, look.match_id = answer, promise, match
        session.add(look)


def of_owner(session: Session, team: str, owner: str, skip: int, limit: int) -> Sequence[Looked]:
    """Return who looked at what is a person's, the latest first."""
    wanted = (
        select(col(Look.at), col(Person.name), col(Question.theme), col(Promise.created_at))
        .join(
            Person,
            (col(Person.team) == Look.team) & (col(Person.user) == Look.reader),
            isouter=True,
        )
        .join(Answer, col(Answer.id) == Look.answer_id, isouter=True)
        .join(Question, col(Question.id) == Answer.question_id, isouter=True)
        .join(Promise, col(Promise.id) == Look.promise_id, isouter=True)
        .where(Look.team == team, Look.owner == owner)
        .order_by(col(Look.at).desc(), col(Look.id).desc())
    )
    return [Looked(*one) for one in session.exec(wanted.offset(skip).limit(limit))]
