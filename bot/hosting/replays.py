"""Requests that were taken once are not taken again: a copied one is no more than a copy.

Slack's signature holds for five minutes, for whoever repeats it too. What this process has
acknowledged it remembers for longer than that. Another process may take a copy; there it is an
event that was heard, or a press that has had its effect. What was *not* acknowledged may come
again with the same signature: Slack itself repeats at once, within the same second.
"""

import time
from collections.abc import Callable
from threading import Lock

REMEMBERED = 660.0  # seconds: a signature may be five minutes ahead of us, and then hold for five
MOST = 100_000  # signatures; above that the oldest go first


class Replays:
    """Remembers signatures; threads may share it."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks, self._lock = ticks, Lock()
        self._taken: dict[str, float] = {}  # in the order in which they were taken

    def is_known(self, signature: str) -> bool:
        """Whether a request with this signature has been acknowledged."""
        with self._lock:
            taken = self._taken.get(signature)
            return taken is not None and self._ticks() - taken < REMEMBERED

    def remember(self, signature: str) -> None:
        """Note that it was acknowledged."""
        with self._lock:
            now = self._ticks()
            self._taken[signature] = now
            while self._taken and (oldest := next(iter(self._taken.items()))):
                if len(self._taken) <= MOST and now - oldest[1] < REMEMBERED:
                    break
                del self._taken[oldest[0]]
