"""What everybody who handles a message shares: the database, the two clocks, and how to note."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from bot.data.store import Store
from bot.data.tables import Delivery, Sending
from bot.delivery import leases, statements
from bot.delivery.outbox import View
from bot.delivery.rates import Rates


@dataclass(frozen=True, kw_only=True)
class Postroom:
    """The tools of delivery.

    `views` renders each kind, after `gather` has read what many of them need; `client` lends a
    workspace's client; `now` is the bot's clock and decides what is due and expired; `real` time
    decides about leases and retries. `owners` hear of what needs somebody, `noted` of every end.
    A lease of `lease_for` must outlast any call by far.
    """

    store: Store
    views: Mapping[str, View]
    client: Callable[[str], WebClient]
    now: Callable[[], datetime]
    real: Callable[[], datetime]
    owners: tuple[str, ...] = ()
    rates: Rates = field(default_factory=Rates)
    lease_for: timedelta = timedelta(seconds=25)
    noted: Callable[[Delivery, Mapping[str, Any]], None] = lambda _row, _end: None
    gather: Callable[[Session, Sequence[Delivery]], None] = lambda _session, _rows: None

    def note(
        self,
        row: Delivery,
        state: Sending,
        then: Callable[[Session], None] | None = None,
        **changes: Any,
    ) -> bool:
        """Note in a transaction of its own what became of `row`; False if it is not ours.

        Where it is, `then` is done in the same transaction, and the end is told.
        """
        with self.store.begin() as session:
            is_ours = leases.settle(session, row, state, **changes)
            if is_ours and then:
                then(session)
        if is_ours:
            self.noted(row, {"state": state, **changes})
        return is_ours

    def later(self, seconds: float) -> datetime:
        """Return the real time in `seconds`."""
        return self.real() + timedelta(seconds=seconds)

    def is_late(self, row: Delivery) -> bool:
        """Whether the message has expired."""
        return row.expires_at is not None and row.expires_at <= self.now()

    def line_to(self, team: str) -> WebClient:
        """Return the workspace's client. Its own retries are taken off: each could post twice."""
        client = self.client(team)
        client.retry_handlers = []
        return client


def dms_of(session: Session, rows: Sequence[Delivery]) -> dict[tuple[str, str], str]:
    """Return the known conversations of the bot with those the rows go to, by team and user."""
    teams, users = {row.team for row in rows}, {row.to for row in rows}
    asked = {"teams": list(teams), "users": list(users)}
    found = session.connection().execute(statements.DMS, asked)
    return {(team, user): dm for team, user, dm in found if dm}


def remember_dm(session: Session, row: Delivery, channel: str | None) -> None:
    """Keep, or forget, the conversation in which the bot writes to this person."""
    changes = {"whose_team": row.team, "whose_user": row.to, "new_dm": channel}
    session.connection().execute(statements.REMEMBER_DM, changes)
