"""The distributed engine: any number of workers on one PostgreSQL, each fed by procrastinate.

A job carries the id of an outbox row and is deferred in the transaction that writes the row. The
row stays the truth: a job without work does nothing, and a row without a job is given one. So
nothing hangs on a job, and a worker may die at any moment.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import text
from sqlmodel import Session

from bot.data.store import DUE, reason
from bot.data.tables import Delivery
from bot.delivery import leases
from bot.delivery.outbox import Due, Rank
from bot.delivery.paces import SharedRates
from bot.delivery.sender import DATABASE_AWAY, Sender
from bot.delivery.wire import Letter

log = logging.getLogger(__name__)

TASK = QUEUE = "deliver"
THREADS = 6  # calls to Slack at once
BATCH = 1_000  # jobs made at one look
SWEEP = 2.0  # seconds between two looks for messages without a job
AHEAD = timedelta(seconds=4)  # what is due later waits for a look: engines skip it slowly
POLL = 0.25  # seconds between two looks for jobs whose moment has come: of those nobody is told
HEARTBEAT, DEAD = 3.0, 12.0  # seconds between a worker's signs of life, and without any
LOOK = 0.25  # seconds between two looks while somebody waits
BREATH, PAUSE = 0.05, 1.0  # seconds between two looks of who waits, and after trouble


def _unchecked(**options: Any) -> AsyncConnectionPool:
    """Return a pool that lends connections without a look at each: a broken one is no harm."""
    return AsyncConnectionPool(**options | {"check": None})


POOL: dict[str, Any] = {"pool_factory": _unchecked, "min_size": 1, "max_size": 3, "timeout": 10}
WORKER: dict[str, Any] = {
    "queues": [QUEUE],
    "delete_jobs": "always",
    "install_signal_handlers": False,
    "fetch_job_polling_interval": POLL,
    "update_heartbeat_interval": HEARTBEAT,
    "stalled_worker_timeout": DEAD,
    "shutdown_graceful_timeout": 10.0,
}
TRY_ALONE = text("SELECT pg_try_advisory_xact_lock(7450)")  # one sweep at a time is enough


class Distributed:
    """Delivers in the background; `stop` ends it for good. Without `start` it only makes jobs."""

    def __init__(self, sender: Sender, threads: int = THREADS) -> None:
        if not isinstance(sender.rates, SharedRates):
            raise TypeError("several workers need paces that they share")
        self._sender, self._rates = sender, sender.rates
        self._size = threads
        self._manager = JobManager(SyncPsycopgConnector())  # lends no connection: ours are used
        url = sender.store.engine.url.set(drivername="postgresql")
        self._address = url.render_as_string(hide_password=False)
        self._stopping = Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._threads = [
            Thread(target=self._run, name="deliver", daemon=True),
            Thread(target=self._sweep_on, name="sweep", daemon=True),
        ]
        sender.store.promise = self.promise

    def start(self) -> None:
        """Begin to deliver."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """Finish the calls under way, at most for `timeout` seconds, and take no more.

        What takes longer is taken over by other workers when its lease has run out.
        """
        self._stopping.set()
        if self._loop and self._task:
            with suppress(RuntimeError):  # it has just ended by itself
                self._loop.call_soon_threadsafe(self._task.cancel)
        ends = monotonic() + timeout
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, ends - monotonic()))

    def drain(self, timeout: float) -> bool:
        """Wait until everything due at the bot's present moment has reached its end.

        False where that takes longer than `timeout` seconds.
        """
        began = looked = monotonic()
        while self._sender.is_unfinished():
            if monotonic() - began >= timeout:
                return False
            if looked == began or monotonic() - looked >= LOOK:
                self.sweep()
                looked = monotonic()
            sleep(BREATH)
        return True

    def promise(self, session: Session) -> None:
        """Defer a job for each message that the session's transaction has made due soon."""
        now, real = self._sender.now(), self._sender.real()
        waits = [(one, _wait(one, now, real)) for one in session.info.pop(DUE)]
        jobs = [_job(one, real + wait if wait else None) for one, wait in waits if wait <= AHEAD]
        if jobs:
            own = session.connection().connection.driver_connection
            self._manager.batch_defer_jobs(jobs, connection=own)

    def sweep(self) -> None:
        """Give a job to messages that have none: due only now, or their worker has died."""
        with self._sender.store.begin() as session:
            if session.connection().execute(TRY_ALONE).scalar_one():
                session.info[DUE] = leases.forsaken(session, self._sender.soon(AHEAD / 2), BATCH)

    def _deliver(self, id: int) -> None:  # noqa: A002 - the job's own word
        """Do one job: bring its message as far as it goes now, if it may go now."""
        try:
            try:
                self._bring(id, self._begin)
            except DATABASE_AWAY:
                raise
            except Exception:  # noqa: BLE001 - a view may break in any way: the slow way notes how
                self._bring(id, self._lease)
        except Exception as error:  # noqa: BLE001 - a sweep takes the message up again
            log.error("delivery paused: error=%s", reason(error))  # noqa: TRY400 - words

    def _bring(self, row_id: int, take: Callable[[Session, Delivery], Letter | bool]) -> None:
        sender = self._sender
        with sender.store.begin() as session:
            row = leases.find(session, sender.soon(), row_id)
            taken = row is not None and take(session, row)
        if row and isinstance(taken, Letter):
            sender.send([(row, taken)])
        elif row and taken:
            sender.deliver([row])

    def _begin(self, session: Session, row: Delivery) -> Letter | bool:
        """Do all that comes before the call in one transaction, where nothing is unusual.

        Return the letter; or whether the message is leased, to be delivered step by step.
        """
        sender = self._sender
        if not sender.is_plain(row):
            return self._lease(session, row)
        wait, dms = self._rates.reserve(session, row)
        if wait:
            leases.settle(session, row, row.state, retry_at=sender.later(wait))
            return False
        letter = sender.render(session, row, dms)
        if not isinstance(letter, Letter):
            return self._lease(session, row)
        leases.begin_held(session, row, sender.soon())
        return letter

    def _lease(self, session: Session, row: Delivery) -> bool:
        leases.hold(session, [row], self._sender.soon().until)
        return True

    def _run(self) -> None:
        """Work until stopped; what breaks, such as the database going away, is tried again."""
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
            except asyncio.CancelledError:
                return
            except Exception as error:  # noqa: BLE001 - a thread that ends would end delivery
                log.error("delivery paused: error=%s", reason(error))  # noqa: TRY400 - words
                self._stopping.wait(PAUSE)

    async def _work(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        if self._stopping.is_set():
            return
        self._loop.set_exception_handler(_note_trouble)
        # Jobs run in the loop's default threads, of which there would be too few.
        self._loop.set_default_executor(ThreadPoolExecutor(self._size, "deliver"))
        app = App(connector=PsycopgConnector(conninfo=self._address, **POOL, configure=_hasten))
        app.task(name=TASK, queue=QUEUE)(self._deliver)
        async with app.open_async():
            burying = asyncio.create_task(_bury(app))
            try:
                await app.run_worker_async(concurrency=self._size, **WORKER)
            finally:
                burying.cancel()

    def _sweep_on(self) -> None:
        while not self._stopping.wait(SWEEP):
            try:
                self.sweep()
            except Exception as error:  # noqa: BLE001 - the next look finds the same rows
                log.error("sweep failed: error=%s", reason(error))  # noqa: TRY400 - words


async def _hasten(connection: AsyncConnection) -> None:
    """Let each statement be a transaction: a job takes one to fetch and one to finish."""
    await connection.set_autocommit(True)


async def _bury(app: App) -> None:
    """Free the jobs of workers that have died, again and again."""
    while True:
        await asyncio.sleep(HEARTBEAT)
        with suppress(ConnectorException):  # away, or another worker was faster
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD):
                await app.job_manager.retry_job(job, retry_at=datetime.now(UTC))


def _wait(due: Due, now: datetime, real: datetime) -> timedelta:
    """Return how long a message has to wait by the clock that lets it go last."""
    return max(due.not_before - now, (due.real or real) - real, timedelta())


def _job(due: Due, at: datetime | None) -> Job:
    return Job(
        task_name=TASK,
        queue=QUEUE,
        priority=Rank.NUDGE - due.rank,
        lock=None,
        queueing_lock=None,
        task_kwargs={"id": due.id},
        scheduled_at=at,
    )


def _note_trouble(_loop: asyncio.AbstractEventLoop, trouble: dict[str, Any]) -> None:
    error = type(trouble.get("exception")).__name__
    log.warning("worker: %s error=%s", trouble.get("message"), error)
