"""What comes at the same moment is done in one go: many pay for one transaction."""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

from bot.data.store import reason

log = logging.getLogger(__name__)

A_MOMENT = 0.5  # seconds after which nobody waits for those before, whatever holds them up

Item = TypeVar("Item")
Result = TypeVar("Result")


class Together(Generic[Item, Result]):
    """Does `work` for many threads: it takes items in the order of their coming, and answers so.

    Whoever comes while others are at it waits for the next turn, which is for all who have come by
    then. Where that fails, each tries alone: one that cannot be done harms no other.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        self._work = work
        self._come: deque[tuple[Item, Future[Result | None]]] = deque()
        self._turn = Lock()

    def do(self, item: Item) -> Result:
        """Return what `work` makes of `item`; raise what it raises for that alone."""
        mine: Future[Result | None] = Future()
        self._come.append((item, mine))
        if self._turn.acquire(timeout=A_MOMENT):
            try:
                if not mine.done():  # else somebody before has done it as well
                    self._do_all()
            finally:
                self._turn.release()
        else:
            mine.cancel()  # too late for what is being done
        result = None if mine.cancelled() else mine.result()
        return self._work([item])[0] if result is None else result

    def _do_all(self) -> None:
        """Do what has come; who finds nothing afterwards has to try alone."""
        come = [self._come.popleft() for _ in range(len(self._come))]
        some = [(item, ours) for item, ours in come if ours.set_running_or_notify_cancel()]
        results: Sequence[Result | None]
        try:
            results = self._work([item for item, _ in some])
        except Exception as error:  # noqa: BLE001 - each is told of its own
            if len(some) == 1:
                some[0][1].set_exception(error)
                return
            log.warning("together.failed count=%s error=%s", len(some), reason(error))
            results = [None] * len(some)
        for (_, ours), result in zip(some, results, strict=True):
            ours.set_result(result)
