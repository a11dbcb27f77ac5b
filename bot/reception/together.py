"""What comes at the same moment is done in one go: many pay for one transaction."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

from bot.data.store import reason

log = logging.getLogger(__name__)

A_MOMENT = 0.5  # seconds after which nobody waits for those before, whatever holds them up

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(eq=False)
class _Place(Generic[Item, Result]):
    """Where a thread waits: until it is `called`, to lead or since it has its result."""

    item: Item
    leads: bool = False
    called: Event = field(default_factory=Event)
    result: Result | None = None


class Together(Generic[Item, Result]):
    """Does `work` for many threads: it takes items in the order of their coming, and answers so.

    Whoever comes first leads. Those who come meanwhile wait, and the first of them leads next, for
    all who have come by then. Where that fails, each tries alone: one that cannot be done harms no
    other. Nothing that `work` answers is None.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        self._work = work
        self._lock = Lock()
        self._come: list[_Place[Item, Result]] = []
        self._is_led = False

    def do(self, item: Item) -> Result:
        """Return what `work` makes of `item`; raise what it raises for that alone."""
        mine = _Place[Item, Result](item)
        with self._lock:
            self._come.append(mine)
            mine.leads, self._is_led = not self._is_led, True
        if not mine.leads:
            self._wait(mine)
        if mine.leads:
            self._lead()
        return self._work([item])[0] if mine.result is None else mine.result

    def _wait(self, mine: _Place[Item, Result]) -> None:
        """Wait to be called; whom nobody has taken along after a moment goes alone."""
        mine.called.wait(A_MOMENT)
        with self._lock:
            if mine in self._come and not mine.leads:
                self._come.remove(mine)
                return
        mine.called.wait()

    def _lead(self) -> None:
        """Work for all who have come, and let the next one lead."""
        with self._lock:
            some, self._come = self._come, []
        try:
            results = self._work([one.item for one in some])
            for one, result in zip(some, results, strict=True):
                one.result = result
        except Exception as error:
            if len(some) == 1:
                raise
            log.warning("together.failed count=%s error=%s", len(some), reason(error))
        finally:
            self._hand_on(some)

    def _hand_on(self, some: Sequence[_Place[Item, Result]]) -> None:
        with self._lock:
            self._is_led = bool(self._come)
            if self._come:
                self._come[0].leads = True
            for one in (*some, *self._come[:1]):
                one.called.set()
