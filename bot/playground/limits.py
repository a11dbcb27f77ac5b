"""Slack's rate limits, in real time: one message a second per channel, and tiers per method."""

import math
from collections import Counter, deque
from dataclasses import dataclass
from threading import Lock
from time import monotonic

MINUTE = 60.0
POSTING = frozenset({"chat.postMessage"})


@dataclass(frozen=True)
class Limits:
    """How strict the workspace is. A bucket holds a burst and fills at its rate.

    Slack allows short bursts above one message a second per channel; tiers are Slack's
    promises per minute and workspace, and a whole minute's worth may come at once.
    """

    is_on: bool = True
    posts_per_second: float = 1.0
    post_burst: int = 3
    posts_per_minute: int = 525  # in the whole workspace


@dataclass(frozen=True)
class Post:
    """A message that was accepted, at a moment of the machine's monotonic clock."""

    at: float
    channel: str


class Bucket:
    """A token bucket: `size` at once, refilled at `rate` a second."""

    def __init__(self, size: float, rate: float, at: float) -> None:
        self._size, self._rate, self._left, self._at = size, rate, size, at

    def wait(self, at: float) -> float:
        """Return the seconds until a token is there; 0 where one is."""
        self._left = min(self._size, self._left + (at - self._at) * self._rate)
        self._at = at
        return 0 if self._left >= 1 else (1 - self._left) / self._rate

    def take(self) -> None:
        """Take the token that `wait` found."""
        self._left -= 1


class Meter:
    """Counts the bot's calls against the limits, and remembers them for tests to look at."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.posts: list[Post] = []
        self._minute: deque[float] = deque()
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._lock = Lock()

    def admit(self, method: str, per_minute: int | None, channel: str) -> int:
        """Count a call and return 0, or refuse it and return the seconds that Retry-After names."""
        at = monotonic()
        with self._lock:
            wait = self._wait(method, per_minute, channel, at) if self.limits.is_on else 0
            if wait > 0:
                self.refused[method] += 1
                return math.ceil(wait)
            self.calls[method] += 1
            self._note(method, channel, at)
        return 0

    def busiest(self, seconds: float, channel: str | None = None) -> int:
        """Return the most messages accepted within any stretch of `seconds`, in all or in one."""
        with self._lock:
            times = [p.at for p in self.posts if channel in (None, p.channel)]
        most = start = 0
        for end, at in enumerate(times):
            while at - times[start] >= seconds:
                start += 1
            most = max(most, end - start + 1)
        return most

    def _wait(self, method: str, per_minute: int | None, channel: str, at: float) -> float:
        if method in POSTING:
            return self._post(method, channel, at)
        if per_minute is None:
            return 0
        return self._draw((method, ""), per_minute, per_minute / MINUTE, at)

    def _post(self, method: str, channel: str, at: float) -> float:
        while self._minute and at - self._minute[0] >= MINUTE:
            self._minute.popleft()
        if len(self._minute) >= self.limits.posts_per_minute:
            return MINUTE - (at - self._minute[0])
        rate, burst = self.limits.posts_per_second, self.limits.post_burst
        return self._draw((method, channel), burst, rate, at)

    def _draw(self, key: tuple[str, str], size: float, rate: float, at: float) -> float:
        bucket = self._buckets.setdefault(key, Bucket(size, rate, at))
        wait = bucket.wait(at)
        if wait <= 0:
            bucket.take()
        return wait

    def _note(self, method: str, channel: str, at: float) -> None:
        if method in POSTING:
            self._minute.append(at)
            self.posts.append(Post(at, channel))
