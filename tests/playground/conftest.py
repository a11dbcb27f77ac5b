"""A workspace with its server, and a bot that is connected to it."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.playground.api import BOT_TOKEN
from bot.playground.people import demo_company
from bot.playground.server import Server
from bot.playground.workspace import Workspace
from tests.playground.echo import SECRET, Echo, over_http, over_sockets
from tests.waiting import PATIENCE

MANIFEST = Path(__file__).parents[2] / "manifest.json"
QUICK: dict[str, Any] = {"retry_delays": (0, 0.05, 0.1), "ack_seconds": PATIENCE}
HASTY = {**QUICK, "ack_seconds": 2.0}  # where a bot is silent and somebody has to wait for it


@pytest.fixture
def workspace() -> Workspace:
    """Return the demo's company under the manifest's scopes and subscriptions."""
    found = Workspace(demo_company(), json.loads(MANIFEST.read_text()))
    found.triggers.seconds = PATIENCE
    return found


@pytest.fixture
def pace(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return how long Slack waits: as long as it takes, but where a test says HASTY."""
    return getattr(request, "param", QUICK)


@pytest.fixture
def server(workspace: Workspace, pace: dict[str, Any]) -> Iterator[Server]:
    """Serve the workspace over Socket Mode, with retries that do not keep a test waiting."""
    with Server(workspace, **pace) as running:
        yield running


@pytest.fixture
def client(server: Server) -> WebClient:
    """Return a client that holds the bot's token and tries each call once."""
    return WebClient(token=BOT_TOKEN, base_url=server.api_url, timeout=5, retry_handlers=[])


@pytest.fixture
def echo(server: Server) -> Iterator[Echo]:
    """Connect the small bot by Socket Mode."""
    bot = Echo(server.api_url)
    with over_sockets(bot, server):
        yield bot


@pytest.fixture(params=["socket", "http"])
def both(
    request: pytest.FixtureRequest, workspace: Workspace, pace: dict[str, Any]
) -> Iterator[Echo]:
    """Connect the small bot in each of the two ways."""
    if request.param == "socket":
        with Server(workspace, **pace) as running:
            bot = Echo(running.api_url)
            with over_sockets(bot, running):
                yield bot
        return
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
    with Server(workspace, request_url=url, signing_secret=SECRET, **pace) as running:
        bot = Echo(running.api_url)
        with over_http(bot, listening):
            yield bot
            running.stop()  # waitress waits for those who are still connected
