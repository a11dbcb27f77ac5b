"""Messages of people over signed HTTP: what it costs to commit them before saying yes.

A word is a message that gets help; an answer is a reply in the thread under the question. The
load comes from another process, and the bare Bolt app runs beside the bot, under the same server.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import col

from bot.data.store import Store
from bot.data.tables import Answer, Delivery
from bot.settings import database_url
from tests import postgres
from tests.bench import CannotMeasure, Figure
from tests.bench.load import Json, Loaded, load
from tests.ports import free_port
from tests.running import SECRET, Place, playing, running
from tests.seeds import Pairs, asked, count, manager, members, open_store, reply, said

ROUNDS, EACH, ECHOES = 3, 400, 2_000  # messages of each kind, and of the bare app, in a round
CONNECTIONS = 16
PACE, PACED = 50, 400  # messages a second, and how many of them
CEILING = 300  # the messages a minute that the bot sends meanwhile, as it does by default


def measure() -> Iterator[Figure]:
    """Yield how long messages take at an easy pace, then how many a second, and the ratios.

    On PostgreSQL the ratios are those of a process that only listens.
    """
    pairs = Pairs(ROUNDS * EACH + PACED, datetime.now(UTC))
    with TemporaryDirectory() as folder, _place(f"sqlite:///{folder}/events.db", pairs) as place:
        spoken = _Said(place, pairs)
        with running(place, Path(folder) / "log"):
            for name, events in (("event", spoken.words), ("answer", spoken.answers)):
                quiet = _load(place, events[-PACED:], PACE)
                yield Figure(f"{name}_p50_ms", quiet.at(0.5) * 1000, "ms")
                yield Figure(f"{name}_p99_ms", quiet.at(0.99) * 1000, "ms")
            yield from _compare(place, Path(folder), spoken)
        yield Figure("event_lost", spoken.lost(), "events")
    yield from _measure_postgres(Pairs(ROUNDS * EACH, datetime.now(UTC)))


def _measure_postgres(pairs: Pairs) -> Iterator[Figure]:
    if not postgres.programs():
        raise CannotMeasure("no PostgreSQL on this machine")
    with (
        postgres.cluster() as server,
        server.database() as url,
        TemporaryDirectory() as folder,
        _place(database_url({"DATABASE_URL": url}), pairs) as place,
    ):
        spoken = _Said(place, pairs)
        with running(place, Path(folder) / "log", ("-m", "bot", "web")):
            for name, value, unit in _compare(place, Path(folder), spoken):
                if name.startswith(("event", "answer")):
                    yield Figure(f"{name}_pg", value, unit)
        yield Figure("event_lost_pg", spoken.lost(), "events")


def _place(url: str, pairs: Pairs) -> AbstractContextManager[Place]:
    return playing(url, members(pairs), port=free_port(), messages_per_minute=CEILING)


class _Said:
    """What people say to the bot in a place: words it does not know, and answers."""

    def __init__(self, place: Place, pairs: Pairs) -> None:
        self._store = open_store(place.database_url, place.key)
        asked(self._store, pairs)
        self.answers = [reply(one, "Explaining things.") for one in pairs.numbers]
        self.words = [said(manager(one), one, "Printers are broken") for one in pairs.numbers]

    def lost(self) -> int:
        """Return how much of it was not kept; nothing is asked afterwards."""
        kept = count(self._store, Answer) + _helped(self._store)
        self._store.close()
        return len(self.answers) + len(self.words) - kept


def _compare(place: Place, folder: Path, told: _Said) -> Iterator[Figure]:
    """Take turns, round by round: only the ratios say something about another machine."""
    words, answers = told.words, told.answers
    port, bare, heard, kept = free_port(), 0.0, 0.0, 0.0
    command = ("-m", "tests.bench.bare", str(port), SECRET)
    with running(place, folder / "bare.log", command):
        load(port, SECRET, answers[:PACED], connections=CONNECTIONS)  # warms it up
        for start in range(0, ROUNDS * EACH, EACH):
            echoed = load(port, SECRET, answers[:ECHOES], connections=CONNECTIONS)
            bare += echoed.seconds / len(answers[:ECHOES])
            heard += _load(place, words[start : start + EACH]).seconds / EACH
            kept += _load(place, answers[start : start + EACH]).seconds / EACH
    yield Figure("echo_per_s", ROUNDS / bare, "1/s")
    yield Figure("event_per_s", ROUNDS / heard, "1/s")
    yield Figure("event_ratio", bare / heard, "ratio")
    yield Figure("answer_per_s", ROUNDS / kept, "1/s")
    yield Figure("answer_ratio", bare / kept, "ratio")


def _load(place: Place, events: Sequence[Json], rate: float = 0) -> Loaded:
    done = load(place.port or 0, SECRET, events, connections=CONNECTIONS, rate=rate)
    if done.refused:
        raise CannotMeasure(f"{done.refused} events were not acknowledged")
    return done


def _helped(store: Store) -> int:
    return count(store, Delivery, col(Delivery.kind) == "help")
