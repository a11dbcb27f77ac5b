"""A simulated Slack workspace: what each person sees, and everything that a person can do.

Safe to use from several threads. An act sends its payload to the bot and waits until the bot
has acknowledged it, as Slack does: call it from a worker thread, never from an event loop.
"""

import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.playground.acts import GONE, Acts, may_act
from bot.playground.clock import Moment, next_working_morning
from bot.playground.ledger import Ack
from bot.playground.payloads import view_as_slack
from bot.playground.people import Member
from bot.playground.state import (
    Channel,
    Ephemeral,
    File,
    Json,
    Kind,
    Message,
    Prompt,
    Result,
    View,
)
from bot.playground.typing_in import typed

INACTIVE = "This account has no access to this conversation."
DENIED = "Only the author can do that."


class Workspace(Acts):
    """The people, their conversations, the clock, and the acts of a person.

    `clock` is the playground's time. `moments` and `on_move` are set by whoever runs the bot:
    the first names the coming moments; the second is told (from, to) before the clock arrives,
    and runs every tick in between, setting `clock` to each tick's own time. `faults` switches
    trouble on; `version` grows with every visible change; `meter` counts the bot's calls. `hint`
    tells a newcomer to the page where to begin.
    """

    hint = "Press the green buttons, write to the bot, or type /career help."
    can_move = True  # its clock; where it is the real one, the page has no buttons for it
    on_move: Callable[[datetime, datetime], None] | None = None
    moments: Callable[[], Sequence[Moment]] | None = None

    def people(self) -> tuple[Member, ...]:
        """Return the members who are people, in the order they came."""
        return tuple(member for member in self.members.values() if member.is_person)

    def channels_of(self, user: str) -> tuple[Channel, ...]:
        """Return the person's conversations: their DM with the bot first."""
        with self.lock:
            mine = [c for c in self.channels.values() if user in c.members]
        return tuple(sorted(mine, key=lambda c: (c.kind is not Kind.IM, c.name)))

    def messages(self, channel: str) -> tuple[Message, ...]:
        """Return what stands at top level, oldest first (broadcast replies too)."""
        with self.lock:
            posts = self.posts[channel].values()
            shown = [m for m in posts if not m.is_reply or m.is_broadcast]
        return tuple(sorted(shown, key=_when))

    def thread(self, channel: str, ts: str) -> tuple[Message, ...]:
        """Return a thread: its root first, then the replies, oldest first."""
        with self.lock:
            found = [m for m in self.posts[channel].values() if ts in (m.ts, m.thread_ts)]
        return tuple(sorted(found, key=lambda m: (m.ts != ts, _when(m))))

    def ephemerals(self, user: str, channel: str) -> tuple[Ephemeral, ...]:
        """Return what only this person sees in that channel, oldest first."""
        with self.lock:
            mine = [e for e in self.whispers.values() if (e.user, e.channel) == (user, channel)]
        return tuple(sorted(mine, key=lambda e: float(e.ts)))

    def home(self, user: str) -> View | None:
        """Return the Home tab that the bot published for this person, if any."""
        return self.homes.get(user)

    def suggested_prompts(self, user: str) -> tuple[Prompt, ...]:
        """Return the suggestions that the bot set for this person's DM."""
        return self.prompts.get(self.dm(user), ())

    def status(self, user: str) -> str:
        """Return the line "… is thinking" that the bot set in this person's DM, or nothing."""
        return self.statuses.get(self.dm(user), "")

    def say(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        files: Sequence[File] = (),
    ) -> Result:
        """Post a message; `result.ts` is its id."""
        if not may_act(self.members.get(user), self.channels.get(channel)):
            return Result(INACTIVE)
        message = Message(
            channel=channel,
            ts=self.new_ts(),
            user=user,
            text=typed(self, text),
            thread_ts=thread_ts,
            client_msg_id=secrets.token_hex(16),
            subtype="file_share" if files else None,
            files=tuple(files),
        )
        self._wait(self.post(message))
        return Result(ts=message.ts)

    def edit(self, user: str, channel: str, ts: str, text: str) -> Result:
        """Change one's own message."""
        old = self.posts[channel].get(ts)
        if old is None or old.user != user:
            return Result(DENIED if old else GONE)
        self._wait(self.change(replace(old, text=typed(self, text), edited_ts=self.new_ts())))
        return Result(ts=ts)

    def delete(self, user: str, channel: str, ts: str) -> Result:
        """Take one's own message back."""
        old = self.posts[channel].get(ts)
        if old is None or old.user != user:
            return Result(DENIED if old else GONE)
        self._wait(self.remove(channel, ts))
        return Result(ts=ts)

    def open_home(self, user: str) -> Result:
        """Open the bot's Home tab."""
        return self._open(user, "home")

    def open_messages(self, user: str) -> Result:
        """Open the bot's Messages tab."""
        return self._open(user, "messages")

    def change_member(self, user: str, **fields: Any) -> Result:
        """Change fields of a member, such as `tz` or `deleted`; the bot hears of it."""
        self.admit(replace(self.members[user], **fields))
        return self._introduce("user_change", user)

    def join(self, member: Member) -> Result:
        """Let somebody new join the workspace; the bot hears of it."""
        self.admit(member)
        return self._introduce("team_join", member.id)

    def hear(self, kind: str, **more: Any) -> None:
        """Tell the bot something about the app itself, and wait until it has heard."""
        self._wait(self.tell(kind, {"type": kind, "event_ts": self.new_ts(), **more}))

    def move_to(self, at: datetime) -> None:
        """Move the clock; return when the bot has done all that falls in between."""
        if self.on_move is not None:
            self.on_move(self.clock.now(), at)
        self.clock.set(at)
        self.touch()

    def move_working_day(self, user: str) -> datetime:
        """Move to 08:30 on this person's next working day, and return that moment."""
        at = next_working_morning(self.clock.now(), self.members[user].tz)
        self.move_to(at)
        return at

    def coming(self) -> tuple[Moment, ...]:
        """Return the moments that lie ahead, soonest first."""
        now, moments = self.clock.now(), self.moments
        known = moments() if moments is not None else ()
        return tuple(sorted((m for m in known if m.at > now), key=lambda m: m.at))

    def _wait(self, told: "Future[Ack] | None") -> None:
        if told is not None and self.carrier is not None:
            self.carrier.wait(told)

    def _open(self, user: str, tab: str) -> Result:
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": self.dm(user),
            "tab": tab,
            "event_ts": self.new_ts(),
        }
        home = self.home(user)
        if home is not None and tab == "home":
            event["view"] = view_as_slack(home, self.team_id)
        self._wait(self.tell("app_home_opened", event))
        return Result()

    def _introduce(self, kind: str, user: str) -> Result:
        now = self.clock.now()
        with_email = "users:read.email" in self.scopes
        member = self.members[user].as_slack(self.team_id, now, with_email=with_email)
        at = int(now.timestamp())
        self._wait(
            self.tell(
                kind,
                {"type": kind, "user": member, "cache_ts": at, "event_ts": self.new_ts()},
            )
        )
        return Result()


def _when(message: Message) -> float:
    return float(message.ts)
