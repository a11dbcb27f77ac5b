"""What people write to the bot: cleaned of echoes and repeats, then offered to the features."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from slack_bolt import BoltContext
from slack_sdk import WebClient
from sqlmodel import Session

from bot.data import people
from bot.data.store import add_new
from bot.data.tables import SeenEvent
from bot.reception import callers
from bot.reception.desk import Caller, Desk, Heard, Hearer, Sees
from bot.reception.replies import reply

log = logging.getLogger(__name__)

PLAIN = frozenset({None, "file_share", "thread_broadcast"})


def hear(desk: Desk, hearers: Sequence[Hearer]) -> Callable[..., None]:
    """Return the listener for messages in a person's conversation with the bot.

    All that a message causes is one transaction, together with the note that it was heard:
    Slack may send it again, and a failure leaves nothing half done.
    """

    def listen(body: Mapping[str, Any], context: BoltContext, client: WebClient) -> None:
        heard = understand(body, context)
        if heard is None:
            return
        if heard.what == "said" and not heard.thread_ts:
            desk.roles.get_ready()  # it takes a second, once: too long for a transaction
        is_known = _take(desk, hearers, heard)
        if not is_known and callers.get_to_know(desk, client, heard.who):
            _take(desk, hearers, heard)

    return listen


def see(desk: Desk, sees: Sequence[Sees]) -> Callable[..., None]:
    """Return the listener for messages in group conversations that the bot has opened.

    That somebody wrote is all that is passed on; what they wrote is looked at nowhere.
    """

    def listen(event: Mapping[str, Any], me: Caller) -> None:
        channel = event.get("channel")
        if event.get("subtype") in PLAIN and not event.get("bot_id") and isinstance(channel, str):
            with desk.store.begin() as session:
                for note in sees:
                    note(session, me, channel, desk)

    return listen


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
            if is_new(session, me.team, event_id, desk.now()):
                taken = any(hearer(session, heard, desk) for hearer in hearers)
                key = "heard.mention_answered" if taken else "heard.mention"
                reply(session, heard, desk, key)

    return listen


def _take(desk: Desk, hearers: Sequence[Hearer], heard: Heard) -> bool:
    """Offer a message to the features; False, and nothing done, where a stranger wrote it.

    Messages are most of what comes: whether the writer is known is asked here, on the way.
    """
    with desk.store.begin() as session:
        if not people.is_known(session, heard.who.team, heard.who.user):
            return False
        if not is_new(session, heard.who.team, heard.event_id, desk.now()):
            return True
        taken = any(hearer(session, heard, desk) for hearer in hearers)
    log.info("heard team=%s event=%s taken=%s", heard.who.team, heard.event_id, taken)
    return True


def understand(body: Mapping[str, Any], context: BoltContext) -> Heard | None:
    """Return what was said, changed or deleted; None for bots, echoes and thin payloads."""
    event = body.get("event")
    me: Caller | None = context.get("me")
    if not isinstance(event, Mapping) or me is None or event.get("channel_type") != "im":
        return None
    what, message = _message(event)
    needed = (event.get("channel"), message.get("ts"), body.get("event_id"))
    if message.get("bot_id") or not all(isinstance(one, str) and one for one in needed):
        return None
    channel, ts, event_id = (str(one) for one in needed)
    text = str(message.get("text") or "")
    return Heard(me, what, channel, ts, text, event_id, _name(message.get("thread_ts")))


def is_new(session: Session, team: str, event_id: str, now: datetime) -> bool:
    """Note that an event is being heard; False where it was before."""
    row = {"team": team, "event_id": event_id, "at": now}
    return len(add_new(session, SeenEvent, [row])) == 1


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
