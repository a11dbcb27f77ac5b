"""Socket Mode: the bot calls in, and each payload goes over one of its connections."""

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect

from bot.playground.courier import GONE
from bot.playground.ledger import Ack
from bot.playground.people import APP_ID
from bot.playground.state import Json

MOST = 10


@dataclass(eq=False)
class Link:
    """One connection; `is_ready` once it said hello."""

    socket: WebSocket
    is_ready: asyncio.Event = field(default_factory=asyncio.Event)


class SocketMode:
    """The open connections of the bot, at most ten, taken in turn."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._links: list[Link] = []
        self._waiting: dict[str, tuple[Link, asyncio.Future[Ack]]] = {}
        self._turn = 0

    @property
    def connections(self) -> int:
        """Return how many connections the bot has open."""
        return len(self._links)

    def ticket(self) -> str:
        """Return a ticket for one connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, websocket: WebSocket, ticket: str) -> None:
        """Keep one connection from hello to its end."""
        if ticket not in self._tickets or len(self._links) >= MOST:
            await websocket.close(code=1008)
            return
        self._tickets.discard(ticket)
        link = Link(websocket)
        self._links.append(link)  # before it is accepted: the bot may act as soon as it is
        try:
            await websocket.accept()
            await websocket.send_text(json.dumps(_hello(len(self._links))))
            link.is_ready.set()
            while True:
                self._hear(json.loads(await websocket.receive_text()))
        except (WebSocketDisconnect, RuntimeError):
            pass  # the bot hung up, which it may at any time
        finally:
            self._drop(link)

    async def deliver(self, kind: str, payload: Json, attempt: int, reason: str) -> Ack:
        """Send an envelope over the next connection and wait for its acknowledgement."""
        if not self._links:
            return GONE
        self._turn += 1
        link = self._links[self._turn % len(self._links)]
        envelope_id = secrets.token_hex(16)
        future: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (link, future)
        try:
            envelope = _envelope(envelope_id, kind, payload, attempt, reason)
            await link.is_ready.wait()
            await link.socket.send_text(json.dumps(envelope))
            return await future
        except (WebSocketDisconnect, RuntimeError):
            return GONE
        finally:
            self._waiting.pop(envelope_id, None)

    async def refresh(self) -> None:
        """Ask the bot to connect anew, and hang up, as Slack does now and then."""
        for link in tuple(self._links):
            self._drop(link)
            goodbye = {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}
            await link.socket.send_text(json.dumps(goodbye))
            await link.socket.close()

    async def close(self) -> None:
        """Hang up every connection, for good."""
        for link in tuple(self._links):
            self._drop(link)
            await link.socket.close(code=1001)

    def _hear(self, message: Any) -> None:
        _, future = self._waiting.get(message.get("envelope_id"), (None, None))
        if future is not None and not future.done():
            future.set_result(Ack(is_ok=True, body=message.get("payload")))

    def _drop(self, link: Link) -> None:
        if link in self._links:
            self._links.remove(link)
        for owner, future in self._waiting.values():
            if owner is link and not future.done():
                future.set_result(GONE)


def _hello(count: int) -> Json:
    return {
        "type": "hello",
        "num_connections": count,
        "debug_info": {"host": "playground", "approximate_connection_time": 18060},
        "connection_info": {"app_id": APP_ID},
    }


def _envelope(envelope_id: str, kind: str, payload: Json, attempt: int, reason: str) -> Json:
    envelope = {
        "envelope_id": envelope_id,
        "type": kind,
        "payload": payload,
        "accepts_response_payload": kind != "events_api",
    }
    if kind == "events_api":
        short = reason.removeprefix("http_")
        return {**envelope, "retry_attempt": attempt, "retry_reason": short}
    return envelope
