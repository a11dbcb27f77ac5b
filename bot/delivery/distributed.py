"""The distributed engine: any number of workers on one PostgreSQL, each fed by procrastinate.

A job carries the ids of a handful of outbox rows and is deferred in the transaction that writes
them, if they are due by then; a sweep gives jobs to what falls due later. The rows stay the truth:
a job without work does nothing, and a row without a job is given one. So nothing hangs on a job,
and a worker may die at any moment.
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
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
from bot.delivery.rates import AT_ONCE
from bot.delivery.sender import Sender

log = logging.getLogger(__name__)

TASK = QUEUE = "deliver"
THREADS = 6  # calls to Slack at once
HANDFUL = AT_ONCE  # messages of a job: it costs as much as one of them, and sends them in turn
GATHER = timedelta(seconds=0.5)  # for which a message that has to wait waits for others as well
BATCH = 1_000  # messages given jobs at one look
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
    "shutdown_graceful_timeout": 9.0,
}
Waiting = tuple[Due, timedelta]  # a message, and how long it has to wait
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

    def stop(self, timeout: float = 9.0) -> bool:
        """Finish the calls under way, at most for `timeout` seconds, and take no more.

        Return whether they have ended by then; what takes longer is taken over by other workers
        when its lease has run out.
        """
        self._stopping.set()
        if self._loop and self._task:
            with suppress(RuntimeError):  # it has just ended by itself
                self._loop.call_soon_threadsafe(self._task.cancel)
        ends = monotonic() + timeout
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, ends - monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

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
        soon = [(one, wait) for one, wait in waits if wait <= AHEAD]
        jobs = [_job(some, real) for some in _handfuls(soon)]
        if jobs:
            own = session.connection().connection.driver_connection
            self._manager.batch_defer_jobs(jobs, connection=own)

    def sweep(self) -> None:
        """Give a job to messages that have none: due only now, or their worker has died."""
        with self._sender.store.begin() as session:
            if session.connection().execute(TRY_ALONE).scalar_one():
                session.info[DUE] = leases.forsaken(session, self._sender.soon(AHEAD / 2), BATCH)

    def _deliver(self, ids: list[int]) -> None:
        """Do one job: bring its messages as far as they go now."""
        try:
            with self._sender.store.begin() as session:
                rows = self._take(session, ids)
            self._sender.deliver(rows)
        except Exception as error:  # noqa: BLE001 - a sweep takes the messages up again
            log.error("delivery paused: error=%s", reason(error))  # noqa: TRY400 - words

    def _take(self, session: Session, ids: Sequence[int]) -> list[Delivery]:
        """Lease those that may go now; those that may not yet are told when to ask again."""
        sender, at = self._sender, self._sender.soon()
        rows = leases.find(session, at, ids)
        alive = [row for row in rows if not sender.is_late(row)]
        waits = self._rates.reserve(session, alive) if alive else {}
        told = [row for row in alive if waits[row.id]]
        later = ({"state": one.state, "retry_at": sender.later(waits[one.id])} for one in told)
        leases.settle_all(session, list(zip(told, later, strict=True)))
        mine = [row for row in rows if row not in told]
        leases.hold(session, mine, at.until)
        return mine

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


def _handfuls(due: Iterable[Waiting]) -> list[list[Waiting]]:
    """Return what one job each can bring: of one workspace, as urgent, and due at the same time.

    The first of every workspace come first, then the second.
    """
    found = [
        (number, some)
        for _, theirs in groupby(sorted(due, key=_in_turn), key=lambda one: _in_turn(one)[:2])
        for number, some in enumerate(_gathered(theirs))
    ]
    return [some for _, some in sorted(found, key=itemgetter(0))]


def _in_turn(waiting: Waiting) -> tuple[str, int, timedelta]:
    due, wait = waiting
    return due.team, due.rank, wait


def _gathered(theirs: Iterable[Waiting]) -> Iterator[list[Waiting]]:
    some: list[Waiting] = []
    for one in theirs:
        if some and (len(some) == HANDFUL or one[1] - some[0][1] > GATHER):
            yield some
            some = []
        some.append(one)
    yield some


def _job(some: Sequence[Waiting], real: datetime) -> Job:
    """Return the job for a handful; it waits until all of them may go."""
    (first, _), (_, wait) = some[0], some[-1]
    return Job(
        task_name=TASK,
        queue=QUEUE,
        priority=Rank.NUDGE - first.rank,
        lock=None,
        queueing_lock=None,
        task_kwargs={"ids": [due.id for due, _ in some]},
        scheduled_at=real + wait if wait else None,
    )


def _note_trouble(_loop: asyncio.AbstractEventLoop, trouble: dict[str, Any]) -> None:
    error = type(trouble.get("exception")).__name__
    log.warning("worker: %s error=%s", trouble.get("message"), error)
