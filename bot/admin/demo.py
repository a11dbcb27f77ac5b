"""`python -m bot demo`: the real bot in a simulated Slack, with a page to live through it.

No token, no Slack, a fresh database each time. The clock starts on a Monday morning, and
whoever looks at the page can move it.
"""

import json
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from threading import Event, Lock
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet

from bot.admin import LANGUAGE, MANIFEST, PROMPTS, RefusedError
from bot.admin import demo_story as story
from bot.admin.ending import until_interrupted
from bot.admin.logs import log_to
from bot.app import CONTRACT, Trellis
from bot.calendars.addresses import Reach
from bot.content import Content, load
from bot.data.migrate import upgrade
from bot.data.store import Store
from bot.features.calendars import LOOK
from bot.playground import page
from bot.playground.api import APP_TOKEN, BOT_TOKEN
from bot.playground.clock import Clock, Moment
from bot.playground.limits import Limits
from bot.playground.people import demo_company
from bot.playground.server import Server
from bot.playground.workspace import Workspace
from bot.settings import Settings

MONDAY = datetime(2027, 3, 1, 8, 30, tzinfo=ZoneInfo("Europe/Berlin"))
LABELS = {
    "prepare": ("preparation", "preparation for {name}"),
    "cue": ("cue", "the last fifteen minutes for {name}"),
    "close": ("close", "the end of the meeting for {name}"),
    "follow_up": ("reminder", "a reminder for {name}"),
    "buddy.warning": ("warning", "a word to {name} that buddies are paired soon"),
    "buddy.warn": ("round", "a round of buddies begins ({name} and others)"),
    "buddy.pair": ("pairing", "buddies are paired ({name} and others)"),
    "buddy.introduce": ("introduction", "an introduction for {name}"),
    "buddy.nudge": ("nudge", "a gentle nudge for {name}"),
    "buddy.ask": ("did you meet?", "“did you meet?” for {name}"),
    "buddy.ask_again": ("did you meet?", "“did you meet?” for {name}"),
}
A_MESSAGE = ("message", "a message for {name}")
UNSEEN = frozenset({LOOK, "buddy.close"})  # nothing can be looked at then
FAST = 3_000  # messages a minute: where the clock leaps over hours, nothing waits for seconds


def main(port: int | None) -> None:
    """Serve the demo until interrupted; print the one address to open."""
    log_to(sys.stderr, logging.WARNING)
    with until_interrupted(), demo(port) as url:
        print(f"\n  Trellis, in a simulated Slack: {url}\n\n  Ctrl+C ends it.\n", flush=True)  # noqa: T201
        Event().wait()


@contextmanager
def demo(port: int | None = None) -> Iterator[str]:
    """Run the playground with its page, and the bot in it; yield the page's address."""
    limits = Limits(is_on=False)
    workspace = Workspace(demo_company(), manifest(), clock=Clock(story.BEFORE), limits=limits)
    with (
        opened(workspace, port) as server,
        live(workspace, server.api_url, owners=(story.OWNER,)) as bot,
    ):
        story.tell_so_far(workspace, bot, until=MONDAY)
        workspace.hint = story.BEGIN
        yield server.url


@contextmanager
def opened(workspace: Workspace, port: int | None, **how: Any) -> Iterator[Server]:
    """Serve a simulated Slack with its page; raise RefusedError where the port cannot be had."""
    try:
        server = Server(workspace, port=port or 0, **how)
    except OSError as error:
        raise RefusedError(
            f"The page cannot be on port {port} ({error.strerror}): set PORT to another."
        ) from None
    page.attach(server.app, workspace)
    with server:
        yield server


@contextmanager
def live(workspace: Workspace, api_url: str, **changes: Any) -> Iterator[Trellis]:
    """Run the bot in `workspace`, which is served at `api_url`; `changes` are to its settings."""
    with tempfile.TemporaryDirectory(prefix="trellis-demo-") as folder:
        url = f"sqlite:///{folder}/demo.sqlite3"
        yield from _run(workspace, _settings(api_url, url, changes))


def _settings(api_url: str, database_url: str, changes: Mapping[str, Any]) -> Settings:
    usual = Settings(
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        api_url=api_url,
        database_url=database_url,
        keys=(Fernet.generate_key().decode(),),
        messages_per_minute=FAST,
        channel_seconds=0,
    )
    return replace(usual, **changes)


def _run(workspace: Workspace, settings: Settings) -> Iterator[Trellis]:
    upgrade(settings.database_url)
    store = Store(settings.database_url, settings.keys)
    here = urlsplit(settings.api_url)
    reach = Reach(frozenset({(str(here.hostname), here.port or 0)}))
    bot = Trellis(settings, _words(), store, workspace.clock.now, reach)
    disconnect = _connect(workspace, bot)
    try:
        bot.start()
        yield bot
    finally:
        disconnect()
        bot.stop()
        store.close()


@cache
def _words() -> Content:
    """Return all that the bot says, read once however many workspaces are opened."""
    return load(PROMPTS, CONTRACT, LANGUAGE)


def _connect(workspace: Workspace, bot: Trellis) -> Callable[[], None]:
    """Let the page's clock move the bot's, and the page know what comes next; return the end of it.

    A page that is still open would look into a database that is being closed.
    """
    looking = Lock()

    def moments() -> list[Moment]:
        with looking:
            if workspace.moments is None:  # it ended while this look waited for another
                return []
            seen = (one for one in bot.moments() if one.kind not in UNSEEN)
            return [_moment(workspace, one.at, one.kind, one.who.user) for one in seen]

    def move(_start: datetime, end: datetime) -> None:
        bot.live_until(end, workspace.clock.set)

    def disconnect() -> None:
        with looking:
            workspace.moments = workspace.on_move = None

    workspace.moments, workspace.on_move = moments, move
    return disconnect


def _moment(workspace: Workspace, at: datetime, kind: str, user: str) -> Moment:
    kind, label = LABELS.get(kind, A_MESSAGE)
    name = workspace.members[user].real_name.split()[0]
    return Moment(at, kind, label.format(name=name), user)


def manifest() -> dict[str, object]:
    """Return the Slack app's manifest: the playground grants the scopes that it asks for."""
    found: dict[str, object] = json.loads(MANIFEST.read_text())
    return found
