"""Every question about one-on-ones, their occurrences and their questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, or_, select

from bot.data.tables import Asking, Meeting, Occurrence, OneOnOne, Outcome, Question
from bot.rules.asking import Asked
from bot.rules.timing import Cadence, Schedule

LIVING = (Meeting.PROPOSED, Meeting.ACTIVE)
# Asked for every handful of messages, built once: building takes longer than asking.
THESE = (
    select(OneOnOne, Occurrence, Question)
    .join(Occurrence, col(Occurrence.one_on_one_id) == OneOnOne.id)
    .join(Question, col(Question.id) == Occurrence.question_id, isouter=True)
    .where(col(Occurrence.id).in_(bindparam("occurrences", expanding=True)))
)


@dataclass(frozen=True)
class Past:
    """What a pair was asked, what waits to be, and what was turned down for which occurrence."""

    asked: list[Asked] = field(default_factory=list)
    waiting: list[Question] = field(default_factory=list)
    passed: dict[int, frozenset[str]] = field(default_factory=dict)


def pair_of(one: str, other: str) -> str:
    """Return the name of a pair, whoever is named first."""
    return ":".join(sorted((one, other)))


def between(session: Session, team: str, one: str, other: str) -> OneOnOne | None:
    """Return the living one-on-one of two people; there is at most one."""
    wanted = select(OneOnOne).where(OneOnOne.team == team, OneOnOne.pair == pair_of(one, other))
    return session.exec(wanted).first()


def living(session: Session, team: str, user: str) -> Sequence[OneOnOne]:
    """Return the proposed and active one-on-ones of a person, the oldest first."""
    wanted = (
        select(OneOnOne)
        .where(
            OneOnOne.team == team,
            or_(OneOnOne.manager == user, OneOnOne.report == user),
            col(OneOnOne.state).in_(LIVING),
        )
        .order_by(col(OneOnOne.id))
    )
    return session.exec(wanted).all()


def hold_living(session: Session, team: str, user: str) -> list[OneOnOne]:
    """Return the same, as they stand now; nobody else changes them until this one is done."""
    held = [hold(session, one.id or 0) for one in living(session, team, user)]
    return [one for one in held if one.state in LIVING]


def meeting(session: Session, meeting_id: int) -> OneOnOne:
    """Return the one-on-one with this id, which must exist."""
    return session.get_one(OneOnOne, meeting_id)


def preload(session: Session, occurrence_ids: Iterable[int]) -> Sequence[OneOnOne]:
    """Read many occurrences at once, each with its question; return their one-on-ones.

    They are then found in the session, which keeps what it has read.
    """
    asked = {"occurrences": list(occurrence_ids)}
    return [found for found, *_ in session.exec(THESE, params=asked)]


def hold(session: Session, meeting_id: int) -> OneOnOne:
    """Return a one-on-one as it stands now; nobody else changes it until this one is done."""
    # What refers to it may be written meanwhile: FOR NO KEY UPDATE.
    return session.get_one(OneOnOne, meeting_id, with_for_update={"key_share": True})


def hold_with(session: Session, occurrence: Occurrence) -> tuple[Occurrence, OneOnOne]:
    """Return an occurrence and its one-on-one, held like it: only then is the occurrence read."""
    held = hold(session, occurrence.one_on_one_id)
    return session.get_one(Occurrence, occurrence.id), held


def other(meeting: OneOnOne, user: str) -> str:
    """Return the one of the two who is not `user`."""
    return meeting.report if user == meeting.manager else meeting.manager


def schedule(meeting: OneOnOne) -> Schedule:
    """Return what the two agreed on, as the rules read it."""
    return Schedule(
        meeting.first_date,
        meeting.starts,
        meeting.minutes,
        Cadence(meeting.cadence),
        meeting.zone,
    )


def open_occurrence(session: Session, meeting_id: int) -> Occurrence | None:
    """Return the occurrence that comes next or is under way; there is at most one."""
    wanted = select(Occurrence).where(
        Occurrence.one_on_one_id == meeting_id, col(Occurrence.is_open).is_(True)
    )
    return session.exec(wanted).first()


def ended_ahead(session: Session, meeting_id: int, now: datetime) -> Sequence[Occurrence]:
    """Return what the bot is done with before its time is over: what was skipped or put off."""
    early = (Outcome.SKIPPED, Outcome.DEFERRED, Outcome.DISCUSSED, Outcome.ASKED)
    wanted = select(Occurrence).where(
        Occurrence.one_on_one_id == meeting_id,
        Occurrence.ends_at > now,
        col(Occurrence.outcome).in_(early),
    )
    return session.exec(wanted).all()


def is_due(session: Session, now: datetime) -> bool:
    """Return whether any occurrence needs the bot at `now`."""
    return (
        session.exec(select(Occurrence.id).where(col(Occurrence.due_at) <= now).limit(1)).first()
        is not None
    )


def due(session: Session, now: datetime, limit: int) -> Sequence[Occurrence]:
    """Hold and return occurrences that need the bot at `now`, the longest due first.

    Their one-on-ones are held as well. What somebody else holds is left for the next look: it may
    be closed, moved or ended just now.
    """
    wanted = (
        select(Occurrence)
        .join(OneOnOne, col(OneOnOne.id) == Occurrence.one_on_one_id)
        .where(col(Occurrence.due_at) <= now, col(Occurrence.is_open).is_(True))
        .with_for_update(skip_locked=True, key_share=True)
    )
    return session.exec(wanted.order_by(col(Occurrence.due_at)).limit(limit)).all()


def coming(session: Session, limit: int) -> Sequence[Occurrence]:
    """Return the occurrences that need the bot next."""
    wanted = select(Occurrence).where(col(Occurrence.due_at).is_not(None))
    return session.exec(wanted.order_by(col(Occurrence.due_at)).limit(limit)).all()


def last_closed(session: Session, meeting_id: int, limit: int) -> Sequence[Occurrence]:
    """Return the latest occurrences that are over, the latest first."""
    wanted = select(Occurrence).where(
        Occurrence.one_on_one_id == meeting_id, col(Occurrence.is_open).is_(None)
    )
    return session.exec(wanted.order_by(col(Occurrence.starts_at).desc()).limit(limit)).all()


def questions(
    session: Session, meeting_ids: Iterable[int], states: Iterable[Asking]
) -> Sequence[Question]:
    """Return the questions of these one-on-ones that stand in one of `states`, oldest first."""
    wanted = select(Question).where(
        col(Question.one_on_one_id).in_(list(meeting_ids)), col(Question.state).in_(list(states))
    )
    return session.exec(wanted.order_by(col(Question.changed_at), col(Question.id))).all()


def pasts(session: Session, meeting_ids: Iterable[int]) -> Mapping[int, Past]:
    """Return the past of each of these one-on-ones.

    What was asked is read as columns: in the end it is most of what there is.
    """
    found = {meeting_id: Past() for meeting_id in meeting_ids}
    if not found:
        return found
    mine = col(Question.one_on_one_id)
    asked = select(mine, Question.bank_id, Question.theme, Question.changed_at).where(
        mine.in_(found), Question.state == Asking.ASKED
    )
    for meeting_id, *one in session.exec(asked):
        found[meeting_id].asked.append(Asked(*one))
    for question in questions(session, found, [Asking.WAITING]):
        found[question.one_on_one_id].waiting.append(question)
    turned_down = select(mine, Question.passed_for, Question.bank_id).where(
        mine.in_(found), col(Question.passed_for).is_not(None)
    )
    for meeting_id, occurrence_id, bank_id in session.exec(turned_down):
        passed = found[meeting_id].passed
        if occurrence_id and bank_id:
            passed[occurrence_id] = passed.get(occurrence_id, frozenset()) | {bank_id}
    return found


def waiting(session: Session, meeting_id: int) -> Question | None:
    """Return the question that would be asked next, where one waits."""
    found = questions(session, [meeting_id], [Asking.WAITING])
    return min(found, key=lambda one: (one.why != "deferred", one.changed_at), default=None)
