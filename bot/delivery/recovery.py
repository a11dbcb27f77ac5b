"""Finds out what became of a message whose sending broke off half-way.

It starts only when the lease has run out. A call that was on its way when its process was killed
is over by then, so nothing can appear in the conversation after we have looked.
"""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from slack_sdk import WebClient

from bot.data.tables import Delivery, Sending
from bot.delivery import refusals, wire
from bot.delivery.outbox import Rank
from bot.delivery.postroom import Postroom, dms_of, remember_dm
from bot.delivery.wire import Refusal, Refused

log = logging.getLogger(__name__)

AROUND = timedelta(seconds=15)  # how far Slack's clock may be behind ours
UNKNOWN = "unknown"  # what an owner is told: whether it was posted cannot be found out
PASSING = (Refusal.FAULT, Refusal.SILENCE, Refusal.UNSENT)


def may_send(room: Postroom, row: Delivery) -> bool:
    """Look once whether a half-sent `row` was posted; True if it is to be sent again.

    Else its end, or the next look, has been noted.
    """
    if row.replaces is not None:
        return True  # rewriting a message twice does no harm
    try:
        channel, ts, is_all = _look(room, row)
    except Exception as error:  # noqa: BLE001 - whatever it is, nothing was seen
        return _could_not_look(room, row, wire.why(error))
    if ts:
        log.info("found: delivery=%s team=%s kind=%s", row.id, row.team, row.kind)
        sent: dict[str, Any] = {"channel": channel, "ts": ts, "sent_at": room.now(), "error": None}
        room.note(row, Sending.SENT, **sent)
        return False
    return is_all or _decide_unseen(room, row, "not_all_seen")


def _look(room: Postroom, row: Delivery) -> tuple[str, str | None, bool]:
    client = room.line_to(row.team)
    channel = row.channel or _dm(room, row, client)
    oldest = (row.tried_at or row.created_at) - AROUND
    return channel, *wire.look_up(client, row.key, channel, row.thread_ts, oldest)


def _dm(room: Postroom, row: Delivery, client: WebClient) -> str:
    with room.store.read() as session:
        known = dms_of(session, [row]).get((row.team, row.to))
    if known:
        return known
    channel = wire.open_dm(client, row.to)
    with room.store.begin() as session:
        remember_dm(session, row, channel)
    return channel


def _could_not_look(room: Postroom, row: Delivery, refused: Refused) -> bool:
    log.warning(
        "no look-up: delivery=%s team=%s kind=%s error=%s",
        row.id,
        row.team,
        row.kind,
        refused.error,
    )
    if refused.refusal is Refusal.WAIT:
        room.note(row, Sending.SENDING, retry_at=room.later(refused.wait))
    elif refused.refusal is Refusal.STOP and refused.error != "missing_scope":
        refusals.stop(room, row, refused.error, Sending.SENDING, row.attempts)
    elif refused.refusal in PASSING and row.attempts < refusals.ENOUGH:
        again = room.later(refusals.pause(row.attempts, row.id or 0))
        room.note(row, Sending.SENDING, retry_at=again, attempts=row.attempts + 1)
    else:
        return _decide_unseen(room, row, refused.error)
    return False


def _decide_unseen(room: Postroom, row: Delivery, error: str) -> bool:
    """Rather a second cue than none; of everything else rather none, and a note of it."""
    if row.rank == Rank.CUE and not room.is_late(row) and row.attempts < refusals.ENOUGH:
        return True
    tell = partial(refusals.tell_owners, room=room, row=row, error=UNKNOWN)
    room.note(row, Sending.UNKNOWN, tell, error=error)
    log.error("unknown: delivery=%s team=%s kind=%s", row.id, row.team, row.kind)
    return False
