"""The manifest: one paste that makes the Slack app, within what Slack accepts."""

import json
from typing import Any

import pytest

from bot.admin import MANIFEST
from bot.admin.check import scopes


@pytest.fixture
def manifest() -> dict[str, Any]:
    """Return manifest.json."""
    return dict(json.loads(MANIFEST.read_text()))


def test_scopes() -> None:
    """Five scopes are needed; the others are optional, and stand in both lists as Slack asks."""
    needed = {"chat:write", "commands", "im:history", "im:write", "users:read"}
    optional = {
        "app_mentions:read",
        "assistant:write",
        "files:write",
        "mpim:history",
        "mpim:write",
        "users:read.email",
    }
    found = scopes(MANIFEST)
    assert {scope for scope, is_needed in found.items() if is_needed} == needed
    assert {scope for scope, is_needed in found.items() if not is_needed} == optional


def test_lengths(manifest: dict[str, Any]) -> None:
    """No text is longer than Slack takes: docs.slack.dev/reference/app-manifest."""
    display, features = manifest["display_information"], manifest["features"]
    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert len(display["long_description"]) <= 4000
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["bot_user"]["display_name"]) <= 80


def test_people_arrive_as_ids(manifest: dict[str, Any]) -> None:
    """`/career one-on-one @person` reaches us with the person's id."""
    (command,) = manifest["features"]["slash_commands"]
    assert command["command"] == "/career"
    assert command["should_escape"] is True


def test_people_can_write_to_it(manifest: dict[str, Any]) -> None:
    """Both tabs are open, and the messages tab takes messages."""
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_only_conversations_with_the_bot_are_heard(manifest: dict[str, Any]) -> None:
    """The bot hears what is said to it, and in groups that it opened; nothing in channels."""
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert [event for event in events if event.startswith("message.")] == [
        "message.im",
        "message.mpim",
    ]
    assert {"app_home_opened", "app_mention", "user_change", "team_join"} <= set(events)
