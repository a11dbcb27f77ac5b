"""The bot speaks: chat.* of the Web API."""

import json
from dataclasses import replace

from bot.playground.api import Call, Method
from bot.playground.blockkit import message_faults
from bot.playground.errors import Refusal
from bot.playground.payloads import message_as_slack
from bot.playground.people import BOT, BOT_ID
from bot.playground.screens import with_ids
from bot.playground.state import Channel, Ephemeral, Json, Kind, Message

LONGEST = 40_000
LARGEST_METADATA = 8_000


def check_blocks(blocks: object) -> tuple[Json, ...]:
    """Return a message's blocks with their ids, or refuse them as Slack does."""
    if blocks is None:
        return ()
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    faults = message_faults(blocks)
    if faults:
        raise Refusal("invalid_blocks", errors=faults, response_metadata={"messages": faults})
    return tuple(with_ids(blocks))


def _blocks(call: Call) -> tuple[Json, ...]:
    return check_blocks(call.parsed("blocks", "invalid_blocks_format"))


def _target(call: Call) -> Channel:
    """Return where to post: a user's id stands for their DM."""
    ledger, name = call.ledger, call.need("channel", "channel_not_found")
    channel = ledger.channels.get(ledger.dm(name) if name in ledger.members else name)
    if channel is None:
        raise Refusal("channel_not_found")
    _check_writable(call, channel)
    return channel


def _check_writable(call: Call, channel: Channel) -> None:
    if channel.is_archived:
        raise Refusal("is_archived")
    if BOT not in channel.members:
        raise Refusal("not_in_channel")
    if channel.kind is not Kind.IM:
        return
    if call.ledger.members[channel.members[0]].deleted:
        raise Refusal("user_disabled")
    home = call.ledger.manifest.get("features", {}).get("app_home", {})
    if home.get("messages_tab_enabled") is False:
        raise Refusal("messages_tab_disabled")


def _metadata(call: Call) -> Json | None:
    metadata = call.parsed("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise Refusal("invalid_metadata_format")
    if not isinstance(metadata["event_payload"], dict) or not metadata["event_type"]:
        raise Refusal("invalid_metadata_format")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise Refusal("metadata_too_large")
    return metadata


def _post_message(call: Call) -> Json:
    channel, blocks, text = _target(call), _blocks(call), call.text("text")[:LONGEST]
    metadata = _metadata(call)
    if not text and not blocks:
        raise Refusal("no_text")
    message = Message(
        channel=channel.id,
        ts=call.ledger.new_ts(),
        user=BOT,
        bot_id=BOT_ID,
        text=text,
        blocks=blocks,
        thread_ts=call.text("thread_ts") or None,
        metadata=metadata,
        is_broadcast=call.flag("reply_broadcast"),
    )
    call.ledger.post(message)
    return _posted(call, message)


def _posted(call: Call, message: Message) -> Json:
    shown = message_as_slack(message, call.ledger.team_id, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "message": shown}


def _own(call: Call, error: str) -> Message:
    channel = call.channel()
    message = call.ledger.posts[channel.id].get(call.need("ts", "message_not_found"))
    if message is None or message.subtype == "tombstone":
        raise Refusal("message_not_found")
    if message.user != BOT:
        raise Refusal(error)
    return message


def _update(call: Call) -> Json:
    old, blocks, text = _own(call, "cant_update_message"), _blocks(call), call.text("text")
    if not text and "blocks" not in call.args:
        raise Refusal("no_text")
    text = text[:LONGEST] or old.text
    new = replace(
        old,
        text=text,
        blocks=blocks,
        metadata=_metadata(call) or old.metadata,
        edited_ts=call.ledger.new_ts(),
    )
    call.ledger.change(new)
    return {**_posted(call, new), "text": text}


def _delete(call: Call) -> Json:
    message = _own(call, "cant_delete_message")
    call.ledger.remove(message.channel, message.ts)
    return {"channel": message.channel, "ts": message.ts}


def _post_ephemeral(call: Call) -> Json:
    channel, user, blocks = _target(call), call.need("user", "user_not_found"), _blocks(call)
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    if not call.text("text") and not blocks:
        raise Refusal("no_text")
    ephemeral = Ephemeral(
        channel=channel.id,
        ts=call.ledger.new_ts(),
        user=user,
        text=call.text("text"),
        blocks=blocks,
        thread_ts=call.text("thread_ts") or None,
    )
    call.ledger.whisper(ephemeral)
    return {"message_ts": ephemeral.ts}


METHODS = {
    "chat.postMessage": Method(_post_message, ("chat:write",)),
    "chat.update": Method(_update, ("chat:write",), 50),
    "chat.delete": Method(_delete, ("chat:write",), 50),
    "chat.postEphemeral": Method(_post_ephemeral, ("chat:write",), 100),
}
