"""What Slack sends to a bot, field by field: messages, events, presses, forms and commands."""

import secrets
from collections.abc import Mapping
from typing import Any

from bot.playground.people import APP_ID, BOT, BOT_ID, Member
from bot.playground.state import Channel, File, Json, Kind, Message, View

VERIFICATION = "verification-token"
DOMAIN = "playground"


def file_as_slack(file: File) -> Json:
    """Return a file object; its content stays behind `url_private`."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "alt_txt": file.alt,
        "size": len(file.content),
        "user": file.user,
        "mode": "hosted",
        "is_external": False,
        "url_private": f"https://{DOMAIN}.slack.com/files/{file.user}/{file.id}/{file.name}",
    }


def message_as_slack(message: Message, team_id: str, *, with_metadata: bool = False) -> Json:
    """Return a message as histories and events show it."""
    found: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": team_id,
        "blocks": list(message.blocks or _typed(message)),
    }
    if message.bot_id:
        found |= {"bot_id": message.bot_id, "app_id": APP_ID, "bot_profile": _bot(team_id)}
    if message.edited_ts:
        found["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.reply_count:
        found |= {"reply_count": message.reply_count, "thread_ts": message.ts}
    if message.files:
        found["files"] = [file_as_slack(file) for file in message.files]
    if message.metadata and with_metadata:
        found["metadata"] = message.metadata
    for name in ("thread_ts", "subtype", "client_msg_id"):
        if getattr(message, name):
            found[name] = getattr(message, name)
    return found


def _bot(team_id: str) -> Json:
    return {
        "id": BOT_ID,
        "app_id": APP_ID,
        "user_id": BOT,
        "name": "Trellis",
        "deleted": False,
        "team_id": team_id,
    }


def said(message: Message, channel: Channel, team_id: str) -> Json:
    """Return the event of a new message."""
    return {
        **message_as_slack(message, team_id),
        "channel": channel.id,
        "channel_type": channel.kind.value,
        "event_ts": message.ts,
    }


def changed(old: Message, new: Message, channel: Channel, team_id: str, ts: str) -> Json:
    """Return the event of an edited message, `message_changed`."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": message_as_slack(new, team_id) | {"source_team": team_id, "user_team": team_id},
        "previous_message": message_as_slack(old, team_id),
        "channel": channel.id,
        "channel_type": channel.kind.value,
        "ts": ts,
        "event_ts": ts,
    }


def deleted(old: Message, channel: Channel, team_id: str, ts: str) -> Json:
    """Return the event of a deleted message, `message_deleted`."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": old.ts,
        "previous_message": message_as_slack(old, team_id),
        "channel": channel.id,
        "channel_type": channel.kind.value,
        "ts": ts,
        "event_ts": ts,
    }


def _typed(message: Message) -> tuple[Json, ...]:
    """Return the rich text block that Slack itself makes of a message without blocks."""
    if not message.text:
        return ()
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": message.text}]}
    return ({"type": "rich_text", "block_id": message.ts[-5:], "elements": [section]},)


def envelope(event: Json, team_id: str, at: int) -> Json:
    """Return the Events API's envelope around an event; `at` is its event_time."""
    return {
        "token": VERIFICATION,
        "team_id": team_id,
        "context_team_id": team_id,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": at,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team_id,
                "user_id": BOT,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_hex(20)}",
    }


def view_as_slack(view: View, team_id: str, state: Json | None = None) -> Json:
    """Return a view object with what stands in its inputs."""
    defaults = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "title": None,
        "close": None,
        "submit": None,
        "clear_on_close": False,
        "notify_on_close": False,
    }
    return {
        **defaults,
        **view.body,
        "id": view.id,
        "team_id": team_id,
        "state": {"values": state or {}},
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": APP_ID,
        "app_installed_team_id": team_id,
        "bot_id": BOT_ID,
    }


def _who(member: Member, team_id: str) -> Json:
    return {
        "user": {
            "id": member.id,
            "username": member.name,
            "name": member.name,
            "team_id": team_id,
        },
        "api_app_id": APP_ID,
        "token": VERIFICATION,
        "team": {"id": team_id, "domain": DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def press(member: Member, team_id: str, trigger: str, action: Json, place: Json) -> Json:
    """Return a `block_actions` payload; `place` says where it was pressed."""
    return {
        "type": "block_actions",
        **_who(member, team_id),
        "trigger_id": trigger,
        **place,
        "actions": [action],
    }


def in_message(message: Json, channel: Channel, state: Json, response_url: str) -> Json:
    """Return the fields of a press that say in which message it was."""
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": bool(message.get("is_ephemeral")),
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    place = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": state},
        "response_url": response_url,
    }
    return place if message.get("is_ephemeral") else {**place, "message": message}


def in_view(view: Json) -> Json:
    """Return the fields of a press that say in which view it was."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def submission(member: Member, team_id: str, trigger: str, view: Json) -> Json:
    """Return a `view_submission` payload."""
    who = _who(member, team_id)
    return {
        "type": "view_submission",
        **who,
        "trigger_id": trigger,
        "view": view,
        "response_urls": [],
    }


def closing(member: Member, team_id: str, view: Json, *, is_cleared: bool) -> Json:
    """Return a `view_closed` payload."""
    who = _who(member, team_id)
    return {"type": "view_closed", **who, "view": view, "is_cleared": is_cleared}


def command(member: Member, channel: Channel, team_id: str, own: Mapping[str, Any]) -> Json:
    """Return a slash command's form; `own` brings command, text, response_url, trigger_id."""
    return {
        "token": VERIFICATION,
        "team_id": team_id,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": member.id,
        "user_name": member.name,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        **own,
    }


def channel_name(channel: Channel) -> str:
    """Return what a payload calls a channel."""
    return "directmessage" if channel.kind is Kind.IM else channel.name
