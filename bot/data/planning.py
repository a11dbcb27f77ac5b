"""From one meeting to the next: open an occurrence, move it, close it.

When two people meet is asked of their calendar: what they agreed on in Slack, or a calendar that
they follow. That one may know of no next meeting; then none is open until it does.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from bot.calendars.calendar import Calendar
from bot.data import calendars, meetings, people
from bot.data.tables import Answer, Asking, Meeting, Occurrence, OneOnOne, Outcome, Question, Step
from bot.rules import timing
from bot.rules.asking import Reason
from bot.rules.workdays import local_to_utc, next_working

GONE = frozenset(
    {Outcome.SKIPPED, Outcome.MISSED, Outcome.DEFERRED, Outcome.CANCELLED, Outcome.WITHDRAWN}
)
AHEAD = timedelta(days=800)  # how far a next meeting is looked for: holidays may cancel many


def plan(
    session: Session, meeting: OneOnOne, now: datetime, last: Occurrence | None = None
) -> Occurrence | None:
    """Open the occurrence after the `last` one; holidays on the way are written down.

    None where the calendar of the two knows of no next one.
    """
    session.flush()  # the one before must be closed first: only one can be open
    occurrence = add_next(session, meeting, now, last, calendars.calendar(session, meeting))
    session.flush()
    return occurrence


def add_next(
    session: Session,
    meeting: OneOnOne,
    now: datetime,
    last: Occurrence | None,
    calendar: Calendar,
) -> Occurrence | None:
    """As `plan`, in a session whose closed occurrences are written; it is to be written later."""
    after, over = (max(last.ends_at, now), (last,)) if last else (now, ())
    slot, skipped = _next(session, meeting, after, calendar, over)
    for off in skipped:
        session.add(_holiday(session, meeting, off))
    if slot is None:
        return None
    occurrence = _on(session, meeting, slot)
    session.add(occurrence)
    return occurrence


def close(session: Session, occurrence: Occurrence, outcome: Outcome, now: datetime) -> None:
    """Close an occurrence; a question that was not asked in it waits for the next one."""
    occurrence.is_open = None
    occurrence.due_at = None
    occurrence.outcome = outcome
    session.add(occurrence)
    if outcome in GONE:
        carry_over(session, occurrence, now)


def carry_over(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """Let the question of an occurrence wait for the next one, unless it was answered."""
    if occurrence.question_id is None or _is_answered(session, occurrence):
        return
    question = session.get_one(Question, occurrence.question_id)
    question.state = Asking.WAITING
    question.why = "deferred"
    question.changed_at = now
    session.add(question)


def recall(session: Session, occurrence: Occurrence, state: Asking, now: datetime) -> None:
    """Let a question that was carried over be this occurrence's again, for its own reason."""
    if occurrence.question_id is None:
        return
    question = session.get_one(Question, occurrence.question_id)
    question.state, question.changed_at = state, now
    question.why = _reason(session, occurrence, question)
    session.add(question)
    session.flush()


def _reason(session: Session, occurrence: Occurrence, question: Question) -> Reason:
    """Return why a question came in this occurrence, as far as can still be told."""
    before = select(Occurrence.id).where(
        Occurrence.question_id == question.id, col(Occurrence.starts_at) < occurrence.starts_at
    )
    if session.exec(before.limit(1)).first():
        return Reason.DEFERRED
    if question.by:
        return Reason.PICKED if question.bank_id else Reason.WRITTEN
    return Reason.THEME_LONGEST if question.last_asked else Reason.THEME_NEVER


def _is_answered(session: Session, occurrence: Occurrence) -> bool:
    kept = select(Answer.id).where(
        Answer.occurrence_id == occurrence.id, col(Answer.is_draft).is_(False)
    )
    return session.exec(kept.limit(1)).first() is not None


def skip(session: Session, occurrence: Occurrence, now: datetime) -> Occurrence | None:
    """Leave this one out and open the one after it."""
    close(session, occurrence, Outcome.SKIPPED, now)
    meeting = meetings.meeting(session, occurrence.one_on_one_id)
    return plan(session, meeting, now, occurrence)


def unskip(session: Session, meeting: OneOnOne, occurrence: Occurrence, now: datetime) -> bool:
    """Open a skipped meeting again, as it was; False where it cannot take place any more.

    Only one can be open: the one that was opened after it is withdrawn, and its question waits.
    """
    if not may_unskip(session, meeting, occurrence, now):
        return False
    if current := meetings.open_occurrence(session, meeting.id or 0):
        close(session, current, Outcome.WITHDRAWN, now)
        session.flush()
    occurrence.is_open, occurrence.outcome = True, None
    is_prepared = occurrence.step is not Step.PREPARE
    occurrence.due_at = occurrence.cue_at if is_prepared else occurrence.prepare_at
    session.add(occurrence)
    session.flush()
    recall(session, occurrence, Asking.CHOSEN, now)
    return True


def may_unskip(session: Session, meeting: OneOnOne, occurrence: Occurrence, now: datetime) -> bool:
    """Whether a meeting was skipped, still stands in the calendar, and can be asked about in time.

    A pause, other hours or the calendar may have left nothing at its time.
    """
    is_skipped = occurrence.outcome is Outcome.SKIPPED and now < occurrence.cue_at
    if not is_skipped or meeting.state is not Meeting.ACTIVE:
        return False
    current = meetings.open_occurrence(session, meeting.id or 0)
    if current and current.step is Step.CLOSE:
        return False
    over = meetings.ended_ahead(session, meeting.id or 0, now)
    others = [one for one in over if one.id != occurrence.id]
    slot, _ = _next(session, meeting, now, calendars.calendar(session, meeting), others)
    return slot is not None and slot.cue_at == occurrence.cue_at


def replan(session: Session, meeting: OneOnOne, now: datetime) -> None:
    """Fit what is planned to a changed schedule, calendar, pause, or holidays.

    A meeting that has changed is prepared anew; one that was skipped stays so. One whose question
    was asked already goes on to its end; only what follows changes. One that the calendar no
    longer knows does not take place.
    """
    current = meetings.open_occurrence(session, meeting.id or 0)
    if meeting.state is not Meeting.ACTIVE or (current and current.step is Step.CLOSE):
        return
    _forget_holidays(session, meeting, now)
    over = meetings.ended_ahead(session, meeting.id or 0, now)
    slot, skipped = _next(session, meeting, now, calendars.calendar(session, meeting), over)
    for off in skipped:
        session.add(_holiday(session, meeting, off))
    if current and slot:
        _move(session, current, _on(session, meeting, slot))
    elif current:
        close(session, current, Outcome.CANCELLED, now)
    elif slot:
        session.add(_on(session, meeting, slot))
    session.flush()


def _move(session: Session, current: Occurrence, moved: Occurrence) -> None:
    """Let an open occurrence take place at another time; an unchanged one goes on as it is."""
    names = ("starts_at", "ends_at", "prepare_at", "cue_at", "recurrence")
    if any(getattr(current, name) != getattr(moved, name) for name in names):
        for name in (*names, "due_at", "step"):
            setattr(current, name, getattr(moved, name))
    session.add(current)


def end_of_pause(meeting: OneOnOne) -> datetime | None:
    """Return the moment at which a pause is over: midnight of that day, where they meet."""
    if meeting.paused_until is None:
        return None
    return local_to_utc(meeting.paused_until, datetime.min.time(), meeting.zone)


def next_cue(session: Session, meeting: OneOnOne) -> datetime | None:
    """Return when the next question comes, as far as is known today; None where none will."""
    current = meetings.open_occurrence(session, meeting.id or 0)
    if current is None or current.step is not Step.CLOSE:
        return current.cue_at if current else None
    slot = _following(session, meeting, current)
    return slot.cue_at if slot else None


def following(session: Session, occurrence: Occurrence) -> datetime | None:
    """Return when the meeting after this one begins, as far as is known today."""
    meeting = meetings.meeting(session, occurrence.one_on_one_id)
    slot = _following(session, meeting, occurrence)
    return slot.starts_at if slot else None


def _following(session: Session, meeting: OneOnOne, occurrence: Occurrence) -> timing.Slot | None:
    calendar = calendars.calendar(session, meeting)
    return _next(session, meeting, occurrence.ends_at, calendar, (occurrence,))[0]


def _next(
    session: Session,
    meeting: OneOnOne,
    after: datetime,
    calendar: Calendar,
    over: Sequence[Occurrence] = (),
) -> tuple[timing.Slot | None, tuple[timing.SkippedHoliday, ...]]:
    """Return the next meeting that is at the time of none that is `over`, and holidays before."""
    manager = people.person(session, meeting.team, meeting.manager)
    report = people.person(session, meeting.team, meeting.report)
    rests_until = end_of_pause(meeting)
    after = max(after, rests_until or after)
    ahead = (
        slot
        for slot in calendar.between(after, after + AHEAD)
        if (rests_until is None or slot.starts_at >= rests_until)
        and not any(slot.starts_at < one.ends_at and one.starts_at < slot.ends_at for one in over)
    )
    return timing.next_slot(ahead, (manager.country, report.country))


def _on(session: Session, meeting: OneOnOne, slot: timing.Slot) -> Occurrence:
    manager = people.person(session, meeting.team, meeting.manager)
    week = people.week(manager)
    prepare_at = timing.prepare_at(slot.starts_at, week)
    if (rests_until := end_of_pause(meeting)) and prepare_at < rests_until:
        prepare_at = min(next_working(rests_until, week), slot.starts_at)
    return Occurrence(
        team=meeting.team,
        one_on_one_id=meeting.id or 0,
        is_open=True,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        prepare_at=prepare_at,
        cue_at=slot.cue_at,
        due_at=min(prepare_at, slot.cue_at),
        recurrence=slot.recurrence,
    )


def _forget_holidays(session: Session, meeting: OneOnOne, now: datetime) -> None:
    """Remove the notes of meetings that were to be left out: they are written anew."""
    ahead = delete(Occurrence).where(
        col(Occurrence.one_on_one_id) == meeting.id,
        col(Occurrence.outcome) == Outcome.HOLIDAY,
        col(Occurrence.starts_at) > now,
    )
    session.exec(ahead)


def _holiday(session: Session, meeting: OneOnOne, off: timing.SkippedHoliday) -> Occurrence:
    day = _on(session, meeting, off.slot)
    day.is_open, day.due_at = None, None
    day.outcome, day.holiday = Outcome.HOLIDAY, off.name
    return day
