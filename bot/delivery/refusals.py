"""What is done about a call that failed: each reason has its own answer."""

import logging
from binascii import crc32
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.data import people
from bot.data.tables import Delivery, Sending, Workspace
from bot.delivery import leases
from bot.delivery.outbox import Message, Rank, put
from bot.delivery.postroom import Postroom, remember_dm
from bot.delivery.wire import Letter, Refusal, Refused
from bot.rules.workdays import next_working

log = logging.getLogger(__name__)

ENOUGH = 8  # attempts, some half an hour in all
WORN_OUT = "worn_out"  # no attempt ever came to an answer: each time the process died before
FEW = 3  # attempts, for an error that nobody has met yet
TROUBLE = "delivery.trouble"  # the kind of message that tells an owner


def pause(attempt: int, row_id: int) -> float:
    """Return how many seconds to wait after the given attempt: three times longer each time.

    From 2 s to 15 min, less up to half of it, different for each message and always the same.
    """
    share = crc32(f"{row_id}:{attempt}".encode()) / 2**32
    return min(2.0 * 3.0 ** (attempt - 1), 900.0) * (1 - share / 2)


def handle(room: Postroom, row: Delivery, letter: Letter, refused: Refused) -> None:
    """Do what the failed call of `row` asks for, and say so in one line."""
    level = logging.ERROR if refused.refusal in LOUD else logging.WARNING
    log.log(
        level,
        "not sent: delivery=%s team=%s kind=%s attempt=%s error=%s",
        row.id,
        row.team,
        row.kind,
        row.attempts,
        refused.error,
    )
    ANSWERS[refused.refusal](room, row, letter, refused)


def stop(room: Postroom, row: Delivery, error: str, state: Sending, attempts: int) -> None:
    """Stop writing to the row's workspace until somebody has seen to `error`; keep the row."""
    with room.store.begin() as session:
        workspace = session.get(Workspace, row.team) or Workspace(team=row.team)
        workspace.stopped = error
        session.add(workspace)
        is_ours = leases.settle(session, row, state, attempts=attempts)
    if is_ours:
        room.noted(row, {"state": state})
    log.error("workspace stopped: team=%s error=%s", row.team, error)


def _wait(room: Postroom, row: Delivery, letter: Letter, refused: Refused) -> None:
    room.rates.hold((row.team, letter.method), refused.wait)
    again = room.later(refused.wait)
    room.note(row, Sending.WAITING, retry_at=again, attempts=row.attempts - 1)


def _stop(room: Postroom, row: Delivery, _letter: Letter, refused: Refused) -> None:
    stop(room, row, refused.error, Sending.WAITING, row.attempts - 1)


def _give_up(room: Postroom, row: Delivery, letter: Letter, refused: Refused) -> None:
    is_remembered = row.channel is None and letter.ts is None and letter.channel != row.to
    if is_remembered and refused.error == "channel_not_found":
        # The conversation we knew is gone; the person may still be there.
        forget = partial(remember_dm, row=row, channel=None)
        room.note(row, Sending.WAITING, forget, error=refused.error)
    else:
        fail(room, row, refused.error)


def fail(room: Postroom, row: Delivery, error: str) -> None:
    """End a message that will not be sent; each owner hears of the error, once."""
    tell = partial(tell_owners, room=room, row=row, error=error)
    room.note(row, Sending.FAILED, tell, error=error)


def _break_off(room: Postroom, row: Delivery, _letter: Letter, refused: Refused) -> None:
    fail(room, row, refused.error)


def _end(room: Postroom, row: Delivery, _letter: Letter, refused: Refused) -> None:
    room.note(row, Sending.FAILED, error=refused.error)


def _retry(room: Postroom, row: Delivery, _letter: Letter, refused: Refused) -> None:
    # Slack was not reached, so no number of attempts says that it never will be.
    attempts = min(row.attempts, ENOUGH - 1)
    again = _again(room, row)
    room.note(row, Sending.WAITING, retry_at=again, attempts=attempts, error=refused.error)


def _look_later(room: Postroom, row: Delivery, _letter: Letter, refused: Refused) -> None:
    room.note(row, Sending.SENDING, retry_at=_again(room, row), error=refused.error)


def _look_after_lease(room: Postroom, row: Delivery, _letter: Letter, refused: Refused) -> None:
    # The call may still be on its way: until the lease ends, a look-up would prove nothing.
    until, again = row.lease_until, _again(room, row)
    room.note(row, Sending.SENDING, lease_until=until, retry_at=again, error=refused.error)


def _try_a_few_times(room: Postroom, row: Delivery, letter: Letter, refused: Refused) -> None:
    (_retry if row.attempts < FEW else _break_off)(room, row, letter, refused)


def _again(room: Postroom, row: Delivery) -> datetime:
    return room.later(pause(row.attempts, row.id or 0))


def tell_owners(session: Session, room: Postroom, row: Delivery, error: str) -> None:
    """Tell each owner once of this error, in their working hours; of this message's own, never."""
    if row.kind != TROUBLE:
        now = room.now()
        put(session, [_trouble(session, row.team, who, error, now) for who in room.owners], now)


def _trouble(session: Session, team: str, owner: str, error: str, now: datetime) -> Message:
    return Message(
        team=team,
        key=f"trouble:{error}:{owner}",
        kind=TROUBLE,
        to=owner,
        rank=Rank.NUDGE,
        not_before=next_working(now, people.week(people.person(session, team, owner))),
        about={"error": error},
    )


Answer = Callable[[Postroom, Delivery, Letter, Refused], None]
ANSWERS: dict[Refusal, Answer] = {
    Refusal.WAIT: _wait,
    Refusal.STOP: _stop,
    Refusal.GIVE_UP: _give_up,
    Refusal.MOOT: _end,
    Refusal.BUG: _break_off,
    Refusal.UNSENT: _retry,
    Refusal.FAULT: _look_later,
    Refusal.SILENCE: _look_after_lease,
    Refusal.PUZZLE: _try_a_few_times,
}
LOUD = (Refusal.BUG, Refusal.PUZZLE)
