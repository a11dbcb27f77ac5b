"""Who may send what, and since when: each message is held by one worker at a time.

A waiting message with a lease is somebody's next one. A message is "sending" from just before
the call until its end is noted: one whose lease ran out then may or may not have been posted.
The end of a lease is also its proof: each new lease on a message ends later than the one before.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session

from bot.data.store import DUE
from bot.data.tables import Delivery, Sending
from bot.delivery import statements
from bot.delivery.outbox import Due
from bot.delivery.rates import Road
from bot.delivery.wire import POST, UPDATE


@dataclass(frozen=True)
class Times:
    """A moment by both clocks, and the real time at which a lease taken now ends."""

    now: datetime
    real: datetime
    until: datetime


def is_unfinished(session: Session, now: datetime) -> bool:
    """Whether a message should be out at `now` and is not, whatever holds it up."""
    found = session.connection().execute(statements.UNFINISHED, {"now": now})
    return found.first() is not None


def is_free(session: Session, at: Times, closed: Iterable[Road]) -> bool:
    """Whether a message may be leased; a quick look before a lease takes the write lock."""
    found = session.connection().execute(statements.ANY_FREE, _asked(at, closed))
    return found.first() is not None


def lease(
    session: Session,
    at: Times,
    limit: int,
    room: Callable[[str], float],
    closed: Iterable[Road],
) -> list[Delivery]:
    """Lease up to `limit` messages, the most urgent first.

    Of a workspace at most `room` many, and nothing that would take a `closed` road. The caller
    holds SQLite's write lock; in PostgreSQL what another process looks at is passed over.
    """
    asked = _asked(at, closed) | {"most": limit}
    taken: Counter[str] = Counter()
    leased = []
    for row in session.exec(statements.FREE, params=asked):
        if taken[row.team] < room(row.team):
            taken[row.team] += 1
            leased.append(row)
    hold(session, leased, at.until)
    return leased


def find(session: Session, at: Times, ids: Sequence[int]) -> list[Delivery]:
    """Return those of these messages that may go now, locked, to lease them."""
    asked = {"ids": ids, "now": at.now, "real": at.real}
    return list(session.exec(statements.THESE_FREE, params=asked))


def forsaken(session: Session, at: Times, limit: int) -> list[Due]:
    """Return messages that may go now and have no job that waits, the most urgent first."""
    asked = {"now": at.now, "real": at.real, "most": limit}
    found = session.connection().execute(statements.FORSAKEN, asked)
    return [
        Due(row_id or 0, team, rank, before, _later(*real))
        for row_id, team, rank, before, *real in found
    ]


def begin(session: Session, rows: Sequence[Delivery], at: Times) -> list[Delivery]:
    """Note that `rows` of one lease are about to be sent; return those that are ours to send.

    One is ours while its lease is the one we took, nobody changed it, and its workspace works.
    """
    if not rows:
        return []
    ids, lease_until = [row.id for row in rows], rows[0].lease_until
    asked = {"ids": ids, "lease": lease_until, "tried": at.now, "until": at.until}
    begun = set(session.connection().execute(statements.BEGIN, asked).scalars())
    ours = [row for row in rows if row.id in begun]
    for row in ours:
        news = {"state": Sending.SENDING, "attempts": row.attempts + 1, "tried_at": at.now}
        _set(row, news | {"lease_until": at.until, "retry_at": None})
    return ours


def settle(session: Session, row: Delivery, state: Sending, **changes: Any) -> bool:
    """Note what became of `row` and end its lease; False where it is no longer ours."""
    return settle_all(session, [(row, {"state": state, **changes})])


def settle_all(session: Session, ends: Sequence[tuple[Delivery, dict[str, Any]]]) -> bool:
    """Note what became of each row, and end its lease; False where one is no longer ours."""
    if not ends:
        return True
    asked = [_known(row) | {"lease_until": None} | changes for row, changes in ends]
    again = [_due(row, end) for (row, _), end in zip(ends, asked, strict=True) if _is_open(end)]
    session.info.setdefault(DUE, []).extend(again)
    # Past the ORM, which would take longer than the calls to Slack.
    return session.connection().execute(statements.SETTLE, asked).rowcount == len(ends)


def give_back(session: Session, rows: Sequence[Delivery], real: datetime) -> None:
    """End the leases of rows that were not begun, so that others may have them at once."""
    settle_all(session, [(row, {"lease_until": real}) for row in rows])


def _asked(at: Times, closed: Iterable[Road]) -> dict[str, Any]:
    roads = tuple(closed)
    return {
        "now": at.now,
        "real": at.real,
        "no_posts": [team for team, method in roads if method == POST],
        "no_updates": [team for team, method in roads if method == UPDATE],
    }


def hold(session: Session, rows: Sequence[Delivery], until: datetime) -> None:
    """Lease rows that this transaction has locked."""
    ids = [row.id for row in rows]
    session.connection().execute(statements.HOLD, {"ids": ids, "until": until})
    for row in rows:
        _set(row, {"lease_until": until})


def _is_open(end: Mapping[str, Any]) -> bool:
    return end["state"] in statements.OPEN


def _due(row: Delivery, end: Mapping[str, Any]) -> Due:
    real = _later(end["retry_at"], end["lease_until"])
    return Due(row.id or 0, row.team, row.rank, end["not_before"], real)


def _later(*moments: datetime | None) -> datetime | None:
    return max((one for one in moments if one), default=None)


def _known(row: Delivery) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in statements.CHANGING}
    return values | {"row_id": row.id, "row_state": row.state, "row_lease": row.lease_until}


def _set(row: Delivery, news: Mapping[str, Any]) -> None:
    for name, value in news.items():
        set_committed_value(row, name, value)
