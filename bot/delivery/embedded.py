"""The embedded engine: a few threads of this process that deliver what is due.

It serves SQLite, where one process has the database to itself.
"""

import logging
import time
from collections import deque
from threading import Condition, Lock, Thread

from bot.data.store import reason
from bot.data.tables import Delivery
from bot.delivery.sender import Sender

log = logging.getLogger(__name__)

BATCH = 200  # messages leased at once, shared by the threads
HANDFUL = 20  # messages that a thread takes at once
POLL = 1.0  # seconds after which an idle thread looks for itself
BREATH = 0.05  # seconds between two looks, at least


class Embedded:
    """Delivers in the background; `stop` ends it for good."""

    def __init__(self, sender: Sender, threads: int = 4) -> None:
        self._sender = sender
        self._threads = [
            Thread(target=self._work, name=f"delivery-{number}", daemon=True)
            for number in range(threads)
        ]
        self._leased: deque[Delivery] = deque()
        self._leasing = Lock()
        self._bell = Condition()
        self._rings = 0
        self._is_stopping = False
        sender.store.spoken = self.wake

    def start(self) -> None:
        """Begin to deliver."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look for work now: something has just been put in the outbox and committed."""
        with self._bell:
            self._rings += 1
            self._bell.notify()  # one looks; where there is more than its share it calls the others

    def stop(self, timeout: float = 10.0) -> None:
        """Finish the calls under way, at most for `timeout` seconds; give back all other leases."""
        self._is_stopping = True
        with self._bell:
            self._bell.notify_all()
        ends = time.monotonic() + timeout
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, ends - time.monotonic()))
        with self._leasing:
            rest = list(self._leased)
            self._leased.clear()
        if rest:
            self._sender.give_back(rest)

    def drain(self, timeout: float) -> bool:
        """Work until everything due at the bot's present moment has reached its end.

        False where that takes longer than `timeout` seconds. It needs no running threads.
        """
        ends = time.monotonic() + timeout
        while self._sender.is_unfinished():
            if time.monotonic() >= ends:
                return False
            if not self._deliver_some():
                time.sleep(min(BREATH, max(0.0, ends - time.monotonic())))
        return True

    def _work(self) -> None:
        while not self._is_stopping:
            rings = self._rings
            try:
                is_busy = self._deliver_some()
            except Exception as error:  # noqa: BLE001 - a thread that ends would end delivery
                log.error("delivery paused: error=%s", reason(error))  # noqa: TRY400 - words
                self._rest(self._rings)
            else:
                if not is_busy:
                    self._rest(rings)

    def _rest(self, rings: int) -> None:
        """Sleep until somebody rings, something that had to wait is free, or the poll's time.

        At least for a breath: where many ring and nothing may go, looking is all work and no gain.
        """
        time.sleep(BREATH)
        seconds = min(POLL, max(BREATH, self._sender.rates.soonest()))
        with self._bell:
            self._bell.wait_for(
                lambda: self._rings != rings or self._leased or self._is_stopping, seconds
            )

    def _deliver_some(self) -> bool:
        """Deliver a few messages; False where none may go now."""
        rows = self._next()
        if rows:
            self._sender.deliver(rows)
        return bool(rows)

    def _next(self) -> list[Delivery]:
        """Take this thread's share: of few messages one, so that all threads have something."""
        with self._leasing:
            if not self._leased and not self._is_stopping:
                self._leased.extend(self._sender.lease(BATCH))
            share = max(1, min(HANDFUL, len(self._leased) // len(self._threads)))
            mine = [self._leased.popleft() for _ in range(min(share, len(self._leased)))]
        if self._leased:
            with self._bell:
                self._bell.notify_all()
        return mine
