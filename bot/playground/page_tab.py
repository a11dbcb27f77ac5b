"""One browser tab: who sits before it, what they look at, and how their acts are done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from nicegui import run, ui
from nicegui.element import Element

from bot.playground.clock import Moment
from bot.playground.page_text import Reader
from bot.playground.people import Member
from bot.playground.state import Channel, Kind, Result
from bot.playground.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass
class Stage:
    """What all tabs of one playground share: the workspace, and the clock's last move."""

    workspace: Workspace
    is_moving: bool = False
    happened: Moment | None = None
    hint_closed: bool = False


@dataclass
class Tab:
    """One person at one browser tab. `parts` are redrawn by `sync`, which is cheap to repeat."""

    stage: Stage
    user: str
    channel: str
    at_home: bool = False
    thread_ts: str | None = None
    parts: list[Callable[[], None]] = field(default_factory=list)
    root: Element | None = None
    shown: tuple[int, bool] | None = None  # what `sync` has last brought the page up to
    coming: tuple[Moment, ...] = ()  # the moments that the page was last told

    @property
    def workspace(self) -> Workspace:
        """The simulated workspace."""
        return self.stage.workspace

    @property
    def member(self) -> Member:
        """The person who sits here."""
        return self.workspace.members[self.user]

    @property
    def dm(self) -> str:
        """The person's DM with the bot."""
        return self.workspace.dm(self.user)

    @property
    def reader(self) -> Reader:
        """How this person reads: their zone, the clock, and the names they know."""
        names = {key: member.real_name for key, member in self.workspace.members.items()}
        names |= {channel.id: channel.name for channel in self.workspace.channels_of(self.user)}
        return Reader(names, ZoneInfo(self.member.tz), self.workspace.clock.now())

    @property
    def people(self) -> dict[str, str]:
        """The people who can be chosen, by id."""
        members = self.workspace.members.values()
        return {one.id: one.real_name for one in members if one.is_person and not one.deleted}

    @property
    def channels(self) -> dict[str, str]:
        """The channels that can be chosen, by id."""
        found = self.workspace.channels_of(self.user)
        return {channel.id: channel.name for channel in found if channel.kind is Kind.CHANNEL}

    def local(self, at: datetime) -> datetime:
        """Tell a moment in the person's own zone."""
        return at.astimezone(ZoneInfo(self.member.tz))

    def title(self, channel: Channel) -> str:
        """Name a conversation as this person sees it."""
        members = self.workspace.members
        if channel.kind is Kind.CHANNEL:
            return f"# {channel.name}"
        others = [members[one] for one in channel.members if one != self.user]
        if channel.kind is Kind.MPIM:
            return ", ".join(first_name(one) for one in others if one.is_person)
        return next((one.real_name for one in others), "Trellis")

    def sync(self) -> None:
        """Bring everything on the page up to date."""
        if self.root is None or self.root.is_deleted:
            return
        self.shown = self._newest()
        with self.root:
            for part in self.parts:
                part()

    def follow(self) -> None:
        """Bring the page up to date where something has changed since it was."""
        if self.shown != self._newest():
            self.sync()

    async def look_ahead(self) -> None:
        """Bring the page up to date where the bot has planned something else, and said nothing."""
        coming = await run.io_bound(self.workspace.coming)
        if coming is not None and coming != self.coming:
            self.sync()

    def _newest(self) -> tuple[int, bool]:
        return self.workspace.version, self.stage.is_moving

    async def act(self, doing: Callable[[], Result], *, is_told: bool = True) -> Result:
        """Do a person's act off the event loop; tell what went wrong unless the caller does."""
        # Nothing comes back when the playground is stopping.
        result = await run.io_bound(doing) or Result(TROUBLE)
        if result.error and is_told and self.root is not None and not self.root.is_deleted:
            with self.root:
                ui.notify(result.error, position="bottom", timeout=6000)
        self.sync()
        return result

    async def look_at(self, channel: str, *, at_home: bool = False) -> None:
        """Turn to a conversation, or to the bot's Home tab."""
        self.channel, self.at_home, self.thread_ts = channel, at_home, None
        self.sync()
        await self.arrive()

    async def arrive(self) -> None:
        """Tell the bot that its Home or Messages tab was opened, where that is what happened."""
        if self.channel == self.dm:
            opening = self.workspace.open_home if self.at_home else self.workspace.open_messages
            await self.act(lambda: opening(self.user))


def first_name(member: Member) -> str:
    """Return what colleagues call somebody."""
    return member.real_name.split()[0] if member.real_name else member.name
