"""The embedded engine: a few threads of this process that deliver what is due.

It serves SQLite, where one process has the database to itself.
"""

import logging
import math
import time
from collections import deque
from collections.abc import Collection
from threading import Condition, Lock, Thread

from bot.data.store import reason
from bot.data.tables import Delivery
from bot.delivery.sender import Sender

log = logging.getLogger(__name__)

BATCH = 200  # messages leased at once, shared by the threads
HANDFUL = 20  # messages that a thread takes at once
POLL = 1.0  # seconds after which an idle engine looks for itself
BREATH = 0.05  # seconds between two looks of which the first found nothing


class Embedded:
    """Delivers in the background; `stop` ends it for good.

    One idle thread is on watch: it looks for all of them, and the others sleep until it has found
    something. Where many ring and nothing may go, looking would be all work and no gain.
    """

    def __init__(self, sender: Sender, threads: int = 4) -> None:
        self._sender = sender
        self._threads = [
            Thread(target=self._work, name=f"delivery-{number}", daemon=True)
            for number in range(threads)
        ]
        self._leased: deque[Delivery] = deque()
        lock = Lock()
        self._bell = Condition(lock)  # wakes the thread on watch
        self._found = Condition(lock)  # wakes another: to deliver, or to watch
        self._is_watched = False
        self._looked_at, self._look_at = -math.inf, 0.0  # in seconds of the monotonic clock
        self._is_stopping = False
        sender.store.spoken = self.wake

    def start(self) -> None:
        """Begin to deliver."""
        for thread in self._threads:
            thread.start()

    def wake(self, teams: Collection[str]) -> None:
        """Look for work now: something for these workspaces has just been recorded.

        Where all of them have reached their ceiling, a look for when they have not is planned.
        """
        if all(self._sender.rates.room(team) <= 0 for team in teams):
            return
        with self._bell:
            self._look_at = min(self._look_at, self._looked_at + BREATH)
            self._bell.notify()

    def stop(self, timeout: float = 9.0) -> bool:
        """Finish the calls under way, at most for `timeout` seconds; give back all other leases.

        Return whether they have ended by then.
        """
        with self._bell:
            self._is_stopping = True
            self._bell.notify_all()
            self._found.notify_all()
        ends = time.monotonic() + timeout
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, ends - time.monotonic()))
        with self._bell:
            rest = list(self._leased)
            self._leased.clear()
        if rest:
            self._sender.give_back(rest)
        return not any(thread.is_alive() for thread in self._threads)

    def drain(self, timeout: float) -> bool:
        """Work until everything due at the bot's present moment has reached its end.

        False where that takes longer than `timeout` seconds. It needs no running threads.
        """
        ends = time.monotonic() + timeout
        while self._sender.is_unfinished():
            if time.monotonic() >= ends:
                return False
            if not (self._share() or self._look()):
                time.sleep(min(BREATH, max(0.0, ends - time.monotonic())))
        return True

    def _work(self) -> None:
        while not self._is_stopping:
            try:
                if not self._share() and self._is_mine_to_watch():
                    self._watch()
            except Exception as error:  # noqa: BLE001 - a thread that ends would end delivery
                log.error("delivery paused: error=%s", reason(error))  # noqa: TRY400 - words
                time.sleep(BREATH)

    def _share(self) -> bool:
        """Deliver this thread's share of what is leased; False where there is none.

        Of few messages that is one, so that all threads have something.
        """
        with self._found:
            share = max(1, min(HANDFUL, len(self._leased) // len(self._threads)))
            mine = [self._leased.popleft() for _ in range(min(share, len(self._leased)))]
            if self._leased:
                self._found.notify()
        if mine:
            self._sender.deliver(mine)
        return bool(mine)

    def _is_mine_to_watch(self) -> bool:
        """Sleep while another thread watches; whether this one has to, from now on."""
        with self._found:
            self._found.wait_for(
                lambda: self._leased or not self._is_watched or self._is_stopping,
            )
            is_mine = not (self._leased or self._is_watched or self._is_stopping)
            self._is_watched |= is_mine
        return is_mine

    def _watch(self) -> None:
        """Look when the time has come; whatever that brings, another thread watches next."""
        try:
            self._await_look()
            if not self._is_stopping:
                self._look()
        finally:
            with self._found:
                self._is_watched = False
                self._found.notify()

    def _await_look(self) -> None:
        """Sleep until somebody rings, something that had to wait is free, or the poll's time."""
        with self._bell:
            while not self._is_stopping and (wait := self._look_at - time.monotonic()) > 0:
                # While somebody drains and looks, when to look again is not known: never, so far.
                self._bell.wait(min(wait, POLL))

    def _look(self) -> bool:
        """Lease what may go now; False where there is nothing. Say when to look again."""
        with self._bell:
            self._looked_at, self._look_at = time.monotonic(), math.inf
        rows: list[Delivery] = []
        try:
            rows = self._sender.lease(BATCH)
        finally:
            rest = self._rest(found=bool(rows))
            with self._bell:
                self._leased.extend(rows)
                # Whoever rang meanwhile has moved it already.
                self._look_at = min(self._look_at, time.monotonic() + rest)
        return bool(rows)

    def _rest(self, *, found: bool) -> float:
        """Return the seconds until the next look.

        What was found takes its turns first: else the next look would take them for free.
        """
        rates = self._sender.rates
        return min(BREATH, rates.spacing) if found else min(POLL, max(BREATH, rates.soonest()))
