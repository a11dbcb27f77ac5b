"""The clock: a few fixed ticks on APScheduler, nothing else.

A tick looks at due columns in the database, so a late or a skipped run loses nothing: the next
one finds the same rows.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from threading import Thread

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tick:
    """Something to run again and again, `seconds` apart."""

    name: str
    seconds: float
    run: Callable[[], None]

    def __call__(self) -> None:
        """Run once. What goes wrong is logged and left to the next run, which is never lost."""
        try:
            self.run()
        except Exception:
            log.exception("tick_failed tick=%s", self.name)


class Clock:
    """Runs each tick in a thread of its own: never twice at once, however late it is."""

    def __init__(self, ticks: Sequence[Tick]) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max_workers=max(1, len(ticks)))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for tick in ticks:
            self._scheduler.add_job(tick, "interval", seconds=tick.seconds, id=tick.name)

    def start(self) -> None:
        """Begin; each tick runs first when its `seconds` have passed."""
        self._scheduler.start()

    def rest(self) -> None:
        """Begin nothing more; what is running goes on."""
        if self._scheduler.running:
            self._scheduler.pause()

    def stop(self, timeout: float) -> bool:
        """Begin nothing more; return whether what was running ended within `timeout` seconds."""
        if not self._scheduler.running:
            return True
        ending = Thread(target=self._scheduler.shutdown, name="ending", daemon=True)
        ending.start()
        ending.join(timeout)
        return not ending.is_alive()
