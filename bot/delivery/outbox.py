"""The outbox: what the bot has decided to say, recorded before it is said."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any, NamedTuple

from sqlmodel import Session

from bot.data.store import DUE, SPOKE, add_new
from bot.data.tables import Delivery, Sending


class Rank(IntEnum):
    """What goes first when many messages wait."""

    CUE = 0
    REPLY = 1
    PREPARATION = 2
    NUDGE = 3


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message to record. `about` holds keys of rows, never what people wrote.

    `key` is unique in its workspace: recording it twice sends it once.
    """

    team: str
    key: str
    kind: str
    to: str
    rank: Rank
    not_before: datetime
    expires_at: datetime | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    replaces: int | None = None
    channel: str | None = None
    thread_ts: str | None = None


@dataclass(frozen=True)
class Rendered:
    """What Slack is given: `text` says the whole point by itself, for screen readers.

    With an `attached` file Slack shows that and the text alone.
    """

    text: str
    blocks: list[dict[str, Any]]
    attached: "Attached | None" = None


@dataclass(frozen=True)
class Attached:
    """A file to hand over; `instead` is said where the workspace has not granted files.

    A picture's `alt` says in words what it shows.
    """

    name: str
    title: str
    content: bytes = field(repr=False)
    instead: Rendered
    alt: str | None = None


@dataclass(frozen=True)
class Later:
    """It is not the hour to say it: the message waits until `at`, by the bot's clock."""

    at: datetime


class Due(NamedTuple):
    """A recorded message to take up: not before a moment of the bot's clock, and a real one."""

    id: int
    team: str
    rank: int
    not_before: datetime
    real: datetime | None = None


View = Callable[[Session, Delivery], Rendered | Later | None]
"""Renders a delivery at the moment of sending; None where nothing is left to say."""


def put(session: Session, messages: Sequence[Message], now: datetime) -> int:
    """Record `messages` in the caller's transaction; return how many keys were new.

    A key that its workspace already has keeps the message it has, whatever became of that.
    """
    if not messages:
        return 0
    rows = [_row(message, now) for message in messages]
    new = add_new(session, Delivery, rows, "id", "team", "rank", "not_before")
    session.info.setdefault(SPOKE, set()).update(one.team for one in messages)
    session.info.setdefault(DUE, []).extend(
        Due(one.id, one.team, one.rank, one.not_before) for one in new
    )
    return len(new)


def _row(message: Message, now: datetime) -> dict[str, Any]:
    return {
        "team": message.team,
        "key": message.key,
        "kind": message.kind,
        "to": message.to,
        "about": dict(message.about),
        "rank": int(message.rank),
        "not_before": message.not_before,
        "expires_at": message.expires_at,
        "state": Sending.WAITING,
        "attempts": 0,
        "replaces": message.replaces,
        "channel": message.channel,
        "thread_ts": message.thread_ts,
        "created_at": now,
    }


def rewrite(session: Session, originals: Iterable[Delivery], now: datetime) -> None:
    """Let messages that were sent, or are about to be, say how things stand at `now`.

    They are replies to what somebody just did, so they go out at any hour.
    """
    messages = [
        Message(
            team=original.team,
            key=f"{original.key}/{now.isoformat()}",
            kind=original.kind,
            to=original.to,
            rank=Rank.REPLY,
            not_before=now,
            about=original.about,
            replaces=original.id,
        )
        for original in originals
    ]
    put(session, messages, now)
