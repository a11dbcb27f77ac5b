"""The tables of moves. As in `tables`: a team in every row, every moment in UTC.

What somebody told about themselves, and what they asked, is sealed: it came from their words.
"""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class Career(SQLModel, table=True):
    """What somebody told about themselves; `sealed` holds it as `rules.told` writes it."""

    team: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    sealed: str
    changed_at: datetime


class MoveQuestion(SQLModel, table=True):
    """A question about moves, and what was said to it; `sealed` holds both, never the sentence."""

    __tablename__ = "move_question"

    id: int | None = Field(default=None, primary_key=True)
    team: str
    user: str = Field(index=True)
    sealed: str
    asked_at: datetime


class MoveIdea(SQLModel, table=True):
    """An idea that somebody was shown, once for each; what they did with it stands beside it."""

    __tablename__ = "move_idea"
    __table_args__ = (UniqueConstraint("team", "user", "role", "number", "track", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    team: str
    user: str = Field(index=True)
    role: str
    number: int
    track: str
    kind: str
    question_id: int | None = Field(default=None, foreign_key="move_question.id", index=True)
    shown_at: datetime
    saved_at: datetime | None = None
    dropped_at: datetime | None = None  # when it was taken out of the plan: it can be put back
    away_at: datetime | None = None  # when it was set aside
    why: str | None = None  # and why: see `rules.told.Away`
    one_on_one_id: int | None = Field(default=None, foreign_key="one_on_one.id", index=True)
    brought_at: datetime | None = None  # when it was brought to that one-on-one


class Guide(SQLModel, table=True):
    """Somebody who is happy to be asked about their role: colleagues see their name and role."""

    __table_args__ = (Index("ix_guide_of_role", "team", "role"),)

    team: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    role: str
    since: datetime
