"""How fast Slack may be written to, where many workers write: counted in the database they share.

A message takes its turn in the transaction that leases it, by one statement. One that has to wait
is told a moment of its own: messages that wait come back one by one, not all at once.
"""

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session

from bot.data.store import Store
from bot.data.tables import Delivery
from bot.delivery.outbox import Rank
from bot.delivery.rates import AT_ONCE, Rates, Road
from bot.delivery.wire import POST, UPDATE

LEAST_SLACK = 0.05  # seconds by which two workers may see the time differently

# A workspace and a channel are each the moment when they would be free if all messages so far
# had been spaced evenly (the generic cell rate algorithm of ITU-T I.371). Each insert looks at
# its row as it is at that moment, whatever others do meanwhile; `later` gives those that have
# to wait moments as far apart as the messages, a lane for each rank.
TAKE = text("""
    WITH clock AS (SELECT clock_timestamp() AS now),
    place AS (
        SELECT CASE WHEN :is_post THEN coalesce(
            :channel, (SELECT dm FROM person WHERE team = :team AND "user" = :to), :to
        ) END AS name
    ),
    held AS (
        SELECT max(free_at) AS until FROM pace, clock, place
        WHERE team = :team AND pace.name IN (:method, place.name) AND free_at > now
    ),
    turn AS (
        INSERT INTO pace (team, name, free_at)
        SELECT :team, '', now + :spacing FROM clock, held WHERE held.until IS NULL
        ON CONFLICT (team, name) DO UPDATE
        SET free_at = greatest(pace.free_at + :spacing, excluded.free_at)
        WHERE pace.free_at <= excluded.free_at - :spacing + :slack
        RETURNING 1
    ),
    room AS (
        INSERT INTO pace (team, name, free_at)
        SELECT :team, place.name, now + :pause FROM clock, place, turn
        WHERE place.name IS NOT NULL
        ON CONFLICT (team, name) DO UPDATE SET free_at = excluded.free_at
        WHERE pace.free_at <= excluded.free_at - :pause
        RETURNING 1
    ),
    later AS (
        INSERT INTO pace (team, name, free_at)
        SELECT :team, :lane, greatest(now, held.until) + :spacing FROM clock, held, place
        WHERE NOT EXISTS (SELECT FROM turn)
        OR (place.name IS NOT NULL AND NOT EXISTS (SELECT FROM room))
        ON CONFLICT (team, name) DO UPDATE
        SET free_at = greatest(pace.free_at + :spacing, excluded.free_at)
        RETURNING free_at
    )
    SELECT (SELECT extract(epoch FROM free_at - now) FROM later, clock), name FROM place
""")
KEEP = text("""
    INSERT INTO pace (team, name, free_at) VALUES (:team, :name, clock_timestamp() + :pause)
    ON CONFLICT (team, name) DO UPDATE
    SET free_at = greatest(pace.free_at, excluded.free_at)
""")


class SharedRates(Rates):
    """Paces that hold across workers. A message's turn is taken by `reserve`, with its lease."""

    def __init__(self, store: Store, per_minute: float, channel_seconds: float = 1.0) -> None:
        super().__init__(per_minute, channel_seconds)
        self._store = store

    def reserve(self, session: Session, row: Delivery) -> tuple[float, dict[tuple[str, str], str]]:
        """Take a turn for `row` and return 0; else return the seconds until it should ask again.

        Return beside that the conversation it goes to, if known, as `dms_of` does. The more
        urgent a message, the more of those that may go at once are left for it.
        """
        spacing, rank = self.spacing, Rank(row.rank)
        method = UPDATE if row.replaces else POST
        asked = {
            "team": row.team,
            "to": row.to,
            "channel": row.channel,
            "is_post": method == POST,
            "method": method,
            "lane": f"rank:{rank}",
            "spacing": timedelta(seconds=spacing),
            "slack": timedelta(seconds=max((AT_ONCE - 1 - rank) * spacing, LEAST_SLACK)),
            "pause": timedelta(seconds=self._channel_seconds),
        }
        wait, place = session.connection().execute(TAKE, asked).one()
        return float(wait or 0.0), {(row.team, row.to): place} if place else {}

    def take(self, _road: Road, _channel: str | None) -> float:
        """Return 0: who has leased a message has taken its turn."""
        return 0.0

    def occupy(self, team: str, channel: str) -> None:
        """Note that a message went to `channel`, which had no name before Slack opened it."""
        self._keep(team, channel, self._channel_seconds)

    def hold(self, road: Road, seconds: float) -> None:
        """Let nobody pass on `road` for `seconds`, as Slack asked."""
        self._keep(*road, seconds)

    def _keep(self, team: str, name: str, seconds: float) -> None:
        asked = {"team": team, "name": name, "pause": timedelta(seconds=seconds)}
        with self._store.begin() as session:
            session.connection().execute(KEEP, asked)
