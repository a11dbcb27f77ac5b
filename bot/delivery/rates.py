"""How fast Slack may be written to: per channel, per workspace, and after Slack asked to wait.

Counted in this process and in real time; several processes share a ceiling in `paces`.
"""

import math
import time
from collections.abc import Callable
from threading import Lock

AT_ONCE = 5  # messages that a rested workspace takes without a pause between them
SERVED = 4  # workspaces of which one look serves each with all that it takes at once
TIDY_ABOVE = 1_000  # channels remembered before those that are free again are forgotten
ROUNDING = 1e-6  # seconds by which sums of floats may be off

Road = tuple[str, str]  # a workspace and one of Slack's methods: what a 429 speaks of


class Rates:
    """Says how long a message has to wait; threads may share it.

    Each workspace and channel is one number: when it would be free if all messages so far had
    been spaced evenly (the generic cell rate algorithm of ITU-T I.371).
    """

    def __init__(
        self,
        per_minute: float = 300,
        channel_seconds: float = 1.0,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.spacing = 60 / per_minute  # seconds between two messages to a workspace
        self._channel_seconds = channel_seconds
        self._ticks = ticks
        self._lock = Lock()
        self._teams: dict[str, float] = {}
        self._channels: dict[tuple[str, str], float] = {}
        self._held: dict[Road, float] = {}

    def take(self, road: Road, channel: str | None) -> float:
        """Take a turn and return 0, or take none and return the seconds until there is one.

        `channel` is empty where a message is rewritten: only what is posted has a channel's pace.
        """
        team = road[0]
        with self._lock:
            now = self._ticks()
            free = max(self._team_free(team), self._held.get(road, now))
            if channel:
                free = max(free, self._channels.get((team, channel), now))
            if free > now:
                return free - now
            self._teams[team] = max(self._teams.get(team, now), now) + self.spacing
            if channel:
                self._occupy(team, channel, now)
            return 0.0

    def occupy(self, team: str, channel: str) -> None:
        """Note that a message went to `channel`, which had no name before Slack opened it."""
        with self._lock:
            self._occupy(team, channel, self._ticks())

    def hold(self, road: Road, seconds: float) -> None:
        """Let nothing pass on `road` for `seconds`, as Slack asked."""
        with self._lock:
            until = self._ticks() + seconds
            self._held[road] = max(self._held.get(road, until), until)

    def held(self) -> frozenset[Road]:
        """Return the roads on which Slack asked to wait, and still does."""
        with self._lock:
            now = self._ticks()
            self._held = {road: until for road, until in self._held.items() if until > now}
            return frozenset(self._held)

    def full(self) -> frozenset[str]:
        """Return the workspaces that have reached their ceiling for now."""
        with self._lock:
            now = self._ticks()
            return frozenset(team for team in self._teams if self._team_free(team) > now)

    def worth_reading(self, limit: int) -> int:
        """Return how many waiting messages, of at most `limit`, a look may find a use for."""
        return min(limit, SERVED * AT_ONCE) if self.spacing else limit

    def room(self, team: str) -> float:
        """Return how many messages the workspace's ceiling lets pass without a pause."""
        with self._lock:
            now = self._ticks()
            if not self.spacing:
                return math.inf
            ahead = self._teams.get(team, now) - now - ROUNDING
            return AT_ONCE - math.ceil(max(0.0, ahead) / self.spacing)

    def soonest(self) -> float:
        """Return the seconds until something that has to wait is free, infinity where none is."""
        with self._lock:
            now = self._ticks()
            moments = (
                *map(self._team_free, self._teams),
                *self._channels.values(),
                *self._held.values(),
            )
            return min((at - now for at in moments if at > now), default=math.inf)

    def _team_free(self, team: str) -> float:
        return self._teams.get(team, -math.inf) - (AT_ONCE - 1) * self.spacing - ROUNDING

    def _occupy(self, team: str, channel: str, now: float) -> None:
        if len(self._channels) > TIDY_ABOVE:
            self._channels = {key: free for key, free in self._channels.items() if free > now}
        self._channels[team, channel] = now + self._channel_seconds
