"""Finds the row behind a button's value, and what the caller is to it, within their team."""

from sqlmodel import Session

from bot.data import answers
from bot.data.tables import Answer, Meeting, Occurrence, OneOnOne, Promise, Step
from bot.reception.desk import Caller, Held
from bot.reception.rows import row_of
from bot.rules.standing import Role, in_meeting
from bot.rules.visibility import Noted, may_read, may_read_promise


def meeting_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold a one-on-one by its id."""
    meeting = row_of(session, OneOnOne, me, value)
    return Held(meeting, _parts(meeting, me)) if meeting else None


def occurrence_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold an occurrence by its id."""
    occurrence = row_of(session, Occurrence, me, value)
    if occurrence is None:
        return None
    return Held(occurrence, _parts(session.get_one(OneOnOne, occurrence.one_on_one_id), me))


def asked_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold an occurrence by its id, from the moment on at which its question was asked."""
    held = occurrence_of(session, me, value)
    return held if held and held.row.step is Step.CLOSE and held.row.question_id else None


def promise_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold a promise by its id; it belongs to both of the two while they meet."""
    promise = row_of(session, Promise, me, value)
    if promise is None:
        return None
    meeting = session.get_one(OneOnOne, promise.one_on_one_id)
    noted = Noted(promise.noted_by, meeting.state is Meeting.ACTIVE)
    parts = _parts(meeting, me)
    return Held(promise, parts if parts and may_read_promise(me.user, noted) else frozenset())


def answer_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold an answer by its id, which may be followed by more.

    Its one-on-one's manager is nobody to it until it is shared.
    """
    answer = row_of(session, Answer, me, value)
    if answer is None:
        return None
    if answer.author == me.user:
        return Held(answer, frozenset({Role.AUTHOR}))
    if may_read(me.user, answers.shared(session, answer)):
        return Held(answer, frozenset({Role.READER}))
    return Held(answer, frozenset())


def _parts(meeting: OneOnOne, me: Caller) -> frozenset[Role]:
    return in_meeting(
        me.user,
        manager=meeting.manager,
        report=meeting.report,
        proposed_by=meeting.proposed_by,
    )
