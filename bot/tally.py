"""What this process has counted and timed since it started. Cheap: a scrape makes it metrics."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from time import perf_counter


class Counted(StrEnum):
    """Something that happens: each has one label."""

    EVENTS = "events"  # by kind
    ACKNOWLEDGEMENTS = "acknowledgements"  # by HTTP status
    SENDS = "sends"  # by outcome
    FAILURES = "failures"  # of what the clock has done, by the tick


class Timed(StrEnum):
    """Something that takes a while: each has one label."""

    EVENT = "event"  # from a payload's arrival to its acknowledgement, by kind
    CUE_LATENESS = "cue_lateness"  # from a cue's moment until Slack had it
    TICK = "tick"  # one run of the clock, by what it runs


# Upper bounds in seconds. Slack waits three for an answer; a cue has its place in 15 minutes.
BOUNDS: Mapping[Timed, tuple[float, ...]] = {
    Timed.EVENT: (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0),
    Timed.CUE_LATENESS: (1.0, 5.0, 15.0, 60.0, 300.0, 900.0),
    Timed.TICK: (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0),
}


@dataclass
class Span:
    """How often something took how long: one count for each bound, and one above them all."""

    counts: list[int]
    total: float = 0.0


@dataclass(eq=False)
class Tally:
    """Counts and times by name and label; threads may share it."""

    counts: Counter[tuple[Counted, str]] = field(default_factory=Counter)
    spans: dict[tuple[Timed, str], Span] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def count(self, what: Counted, label: str) -> None:
        """Count one more."""
        with self._lock:
            self.counts[what, label] += 1

    def took(self, what: Timed, label: str, seconds: float) -> None:
        """Note how long it took; a clock that was put back makes no time less than none."""
        bounds = BOUNDS[what]
        with self._lock:
            span = self.spans.setdefault((what, label), Span([0] * (len(bounds) + 1)))
            span.counts[bisect_left(bounds, seconds)] += 1
            span.total += max(0.0, seconds)

    @contextmanager
    def timed(self, what: Timed, label: str) -> Iterator[None]:
        """Note how long it takes, however it ends."""
        began = perf_counter()
        try:
            yield
        finally:
            self.took(what, label, perf_counter() - began)
