"""Brings events, presses and commands to the bot, and events again where they were not taken."""

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import Future
from threading import get_ident
from typing import Any, Protocol

from bot.playground.faults import Faults, Trouble
from bot.playground.ledger import Ack
from bot.playground.state import Json

RETRY_DELAYS = (0.0, 60.0, 300.0)
TIMEOUT = "http_timeout"
UNREACHABLE = "connection_failed"
REFUSED = "http_error"
GONE = Ack(is_ok=False, reason=UNREACHABLE)


class Transport(Protocol):
    """A way to the bot: Socket Mode, or signed HTTP."""

    async def deliver(self, kind: str, payload: Json, attempt: int, reason: str) -> Ack:
        """Bring one payload and wait for its acknowledgement; `attempt` counts from 0."""


class Courier:
    """Delivers on the server's event loop what other threads hand in.

    An answer counts within `ack_seconds`. An event that was not acknowledged comes again after
    each of `retry_delays` (seconds, real time) until it is.
    """

    def __init__(
        self,
        transport: Transport,
        faults: Faults,
        *,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        ack_seconds: float = 3.0,
    ) -> None:
        self._transport = transport
        self._faults = faults
        self._retry_delays = tuple(retry_delays)
        self._ack_seconds = ack_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        """Begin to deliver on the running loop."""
        self._loop, self._thread = asyncio.get_running_loop(), get_ident()

    async def stop(self) -> None:
        """Give up what is still on its way."""
        self._loop = None
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def announce(self, event: Json) -> "Future[Ack]":
        """Deliver an event and its retries; the future holds the first attempt's answer."""
        if self._loop is None:
            return _done(GONE)
        first: Future[Ack] = Future()
        self._loop.call_soon_threadsafe(self._spawn, event, first)
        return first

    def ask(self, kind: str, payload: Json) -> Ack:
        """Deliver a payload once and wait for the answer; never from the loop's own thread."""
        if self._loop is None:
            return GONE
        self._check_thread()
        work = self._tracked(self._attempt(kind, payload, 0, ""))
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def wait(self, told: "Future[Ack]") -> Ack:
        """Wait for an event's first attempt; never from the loop's own thread."""
        self._check_thread()
        return told.result()

    def _check_thread(self) -> None:
        if self._loop is not None and get_ident() == self._thread:
            raise RuntimeError("a person's act would wait for itself: call it from a worker thread")

    async def _tracked(self, work: Coroutine[Any, Any, Ack]) -> Ack:
        task = asyncio.ensure_future(work)
        self._keep(task)
        try:
            return await task
        except asyncio.CancelledError:
            return GONE

    def _keep(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _spawn(self, event: Json, first: "Future[Ack]") -> None:
        fault = self._faults.event(event["event"]["type"])
        trouble = fault.trouble if fault else None
        if trouble is Trouble.EVENT_LOST:
            first.set_result(Ack(is_ok=True))
            return
        task = asyncio.ensure_future(self._event(event, first, fault.seconds if fault else 0))
        self._keep(task)
        task.add_done_callback(lambda _: _settle(first, GONE))
        if trouble is Trouble.EVENT_DOUBLED:
            self._keep(asyncio.ensure_future(self._event(event, Future(), 0)))

    async def _event(self, event: Json, first: "Future[Ack]", delay: float) -> None:
        if delay:
            first.set_result(Ack(is_ok=True))
            await asyncio.sleep(delay)
        ack = await self._attempt("events_api", event, 0, "")
        _settle(first, ack)
        for attempt, pause in enumerate(self._retry_delays, start=1):
            if ack.is_ok:
                return
            await asyncio.sleep(pause)
            ack = await self._attempt("events_api", event, attempt, ack.reason)

    async def _attempt(self, kind: str, payload: Json, attempt: int, reason: str) -> Ack:
        try:
            async with asyncio.timeout(self._ack_seconds):
                return await self._transport.deliver(kind, payload, attempt, reason)
        except TimeoutError:
            return Ack(is_ok=False, reason=TIMEOUT)


def _settle(first: "Future[Ack]", ack: Ack) -> None:
    if not first.done():
        first.set_result(ack)


def _done(ack: Ack) -> "Future[Ack]":
    future: Future[Ack] = Future()
    future.set_result(ack)
    return future
