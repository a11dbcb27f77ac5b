"""The tick: carries every occurrence that is due one or more steps on.

Prepare the manager, cue the two in the last fifteen minutes, close and plan the next. What a
tick does depends on rows and `now` alone, so that a tick too late, twice, or after a crash
leads to the same rows, and a message's key makes sure that it goes out once.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.data import meetings, people
from bot.data.tables import (
    Answer,
    Asking,
    Occurrence,
    OneOnOne,
    Outcome,
    Person,
    Question,
    Step,
)
from bot.delivery.outbox import Message, Rank, put
from bot.features.one_on_ones import planning, posts
from bot.reception.desk import Desk
from bot.rules import asking
from bot.rules.workdays import next_morning, next_working

log = logging.getLogger(__name__)

BATCH = 1_000  # occurrences in one transaction
AGAIN = timedelta(minutes=10)  # when an occurrence that could not be carried on is tried again
REMINDED = timedelta(days=3)  # how long after its moment a follow-up may still be sent


@dataclass(frozen=True)
class Batch:
    """What is known of the occurrences that are due, read in a few queries for all of them."""

    meetings: dict[int, OneOnOne]
    asked: dict[int, list[Question]]
    answered: set[int]  # occurrences with an answer
    people: list[Person]  # held so that the session keeps them


def ask(desk: Desk) -> int:
    """Carry on all that is due now; return how many occurrences were."""
    now, count = desk.now(), 0
    while done := _carry_batch(desk, now):
        count += done
    return count


def _carry_batch(desk: Desk, now: datetime) -> int:
    with desk.store.begin() as session:
        due = meetings.due(session, now, BATCH)
        if not due:
            return 0
        batch = _gather(session, due)
        messages: list[Message] = []
        for occurrence in due:
            messages += _carry(session, desk, batch, occurrence, now)
        new = put(session, messages, now)
    log.info("tick.carried occurrences=%d messages=%d", len(due), new)
    return len(due)


def _gather(session: Session, due: Sequence[Occurrence]) -> Batch:
    ids = {one.one_on_one_id for one in due}
    found = session.exec(select(OneOnOne).where(col(OneOnOne.id).in_(ids))).all()
    users = [(one.team, user) for one in found for user in (one.manager, one.report)]
    preparing = {one.one_on_one_id for one in due if one.step is Step.PREPARE}
    history: dict[int, list[Question]] = {}
    if preparing:
        for question in meetings.questions(session, preparing, Asking):
            history.setdefault(question.one_on_one_id, []).append(question)
    closing = [one.id for one in due if one.step is Step.CLOSE]
    answers = select(Answer.occurrence_id).where(col(Answer.occurrence_id).in_(closing))
    answered = set(session.exec(answers).all()) if closing else set()
    known = people.preload(session, users)
    return Batch({one.id or 0: one for one in found}, history, answered, known)


def _carry(
    session: Session, desk: Desk, batch: Batch, occurrence: Occurrence, now: datetime
) -> list[Message]:
    """Take the steps of one occurrence; one that fails is tried later and holds up no other."""
    meeting = batch.meetings[occurrence.one_on_one_id]
    messages: list[Message] = []
    try:
        while occurrence.due_at is not None and occurrence.due_at <= now:
            messages += _step(session, desk, batch, meeting, occurrence, now)
    except (LookupError, ValueError):
        log.exception("tick.failed team=%s occurrence=%s", occurrence.team, occurrence.id)
        occurrence.due_at = now + AGAIN
    session.add(occurrence)
    return messages


def _step(
    session: Session,
    desk: Desk,
    batch: Batch,
    meeting: OneOnOne,
    occurrence: Occurrence,
    now: datetime,
) -> list[Message]:
    match occurrence.step:
        case Step.PREPARE:
            choose(session, desk, meeting, occurrence, batch.asked.get(meeting.id or 0, []))
            occurrence.step, occurrence.due_at = Step.CUE, occurrence.cue_at
            return [preparation(session, meeting, occurrence, now)] * (now < occurrence.starts_at)
        case Step.CUE if now < occurrence.ends_at:
            _mark_asked(session, occurrence, now)
            occurrence.step, occurrence.due_at = Step.CLOSE, occurrence.ends_at
            return posts.cues(meeting, occurrence)
        case Step.CUE:
            occurrence.outcome = Outcome.MISSED
            occurrence.step, occurrence.due_at = Step.CLOSE, occurrence.ends_at
            return []
        case Step.CLOSE:
            return _close(session, batch, meeting, occurrence, now)


def choose(
    session: Session,
    desk: Desk,
    meeting: OneOnOne,
    occurrence: Occurrence,
    history: Sequence[Question],
) -> None:
    """Give the occurrence its question, unless it has one: see rules.asking."""
    if occurrence.question_id is not None:
        return
    now = desk.now()
    report = people.person(session, meeting.team, meeting.report)
    choice = asking.choose(
        desk.content.bank,
        [asking.Asked(q.bank_id, q.theme, q.changed_at) for q in history if _was_asked(q)],
        [_waiting(q) for q in history if q.state is Asking.WAITING],
        people.months_here(report, now.date()),
        seed=f"{meeting.team}:{meeting.pair}",
        passed=frozenset(q.bank_id for q in history if q.bank_id and q.passed_for == occurrence.id),
    )
    question = _question(desk, meeting, choice, history, now)
    session.add(question)
    session.flush()
    occurrence.question_id = question.id


def preparation(
    session: Session, meeting: OneOnOne, occurrence: Occurrence, now: datetime
) -> Message:
    """Return the manager's preparation, for their working hours."""
    manager = people.person(session, meeting.team, meeting.manager)
    return Message(
        team=meeting.team,
        key=posts.key("prepare", occurrence, meeting.manager),
        kind="prepare",
        to=meeting.manager,
        rank=Rank.PREPARATION,
        not_before=next_working(now, people.week(manager)),
        expires_at=occurrence.starts_at,
        about={"occurrence": occurrence.id, "starts": occurrence.starts_at.isoformat()},
    )


def _question(
    desk: Desk,
    meeting: OneOnOne,
    choice: asking.Choice,
    history: Sequence[Question],
    now: datetime,
) -> Question:
    if choice.question is None:
        question = next(q for q in history if q.id == choice.waiting)
    else:
        question = Question(
            team=meeting.team,
            one_on_one_id=meeting.id or 0,
            bank_id=choice.question.id,
            theme=choice.theme,
            sealed=desk.store.vault.lock(choice.question.text),
            state=Asking.CHOSEN,
            why=choice.why,
            changed_at=now,
        )
    question.state, question.why, question.last_asked = Asking.CHOSEN, choice.why, choice.last_asked
    question.changed_at = now
    return question


def _waiting(question: Question) -> asking.Waiting:
    origin = asking.Reason(question.why)
    return asking.Waiting(question.id or 0, question.theme, origin, question.changed_at)


def _was_asked(question: Question) -> bool:
    return question.state is Asking.ASKED


def _mark_asked(session: Session, occurrence: Occurrence, now: datetime) -> None:
    question = session.get_one(Question, occurrence.question_id)
    question.state, question.changed_at = Asking.ASKED, now
    session.add(question)


def _close(
    session: Session, batch: Batch, meeting: OneOnOne, occurrence: Occurrence, now: datetime
) -> list[Message]:
    messages = []
    if occurrence.outcome is None and occurrence.id not in batch.answered:
        messages.append(_follow_up(session, meeting, occurrence))
    planning.close(session, occurrence, occurrence.outcome or Outcome.ASKED, now)
    planning.plan(session, meeting, max(occurrence.ends_at, now))
    return messages


def _follow_up(session: Session, meeting: OneOnOne, occurrence: Occurrence) -> Message:
    report = people.person(session, meeting.team, meeting.report)
    morning = next_morning(occurrence.ends_at, people.week(report))
    return Message(
        team=meeting.team,
        key=posts.key("follow_up", occurrence, meeting.report),
        kind="follow_up",
        to=meeting.report,
        rank=Rank.NUDGE,
        not_before=morning,
        expires_at=morning + REMINDED,
        about={"occurrence": occurrence.id},
    )
