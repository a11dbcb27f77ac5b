"""The Home tab: what every feature has to show to this person, and their settings."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block
from bot.data import people
from bot.features.people import stop
from bot.reception.desk import Caller, Desk, HomeShelf, Section
from bot.rules import spoken

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Layout:
    """What Home is put together from: first what is next, below it what people leaf through."""

    sections: Sequence[Section]
    shelves: Sequence[HomeShelf]


def render(session: Session, me: Caller, desk: Desk, layout: Layout, asked: str) -> Block:
    """Return the caller's Home tab as things stand now."""
    parts = [block for show in layout.sections for block in show(session, me, desk)]
    parts += [block for show in layout.shelves for block in show(session, me, desk, asked)]
    return blocks.home(parts, _settings(session, me, desk), asked)


def publish(
    desk: Desk,
    layout: Layout,
    client: WebClient,
    me: Caller,
    before: str,
    asked: str | None = None,
    /,
) -> None:
    """Show the caller's Home tab: what they ask for now, or what they asked `before`."""
    with desk.store.read() as session:
        view = render(session, me, desk, layout, before if asked is None else asked)
    client.views_publish(user_id=me.user, view=view)


def follow(
    desk: Desk,
    layout: Layout,
    client: WebClient,
    me: Caller,
    before: str,
    asked: str | None = None,
    /,
) -> None:
    """Show the caller's Home tab after they did something.

    What they did holds even where Slack does not take a new Home just now; who leafs through it
    is told.
    """
    try:
        publish(desk, layout, client, me, before, asked)
    except (SlackClientError, OSError) as error:
        if asked is not None:
            raise
        log.warning("home.stale team=%s error=%s", me.team, type(error).__name__)


def opened(desk: Desk, layout: Layout) -> Callable[[Mapping[str, Any], WebClient, Caller], None]:
    """Return the listener for somebody who opens the app: Home, or the conversation."""

    def open_app(event: Mapping[str, Any], client: WebClient, me: Caller) -> None:
        if event.get("tab") == "home":
            publish(desk, layout, client, me, "")
        elif event.get("channel"):
            _suggest(desk, client, str(event["channel"]))

    return open_app


def _suggest(desk: Desk, client: WebClient, channel: str) -> None:
    """Offer things to say, where the workspace has that; elsewhere nobody misses it."""
    prompts = [
        {"title": desk.say(key), "message": desk.say(key)}
        for key in (
            "help.prompt_setup",
            "help.prompt_next",
            "help.prompt_moves",
            "help.prompt_help",
        )
    ]
    with suppress(SlackApiError):
        client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts)


def _settings(session: Session, me: Caller, desk: Desk) -> list[Block]:
    person = people.person(session, me.team, me.user)
    line = desk.say(
        "home.settings_line",
        hours=f"{spoken.clock(person.day_starts)}–{spoken.clock(person.day_ends)}",
        days=spoken.listed(person.workdays, desk.say("days.names").split(", ")),
        zone=people.zone(person).replace("_", " "),
        country=person.country or desk.say("home.no_country"),
    )
    change = blocks.button(desk.say("home.settings"), "settings.open", "settings")
    return [blocks.divider(), blocks.section(line, change), stop.choices(desk)]
