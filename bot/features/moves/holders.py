"""Finds the row behind a button's value: only one's own are ever found."""

from typing import TypeVar

from sqlmodel import Session

from bot.data.moves_tables import MoveIdea, MoveQuestion
from bot.data.tables import Answer
from bot.reception.desk import Caller, Held
from bot.rules.standing import Role

SELF = frozenset({Role.SELF})
LONGEST_ID = 18  # digits that a 64-bit id can have and still be a number to the database
Row = TypeVar("Row", MoveIdea, MoveQuestion, Answer)


def idea_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold an idea that somebody was shown, by its id, which may be followed by more."""
    row = _find(session, MoveIdea, me, value.partition(" ")[0])
    return Held(row, SELF) if row is not None and row.user == me.user else None


def question_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold a question that somebody asked."""
    row = _find(session, MoveQuestion, me, value)
    return Held(row, SELF) if row is not None and row.user == me.user else None


def answer_of(session: Session, me: Caller, value: str) -> Held | None:
    """Hold an answer of one's own to a question of a one-on-one."""
    row = _find(session, Answer, me, value)
    is_mine = row is not None and row.author == me.user and not row.is_draft
    return Held(row, SELF) if is_mine else None


def _find(session: Session, table: type[Row], me: Caller, value: str) -> Row | None:
    row = session.get(table, int(value)) if value.isdecimal() and len(value) <= LONGEST_ID else None
    return row if row is not None and row.team == me.team else None
