"""The tables. Every row names its workspace (`team`); every moment is aware and in UTC.

Columns called `sealed` hold what somebody wrote, encrypted by `store.Vault`.
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Enum, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

# Named the same everywhere, so that a later migration can find and change them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Rows are not validated by pydantic, so what that would need is not built at every start.
SQLModel.model_config["defer_build"] = True


def as_word(kind: type[StrEnum]) -> Any:
    """Store an enumeration as its plain word: a new word needs no change of a type."""
    return Enum(kind, native_enum=False, length=16, values_callable=lambda one: [*map(str, one)])


class Workspace(SQLModel, table=True):
    """A Slack workspace that installed the bot; `stopped` says why it may not be written to."""

    team: str = Field(primary_key=True)
    name: str = ""
    bot_user: str = ""
    scopes: str = ""  # what the workspace has granted, by commas
    stopped: str | None = None
    left_at: datetime | None = None  # when the app was uninstalled: erased some time after
    listed_at: datetime | None = None  # when its list of people was last read


class Person(SQLModel, table=True):
    """A member of a workspace: what Slack says of them, and how they want to be treated."""

    team: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    name: str = ""
    email: str | None = Field(default=None, index=True)  # in small letters
    zone: str = "UTC"  # as Slack says
    own_zone: str | None = None  # as they say, which counts for more
    country: str | None = None
    told_country: str | None = None  # as the company's list says; theirs counts for more
    day_starts: time = time(8)
    day_ends: time = time(18)
    workdays: str = "12345"  # ISO weekdays
    dm: str | None = None  # the channel of their conversation with the bot
    joined_on: date | None = None
    told_joined_on: date | None = None  # as `told_country`
    manager: str | None = None  # whom the company's list names, and the next two as well
    department: str = ""
    title: str = ""  # their role or job title
    shares: bool = False  # the audience they chose last: only me, or my manager
    is_active: bool = True
    left_at: datetime | None = None  # when they were deactivated: erased some time after
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False  # a member of another workspace, met in a shared channel
    has_stopped: bool = False
    is_away: bool = False  # as their status says: on leave, or ill
    refreshed_at: datetime | None = None  # when Slack was last asked
    updated: int | None = None  # Slack's mark of when the profile last changed


class Meeting(StrEnum):
    """What became of a one-on-one between two people."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"
    ENDED = "ended"


class OneOnOne(SQLModel, table=True):
    """Two people who meet: one the manager, one the report. Local time plus zone, never UTC."""

    __tablename__ = "one_on_one"
    __table_args__ = (
        UniqueConstraint("team", "pair"),
        Index("ix_one_on_one_of_manager", "team", "manager"),
        Index("ix_one_on_one_of_report", "team", "report"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team: str
    manager: str
    report: str
    proposed_by: str
    state: Meeting = Field(default=Meeting.PROPOSED, sa_type=as_word(Meeting))
    pair: str | None = None  # both ids in order while it lives, else empty: at most one lives
    first_date: date
    starts: time
    minutes: int
    cadence: str
    zone: str
    paused_until: date | None = None
    created_at: datetime
    ended_at: datetime | None = None


class Step(StrEnum):
    """What an open occurrence waits for."""

    PREPARE = "prepare"
    CUE = "cue"
    CLOSE = "close"


class Outcome(StrEnum):
    """How an occurrence ended."""

    ASKED = "asked"
    DISCUSSED = "discussed"
    DEFERRED = "deferred"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"  # opened for nothing: the one before was to be skipped, and was not
    HOLIDAY = "holiday"
    MISSED = "missed"  # the bot was down while it lasted
    CANCELLED = "cancelled"


class Occurrence(SQLModel, table=True):
    """One meeting of a one-on-one. The next one is open; `due_at` is when it needs the bot."""

    __table_args__ = (
        UniqueConstraint("one_on_one_id", "is_open"),
        Index("ix_occurrence_of_week", "team", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team: str
    one_on_one_id: int = Field(foreign_key="one_on_one.id")
    # Empty when closed, so that only one can be open. A default would fill what is empty.
    is_open: bool | None = None
    starts_at: datetime
    ends_at: datetime
    prepare_at: datetime
    cue_at: datetime
    due_at: datetime | None = Field(default=None, index=True)
    step: Step = Field(default=Step.PREPARE, sa_type=as_word(Step))
    question_id: int | None = Field(default=None, foreign_key="question.id", index=True)
    outcome: Outcome | None = Field(default=None, sa_type=as_word(Outcome))
    holiday: str | None = None  # the holiday's name, where it fell on one
    recurrence: str | None = None  # its name in the calendar that it comes from


class Asking(StrEnum):
    """Where a question stands in its life."""

    WAITING = "waiting"
    CHOSEN = "chosen"
    ASKED = "asked"
    DROPPED = "dropped"


class Question(SQLModel, table=True):
    """A question between two people, from the bank or their own; `sealed` is its wording."""

    __table_args__ = (Index("ix_question_by_whom", "team", "by"),)

    id: int | None = Field(default=None, primary_key=True)
    team: str
    one_on_one_id: int = Field(foreign_key="one_on_one.id", index=True)
    bank_id: str | None = None  # empty when somebody wrote it
    theme: str
    sealed: str
    state: Asking = Field(sa_type=as_word(Asking))
    why: str  # why it is asked now: see rules.asking.Reason
    by: str | None = None  # who picked or wrote it
    last_asked: datetime | None = None  # when the theme was last asked before this
    passed_for: int | None = None  # the occurrence for which another one was asked instead
    changed_at: datetime


class Answer(SQLModel, table=True):
    """What a report wrote. Theirs alone until `shared_with` names somebody."""

    __table_args__ = (
        UniqueConstraint("team", "channel", "ts"),
        Index("ix_answer_of_author", "team", "author", "created_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team: str
    author: str
    occurrence_id: int = Field(foreign_key="occurrence.id", index=True)
    question_id: int = Field(foreign_key="question.id", index=True)
    sealed: str
    is_draft: bool = False  # written at top level; the author has not said yet that it is an answer
    shared_with: str | None = None
    shared_at: datetime | None = None
    channel: str  # the Slack message, or the form, that it came from: sent twice, it is kept once
    ts: str
    created_at: datetime
    changed_at: datetime


class Promise(SQLModel, table=True):
    """Something one of the two will do; both see it until it is done."""

    __table_args__ = (
        UniqueConstraint("team", "source"),
        Index("ix_promise_noted_by", "team", "noted_by"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team: str
    one_on_one_id: int = Field(foreign_key="one_on_one.id", index=True)
    occurrence_id: int = Field(foreign_key="occurrence.id", index=True)
    noted_by: str
    sealed: str
    source: str  # the form that it came from: sent twice, it is kept once
    created_at: datetime
    done_at: datetime | None = None


class Look(SQLModel, table=True):
    """Somebody read what is another's: the owner sees who, what and when.

    An answer, a promise, or the line that somebody wrote for their buddies: one of the three.
    """

    __table_args__ = (Index("ix_look_of_owner", "team", "owner", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    team: str
    owner: str
    reader: str
    answer_id: int | None = Field(default=None, foreign_key="answer.id", index=True)
    promise_id: int | None = Field(default=None, foreign_key="promise.id", index=True)
    match_id: int | None = Field(default=None, foreign_key="buddy_match.id", index=True)
    at: datetime


class Sending(StrEnum):
    """Where a message stands on its way out."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    EXPIRED = "expired"
    CANCELLED = "cancelled"  # when its moment came there was nothing left to say
    FAILED = "failed"
    UNKNOWN = "unknown"  # whether Slack posted it cannot be found out


class Delivery(SQLModel, table=True):
    """A message to send: keys, never words. Unique by workspace and key, so it is sent once.

    `not_before`, `expires_at`, `tried_at` and `sent_at` follow the bot's clock, which the demo
    may move; `lease_until` and `retry_at` follow real time.
    """

    __table_args__ = (
        UniqueConstraint("team", "key"),
        Index("ix_delivery_waiting", "state", "not_before"),
        Index("ix_delivery_message", "team", "channel", "ts"),
        Index("ix_delivery_to", "team", "to"),
        Index("ix_delivery_replaces", "replaces"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team: str
    key: str
    kind: str
    to: str
    about: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    rank: int
    not_before: datetime
    expires_at: datetime | None = None
    state: Sending = Field(default=Sending.WAITING, sa_type=as_word(Sending))
    attempts: int = 0
    tried_at: datetime | None = None  # by the bot's clock: where to look for a half-sent message
    lease_until: datetime | None = None
    retry_at: datetime | None = None
    replaces: int | None = None  # the delivery whose message this one rewrites
    channel: str | None = None
    thread_ts: str | None = None
    ts: str | None = None
    error: str | None = None
    created_at: datetime
    sent_at: datetime | None = None
