"""A host of many workspaces: alike in all but their names, and installed through the pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bot.admin.demo import MONDAY, live, manifest
from bot.app import Trellis
from bot.delivery import embedded
from bot.playground.clock import Clock
from bot.playground.limits import Limits
from bot.playground.oauth import OAuth
from bot.playground.people import demo_company
from bot.playground.server import Server
from bot.playground.workspace import Workspace
from tests.company import PATIENCE, PLAIN, SECRET, Company
from tests.databases import new_database
from tests.ports import free_port

CLIENT_ID, CLIENT_SECRET = "17.42", "hush"
NORTH, SOUTH = "T0NORTH", "T0SOUTH"


@dataclass(frozen=True)
class Host:
    """One bot, the workspaces that may install it, and a browser."""

    bot: Trellis
    oauth: OAuth
    workspaces: dict[str, Workspace]
    door: httpx.Client
    host: str

    def at(self, team: str) -> Company:
        """Return a workspace as its people use it."""
        return Company(self.workspaces[team], self.bot, self.door)

    def install(self, team: str) -> httpx.Response:
        """Install the bot as a browser does: from our page to Slack's, and back."""
        asked = self.door.get("/slack/install")
        page = self.door.get(link(asked.text))
        chosen = next(one for one in links(page.text) if f"allow={team}" in one)
        allowed = self.door.get(str(page.url.join(chosen)))
        return self.come_back(allowed.headers["location"], asked.headers["set-cookie"])

    def come_back(self, location: str, cookie: str) -> httpx.Response:
        """Follow Slack's redirect with the cookie that the first page set."""
        return self.door.get(location, headers={"Cookie": cookie.partition(";")[0]})


def link(page: str) -> str:
    """Return the address behind a page's first link to Slack."""
    return next(one for one in links(page) if "/oauth/v2/authorize" in one)


def links(page: str) -> list[str]:
    """Return every address that a page links to."""
    return [unescape(one) for one in re.findall(r'href="([^"]+)"', page)]


@contextmanager
def hosting(
    *teams: str,
    at: datetime = MONDAY,
    lives: int | None = None,
    database_url: str | None = None,
    **settings: Any,
) -> Iterator[Host]:
    """Host a bot that `teams` may install; their tokens end after `lives` seconds, if at all.

    Without a database it gets a SQLite file of its own.
    """
    clock = Clock(at)
    spaces = [
        Workspace(demo_company(), manifest(), team_id=team, clock=clock, limits=Limits(is_on=False))
        for team in teams
    ]
    for one in spaces:
        one.triggers.seconds = PATIENCE
    port = free_port()
    host = f"http://127.0.0.1:{port}"
    oauth = OAuth(CLIENT_ID, CLIENT_SECRET, f"{host}/slack/oauth_redirect", lives)
    wire: dict[str, Any] = {"request_url": f"{host}/slack/events", "signing_secret": SECRET}
    many = {"bot_token": None, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    listens = {"app_token": None, "signing_secret": SECRET, "port": port}
    with (
        TemporaryDirectory(prefix="trellis-test-") as folder,
        Server(
            spaces[0], others=spaces[1:], oauth=oauth, retry_delays=(), ack_seconds=PATIENCE, **wire
        ) as server,
        live(
            spaces[0],
            server.api_url,
            database_url=database_url or new_database(Path(folder) / "host.db"),
            **many,
            **listens,
            **settings,
        ) as bot,
        httpx.Client(base_url=host, trust_env=False, verify=PLAIN, timeout=PATIENCE) as door,
    ):
        embedded.BREATH = 0.005
        yield Host(bot, oauth, {one.team_id: one for one in spaces}, door, host)
