"""What a feature is given to work with, and what it declares to be plugged in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from slack_sdk import WebClient
from sqlmodel import Session

from bot.blocks import Block
from bot.calendars.addresses import Reach
from bot.catalogue.shelf import Shelf
from bot.content import Content
from bot.data.store import Store
from bot.data.tables import Delivery, OneOnOne
from bot.delivery.outbox import Later, Rendered
from bot.rules.standing import PARTIES, Role
from bot.rules.timing import Schedule
from bot.rules.understanding.reading import Remark


@dataclass(frozen=True)
class Desk:
    """Everything outside of a feature: database, words, roles, the time, and Slack by team."""

    store: Store
    content: Content
    now: Callable[[], datetime]
    client: Callable[[str], WebClient]
    roles: Shelf
    keep: timedelta = timedelta(days=30)  # how long the data of those who have left is kept
    reach: Reach = field(default_factory=Reach)  # where calendars may be fetched from
    owners: tuple[str, ...] = ()  # who answers for the program, as the settings name them

    def say(self, key: str, **values: object) -> str:
        """Return the words for `key`, filled in."""
        return self.content.words(key, **values)


@dataclass(frozen=True)
class Caller:
    """Who is acting: a person of a workspace."""

    team: str
    user: str


@dataclass(frozen=True)
class Held:
    """A row, and what the caller is to it."""

    row: Any
    roles: frozenset[Role]


Holder = Callable[[Session, Caller, str], Held | None]
"""Finds the row that a button's value names; None where there is none in that workspace."""


@dataclass(frozen=True)
class Act:
    """A button or select: its action id, its listener, its row, and whose it is to press.

    Without `of` it is about nobody but the caller.
    """

    name: str
    handle: Callable[..., None]
    of: Holder | None = None
    by: frozenset[Role] = PARTIES


@dataclass(frozen=True)
class Form:
    """A modal that can be sent: its callback id, and as an Act; the row stands in its metadata."""

    name: str
    handle: Callable[..., None]
    of: Holder | None = None
    by: frozenset[Role] = PARTIES


@dataclass(frozen=True)
class Command:
    """A word after /career, and its listener, which finds what followed the word in `rest`."""

    word: str
    handle: Callable[..., None]


@dataclass(frozen=True)
class Heard:
    """A message that a person wrote to the bot, changed, or deleted."""

    who: Caller
    what: Literal["said", "changed", "deleted"]
    channel: str
    ts: str
    text: str
    event_id: str
    thread_ts: str | None = None
    event_ts: str | None = None  # when this happened


Hearer = Callable[[Session, Heard, Desk], bool]
"""Takes up a message in the reception's transaction; False leaves it to the next feature."""

Foresee = Callable[[Session, Sequence[Heard]], None]
"""Reads at once what the hearers will ask about many messages one by one."""

Sees = Callable[[Session, Caller, str, Desk], None]
"""Notes that somebody wrote in a group conversation (its id), never what."""

FeatureView = Callable[[Session, Delivery, Desk], Rendered | Later | None]
Gather = Callable[[Session, Sequence[Delivery]], None]
"""Reads into the session, at once, what the views of many messages will ask for one by one."""
Section = Callable[[Session, Caller, Desk], list[Block]]
HomeShelf = Callable[[Session, Caller, Desk, str], list[Block]]
"""A part of Home that its reader leafs through; the last argument is what they asked for there."""
Job = Callable[[Desk], int]
Leave = Callable[[Session, Caller, Desk], str | None]
"""Lets a person go who stops or is gone: ends what there is between them and the others.

Returns the key of the words that say what has ended; None where there was nothing.
"""
Pause = Callable[[Session, Caller, Desk, date], None]
"""Lets a person rest until a day: what there is between them and the others goes on then."""
Adapt = Callable[[Session, Caller, Desk], None]
"""Fits what is planned to a person whose zone, working hours or holidays have changed."""


Propose = Callable[
    [Desk, WebClient, Caller, str, Schedule, bool, Callable[[Session, OneOnOne], None]], str | None
]
"""Sets up a one-on-one with somebody, as their manager or not, and lets something happen with it;
returns, in words, why there can be none."""


@dataclass(frozen=True)
class Moment:
    """Something that the bot will do: when, what (a word key), and for whom."""

    at: datetime
    kind: str
    who: Caller


@dataclass(frozen=True)
class Feature:
    """One thing that the bot does, as it is plugged in."""

    words: Mapping[str, frozenset[str]]
    acts: Sequence[Act] = ()
    forms: Sequence[Form] = ()
    commands: Sequence[Command] = ()
    hearers: Sequence[Hearer] = ()
    foresee: Foresee | None = None
    mentions: Sequence[Hearer] = ()  # what is said in channels; answered where nobody else reads
    hears_rest: Hearer | None = None  # takes up what no feature has
    remarks: Mapping[Remark, Hearer] = field(default_factory=dict)  # what is said beside it all
    awaits: Callable[[Session, Caller], bool] | None = None  # might their next words be an answer?
    views: Mapping[str, FeatureView] = field(default_factory=dict)
    gather: Gather | None = None
    home: Section | None = None
    shelf: HomeShelf | None = None  # stands on Home below the sections of all features
    jobs: Sequence[Job] = ()  # every other second, if `is_due`
    errands: Sequence[Job] = ()  # every other second; they may take long, and share what is due
    sees: Sees | None = None
    is_due: Callable[[Session, datetime], bool] | None = None  # is there work for `jobs`?
    chores: Sequence[Job] = ()  # every hour
    moments: Callable[[Session, datetime], list[Moment]] | None = None
    leave: Leave | None = None
    pause: Pause | None = None
    adapt: Adapt | None = None
