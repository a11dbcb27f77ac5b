"""The outermost wire: a small stand-in for Slack that answers as Slack does, or breaks."""

import json
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk import WebClient

from bot.delivery.wire import CALL_SECONDS


@dataclass(frozen=True)
class Fault:
    """How one call goes wrong: what is answered, and whether it had its effect before."""

    status: int = 200
    body: dict[str, Any] | None = None  # empty: the connection is dropped without an answer
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0  # before the answer
    counts: bool = False  # whether it had its effect all the same


def refusal(error: str) -> Fault:
    """Return Slack's way of saying no."""
    return Fault(body={"ok": False, "error": error})


def too_fast(seconds: float) -> Fault:
    """Return Slack's 429."""
    headers = {"Retry-After": str(seconds)}
    return Fault(status=429, body={"ok": False, "error": "ratelimited"}, headers=headers)


DROPPED_BEFORE = Fault()
DROPPED_AFTER = Fault(counts=True)
BROKEN = Fault(status=500, body={})


class Wire:
    """What was asked of Slack, and what it will answer next."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.posts: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.faults: defaultdict[str, deque[Fault | None]] = defaultdict(deque)
        self.now = time.time
        self.url = ""
        self._lock = Lock()
        self._ts = 0

    def asked(self, method: str) -> list[dict[str, Any]]:
        """Return the arguments of each call of `method`, in order."""
        return [arguments for name, arguments in self.calls if name == method]

    def keys(self) -> list[str]:
        """Return the keys of all that was posted, in order."""
        return [post["metadata"]["event_payload"]["key"] for post in self.posts]

    def answer(self, method: str, token: str, arguments: dict[str, Any]) -> Fault:
        """Take a call: do what it asks for, unless a fault was ordered that keeps it from that."""
        with self._lock:
            self.calls.append((method, arguments))
            self.tokens.append(token)
            fault = self.faults[method].popleft() if self.faults[method] else None
            if fault and not fault.counts:
                return fault
            body = getattr(self, "_" + method.replace(".", "_"))(arguments)
            return fault or Fault(body={"ok": True} | body)

    def _chat_postMessage(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self._ts += 1
        channel = _channel(arguments["channel"])
        ts = f"{self.now():.0f}.{self._ts:06}"
        self.posts.append(arguments | {"channel": channel, "ts": ts})
        return {"channel": channel, "ts": ts, "message": {"text": arguments["text"]}}

    def _chat_update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {"channel": arguments["channel"], "ts": arguments["ts"]}

    def _conversations_open(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": _channel(arguments["users"])}}

    def _conversations_history(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._messages(arguments, None)

    def _conversations_replies(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._messages(arguments, arguments["ts"])

    def _auth_test(self, _arguments: dict[str, Any]) -> dict[str, Any]:
        return {"user_id": "UBOT"}

    def _messages(self, arguments: dict[str, Any], thread: str | None) -> dict[str, Any]:
        found = [
            {"type": "message", "ts": post["ts"], "metadata": post["metadata"]}
            for post in reversed(self.posts)
            if post["channel"] == arguments["channel"]
            and float(post["ts"]) >= float(arguments["oldest"])
            and post.get("thread_ts") == thread
        ]
        limit = int(arguments["limit"])
        return {"messages": found[:limit], "has_more": len(found) > limit}


def connect(token: str, url: str) -> WebClient:
    """Return a client as the bot makes it; the SDK's own retries are for delivery to take off."""
    return WebClient(token, base_url=url, timeout=CALL_SECONDS)


@contextmanager
def serving() -> Iterator[Wire]:
    """Serve a stand-in on loopback as long as the caller needs it."""
    wire = Wire()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            is_json = "json" in self.headers.get("Content-Type", "")
            arguments = json.loads(body or "{}") if is_json else dict(parse_qsl(body))
            method = self.path.rsplit("/", 1)[-1]
            said = wire.answer(method, self.headers["Authorization"], arguments)
            time.sleep(said.seconds)
            if said.body is not None:
                self._say(said.status, json.dumps(said.body).encode(), said.headers)

        def _say(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None: ...

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_: Any) -> None:
            """Stay silent: a killed client breaks its connection."""

    server = Server(("127.0.0.1", 0), Handler)
    wire.url = f"http://127.0.0.1:{server.server_address[1]}/api/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield wire
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _channel(name: str) -> str:
    return "D" + name[1:] if name[0] in "UW" else name
