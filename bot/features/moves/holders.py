"""Finds the row behind a button's value: only one's own are ever found."""

from sqlmodel import Session

from bot.data.moves_tables import MoveIdea, MoveQuestion
from bot.data.tables import Answer
from bot.reception.desk import Caller, Held
from bot.reception.rows import row_of
from bot.rules.standing import Role

SELF = frozenset({Role.SELF})


def idea_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold an idea that somebody was shown, by its id, which may be followed by more."""
    row = row_of(session, MoveIdea, me, value)
    return Held(row, SELF) if row is not None and row.user == me.user else None


def question_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold a question that somebody asked."""
    row = row_of(session, MoveQuestion, me, value)
    return Held(row, SELF) if row is not None and row.user == me.user else None


def answer_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold an answer of one's own to a question of a one-on-one."""
    row = row_of(session, Answer, me, value)
    is_mine = row is not None and row.author == me.user and not row.is_draft
    return Held(row, SELF) if is_mine else None
