"""The clock: a few fixed ticks on APScheduler, nothing else.

A tick looks at due columns in the database, so a late or a skipped run loses nothing: the next
one finds the same rows.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import partial
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


class Clock:
    """Runs each tick in a thread of its own: never twice at once, however late it is.

    `failed` hears of every run that failed.
    """

    def __init__(self, ticks: Sequence[Tick], failed: Callable[[str, Exception], None]) -> None:
        self._failed = failed
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max_workers=max(1, len(ticks)))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for tick in ticks:
            run = partial(self._run, tick)
            self._scheduler.add_job(run, "interval", seconds=tick.seconds, id=tick.name)

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

    def _run(self, tick: Tick) -> None:
        """Run once. What goes wrong is logged and left to the next run, which is never lost."""
        try:
            tick.run()
        except Exception as error:
            log.exception("tick_failed tick=%s", tick.name)
            self._failed(tick.name, error)
