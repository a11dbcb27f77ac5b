"""Messages of people over signed HTTP: what it costs to commit them before saying yes.

A word is a message that gets help; an answer is a reply in the thread under the question. The
load comes from another process, and the bare Bolt app runs beside the bot, under the same server.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import col

from bot.data.store import Store
from bot.data.tables import Answer, Delivery
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
    """Yield how long messages take at an easy pace, then how many a second, and the ratios."""
    pairs = Pairs(ROUNDS * EACH + PACED, datetime.now(UTC))
    with (
        TemporaryDirectory() as folder,
        playing(
            f"sqlite:///{folder}/events.db",
            members(pairs),
            port=free_port(),
            messages_per_minute=CEILING,
        ) as place,
    ):
        store = open_store(place.database_url, place.key)
        asked(store, pairs)
        answers = [reply(one, "Explaining things.") for one in pairs.numbers]
        words = [said(manager(one), one, "What now?") for one in pairs.numbers]
        with running(place, Path(folder) / "log"):
            for name, events in (("event", words), ("answer", answers)):
                quiet = _load(place, events[-PACED:], PACE)
                yield Figure(f"{name}_p50_ms", quiet.at(0.5) * 1000, "ms")
                yield Figure(f"{name}_p99_ms", quiet.at(0.99) * 1000, "ms")
            yield from _compare(place, Path(folder), words, answers)
        lost = len(answers) - count(store, Answer), len(words) - _helped(store)
        yield Figure("event_lost", sum(lost), "events")
        store.close()


def _compare(
    place: Place, folder: Path, words: Sequence[Json], answers: Sequence[Json]
) -> Iterator[Figure]:
    """Take turns, round by round: only the ratios say something about another machine."""
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
