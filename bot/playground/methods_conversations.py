"""The bot looks around: conversations.* and assistant.* of the Web API."""

from collections.abc import Sequence

from bot.playground.api import Call, Method, missing_scope
from bot.playground.errors import Refusal
from bot.playground.payloads import message_as_slack
from bot.playground.people import BOT
from bot.playground.state import Channel, Json, Kind, Message, Prompt

PAGE = 100
MOST = 999
PROMPTS = 4
GROUP = 8
HISTORY = {
    Kind.IM: "im:history",
    Kind.MPIM: "mpim:history",
    Kind.CHANNEL: "channels:history",
}
READ = ("im:read", "mpim:read", "channels:read", "im:write", "mpim:write")


def _open(call: Call) -> Json:
    users = [user for user in call.text("users").split(",") if user]
    if call.text("channel"):
        channel = call.channel()
        return {"no_op": True, "already_open": True, "channel": _brief(call, channel)}
    if not users:
        raise Refusal("users_list_not_supplied")
    for user in users:
        _check_reachable(call, user)
    if len(users) > 1:
        return {"channel": _brief(call, _group(call, users))}
    if "im:write" not in call.ledger.scopes:
        raise missing_scope(call.ledger, "im:write")
    channel = call.ledger.channels[call.ledger.dm(users[0])]
    return {"no_op": True, "already_open": True, "channel": _brief(call, channel)}


def _check_reachable(call: Call, user: str) -> None:
    member = call.ledger.members.get(user)
    if member is None:
        raise Refusal("user_not_found")
    if member.deleted:
        raise Refusal("user_disabled")
    if not member.is_person:
        raise Refusal("cannot_dm_bot")


def _group(call: Call, users: Sequence[str]) -> Channel:
    if "mpim:write" not in call.ledger.scopes:
        raise missing_scope(call.ledger, "mpim:write")
    if len(users) > GROUP:
        raise Refusal("too_many_users")
    return call.ledger.room(frozenset(users))


def _brief(call: Call, channel: Channel) -> Json:
    return _as_slack(channel) if call.flag("return_im") else {"id": channel.id}


def _as_slack(channel: Channel) -> Json:
    found: Json = {
        "id": channel.id,
        "is_im": channel.kind is Kind.IM,
        "is_mpim": channel.kind is Kind.MPIM,
        "is_channel": channel.kind is Kind.CHANNEL,
        "is_archived": channel.is_archived,
        "is_member": BOT in channel.members,
    }
    if channel.kind is Kind.IM:
        return {**found, "user": channel.members[0], "is_open": True}
    return {**found, "name": channel.name, "num_members": len(channel.members)}


def _readable(call: Call) -> Channel:
    channel = call.channel()
    if HISTORY[channel.kind] not in call.ledger.scopes:
        raise missing_scope(call.ledger, HISTORY[channel.kind])
    if BOT not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _history(call: Call) -> Json:
    posts = call.ledger.posts[_readable(call).id].values()
    shown = [m for m in posts if not m.is_reply or m.is_broadcast]
    return _page(call, sorted(_within(call, shown), key=lambda m: m.ts, reverse=True))


def _replies(call: Call) -> Json:
    channel = _readable(call)
    root = call.need("ts", "thread_not_found")
    posts = call.ledger.posts[channel.id].values()
    thread = [m for m in posts if root in (m.ts, m.thread_ts)]
    if not thread:
        raise Refusal("thread_not_found")
    return _page(call, sorted(_within(call, thread), key=lambda m: m.ts))


def _within(call: Call, messages: Sequence[Message]) -> list[Message]:
    oldest, latest = call.text("oldest") or "0", call.text("latest") or "inf"
    low, high = _moment(oldest), _moment(latest)
    inclusive = call.flag("inclusive")
    return [
        m
        for m in messages
        if low < float(m.ts) < high or (inclusive and float(m.ts) in (low, high))
    ]


def _moment(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Refusal("invalid_ts_oldest") from None


def _page(call: Call, messages: Sequence[Message]) -> Json:
    limit, start = min(call.number("limit", PAGE), MOST), call.number("cursor", 0)
    chosen = messages[start : start + limit]
    has_more = start + limit < len(messages)
    whole = call.flag("include_all_metadata")
    team = call.ledger.team_id
    return {
        "messages": [message_as_slack(m, team, with_metadata=whole) for m in chosen],
        "has_more": has_more,
        "response_metadata": {"next_cursor": str(start + limit) if has_more else ""},
    }


def _info(call: Call) -> Json:
    return {"channel": _as_slack(call.channel())}


def _members(call: Call) -> Json:
    channel = call.channel()
    return {"members": list(channel.members), "response_metadata": {"next_cursor": ""}}


def _assistant_channel(call: Call) -> Channel:
    channel = call.channel("channel_id")
    if channel.kind is not Kind.IM:
        raise Refusal("channel_not_found")
    return channel


def _set_prompts(call: Call) -> Json:
    channel, prompts = _assistant_channel(call), call.parsed("prompts")
    is_fit = isinstance(prompts, list) and 0 < len(prompts) <= PROMPTS
    if not is_fit or any(not (p.get("title") and p.get("message")) for p in prompts):
        raise Refusal("invalid_arguments")
    found = tuple(Prompt(str(p["title"]), str(p["message"])) for p in prompts)
    call.ledger.prompts[channel.id] = found
    call.ledger.touch()
    return {}


def _set_status(call: Call) -> Json:
    channel = _assistant_channel(call)
    call.need("thread_ts")
    call.ledger.statuses[channel.id] = call.text("status")
    call.ledger.touch()
    return {}


METHODS = {
    "conversations.open": Method(_open, ("im:write", "mpim:write"), 50),
    "conversations.history": Method(_history, tuple(HISTORY.values()), 50),
    "conversations.replies": Method(_replies, tuple(HISTORY.values()), 50),
    "conversations.info": Method(_info, READ, 50),
    "conversations.members": Method(_members, READ, 100),
    "assistant.threads.setSuggestedPrompts": Method(_set_prompts, ("assistant:write",), 100),
    "assistant.threads.setStatus": Method(_set_status, ("assistant:write", "chat:write"), 600),
}
