"""The things a simulated workspace holds: channels, messages, views, and what an act led to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]
Selection = str | int | Sequence[str] | None
"""What a person put into one element.

A text, a number, an option's value, a user's or channel's id, a date ("2026-03-02"), a time
("10:00"), seconds since 1970 (datetimepicker); a list of values or ids where several can be
chosen; None where nothing is.
"""
Values = Mapping[str, Mapping[str, Selection]]
"""What a person put into a form: block_id → action_id → selection."""


class Kind(StrEnum):
    """What sort of conversation a channel is; the value is Slack's `channel_type`."""

    IM = "im"
    MPIM = "mpim"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Channel:
    """A conversation and who is in it. A DM (`D…`) has one person and the bot."""

    id: str
    kind: Kind
    members: tuple[str, ...]
    name: str = ""
    is_archived: bool = False


@dataclass(frozen=True)
class File:
    """A file that a person or the bot shared."""

    id: str
    name: str
    content: bytes
    user: str
    title: str = ""
    mimetype: str = "application/octet-stream"
    alt: str = ""  # what a picture shows, in words


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message as everybody in the channel sees it. `thread_ts` is its root's, if it has one."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    client_msg_id: str | None = None
    edited_ts: str | None = None
    files: tuple[File, ...] = ()
    metadata: Json | None = None
    reply_count: int = 0
    is_broadcast: bool = False

    @property
    def is_reply(self) -> bool:
        """Tell whether this stands in a thread under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, kw_only=True)
class Ephemeral:
    """A message that one person sees until the page is reloaded; never unread."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None


@dataclass(frozen=True, kw_only=True)
class View:
    """A modal or Home as somebody has it before them. `body` is what the bot sent.

    `errors` are the red lines under inputs, block_id → text; only modals have them.
    """

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """Return the blocks to draw; each has a block_id."""
        blocks: list[Json] = self.body["blocks"]
        return blocks

    def label(self, name: str) -> str:
        """Return the text of "title", "submit" or "close"; empty where the bot gave none."""
        text: str = (self.body.get(name) or {}).get("text", "")
        return text


@dataclass(frozen=True)
class Prompt:
    """A suggestion above the empty message field: pressing `title` says `message`."""

    title: str
    message: str


@dataclass(frozen=True)
class Result:
    """What came of a person's act.

    `error` is the line that Slack would show them, empty where all went well; `errors` are
    the red lines under a form's inputs, block_id → text; `ts` is the new message's.
    """

    error: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    ts: str | None = None

    @property
    def ok(self) -> bool:
        """Tell whether nothing went wrong."""
        return not self.error and not self.errors
