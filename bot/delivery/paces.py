"""How fast Slack may be written to, where many workers write: counted in the database they share.

Messages take their turns in the transaction that leases them, those of a workspace one after the
other. One that has to wait is told a moment of its own: those that wait do not come back at once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session

from bot.data.store import Store
from bot.data.tables import Delivery
from bot.delivery.postroom import dms_of
from bot.delivery.rates import AT_ONCE, Rates, Road
from bot.delivery.wire import POST, UPDATE

LEAST_SLACK = timedelta(seconds=0.05)  # what rounding and a breath between two turns may take

# A workspace and a channel are each the moment when they would be free if all messages so far
# had been spaced evenly (the generic cell rate algorithm of ITU-T I.371). The workspace's own row
# is taken first, and with it everybody else waits until the turns that are taken now are kept.
LOCK = text("""
    INSERT INTO pace (team, name, free_at) VALUES (:team, '', clock_timestamp())
    ON CONFLICT (team, name) DO UPDATE SET free_at = pace.free_at
    RETURNING clock_timestamp()
""")
LOOK = text("SELECT name, free_at FROM pace WHERE team = :team AND name = ANY(:names)")
NOTE = text("""
    INSERT INTO pace (team, name, free_at)
    SELECT :team, name, free_at
    FROM unnest(CAST(:names AS text[]), CAST(:moments AS timestamptz[])) AS noted (name, free_at)
    ON CONFLICT (team, name) DO UPDATE
    SET free_at = greatest(pace.free_at, excluded.free_at)
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

    def reserve(self, session: Session, rows: Sequence[Delivery]) -> dict[int | None, float]:
        """Take turns for `rows` of one workspace; return of each how many seconds it has to wait.

        Whoever is told 0 has its turn. The more urgent a message, the more of those that may go
        at once are left for it.
        """
        team, connection = rows[0].team, session.connection()
        dms = dms_of(session, rows)
        places = [row.channel or dms.get((team, row.to), row.to) for row in rows]
        now = connection.execute(LOCK, {"team": team}).scalar_one()
        names = {"", POST, UPDATE, *map(_lane, rows), *places}
        found = connection.execute(LOOK, {"team": team, "names": list(names)})
        free = {name: free_at for name, free_at in found if free_at > now}
        before = dict(free)
        waits = {
            row.id: self._turn(row, place, free, now)
            for row, place in zip(rows, places, strict=True)
        }
        news = {name: free_at for name, free_at in free.items() if before.get(name) != free_at}
        if news:
            asked = {"team": team, "names": list(news), "moments": list(news.values())}
            connection.execute(NOTE, asked)
        return waits

    def _turn(self, row: Delivery, place: str, free: dict[str, datetime], now: datetime) -> float:
        """Take a turn in `free`, the moments that are still to come, and return 0; else the wait.

        Those that have to wait are given moments as far apart as messages, a lane for each rank.
        """
        spacing = timedelta(seconds=self.spacing)
        slack = max((AT_ONCE - 1 - row.rank) * spacing, LEAST_SLACK)
        roads = (UPDATE,) if row.replaces else (POST, place)
        until = max(free.get(name, now) for name in roads)
        if until == now and free.get("", now) <= now + slack:
            free[""] = free.get("", now) + spacing
            if not row.replaces:
                free[place] = now + timedelta(seconds=self._channel_seconds)
            return 0.0
        lane = _lane(row)
        free[lane] = max(free.get(lane, now), until) + spacing
        return (free[lane] - now).total_seconds()

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


def _lane(row: Delivery) -> str:
    return f"rank:{row.rank}"
