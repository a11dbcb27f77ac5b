"""The metrics, as Prometheus reads them: this process's tally, and what the database knows.

The library is imported when somebody first asks: it would slow every start.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.data import pulse
from bot.data.store import Store
from bot.hosting.health import age_of
from bot.tally import BOUNDS, Counted, Tally, Timed

if TYPE_CHECKING:
    from prometheus_client.core import Metric

What = TypeVar("What")
Value = TypeVar("Value")

# The name, the label's name, and the meaning: the README says the same.
COUNTED: Mapping[Counted, tuple[str, str, str]] = {
    Counted.EVENTS: ("trellis_events", "kind", "Payloads from Slack, by kind"),
    Counted.ACKNOWLEDGEMENTS: (
        "trellis_acknowledgements",
        "status",
        "Answers to Slack's payloads, by HTTP status",
    ),
    Counted.SENDS: ("trellis_sends", "outcome", "Attempts to send a message, by how they ended"),
    Counted.FAILURES: ("trellis_failures", "tick", "Jobs of the clock that failed"),
}
TIMED: Mapping[Timed, tuple[str, str, str]] = {
    Timed.EVENT: (
        "trellis_event_seconds",
        "kind",
        "From a payload's arrival until all it caused was kept and it was acknowledged",
    ),
    Timed.CUE_LATENESS: (
        "trellis_cue_lateness_seconds",
        "kind",
        "From the moment of a question in a one-on-one until Slack had it",
    ),
    Timed.TICK: ("trellis_tick_seconds", "tick", "One run of the clock"),
}
QUEUE = ("trellis_queue_messages", "state", "Messages that are due and not out")
OLDEST = ("trellis_oldest_unsent_seconds", "How long the oldest message that is due has waited")
LAST_TICK = ("trellis_last_tick_seconds", "How long ago the clock last went")
WORKSPACES = ("trellis_workspaces", "state", "Workspaces that are served, and that have stopped")
DATABASE = ("trellis_database_up", "1 where the database answers, else 0")


@dataclass(frozen=True, eq=False)
class Metrics:
    """All there is to say; Prometheus calls `collect` for each scrape."""

    tally: Tally
    store: Store
    now: Callable[[], datetime]

    def text(self) -> bytes:
        """Return the metrics in Prometheus's own format."""
        from prometheus_client import CollectorRegistry, generate_latest

        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        return generate_latest(registry)

    def describe(self) -> list["Metric"]:
        """Promise nothing beforehand: describing would cost a scrape."""
        return []

    def collect(self) -> Iterator["Metric"]:
        """Yield what this process has counted, then what the database says of all of them."""
        yield from self._counts()
        yield from self._times()
        yield from self._database()

    def _counts(self) -> Iterator["Metric"]:
        from prometheus_client.core import CounterMetricFamily

        counts = dict(self.tally.counts)
        for what, (name, label, meaning) in COUNTED.items():
            family = CounterMetricFamily(name, meaning, labels=[label])
            for (_, value), count in _of(counts, what):
                family.add_metric([value], count)
            yield family

    def _times(self) -> Iterator["Metric"]:
        from prometheus_client.core import HistogramMetricFamily

        spans = dict(self.tally.spans)
        for what, (name, label, meaning) in TIMED.items():
            family = HistogramMetricFamily(name, meaning, labels=[label])
            bounds = [*map(str, BOUNDS[what]), "+Inf"]
            for (_, value), span in _of(spans, what):
                buckets = list(zip(bounds, accumulate(span.counts), strict=True))
                family.add_metric([value], buckets, span.total)
            yield family

    def _database(self) -> Iterator["Metric"]:
        from prometheus_client.core import GaugeMetricFamily

        now = self.now()
        try:
            with self.store.read() as session:
                queue, ticked = pulse.queue(session, now), pulse.last_tick(session)
                served, stopped = pulse.workspaces(session)
        except SQLAlchemyError:
            yield GaugeMetricFamily(*DATABASE, value=0)
            return
        yield GaugeMetricFamily(*DATABASE, value=1)
        yield _states(QUEUE, waiting=queue.waiting, sending=queue.sending)
        yield GaugeMetricFamily(*OLDEST, value=age_of(queue.oldest, now))
        if ticked:
            yield GaugeMetricFamily(*LAST_TICK, value=age_of(ticked, datetime.now(UTC)))
        yield _states(WORKSPACES, served=served, stopped=stopped)


def _of(
    found: Mapping[tuple[What, str], Value], what: What
) -> list[tuple[tuple[What, str], Value]]:
    """Return the entries of one name, in the order of their labels."""
    return sorted((one for one in found.items() if one[0][0] == what), key=lambda one: one[0][1])


def _states(metric: tuple[str, str, str], **values: float) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    name, label, meaning = metric
    family = GaugeMetricFamily(name, meaning, labels=[label])
    for state, value in values.items():
        family.add_metric([state], value)
    return family
