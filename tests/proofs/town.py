"""Some workspaces in which everybody reaches the last quarter of an hour at once, and the sums."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from bot.data.store import Store
from bot.data.tables import Delivery, Sending, Step
from bot.settings import database_url
from tests.ports import free_port
from tests.postgres import Cluster
from tests.proofs.fleet import Fleet, Part
from tests.proofs.many import CLIENT_ID, CLIENT_SECRET, Many, many
from tests.running import Told
from tests.seeds import Pairs, count, open_store, write

LONG, WEBS = timedelta(hours=2), 2
CEILING, AT_ONCE = 300, 5  # messages a minute, and what a rested workspace takes at once
# Between its turn and its call a message waits for two transactions, and for a second at most while
# those before it are sent: of what had its turn before a minute, two seconds' worth may come in it.
LATE = 10
LEASE = 25.0  # seconds for which the dead keep a message
SLOW = 3.0  # times longer than it can be: machines differ, and so many processes start meanwhile
CUES = col(Delivery.kind).startswith("cue."), col(Delivery.replaces).is_(None)
OPEN = col(Delivery.state).in_((Sending.WAITING, Sending.SENDING))


@dataclass(frozen=True)
class Town:
    """What a proof plays on."""

    slack: Many
    store: Store
    told: Told
    ports: tuple[int, ...]  # of its webs
    folder: Path
    people: tuple[Pairs, ...]

    def parts(self, **how_many: int) -> list[Part]:
        """Return so many processes of each kind; each web has a port of its own."""
        return [
            Part(
                f"{kind}-{number}", replace(self.told, port=self.ports[number % WEBS]), self.folder
            )
            for kind, many_ in how_many.items()
            for number in range(many_)
        ]

    @property
    def due(self) -> int:
        """How many cues there are to send."""
        return sum(one.count * 2 for one in self.people)

    @property
    def last(self) -> float:
        """In how many seconds the last cue can be there.

        The fullest workspace has its last turn then, and whoever has taken it dies with it.
        """
        return max(one.count * 2 for one in self.people) * 60 / CEILING + LEASE

    def is_done(self) -> bool:
        """Whether every cue is recorded and nothing waits; False while nobody can tell."""
        with suppress(SQLAlchemyError):
            return count(self.store, Delivery, *CUES) == self.due and not count(
                self.store, Delivery, OPEN
            )
        return False


@contextmanager
def town(
    server: Cluster, folder: Path, pairs: Sequence[int], due_at: datetime, reports: int = 1
) -> Iterator[Town]:
    """Open workspaces in which so many pairs each reach their last quarter of an hour at once.

    In each the first manager has so many reports.
    """
    starts = due_at + timedelta(minutes=15) - LONG
    everybody = tuple(
        Pairs(many_, starts, Step.CUE, LONG, 1 + sum(pairs[:one]), f"T{one:02}", reports)
        for one, many_ in enumerate(pairs)
    )
    ports = tuple(free_port() for _ in range(WEBS))
    doors = [f"http://127.0.0.1:{port}/slack/events" for port in ports]
    with server.database() as url, many(everybody, doors) as slack:
        key = Fernet.generate_key().decode()
        store = open_store(database_url({"DATABASE_URL": url}), key)
        for one in everybody:
            write(store, one)
        slack.install(store)
        told = Told(slack.server.api_url, url, key, CEILING, app=(CLIENT_ID, CLIENT_SECRET))
        yield Town(slack, store, told, ports, folder, everybody)
        store.close()


def prove(place: Town, ships: Fleet, due_at: datetime, how: str) -> None:
    """Print the sums; nothing may be lost, doubled or late, and no limit be exceeded."""
    posts = list(place.slack.posts())
    keys = Counter(key for key, _ in posts)
    late = sorted(at - due_at.timestamp() for key, at in posts if key.startswith("cue."))
    cues = {key for key in keys if key.startswith("cue.")}
    lost, doubled = place.due - len(cues), keys.total() - len(keys)
    meters = [one.meter for one in place.slack.workspaces.values()]
    refused = sum((one.refused for one in meters), Counter[str]())
    busiest = max(one.busiest(60) for one in meters)
    looks = sum(one.calls["conversations.history"] for one in meters)
    print(  # noqa: T201 (the proof shows its sums)
        f"due={place.due} {how} processes={ships.started()} posted={keys.total()} lost={lost} "
        f"doubled={doubled} looks={looks} refused={dict(refused)} busiest_minute={busiest} "
        f"late: p50={late[len(late) // 2]:.1f}s p99={late[len(late) * 99 // 100]:.1f}s "
        f"max={late[-1]:.1f}s of {place.last:.1f}s"
    )
    assert (lost, doubled) == (0, 0)
    assert count(place.store, Delivery, *CUES, col(Delivery.state) == Sending.SENT) == place.due
    assert not refused
    assert busiest <= CEILING + AT_ONCE + LATE
    assert late[-1] <= SLOW * place.last
