"""All that is written down in the simulated workspace, and every change to it.

Both sides come here: the bot through the Web API, and people through their acts.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from threading import RLock
from typing import Any, Protocol

from bot.playground import payloads
from bot.playground.calendars import demo_calendars
from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.limits import Limits, Meter
from bot.playground.people import BOT, SLACKBOT, Member
from bot.playground.state import Channel, Ephemeral, File, Json, Kind, Message, Prompt, View
from bot.playground.triggers import Triggers

GENERAL, RANDOM = "C0GENERAL", "C0RANDOM"
EVENT_OF = {Kind.IM: "message.im", Kind.MPIM: "message.mpim", Kind.CHANNEL: "message.channels"}


@dataclass(frozen=True)
class Ack:
    """The bot's answer to a delivery: whether it acknowledged, else Slack's word for why not."""

    is_ok: bool
    reason: str = ""
    body: Json | None = None


class Carrier(Protocol):
    """Brings things to the bot."""

    def announce(self, event: Json) -> "Future[Ack]":
        """Deliver an event and its retries; the future holds the first attempt's answer."""

    def wait(self, told: "Future[Ack]") -> Ack:
        """Wait for an event's first attempt."""

    def ask(self, kind: str, payload: Json) -> Ack:
        """Deliver an "interactive" or "slash_commands" payload once; wait for the answer."""


class Ledger:
    """The workspace's state behind one lock."""

    def __init__(
        self,
        members: Sequence[Member],
        manifest: Mapping[str, Any],
        *,
        team_id: str = "T0TRELLIS",
        clock: Clock | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.lock = RLock()
        self.team_id = team_id
        self.manifest = manifest
        self.clock = clock or Clock()
        self.scopes = granted(manifest)
        self.faults = Faults()
        self.calendars = {one.name: one for one in demo_calendars()}
        self.meter = Meter(limits or Limits())
        self.triggers = Triggers()
        self.carrier: Carrier | None = None
        self.version = 0
        self.members = {member.id: member for member in members}
        self.channels = _channels(members)
        self.posts: dict[str, dict[str, Message]] = {name: {} for name in self.channels}
        self.homes: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = defaultdict(list)
        self.whispers: dict[str, Ephemeral] = {}
        self.files: dict[str, File] = {}
        self.prompts: dict[str, tuple[Prompt, ...]] = {}
        self.statuses: dict[str, str] = {}
        self._unseen: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._used: set[str] = set()
        self._callbacks: list[Callable[[], None]] = []

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` (from any thread; it must not block) after every change.

        Return a function that ends this.
        """
        with self.lock:
            self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def touch(self) -> None:
        """Count a change and tell whoever watches."""
        with self.lock:
            self.version += 1
            callbacks = tuple(self._callbacks)
        for callback in callbacks:
            callback()

    def tell(self, name: str, event: Json) -> "Future[Ack] | None":
        """Send an event to the bot where the manifest subscribes to `name`."""
        wanted = self.manifest.get("settings", {}).get("event_subscriptions", {})
        if self.carrier is None or name not in wanted.get("bot_events", []):
            return None
        at = int(self.clock.now().timestamp())
        return self.carrier.announce(payloads.envelope(event, self.team_id, at))

    def new_ts(self) -> str:
        """Return a message id that nobody had: the playground's time in microseconds."""
        with self.lock:
            micros = int(self.clock.now().timestamp() * 1_000_000)
            while (ts := f"{micros // 1_000_000}.{micros % 1_000_000:06d}") in self._used:
                micros += 1
            self._used.add(ts)
            return ts

    def dm(self, user: str) -> str:
        """Return the id of the person's DM with the bot."""
        return f"D{user[1:]}"

    def room(self, members: frozenset[str]) -> Channel:
        """Return the group DM of these people and the bot, made where it is missing."""
        with self.lock:
            for channel in self.channels.values():
                if channel.kind is Kind.MPIM and frozenset(channel.members) == members | {BOT}:
                    return channel
            name = "mpdm-" + "--".join(self.members[m].name for m in sorted(members)) + "-1"
            room = Channel(f"G0{secrets.token_hex(4).upper()}", Kind.MPIM, (*members, BOT), name)
            self.channels[room.id] = room
            self.posts[room.id] = {}
        self.touch()
        return room

    def post(self, message: Message) -> "Future[Ack] | None":
        """Write a new message down and tell the bot, as Slack does even of the bot's own."""
        channel = self.channels[message.channel]
        with self.lock:
            self.posts[channel.id][message.ts] = message
            for member in set(channel.members) - {message.user}:
                self._unseen[member, channel.id].add(message.ts)
            if message.thread_ts and message.thread_ts in self.posts[channel.id]:
                self._count_replies(channel.id, message.thread_ts)
            if message.user == BOT and channel.kind is Kind.IM:
                self.statuses.pop(channel.id, None)
        self.touch()
        told = self.tell(EVENT_OF[channel.kind], payloads.said(message, channel, self.team_id))
        if channel.kind is Kind.CHANNEL and f"<@{BOT}>" in message.text and BOT in channel.members:
            mention = payloads.said(message, channel, self.team_id) | {"type": "app_mention"}
            told = self.tell("app_mention", mention) or told
        return told

    def change(self, new: Message) -> "Future[Ack] | None":
        """Put a message in the place of the one with its ts and tell the bot."""
        channel = self.channels[new.channel]
        with self.lock:
            old = self.posts[channel.id][new.ts]
            self.posts[channel.id][new.ts] = new
            ts = self.new_ts()
        self.touch()
        event = payloads.changed(old, new, channel, self.team_id, ts)
        return self.tell(EVENT_OF[channel.kind], event)

    def remove(self, channel_id: str, ts: str) -> "Future[Ack] | None":
        """Take a message away and tell the bot; a root with replies leaves a tombstone."""
        channel = self.channels[channel_id]
        with self.lock:
            old = self.posts[channel_id].pop(ts)
            for unseen in (u for (_, c), u in self._unseen.items() if c == channel_id):
                unseen.discard(ts)
            if old.reply_count:
                self.posts[channel_id][ts] = _tombstone(old)
            elif old.thread_ts and old.thread_ts in self.posts[channel_id]:
                self._count_replies(channel_id, old.thread_ts)
            now = self.new_ts()
        self.touch()
        event = payloads.deleted(old, channel, self.team_id, now)
        return self.tell(EVENT_OF[channel.kind], event)

    def _count_replies(self, channel: str, root: str) -> None:
        posts = self.posts[channel]
        replies = sum(m.is_reply and m.thread_ts == root for m in posts.values())
        posts[root] = replace(posts[root], reply_count=replies)

    def whisper(self, ephemeral: Ephemeral) -> None:
        """Show a message to one person only."""
        with self.lock:
            self.whispers[ephemeral.ts] = ephemeral
        self.touch()

    def mark_read(self, user: str, channel: str) -> None:
        """Note that the person has seen all that stands in the channel."""
        if self._unseen.pop((user, channel), None):
            self.touch()

    def unread(self, user: str, channel: str) -> int:
        """Return how many messages of others this person has not seen there."""
        return len(self._unseen.get((user, channel), ()))

    def admit(self, member: Member) -> None:
        """Add or change a member; somebody new gets a DM with the bot and joins #general."""
        with self.lock:
            is_new = member.id not in self.members
            self.members[member.id] = member
            if is_new and member.is_person:
                self.channels[self.dm(member.id)] = _dm(member)
                self.posts[self.dm(member.id)] = {}
                general = self.channels[GENERAL]
                joined = replace(general, members=(*general.members, member.id))
                self.channels[GENERAL] = joined
        self.touch()


def granted(manifest: Mapping[str, Any]) -> frozenset[str]:
    """Return the bot scopes that a manifest asks for, the optional ones included."""
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    return frozenset([*scopes.get("bot", []), *scopes.get("bot_optional", [])])


def _dm(member: Member) -> Channel:
    return Channel(f"D{member.id[1:]}", Kind.IM, (member.id, BOT), member.name)


def _channels(members: Sequence[Member]) -> dict[str, Channel]:
    people = [member for member in members if member.is_person]
    full = tuple(m.id for m in people if not m.is_ultra_restricted)
    rooms = [
        *(_dm(member) for member in people),
        Channel(GENERAL, Kind.CHANNEL, (*full, BOT), "general"),
        Channel(RANDOM, Kind.CHANNEL, full, "random"),
    ]
    return {room.id: room for room in rooms}


def _tombstone(old: Message) -> Message:
    return replace(
        old,
        subtype="tombstone",
        user=SLACKBOT,
        text="This message was deleted.",
        blocks=(),
        metadata=None,
        files=(),
        bot_id=None,
    )
