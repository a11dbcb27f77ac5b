"""The one port: Slack's payloads, the installation's pages, health and metrics, on waitress."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from threading import Thread
from typing import Any

from bot.hosting.health import Health
from bot.hosting.metrics import Metrics
from bot.reception.failing import Wsgi

ANYWHERE = "0.0.0.0"  # noqa: S104  # hosts put their own proxy before it
THREADS = 16  # messages that come at once are heard together; more processes hear more
LARGEST = 2**20  # bytes of a payload; Slack's are far smaller
PATIENCE = 5.0  # seconds for the last connections to close
JSON, TEXT = "application/json", "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """What a path answers."""

    body: bytes
    status: int = 200
    kind: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = field(default=())


Show = Callable[[Mapping[str, Any]], Page]


def pages(health: Callable[[], Health], metrics: Metrics) -> dict[str, Show]:
    """Return what an operator's probes and Prometheus ask for, by path."""

    def ready(_environ: Mapping[str, Any]) -> Page:
        found = health()
        status = 200 if found.is_ready else 503
        return Page(json.dumps(found.as_json()).encode(), status, JSON)

    return {
        "/healthz": lambda _environ: Page(b"ok"),
        "/readyz": ready,
        "/metrics": lambda _environ: Page(metrics.text(), kind=TEXT),
    }


def router(shown: Mapping[str, Show], slack: Wsgi | None = None, path: str = "") -> Wsgi:
    """Return the WSGI app: `shown` by path for who looks, `slack` for what is posted to `path`."""

    def enter(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        method, asked = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        if slack and method == "POST" and asked == path:
            return slack(environ, start_response)
        show = shown.get(asked) if method in {"GET", "HEAD"} else None
        page = show(environ) if show else Page(b"Not Found", 404)
        line = f"{page.status} {HTTPStatus(page.status).phrase}"
        length = ("Content-Length", str(len(page.body)))
        start_response(line, [("Content-Type", page.kind), length, *page.headers])
        return [b"" if method == "HEAD" else page.body]

    return enter


def serve(app: Wsgi, port: int) -> Callable[[], None]:
    """Serve `app` in threads; return what ends that. Raise OSError where the port is taken."""
    from waitress.server import create_server  # not needed for a socket

    sockets = dict[int, Any]()
    server = create_server(
        app,
        sockets,
        host=ANYWHERE,
        port=port,
        threads=THREADS,
        max_request_body_size=LARGEST,
    )
    thread = Thread(target=server.run, name="http", daemon=True)
    thread.start()
    return partial(_close, server, sockets, thread)


def _close(server: Any, sockets: dict[int, Any], thread: Thread) -> None:
    """Finish what is being answered; then the server's own thread closes every connection."""
    from waitress.wasyncore import close_all

    server.task_dispatcher.shutdown()
    with suppress(OSError):  # woken by an answer meanwhile, it has done so already
        server.trigger.pull_trigger(partial(close_all, sockets))
    thread.join(PATIENCE)
