"""Trouble on demand: what a network and a busy Slack do to a bot, counted, so that tests repeat."""

from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock

EVERY = "*"


class Trouble(StrEnum):
    """What goes wrong. The first six concern calls of the bot, the others events to it."""

    RATE_LIMITED = "rate_limited"  # 429 with Retry-After; nothing happened
    BROKEN = "broken"  # a 500; nothing happened
    REFUSED = "refused"  # `ok: false` with the fault's `error`; nothing happened
    LOST_BEFORE = "lost_before"  # nothing happened, and no answer comes
    LOST_AFTER = "lost_after"  # it happened, and no answer comes
    SLOW = "slow"  # it happened, and the answer comes late
    EVENT_LOST = "event_lost"
    EVENT_DOUBLED = "event_doubled"
    EVENT_DELAYED = "event_delayed"


@dataclass(frozen=True)
class Fault:
    """One trouble for the next `times` occasions, or until it is cleared where that is None.

    `method` is a Web API method or an event's type, "*" for all. `seconds` is what
    Retry-After names, how long silence lasts before the connection drops or the answer comes,
    or the delay; `error` is what a refusal says, such as "is_archived" or "token_revoked".
    """

    trouble: Trouble
    method: str = EVERY
    times: int | None = 1
    seconds: float = 0
    error: str = "internal_error"


DONE = frozenset({Trouble.LOST_AFTER, Trouble.SLOW})  # what the call asks for happens all the same
CALLS = frozenset(trouble for trouble in Trouble if not trouble.startswith("event_"))


class Faults:
    """The faults that are switched on; the oldest that fits comes first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._active: list[Fault] = []

    def switch_on(
        self,
        trouble: Trouble,
        method: str = EVERY,
        *,
        times: int | None = 1,
        seconds: float = 0,
        error: str = "internal_error",
    ) -> Fault:
        """Switch trouble on for the next `times` occasions (None: until cleared)."""
        fault = Fault(trouble, method, times, seconds, error)
        with self._lock:
            self._active.append(fault)
        return fault

    def clear(self, trouble: Trouble | None = None) -> None:
        """Switch one kind of trouble off, or all of it."""
        with self._lock:
            self._active = [f for f in self._active if trouble not in (None, f.trouble)]

    def active(self) -> tuple[Fault, ...]:
        """Return what is switched on, with the occasions that are left."""
        with self._lock:
            return tuple(self._active)

    def call(self, method: str) -> Fault | None:
        """Take one occasion of the oldest fault for this call of the bot, if there is one."""
        return self._take(method, calls=True)

    def event(self, kind: str) -> Fault | None:
        """Take one occasion of the oldest fault for this event, if there is one."""
        return self._take(kind, calls=False)

    def _take(self, name: str, *, calls: bool) -> Fault | None:
        with self._lock:
            for place, fault in enumerate(self._active):
                if fault.method in (EVERY, name) and (fault.trouble in CALLS) is calls:
                    self._spend(place, fault)
                    return fault
        return None

    def _spend(self, place: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times <= 1:
            del self._active[place]
        else:
            self._active[place] = replace(fault, times=fault.times - 1)
