"""The tick: carries every occurrence that is due one or more steps on.

Prepare the manager, cue the two in the last fifteen minutes, close and plan the next. What a
tick does depends on rows and `now` alone, so that a tick too late, twice, or after a crash
leads to the same rows, and a message's key makes sure that it goes out once.

All that are due take a step together, and are written together: one by one, thousands that are
due in the same minute would take longer than that minute.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.calendars.calendar import Calendar
from bot.data import calendars, deliveries, meetings, people, planning
from bot.data.meetings import Past
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
from bot.features.one_on_ones import posts
from bot.reception.desk import Desk
from bot.rules import asking
from bot.rules.workdays import next_morning, next_working

log = logging.getLogger(__name__)

BATCH = 1_000  # occurrences in one transaction
AGAIN = timedelta(minutes=10)  # when an occurrence that could not be carried on is tried again
REMINDED = timedelta(days=3)  # how long after its moment a follow-up may still be sent


@dataclass(frozen=True)
class Batch:
    """Occurrences that are due, and what is known of them, read in a few queries for all."""

    session: Session
    desk: Desk
    now: datetime
    due: Sequence[Occurrence]
    meetings: Mapping[int, OneOnOne]
    pasts: Mapping[int, Past]  # by one-on-one, of those to prepare
    answered: frozenset[int]  # occurrences with an answer
    unheard: frozenset[str]  # keys of cues that were recorded and did not go out in time
    people: Sequence[Person]  # held, as `questions` are, so that the session keeps them
    questions: Sequence[Question]
    chosen: dict[int, Question] = field(default_factory=dict)  # by occurrence
    messages: list[Message] = field(default_factory=list)

    def at(self, step: Step) -> list[Occurrence]:
        """Return those for which it is time to take this step."""
        return [one for one in self.due if one.step is step and _is_due(one, self.now)]

    def meeting(self, occurrence: Occurrence) -> OneOnOne:
        """Return the one-on-one that an occurrence belongs to."""
        return self.meetings[occurrence.one_on_one_id]

    def met(self, occurrences: Iterable[Occurrence]) -> list[OneOnOne]:
        """Return the one-on-ones of occurrences."""
        return [self.meeting(one) for one in occurrences]

    def each(
        self, occurrences: Iterable[Occurrence], take: Callable[["Batch", Occurrence], None]
    ) -> list[Occurrence]:
        """Let each take a step, and return those that did.

        One that fails is tried later, and holds up no other.
        """
        taken = []
        for occurrence in occurrences:
            try:
                take(self, occurrence)
                taken.append(occurrence)
            except (LookupError, ValueError):
                log.exception("tick.failed team=%s occurrence=%s", occurrence.team, occurrence.id)
                occurrence.due_at = self.now + AGAIN
        return taken


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
        batch = _gather(session, desk, due, now)
        batch.each(filter(_is_blank, due), _choose)
        session.flush()  # gives the questions their ids
        batch.each(batch.at(Step.PREPARE), _prepare)
        batch.each(batch.at(Step.CUE), _cue)
        closed = batch.each(batch.at(Step.CLOSE), _close)
        session.flush()  # before the next ones: a one-on-one has one open occurrence at most
        batch.each(closed, _planner(calendars.calendars(session, batch.met(closed))))
        new = put(session, batch.messages, now)
    log.info("tick.carried occurrences=%d messages=%d", len(due), new)
    return len(due)


def _gather(session: Session, desk: Desk, due: Sequence[Occurrence], now: datetime) -> Batch:
    ids = {one.one_on_one_id for one in due}
    found = session.exec(select(OneOnOne).where(col(OneOnOne.id).in_(ids))).all()
    users = [(one.team, user) for one in found for user in (one.manager, one.report)]
    asked = [one.question_id for one in due if one.question_id is not None]
    answers = select(Answer.occurrence_id).where(
        col(Answer.occurrence_id).in_([one.id for one in due]), col(Answer.is_draft).is_(False)
    )
    by_id = {one.id or 0: one for one in found}
    cues = [_cue_key(by_id[one.one_on_one_id], one) for one in due if one.step is Step.CLOSE]
    return Batch(
        session=session,
        desk=desk,
        now=now,
        due=due,
        meetings=by_id,
        pasts=meetings.pasts(session, [one.one_on_one_id for one in due if _is_blank(one)]),
        answered=frozenset(session.exec(answers).all()),
        unheard=deliveries.unsent(session, {one.team for one in due}, cues),
        people=people.preload(session, users),
        questions=session.exec(select(Question).where(col(Question.id).in_(asked))).all(),
    )


def _cue_key(meeting: OneOnOne, occurrence: Occurrence) -> str:
    return posts.key("cue.report", occurrence, meeting.report)


def _is_due(occurrence: Occurrence, now: datetime) -> bool:
    return occurrence.due_at is not None and occurrence.due_at <= now


def _is_blank(occurrence: Occurrence) -> bool:
    """Whether its question is still to be chosen."""
    return occurrence.step is Step.PREPARE and occurrence.question_id is None


def _choose(batch: Batch, occurrence: Occurrence) -> None:
    past = batch.pasts[occurrence.one_on_one_id]
    question = _next_question(
        batch.session, batch.desk, batch.meeting(occurrence), occurrence, past
    )
    batch.chosen[occurrence.id or 0] = question


def _prepare(batch: Batch, occurrence: Occurrence) -> None:
    if question := batch.chosen.get(occurrence.id or 0):
        occurrence.question_id = question.id
    occurrence.step, occurrence.due_at = Step.CUE, occurrence.cue_at
    if batch.now < occurrence.starts_at:
        batch.messages.append(_preparation(batch, occurrence))


def _cue(batch: Batch, occurrence: Occurrence) -> None:
    if batch.now < occurrence.ends_at:
        question = batch.session.get_one(Question, occurrence.question_id)
        question.state, question.changed_at = Asking.ASKED, batch.now
        batch.messages.extend(posts.cues(batch.meeting(occurrence), occurrence))
    else:
        occurrence.outcome = Outcome.MISSED
    occurrence.step, occurrence.due_at = Step.CLOSE, occurrence.ends_at


def _close(batch: Batch, occurrence: Occurrence) -> None:
    outcome = occurrence.outcome or Outcome.ASKED
    if occurrence.outcome is None and occurrence.id not in batch.answered:
        if _cue_key(batch.meeting(occurrence), occurrence) in batch.unheard:
            outcome = Outcome.MISSED
        else:
            batch.messages.append(_follow_up(batch, occurrence))
    planning.close(batch.session, occurrence, outcome, batch.now)


def _planner(ahead: Mapping[int, Calendar]) -> Callable[[Batch, Occurrence], None]:
    """Return what plans the next one, by the calendar of the two."""

    def plan(batch: Batch, occurrence: Occurrence) -> None:
        meeting = batch.meeting(occurrence)
        following = ahead[meeting.id or 0]
        planning.add_next(batch.session, meeting, batch.now, occurrence, following)

    return plan


def choose(session: Session, desk: Desk, meeting: OneOnOne, occurrence: Occurrence) -> None:
    """Give the occurrence its question, unless it has one: see rules.asking."""
    if occurrence.question_id is None:
        past = meetings.pasts(session, [occurrence.one_on_one_id])[occurrence.one_on_one_id]
        question = _next_question(session, desk, meeting, occurrence, past)
        session.flush()
        occurrence.question_id = question.id


def _next_question(
    session: Session, desk: Desk, meeting: OneOnOne, occurrence: Occurrence, past: Past
) -> Question:
    """Add the question; it has its id when it has been written."""
    now = desk.now()
    report = people.person(session, meeting.team, meeting.report)
    choice = asking.choose(
        desk.content.bank,
        past.asked,
        map(_waiting, past.waiting),
        people.months_here(report, now.date()),
        seed=f"{meeting.team}:{meeting.pair}",
        passed=past.passed.get(occurrence.id or 0, frozenset()),
    )
    question = _question(desk, meeting, choice, past.waiting, now)
    session.add(question)
    return question


def _preparation(batch: Batch, occurrence: Occurrence) -> Message:
    """Return the manager's preparation, for their working hours."""
    meeting = batch.meeting(occurrence)
    manager = people.person(batch.session, meeting.team, meeting.manager)
    return Message(
        team=meeting.team,
        key=posts.key("prepare", occurrence, meeting.manager),
        kind="prepare",
        to=meeting.manager,
        rank=Rank.PREPARATION,
        not_before=next_working(batch.now, people.week(manager)),
        expires_at=occurrence.starts_at,
        about={"occurrence": occurrence.id, "starts": occurrence.starts_at.isoformat()},
    )


def _question(
    desk: Desk,
    meeting: OneOnOne,
    choice: asking.Choice,
    waiting: Sequence[Question],
    now: datetime,
) -> Question:
    if choice.question is not None:
        return Question(
            team=meeting.team,
            one_on_one_id=meeting.id or 0,
            bank_id=choice.question.id,
            theme=choice.theme,
            sealed=desk.store.vault.lock(choice.question.text),
            state=Asking.CHOSEN,
            why=choice.why,
            last_asked=choice.last_asked,
            changed_at=now,
        )
    question = next(one for one in waiting if one.id == choice.waiting)
    question.state, question.why, question.last_asked = Asking.CHOSEN, choice.why, choice.last_asked
    question.changed_at = now
    return question


def _waiting(question: Question) -> asking.Waiting:
    origin = asking.Reason(question.why)
    return asking.Waiting(question.id or 0, question.theme, origin, question.changed_at)


def _follow_up(batch: Batch, occurrence: Occurrence) -> Message:
    meeting = batch.meeting(occurrence)
    report = people.person(batch.session, meeting.team, meeting.report)
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
