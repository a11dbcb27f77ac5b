"""The Home tab: what every feature has to show to this person, and their settings."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session

from bot import blocks
from bot.blocks import Block
from bot.data import people
from bot.reception.desk import Caller, Desk, Section
from bot.rules import spoken


def publish(desk: Desk, sections: Sequence[Section], client: WebClient, me: Caller) -> None:
    """Show the caller's Home tab as things stand now."""
    with desk.store.read() as session:
        parts = [block for show in sections for block in show(session, me, desk)]
        parts += _settings(session, me, desk)
    client.views_publish(user_id=me.user, view=blocks.home(parts))


def opened(
    desk: Desk, sections: Sequence[Section]
) -> Callable[[Mapping[str, Any], WebClient, Caller], None]:
    """Return the listener for somebody who opens the app: Home, or the conversation."""

    def open_app(event: Mapping[str, Any], client: WebClient, me: Caller) -> None:
        if event.get("tab") == "home":
            publish(desk, sections, client, me)
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
    return [blocks.divider(), blocks.section(line, change)]
