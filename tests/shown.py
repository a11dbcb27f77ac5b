"""The demo's company with its page, for tests that live through a story in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bot.admin.demo import MONDAY, live, manifest
from bot.playground import page
from bot.playground.clock import Clock
from bot.playground.people import demo_company
from bot.playground.server import Server
from bot.playground.workspace import Workspace
from tests.company import Company
from tests.waiting import PATIENCE


@contextmanager
def shown() -> Iterator[tuple[str, Company]]:
    """Run the bot where nothing has happened yet; lend the page's address, and its people.

    Their Slack waits for a busy machine. Nothing can be forged: the bot listens over a socket.
    """
    workspace = Workspace(demo_company(), manifest(), clock=Clock(MONDAY))
    workspace.triggers.seconds = PATIENCE
    server = Server(workspace, port=0, ack_seconds=PATIENCE)
    page.attach(server.app, workspace)
    with server, live(workspace, server.api_url) as bot, httpx.Client() as unused:
        yield server.url, Company(workspace, bot, unused)
