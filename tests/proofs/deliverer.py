"""A process that delivers what is due until it is done, or until it is killed.

`python -m tests.proofs.deliverer DATABASE_URL SLACK_URL LEASE_SECONDS`
"""

import math
import sys
from datetime import UTC, datetime, timedelta

from cryptography.fernet import Fernet

from bot.data.store import Store
from bot.delivery.embedded import Embedded
from bot.delivery.rates import Rates
from bot.delivery.sender import Sender
from tests.delivery.stage import say
from tests.delivery.wire import connect


def main(database: str, slack: str, lease_seconds: str) -> None:
    """Deliver everything that is due; exit with 1 where that takes longer than three minutes."""
    client = connect("xoxb-proof", slack)
    sender = Sender(
        store=Store(database, (Fernet.generate_key().decode(),)),
        views={"test": say},
        client=lambda _team: client,
        now=lambda: datetime.now(UTC),
        real=lambda: datetime.now(UTC),
        rates=Rates(math.inf, 0),
        lease_for=timedelta(seconds=float(lease_seconds)),
    )
    engine = Embedded(sender)
    engine.start()
    is_done = engine.drain(180)
    engine.stop()
    sys.exit(not is_done)


if __name__ == "__main__":
    main(*sys.argv[1:])
