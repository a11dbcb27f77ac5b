"""Requests that were taken once are not taken again: a copied one is no more than a copy.

Slack's signature holds for five minutes, for whoever repeats it too. What this process has
acknowledged it remembers for longer than that; a press, a form or a command is remembered in the
database as well, where there can be other processes. What was *not* acknowledged may come again
with the same signature: Slack itself repeats at once, within the same second.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from bot.data import requests
from bot.data.store import Store, reason

log = logging.getLogger(__name__)

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


class SharedReplays(Replays):
    """Remembers signatures for every process on one database.

    One that cannot be asked or told, since the database is away, changes no answer: nothing is
    acknowledged then that has to be kept.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._store, self._now = store, now

    def is_known(self, signature: str) -> bool:
        """Whether a request with this signature has been acknowledged, by any process."""
        if super().is_known(signature):
            return True
        try:
            with self._store.read() as session:
                return requests.is_taken(session, signature)
        except SQLAlchemyError as error:
            log.warning("replays.unread error=%s", reason(error))
            return False

    def remember(self, signature: str) -> None:
        """Note that it was acknowledged."""
        super().remember(signature)
        try:
            with self._store.begin() as session:
                requests.note_taken(session, signature, self._now())
        except SQLAlchemyError as error:
            log.warning("replays.unwritten error=%s", reason(error))
