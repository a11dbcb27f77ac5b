"""The tables of career buddies. As in `tables`: a team in every row, every moment in UTC.

Whom somebody would rather not be paired with is sealed, and always there: the database does not
even show who has such a list.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.data.tables import as_word
from bot.rules.nudging import Answer


def _listed() -> Any:
    """Keep a list of short texts."""
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Part(StrEnum):
    """Whether somebody takes part."""

    ACTIVE = "active"
    PAUSED = "paused"  # by the bot, after rounds of silence; one click brings them back
    LEFT = "left"


class Buddy(SQLModel, table=True):
    """Somebody who asked to be paired: what they look for and bring, and how they want it."""

    team: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    part: Part = Field(default=Part.ACTIVE, sa_type=as_word(Part))
    every: int = 4  # weeks
    seeks: list[str] = _listed()  # ids of topics
    gives: list[str] = _listed()
    sealed: str  # a line of their own, shown to their buddy in a modal
    sealed_never: str  # ids of those they do not want to meet; nobody else ever sees them
    avoids_line: bool = True  # never their manager, never their reports
    languages: list[str] = _listed()
    department: str = ""
    level: str = ""
    wants_other_department: bool = False
    level_wish: str = "any"  # see rules.pairing.members.LevelWish
    wants_near: bool = False
    paused_until: date | None = None
    skips: date | None = None  # the round that they leave out
    silent: int = 0  # rounds in a row without a sign from them
    waited: int = 0  # rounds in a row in which nobody could be found for them
    joined_at: datetime


class RoundStep(StrEnum):
    """What a round waits for."""

    WARN = "warn"
    PAIR = "pair"
    DONE = "done"


class BuddyRound(SQLModel, table=True):
    """A day on which people of a workspace are paired; `due_at` is when it needs the bot."""

    __tablename__ = "buddy_round"
    __table_args__ = (UniqueConstraint("team", "held_on"),)

    id: int | None = Field(default=None, primary_key=True)
    team: str
    held_on: date
    step: RoundStep = Field(default=RoundStep.WARN, sa_type=as_word(RoundStep))
    due_at: datetime | None = Field(default=None, index=True)


class BuddyMatch(SQLModel, table=True):
    """Two or three people who were paired; `due_at` is when they need the bot, empty once over."""

    __tablename__ = "buddy_match"
    __table_args__ = (Index("ix_buddy_match_of_week", "team", "introduced_at"),)

    id: int | None = Field(default=None, primary_key=True)
    team: str
    round_id: int = Field(foreign_key="buddy_round.id", index=True)
    starter: str  # who is asked to write first
    channel: str | None = None  # their group conversation, where there is one
    times: list[str] = _listed()  # the moments that were proposed to them, as ISO
    meets_at: datetime | None = None  # the one that somebody chose
    due_at: datetime | None = Field(default=None, index=True)
    introduced_at: datetime | None = None
    nudged_at: datetime | None = None
    asked_at: datetime | None = None
    asked_again_at: datetime | None = None
    closed_at: datetime | None = None


class BuddySeat(SQLModel, table=True):
    """One person's place in a match; `sealed` is what they took away, for nobody but them."""

    __tablename__ = "buddy_seat"

    match_id: int = Field(foreign_key="buddy_match.id", primary_key=True)
    user: str = Field(primary_key=True, index=True)
    team: str
    response: Answer | None = Field(default=None, sa_type=as_word(Answer))
    responded_at: datetime | None = None
    spoke_at: datetime | None = None  # when they last did anything about this match
    sealed: str | None = None
