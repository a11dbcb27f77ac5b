"""What people write to the bot: cleaned of echoes and repeats, then offered to the features."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.data import people, seen
from bot.reception import callers
from bot.reception.desk import Caller, Desk, Heard, Hearer, Sees
from bot.reception.replies import reply

log = logging.getLogger(__name__)

PLAIN = frozenset({None, "file_share", "thread_broadcast"})


def hear(desk: Desk, hearers: Sequence[Hearer], sees: Sequence[Sees] = ()) -> Callable[..., None]:
    """Return the listener for messages in conversations with the bot.

    All that a message causes is one transaction, together with the note that it was heard:
    Slack may send it again, and a failure leaves nothing half done. Of group conversations that
    the bot has opened, only that somebody wrote is passed on; what they wrote is looked at nowhere.
    """

    def listen(body: Mapping[str, Any], context: BoltContext, client: WebClient) -> None:
        event, me = body.get("event"), context.get("me")
        if not isinstance(event, Mapping) or me is None:
            return
        if event.get("channel_type") == "mpim":
            _see(desk, sees, me, event)
        elif heard := understand(event, me, body.get("event_id")):
            _hear(desk, hearers, client, heard)

    return listen


def _see(desk: Desk, sees: Sequence[Sees], me: Caller, event: Mapping[str, Any]) -> None:
    channel = event.get("channel")
    if event.get("subtype") in PLAIN and not event.get("bot_id") and isinstance(channel, str):
        with desk.store.begin() as session:
            for note in sees:
                note(session, me, channel, desk)


def _hear(desk: Desk, hearers: Sequence[Hearer], client: WebClient, heard: Heard) -> None:
    if heard.what == "said":
        desk.roles.get_ready()  # it takes a second, once: too long for a transaction
    is_taken = _take(desk, hearers, heard)
    if not is_taken and callers.get_to_know(desk, client, heard.who):
        _take(desk, hearers, heard)


def hear_mention(desk: Desk, hearers: Sequence[Hearer] = ()) -> Callable[..., None]:
    """Return the listener for mentions in channels.

    A feature answers where nobody else reads; in the thread stands only that, or where to write.
    """

    def listen(
        body: Mapping[str, Any], event: Mapping[str, Any], me: Caller, context: BoltContext
    ) -> None:
        needed = (event.get("channel"), event.get("ts"), body.get("event_id"))
        if not all(isinstance(one, str) and one for one in needed):
            return
        channel, ts, event_id = (str(one) for one in needed)
        text = str(event.get("text") or "").replace(f"<@{context.bot_user_id}>", " ").strip()
        thread = _name(event.get("thread_ts")) or ts
        heard = Heard(me, "said", channel, ts, text, event_id, thread)
        with desk.store.begin() as session:
            if people.person(session, me.team, me.user).is_stranger:
                return  # what colleagues may ask each other is not for another company
            if seen.note(session, me.team, me.user, event_id, desk.now()):
                taken = any(hearer(session, heard, desk) for hearer in hearers)
                key = "heard.mention_answered" if taken else "heard.mention"
                reply(session, heard, desk, key)

    return listen


def _take(desk: Desk, hearers: Sequence[Hearer], heard: Heard) -> bool:
    """Offer a message to the features, once; False, and nothing done, where a stranger wrote it."""
    me = heard.who
    with desk.store.begin() as session:
        if not seen.note(session, me.team, me.user, heard.event_id, desk.now()):
            # Asked of the event: a stranger may have become known since, by another message.
            return seen.is_noted(session, me.team, heard.event_id)
        taken = any(hearer(session, heard, desk) for hearer in hearers)
    log.info("heard team=%s event=%s taken=%s", me.team, heard.event_id, taken)
    return True


def understand(event: Mapping[str, Any], me: Caller, event_id: object) -> Heard | None:
    """Return what was said, changed or deleted; None for bots, echoes and thin payloads."""
    if event.get("channel_type") != "im":
        return None
    what, message = _message(event)
    needed = (event.get("channel"), message.get("ts"), event_id)
    if message.get("bot_id") or not all(isinstance(one, str) and one for one in needed):
        return None
    channel, ts, named = (str(one) for one in needed)
    text = str(message.get("text") or "")
    return Heard(me, what, channel, ts, text, named, _name(message.get("thread_ts")))


def _message(
    event: Mapping[str, Any],
) -> tuple[Literal["said", "changed", "deleted"], Mapping[str, Any]]:
    kind = event.get("subtype")
    if kind == "message_changed":
        return "changed", _mapping(event.get("message"))
    if kind == "message_deleted":
        return "deleted", _mapping(event.get("previous_message"))
    return "said", event if kind in PLAIN else {}


def _name(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
