"""A playground for the page's tests, whose bot shows a bit of everything."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.playground import page
from bot.playground.api import BOT_TOKEN
from bot.playground.clock import Clock, Moment
from bot.playground.people import demo_company
from bot.playground.server import Server
from bot.playground.workspace import Workspace
from tests.playground.conftest import MANIFEST, QUICK
from tests.playground.echo import Echo, Json, modal, over_sockets, plain

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
ME, MINE = ("Only me", "me"), ("Me and Maya", "both")
HOSTILE = "<b onmouseover=alert(1)>bold</b> <script>alert(1)</script> <!channel> `a` ${x}"


def option(text: str, value: str, **own: Any) -> Json:
    """Return an option of a choice."""
    return {"text": plain(text), "value": value, **own}


def button(text: str, action: str, **own: Any) -> Json:
    """Return a button."""
    return {"type": "button", "text": plain(text), "action_id": action, **own}


def section(text: str, **own: Any) -> Json:
    """Return a section of mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **own}


def asked(block: str, label: str, kind: str, **element: Any) -> Json:
    """Return an input block; its element's action_id is "it"."""
    inner = {"type": kind, "action_id": "it", **element}
    return {"type": "input", "block_id": block, "label": plain(label), "element": inner}


def message() -> list[Json]:
    """Return the blocks of a message with texts and buttons of every kind."""
    confirm = {
        "title": plain("Are you sure?"),
        "text": {"type": "mrkdwn", "text": "It *ends* here."},
        "confirm": plain("End it"),
        "deny": plain("Stay"),
        "style": "danger",
    }
    bold = {"type": "text", "text": "rich", "style": {"bold": True}}
    more = {"type": "overflow", "action_id": "page_more", "options": [option("Pause", "pause")]}
    country = {
        "type": "static_select",
        "action_id": "page_country",
        "placeholder": plain("Country"),
        "options": [option("Germany", "de"), option("Portugal", "pt")],
    }
    return [
        {"type": "header", "text": plain("Fifteen minutes left")},
        section("*Bold* for <@U0MAYA>\n&gt; a quote &lt;b&gt;", accessory=more),
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Theme*\nenergy"}]},
        {"type": "divider"},
        {
            "type": "actions",
            "elements": [
                button("Open form", "page_form", style="primary"),
                button("End", "page_end", style="danger", confirm=confirm),
                button("Elsewhere", "page_link", url="https://example.com/"),
                country,
            ],
        },
        {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A picture"},
        {"type": "markdown", "text": "**strong** <script>alert(1)</script>"},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [bold]}],
        },
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "Only you see this."}]},
    ]


def form() -> Json:
    """Return a modal with an input of every kind."""
    days = [option("Monday", "1"), option("Friday", "5")]
    who = [option(text, value) for text, value in (ME, MINE)]
    return modal(
        section("A question for you"),
        asked("whom", "With whom", "users_select"),
        asked("words", "Your answer", "plain_text_input", multiline=True),
        asked("shared", "Who can see this", "radio_buttons", options=who, initial_option=who[0]),
        asked("days", "Days", "checkboxes", options=days),
        asked("date", "First date", "datepicker", initial_date="2026-11-26"),
        asked("time", "Starts", "timepicker", initial_time="10:00"),
        asked("moment", "Moment", "datetimepicker", initial_date_time=1_795_420_800),
        asked("minutes", "Minutes", "number_input", is_decimal_allowed=False, initial_value="45"),
        asked("cadence", "Cadence", "static_select", options=days),
        {**asked("themes", "Themes", "multi_static_select", options=days), "optional": True},
        close=plain("Not now"),
        title=plain("Set up a one-on-one"),
    )


def furnish(bot: Echo) -> None:
    """Teach the bot the showroom's buttons; whatever is pressed is noted."""

    def note(body: Json, ack: Ack, client: WebClient) -> None:
        bot.heard.append(body)
        if body["actions"][0]["action_id"] == "page_form":
            client.views_open(trigger_id=body["trigger_id"], view=form())
        ack()

    bot.app.action(re.compile("page_"))(note)


@dataclass(frozen=True)
class Room:
    """A running playground with its page and its bot."""

    workspace: Workspace
    bot: Echo
    client: WebClient
    url: str

    def pressed(self) -> Json:
        """Return the newest action that the bot was told of."""
        action: Json = self.bot.last("block_actions")["actions"][0]
        return action

    def presses(self) -> list[Json]:
        """Return all that tell the bot of an action."""
        return [body for body in self.bot.heard if body.get("type") == "block_actions"]


def serve(workspace: Workspace) -> Server:
    """Return a server with the page on it, not yet started."""
    server = Server(workspace, **QUICK)
    page.attach(server.app, workspace)
    return server


@contextmanager
def furnished() -> Iterator[Room]:
    """Serve the demo's company on a Monday at 08:30 in Berlin, with two moments ahead."""
    workspace = Workspace(demo_company(), json.loads(MANIFEST.read_text()), clock=Clock(MONDAY))
    workspace.moments = lambda: (
        Moment(THURSDAY, "preparation", "preparation for Maya", "U0MAYA"),
        Moment(THURSDAY + timedelta(hours=2, minutes=30), "cue", "Dev's question", "U0DEV"),
    )
    with serve(workspace) as server:
        bot = Echo(server.api_url)
        furnish(bot)
        with over_sockets(bot, server):
            client = WebClient(token=BOT_TOKEN, base_url=server.api_url, timeout=5)
            yield Room(workspace, bot, client, server.url)
