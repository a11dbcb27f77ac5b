"""What Home shows of one-on-ones and of what was written: each list is one bounded query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.data.store import Vault
from bot.data.tables import (
    Answer,
    Meeting,
    Occurrence,
    OneOnOne,
    Promise,
    Question,
    Step,
)
from bot.rules.searching import matches
from bot.rules.visibility import Noted, Shared, may_read, may_read_promise

Ids = SelectOfScalar[Any]
SEARCHED = 2_000  # answers that one search opens: locked words can only be searched by opening them


@dataclass(frozen=True)
class Wanted:
    """Which of a person's answers they would like to see."""

    theme: str = ""
    since: datetime | None = None
    before: datetime | None = None
    words: str = ""


@dataclass(frozen=True)
class Mine:
    """An answer of one's own, the question it answers, and the one-on-one it was written in."""

    answer: Answer
    question: Question
    meeting: OneOnOne


@dataclass(frozen=True)
class Found:
    """A page of answers; whether more follow, and whether the search ended before the last."""

    page: Sequence[Mine]
    is_more: bool = False
    is_cut: bool = False


def has_answers(session: Session, team: str, author: str) -> bool:
    """Say whether a person has written any answer."""
    return session.exec(_chosen(team, author, Wanted()).limit(1)).first() is not None


def mine(
    session: Session,
    vault: Vault,
    who: tuple[str, str],
    wanted: Wanted,
    skip: int,
    limit: int,
) -> Found:
    """Return a page of a person's answers, the latest first; drafts are none.

    With words to search for, the latest SEARCHED of those wanted are opened one by one, in memory
    and nowhere else: nothing of them is kept, and no list of their words exists.
    """
    if not wanted.words:
        rows = _load(session, _chosen(*who, wanted).offset(skip).limit(limit + 1))
        return Found(rows[:limit], is_more=len(rows) > limit)
    ids, is_cut = _search(session, vault, _chosen(*who, wanted), wanted.words, skip + limit + 1)
    page = ids[skip : skip + limit]
    rows = _load(session, _chosen(*who, wanted).where(col(Answer.id).in_(page)))
    return Found(rows, is_more=len(ids) > skip + limit, is_cut=is_cut)


def _chosen(team: str, author: str, wanted: Wanted) -> Ids:
    chosen = select(Answer.id).where(
        Answer.team == team, Answer.author == author, col(Answer.is_draft).is_(False)
    )
    if wanted.theme:
        of_theme = select(Question.id).where(
            Question.id == Answer.question_id, Question.theme == wanted.theme
        )
        chosen = chosen.where(of_theme.exists())
    if wanted.since:
        chosen = chosen.where(col(Answer.created_at) >= wanted.since)
    if wanted.before:
        chosen = chosen.where(col(Answer.created_at) < wanted.before)
    return chosen.order_by(col(Answer.created_at).desc(), col(Answer.id).desc())


def _search(
    session: Session, vault: Vault, chosen: Ids, words: str, enough: int
) -> tuple[list[int | None], bool]:
    """Return the ids of `enough` answers that hold the words, and whether not all were opened."""
    inner = chosen.limit(SEARCHED + 1).subquery()
    rows = session.exec(
        select(Answer.id, Answer.sealed, Question.sealed)
        .join(Question, col(Question.id) == Answer.question_id)
        .where(col(Answer.id).in_(select(inner.c.id)))
        .order_by(col(Answer.created_at).desc(), col(Answer.id).desc())
    ).all()
    questions: dict[str, str] = {}
    ids: list[int | None] = []
    for answer_id, sealed, asked in rows[:SEARCHED]:
        question = questions.setdefault(asked, "") or vault.open(asked)
        questions[asked] = question
        if matches(words, vault.open(sealed), question):
            ids.append(answer_id)
        if len(ids) == enough:
            return ids, False
    return ids, len(rows) > SEARCHED


def _load(session: Session, chosen: Ids) -> list[Mine]:
    inner = chosen.subquery()
    rows = session.exec(
        select(Answer, Question, OneOnOne)
        .join(Question, col(Question.id) == Answer.question_id)
        .join(Occurrence, col(Occurrence.id) == Answer.occurrence_id)
        .join(OneOnOne, col(OneOnOne.id) == Occurrence.one_on_one_id)
        .where(col(Answer.id).in_(select(inner.c.id)))
        .order_by(col(Answer.created_at).desc(), col(Answer.id).desc())
    )
    return [Mine(*row) for row in rows]


def soonest(
    session: Session, team: str, user: str, skip: int, limit: int
) -> list[tuple[OneOnOne, Occurrence | None]]:
    """Return a person's living one-on-ones: the proposed ones first, then by when they are next."""
    starts = col(Occurrence.starts_at)
    wanted = (
        select(OneOnOne, Occurrence)
        .join(
            Occurrence,
            (col(Occurrence.one_on_one_id) == OneOnOne.id) & col(Occurrence.is_open).is_(True),
            isouter=True,
        )
        .where(OneOnOne.team == team, _is_of(user))
        .where(col(OneOnOne.state).in_((Meeting.PROPOSED, Meeting.ACTIVE)))
        .order_by(starts.is_not(None), starts, col(OneOnOne.id))
    )
    return [(one, next_) for one, next_ in session.exec(wanted.offset(skip).limit(limit))]


def unanswered(
    session: Session, team: str, report: str, limit: int
) -> list[tuple[OneOnOne, Occurrence, Question]]:
    """Return what a person was asked in meetings that are not over, and has not answered."""
    answered = select(Answer.id).where(
        Answer.occurrence_id == Occurrence.id,
        Answer.author == report,
        col(Answer.is_draft).is_(False),
    )
    wanted = (
        select(OneOnOne, Occurrence, Question)
        .join(Occurrence, col(Occurrence.one_on_one_id) == OneOnOne.id)
        .join(Question, col(Question.id) == Occurrence.question_id)
        .where(OneOnOne.team == team, OneOnOne.report == report, OneOnOne.pair != None)  # noqa: E711  # SQL's own null
        .where(col(Occurrence.is_open).is_(True), Occurrence.step == Step.CLOSE)
        .where(col(Occurrence.outcome).is_(None), ~answered.exists())
        .order_by(col(Occurrence.starts_at))
    )
    return [(one, held, question) for one, held, question in session.exec(wanted.limit(limit))]


def promises(
    session: Session, team: str, user: str, skip: int, limit: int
) -> list[tuple[OneOnOne, Promise]]:
    """Return the open promises between a person and those they meet, the oldest first."""
    wanted = (
        select(OneOnOne, Promise)
        .join(Promise, col(Promise.one_on_one_id) == OneOnOne.id)
        .where(OneOnOne.team == team, _is_of(user), OneOnOne.state == Meeting.ACTIVE)
        .where(col(Promise.done_at).is_(None))
        .order_by(col(Promise.created_at), col(Promise.id))
    )
    found = session.exec(wanted.offset(skip).limit(limit))
    is_mine: Callable[[Promise], bool] = lambda one: may_read_promise(  # noqa: E731
        user, Noted(one.noted_by, still_meet=True)
    )
    return [(meeting, one) for meeting, one in found if is_mine(one)]


def shared_with(
    session: Session, team: str, manager: str, skip: int, limit: int
) -> list[tuple[OneOnOne, Answer, str]]:
    """Return the answers that a manager may read, each with its theme, the latest first."""
    wanted = (
        select(OneOnOne, Answer, col(Question.theme))
        .join(Occurrence, col(Occurrence.one_on_one_id) == OneOnOne.id)
        .join(Answer, col(Answer.occurrence_id) == Occurrence.id)
        .join(Question, col(Question.id) == Answer.question_id)
        .where(OneOnOne.team == team, OneOnOne.manager == manager)
        .where(OneOnOne.state == Meeting.ACTIVE, Answer.shared_with == manager)
        .order_by(col(Answer.changed_at).desc(), col(Answer.id).desc())
    )
    return [
        (meeting, answer, theme)
        for meeting, answer, theme in session.exec(wanted.offset(skip).limit(limit))
        if may_read(
            manager,
            Shared(answer.author, answer.shared_with, still_meets=True, is_draft=answer.is_draft),
        )
    ]


def _is_of(user: str) -> ColumnElement[bool]:
    return or_(OneOnOne.manager == user, OneOnOne.report == user)
