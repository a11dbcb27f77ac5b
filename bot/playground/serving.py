"""The playground's HTTP server: uvicorn, without its log and its pauses."""

import asyncio
import socket
from contextlib import suppress
from threading import Event

import uvicorn
from fastapi import FastAPI

HOST = "127.0.0.1"
PATIENCE = 3.0  # seconds for what a page has to tidy up
MOMENT, BREATHS = 0.1, 20  # seconds for answers under way when it shuts down, and looks at them


def bind(port: int) -> socket.socket:
    """Return a socket on loopback that holds this port, any for 0; raise OSError where taken."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError:
        listening.close()
        raise
    return listening


class Quiet(uvicorn.Server):
    """Uvicorn without its log and its pauses, saying when it is ready."""

    def __init__(self, app: FastAPI, ready: Event) -> None:
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="critical",
            access_log=False,
            date_header=False,
            ws="websockets-sansio",
        )
        super().__init__(config)
        self._ready = ready
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        await self.on_tick(0)  # sets the headers of every answer
        self._loop = asyncio.get_running_loop()
        self._ready.set()

    def end(self) -> None:
        """Let it shut down, from any thread, at any time."""
        self.should_exit = True
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._ended.set)

    async def main_loop(self) -> None:
        """Serve until told to end."""
        await self._ended.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Hang up, and let what is being answered finish within a moment, else give it up."""
        for listening in (*self.servers, *(sockets or ())):
            listening.close()
        await self._hang_up()
        slow = tuple(self.server_state.tasks)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        for connection in self.server_state.connections:
            connection.transport.abort()
        with suppress(TimeoutError):  # a page must not keep the end waiting
            await asyncio.wait_for(self.lifespan.shutdown(), PATIENCE)

    async def _hang_up(self) -> None:
        """Close what is open, and what was still coming in; return when all of it is."""
        state, told = self.server_state, set[object]()
        for _ in range(BREATHS):
            for connection in state.connections - told:
                connection.shutdown()
                told.add(connection)
            await asyncio.sleep(MOMENT / BREATHS)
            if not state.connections and not state.tasks:
                return
