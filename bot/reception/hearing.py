"""What people write to the bot: cleaned of echoes and repeats, then offered to the features."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import blake2b
from typing import Any, Literal

from slack_bolt import BoltContext
from slack_sdk import WebClient
from sqlmodel import Session

from bot.data import people, seen
from bot.data.store import read_anew
from bot.reception import callers
from bot.reception.desk import Caller, Desk, Foresee, Heard, Hearer, Sees
from bot.reception.replies import record, reply
from bot.reception.together import Together

log = logging.getLogger(__name__)

HASTE = timedelta(seconds=0.3)  # less than PostgreSQL takes to look whether two wait in a circle
REPEATS = timedelta(hours=1)  # far longer than Slack brings an event again
PLAIN = frozenset({None, "file_share", "thread_broadcast"})


def hear(
    desk: Desk,
    hearers: Sequence[Hearer],
    sees: Sequence[Sees] = (),
    foresights: Sequence[Foresee] = (),
) -> Callable[..., None]:
    """Return the listener for messages in conversations with the bot.

    All that a message causes is in one transaction with the note that it was heard: Slack may send
    it again, and a failure leaves nothing half done. Messages that come at the same moment share
    theirs. Of group conversations that the bot has opened, only that somebody wrote is passed on;
    what they wrote is looked at nowhere.
    """
    takers = Together(partial(_take, desk, hearers, foresights))

    def listen(body: Mapping[str, Any], context: BoltContext, client: WebClient) -> None:
        event, me = body.get("event"), context.get("me")
        if not isinstance(event, Mapping) or me is None:
            return
        if event.get("channel_type") == "mpim":
            _see(desk, sees, me, event)
        elif heard := understand(event, me, body.get("event_id")):
            _hear(desk, takers, client, heard)

    return listen


def _see(desk: Desk, sees: Sequence[Sees], me: Caller, event: Mapping[str, Any]) -> None:
    channel = event.get("channel")
    if event.get("subtype") in PLAIN and not event.get("bot_id") and isinstance(channel, str):
        with desk.store.begin() as session:
            for note in sees:
                note(session, me, channel, desk)


def _hear(desk: Desk, takers: Together[Heard, bool], client: WebClient, heard: Heard) -> None:
    if heard.what == "said":
        desk.roles.get_ready()  # it takes a second, once: too long for a transaction
    if not takers.do(heard) and callers.get_to_know(desk, client, heard.who):
        takers.do(heard)


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
            if seen.note(session, [seen.Named(me.team, me.user, event_id)], desk.now())[0]:
                taken = any(hearer(session, heard, desk) for hearer in hearers)
                key = "heard.mention_answered" if taken else "heard.mention"
                reply(session, heard, desk, key)
                record(session, desk.now())

    return listen


def _take(
    desk: Desk, hearers: Sequence[Hearer], foresights: Sequence[Foresee], some: Sequence[Heard]
) -> list[bool]:
    """Offer messages to the features, each once; False for one that a stranger wrote.

    All of it is one transaction. For a stranger nothing is done. Where many are heard, none waits
    for what others hold: those who do not need it would wait as well.
    """
    with desk.store.begin(patience=HASTE if len(some) > 1 else None) as session:
        named = [seen.Named(one.who.team, one.who.user, _message_name(one)) for one in some]
        is_new = seen.note(session, named, desk.now())
        # Asked of the event: a stranger may have become known since, by another message.
        known = [it or seen.is_noted(session, of) for it, of in zip(is_new, named, strict=True)]
        fates = zip(some, named, is_new, known, strict=True)
        new = [
            _as_first(one, desk) if is_first else one
            for one, of, is_first, is_known in fates
            if (is_first if one.what == "said" else is_known and _is_last(session, one, of, desk))
        ]
        if len(new) > 1:
            for foresee in foresights:
                foresee(session, new)
        taken = _offer(session, desk, hearers, new)
    for one, is_taken in zip(new, taken, strict=True):
        log.info("heard team=%s event=%s taken=%s", one.who.team, one.event_id, is_taken)
    return known


def _message_name(heard: Heard) -> str:
    """Return under which name it is noted that a message was heard, said or changed."""
    place = f"{heard.channel}:{heard.ts}".encode(errors="replace")
    return blake2b(place, digest_size=12).hexdigest()


def _is_last(session: Session, heard: Heard, of: seen.Named, desk: Desk) -> bool:
    """Whether nothing later is known to have become of a message: Slack keeps no order."""
    changes = of._replace(event_id=f"{of.event_id}:changed")
    return seen.is_latest(session, changes, _moment(heard.event_ts) or desk.now())


def _as_first(heard: Heard, desk: Desk) -> Heard:
    """Take a change that overtook its message for the message: that is not heard any more."""
    said = _moment(heard.ts)
    is_overtaking = heard.what == "changed" and said and desk.now() - said < REPEATS
    return replace(heard, what="said") if is_overtaking else heard


def _moment(ts: str | None) -> datetime | None:
    is_moment = ts and re.fullmatch(r"\d{1,10}\.\d{1,6}", ts)
    return datetime.fromtimestamp(float(ts), UTC) if ts and is_moment else None


def _offer(
    session: Session, desk: Desk, hearers: Sequence[Hearer], new: Iterable[Heard]
) -> list[bool]:
    """Offer messages to the features one by one; return which of them somebody has taken up."""
    taken, met = [], set[Caller]()
    for one in new:
        if one.who in met:  # what was answered before comes first, and is there to be cancelled
            record(session, desk.now())
        met.add(one.who)
        taken.append(any(hearer(session, one, desk) for hearer in hearers))
        read_anew(session)
    record(session, desk.now())
    return taken


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
    thread, at = _name(message.get("thread_ts")), _name(event.get("event_ts"))
    return Heard(me, what, channel, ts, text, named, thread, at)


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
