"""Brings recorded messages to Slack, whatever happens on the way.

Leased, rendered, begun, sent, noted: each step is its own short transaction, and none is open
during a call. A few messages take each step together: a transaction costs as much as a call.
"""

import logging
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import Any

from slack_sdk import WebClient
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlmodel import Session

from bot.data import people
from bot.data.tables import Delivery, Sending
from bot.delivery import leases, recovery, refusals, wire
from bot.delivery.leases import Times
from bot.delivery.outbox import Later
from bot.delivery.postroom import Postroom, remember_dm
from bot.delivery.rates import Road
from bot.delivery.wire import Letter

log = logging.getLogger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError)
PATIENCE = timedelta(seconds=1)  # after which messages that were begun together are parted

Ready = tuple[Delivery, Letter]
End = tuple[Delivery, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Sender(Postroom):
    """Sends what is due: once, in time, and as fast as Slack allows. Threads may share it."""

    def lease(self, limit: int) -> list[Delivery]:
        """Take up to `limit` messages that may go now, the most urgent first.

        Nobody else gets them before the lease ends. Each is to be delivered or given back.
        """
        at, closed = self.soon(), self._closed()
        with self.store.read() as session:
            if not leases.is_free(session, at, closed):
                return []
        with self.store.begin() as session:
            most = self.rates.worth_reading(limit)
            return leases.lease(session, at, most, self.rates.room, closed)

    def deliver(self, rows: Sequence[Delivery]) -> None:
        """Bring messages of one lease as far as they go now, and note how far that was.

        Raise only what the database raises: they are then taken up again after their lease.
        """
        ready = self._letters([row for row in rows if self._is_alive(row)])
        if not ready:
            return
        with self.store.begin() as session:
            begun = leases.begin(session, [row for row, _ in ready], self.soon())
        letters = {row.id: letter for row, letter in ready}
        self.send([(row, letters[row.id]) for row in begun])

    def give_back(self, rows: Sequence[Delivery]) -> None:
        """Let others have the leased messages at once."""
        with self.store.begin() as session:
            leases.give_back(session, rows, self.real())

    def soon(self, ahead: timedelta = timedelta()) -> Times:
        """Return the present moment, or the one `ahead`, with the end of a lease from then on."""
        real = self.real() + ahead
        return Times(self.now() + ahead, real, real + self.lease_for)

    def is_unfinished(self) -> bool:
        """Whether something that is due by the bot's clock has not reached its end."""
        with self.store.read() as session:
            return leases.is_unfinished(session, self.now())

    def _is_alive(self, row: Delivery) -> bool:
        """Whether `row` may still be sent; its end has been noted otherwise."""
        if row.state is Sending.SENDING and not recovery.may_send(self, row):
            return False
        if self.is_late(row):
            self._end(row, Sending.EXPIRED)
        elif row.attempts >= refusals.ENOUGH:
            log.error("given up: delivery=%s team=%s kind=%s", row.id, row.team, row.kind)
            refusals.fail(self, row, row.error or refusals.WORN_OUT)
        else:
            return True
        return False

    def _letters(self, rows: Sequence[Delivery]) -> list[Ready]:
        """Render the rows; of those with nothing to send now, note why."""
        said: list[tuple[Delivery, Letter | Later | Exception | None]] = []
        with self.store.read() as session:
            people.preload(session, {(row.team, row.to) for row in rows})
            self.gather(session, rows)
            for row in rows:
                try:
                    said.append((row, self._render(session, row)))
                except DATABASE_AWAY:
                    raise
                except Exception as error:  # noqa: BLE001 - a view may break in any way
                    session.rollback()
                    said.append((row, error))
        for row, outcome in said:
            if not isinstance(outcome, Letter):
                self._note_unsaid(row, outcome)
        return [(row, letter) for row, letter in said if isinstance(letter, Letter)]

    def _render(self, session: Session, row: Delivery) -> Letter | Later | None:
        """Return what is to be sent now; raise whatever the view raises."""
        known = people.person(session, row.team, row.to)
        channel, ts = row.channel or known.dm or row.to, None
        if row.replaces is not None:
            first = session.get(Delivery, row.replaces)
            if first is None or first.channel is None or first.ts is None:
                return None  # what it was to rewrite never went out
            channel, ts = first.channel, first.ts
        said = self.views[row.kind](session, row)
        if said is None or isinstance(said, Later):
            return said
        return Letter(row.key, channel, said, ts, row.thread_ts)

    def _note_unsaid(self, row: Delivery, outcome: Later | Exception | None) -> None:
        if outcome is None:
            self._end(row, Sending.CANCELLED)
        elif isinstance(outcome, Later):
            # The short rest keeps a view that names a past moment from going round at full speed.
            self.note(row, Sending.WAITING, not_before=outcome.at, retry_at=self.later(1))
        else:
            self._note_broken(row, outcome)

    def send(self, begun: Sequence[Ready]) -> None:
        """Make the calls, and note their ends together.

        The first refusal, or a second gone by, parts them: the rest goes back untouched.
        """
        line = cache(self.line_to)  # a workspace's token is read once for all of them
        ends: list[End] = []
        refused: Callable[[], None] | None = None
        tired_at = self.real() + min(PATIENCE, self.lease_for / 3)
        for row, letter in begun:
            if refused or (ends and self.real() >= tired_at):
                ends.append(_untouched(row))
                continue
            try:
                ends.append(self._send_one(row, letter, line))
            except Exception as error:  # noqa: BLE001 - one that fails must not hide the others
                refused = partial(self._answer, row, letter, error)
        self._note_all(ends)
        if refused:
            refused()

    def _send_one(self, row: Delivery, letter: Letter, line: Callable[[str], WebClient]) -> End:
        if self.is_late(row):
            return row, {"state": Sending.EXPIRED}
        pace = None if letter.ts else letter.channel
        if wait := self.rates.take((row.team, letter.method), pace):
            return _untouched(row, retry_at=self.later(wait))
        return self._call(row, letter, line(row.team))

    def _answer(self, row: Delivery, letter: Letter, error: Exception) -> None:
        refused = wire.why(error)
        if refused.error == wire.INACTIVE:
            refused = wire.blame(self.line_to(row.team))
        refusals.handle(self, row, letter, refused)

    def _call(self, row: Delivery, letter: Letter, client: WebClient) -> End:
        channel, ts = wire.send(client, letter)
        if channel != letter.channel:
            self._note_opened(row, channel)
        sent = {"state": Sending.SENT, "channel": channel, "ts": ts}
        return row, sent | {"sent_at": self.now(), "error": None}

    def _note_opened(self, row: Delivery, channel: str) -> None:
        # The message is out: a database that is away now must not make it look unsent.
        with suppress(SQLAlchemyError):
            self.rates.occupy(row.team, channel)
            if row.channel is None:
                with self.store.begin() as session:
                    remember_dm(session, row, channel)

    def _note_all(self, ends: Sequence[End]) -> None:
        if not ends:
            return
        with self.store.begin() as session:
            if not leases.settle_all(session, ends):
                log.warning("taken over: deliveries=%s", [row.id for row, _ in ends])
        for row, end in ends:
            self.noted(row, end)
            log.info("%s: delivery=%s team=%s kind=%s", end["state"], row.id, row.team, row.kind)

    def _end(self, row: Delivery, state: Sending) -> None:
        self._note_all([(row, {"state": state})])

    def _note_broken(self, row: Delivery, error: Exception) -> None:
        # Where it broke, but not what the error says: that may hold somebody's words.
        place = traceback.extract_tb(error.__traceback__)[-1]
        refusals.fail(self, row, f"view:{type(error).__name__}")
        log.error(
            "not rendered: delivery=%s team=%s kind=%s error=%s at=%s:%s",
            row.id,
            row.team,
            row.kind,
            type(error).__name__,
            place.name,
            place.lineno,
        )

    def _closed(self) -> frozenset[Road]:
        full = self.rates.full()
        return self.rates.held() | {
            (team, way) for team in full for way in (wire.POST, wire.UPDATE)
        }


def _untouched(row: Delivery, **changes: Any) -> End:
    """Undo the beginning of a message that was not sent after all."""
    return row, {"state": Sending.WAITING, "attempts": row.attempts - 1, **changes}
