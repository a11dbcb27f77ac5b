"""Chooses what delivers: threads of this process on SQLite, jobs for many workers on PostgreSQL.

The outbox row is the truth for both, and nobody above this knows which one it is.
"""

from typing import Protocol

from bot.data.store import Store
from bot.delivery.rates import Rates
from bot.delivery.sender import Sender


class Engine(Protocol):
    """Delivers in the background what is in the outbox; `stop` ends it for good."""

    def start(self) -> None:
        """Begin to deliver."""

    def stop(self, timeout: float = 9.0) -> bool:
        """Finish the calls under way, at most for `timeout` seconds; give back the rest.

        Return whether they have ended by then.
        """

    def drain(self, timeout: float) -> bool:
        """Wait until everything due has reached its end; False where that takes longer."""


def is_shared(store: Store) -> bool:
    """Say whether several processes can work on this database."""
    return store.engine.dialect.name == "postgresql"


def rates_for(store: Store, per_minute: float, channel_seconds: float) -> Rates:
    """Return the paces to keep: shared by all workers where there can be several."""
    if is_shared(store):
        from bot.delivery.paces import SharedRates

        return SharedRates(store, per_minute, channel_seconds)
    return Rates(per_minute, channel_seconds)


def engine_for(sender: Sender) -> Engine:
    """Return the engine for the sender's database, told of what is recorded there from now on."""
    store = sender.store
    if is_shared(store):
        from bot.delivery.distributed import Distributed  # its libraries would slow every start

        return Distributed(sender)
    from bot.delivery.embedded import Embedded

    return Embedded(sender)
