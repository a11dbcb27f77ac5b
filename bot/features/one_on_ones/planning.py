"""From one meeting to the next: open an occurrence, move it, close it."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from bot.data import meetings, people
from bot.data.tables import Asking, Occurrence, OneOnOne, Outcome, Question, Step
from bot.rules import timing
from bot.rules.workdays import local_to_utc

GONE = frozenset({Outcome.SKIPPED, Outcome.MISSED, Outcome.DEFERRED, Outcome.CANCELLED})


def plan(session: Session, meeting: OneOnOne, after: datetime) -> Occurrence:
    """Open the next occurrence that ends after `after`; holidays on the way are written down."""
    session.flush()  # the one before must be closed first: only one can be open
    occurrence = add_next(session, meeting, after)
    session.flush()
    return occurrence


def add_next(session: Session, meeting: OneOnOne, after: datetime) -> Occurrence:
    """As `plan`, in a session whose closed occurrences are written; it is to be written later."""
    slot, skipped = _next(session, meeting, after)
    for off in skipped:
        session.add(_holiday(session, meeting, off))
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
    """Let the question of an occurrence wait for the next one."""
    if occurrence.question_id is None:
        return
    question = session.get_one(Question, occurrence.question_id)
    question.state = Asking.WAITING
    question.why = "deferred"
    question.changed_at = now
    session.add(question)


def skip(session: Session, occurrence: Occurrence, now: datetime) -> Occurrence:
    """Leave this one out and open the one after it."""
    close(session, occurrence, Outcome.SKIPPED, now)
    meeting = meetings.meeting(session, occurrence.one_on_one_id)
    return plan(session, meeting, max(after(meeting, occurrence), now))


def replan(session: Session, meeting: OneOnOne, now: datetime) -> None:
    """Fit what is planned to a changed schedule, pause, or holidays: it is prepared anew.

    A meeting whose question was asked already goes on to its end; only what follows changes.
    """
    current = meetings.open_occurrence(session, meeting.id or 0)
    if current is None or current.step is Step.CLOSE:
        return
    _forget_holidays(session, meeting, now)
    slot, skipped = _next(session, meeting, now)
    for off in skipped:
        session.add(_holiday(session, meeting, off))
    moved = _on(session, meeting, slot)
    for name in ("starts_at", "ends_at", "prepare_at", "cue_at", "due_at", "step"):
        setattr(current, name, getattr(moved, name))
    session.add(current)
    session.flush()


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
    return _next(session, meeting, after(meeting, current))[0].cue_at


def after(meeting: OneOnOne, occurrence: Occurrence) -> datetime:
    """Return the moment at which only meetings that begin after this one have not ended."""
    return occurrence.ends_at + timedelta(minutes=meeting.minutes)


def following(session: Session, occurrence: Occurrence) -> datetime:
    """Return when the meeting after this one begins, as far as is known today."""
    meeting = meetings.meeting(session, occurrence.one_on_one_id)
    return _next(session, meeting, after(meeting, occurrence))[0].starts_at


def _next(
    session: Session, meeting: OneOnOne, after: datetime
) -> tuple[timing.Slot, tuple[timing.SkippedHoliday, ...]]:
    manager = people.person(session, meeting.team, meeting.manager)
    report = people.person(session, meeting.team, meeting.report)
    agreed = meetings.schedule(meeting)
    after = max(after, end_of_pause(meeting) or after)
    return timing.next_slot(agreed, after, (manager.country, report.country))


def _on(session: Session, meeting: OneOnOne, slot: timing.Slot) -> Occurrence:
    manager = people.person(session, meeting.team, meeting.manager)
    prepare_at = timing.prepare_at(slot.starts_at, people.week(manager))
    return Occurrence(
        team=meeting.team,
        one_on_one_id=meeting.id or 0,
        is_open=True,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        prepare_at=prepare_at,
        cue_at=slot.cue_at,
        due_at=min(prepare_at, slot.cue_at),
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
