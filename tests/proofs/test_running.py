"""The whole bot as it is run, `python -m bot run`, killed or run twice: nothing lost or doubled."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col

from bot.data.store import Store
from bot.data.tables import Answer, Delivery, Sending, Step
from tests.ports import free_port
from tests.running import Bot, Place, playing, running, tell, wait_for
from tests.seeds import Pairs, asked, count, members, open_store, reply, write

LONG = timedelta(hours=2)  # the meetings last, so that no cue expires before it is sent
KILLS = 6
OK = 200
HASTY = ("-m", "tests.proofs.hasty")


@pytest.mark.proof
def test_killed_at_random_each_cue_reaches_both_once(tmp_path: Path) -> None:
    """Of 500 due messages each is posted once, however often the bot is killed and started."""
    dice = random.Random(7)  # noqa: S311 (a seed makes the proof repeatable)
    pairs = _due_now(250)
    with _place(tmp_path, pairs) as (place, store):
        killed = 0
        while killed < KILLS:
            with running(place, tmp_path / "log", HASTY) as bot:
                _wait_for_more(place, bot, dice.randint(10, 90))
                bot.kill()
                killed += 1
        with running(place, tmp_path / "log", HASTY) as bot:
            wait_for(lambda: not _unsent(store), bot)
        _prove(place, pairs, f"kills={killed}")


@pytest.mark.proof
def test_two_processes_on_one_database_double_nothing(tmp_path: Path) -> None:
    """Two bots that look at the same 200 due one-on-ones at once cue each person once."""
    pairs = _due_now(200)
    with (
        _place(tmp_path, pairs) as (place, store),
        running(place, tmp_path / "one") as one,
        running(place, tmp_path / "two") as two,
    ):
        wait_for(lambda: count(store, Delivery) and not _unsent(store), one, two)
        time.sleep(3)  # more ticks of both
        _prove(place, pairs, "processes=2")


@pytest.mark.proof
def test_what_was_acknowledged_is_kept_and_the_rest_comes_again(tmp_path: Path) -> None:
    """What got its 200 is stored when the bot is killed; Slack's repeats bring the rest, once."""
    dice = random.Random(11)  # noqa: S311 (as above)
    pairs = Pairs(400, datetime.now(UTC))
    with _place(tmp_path, pairs, port=free_port()) as (place, store):
        events = [reply(one, f"answer {one}") for one in pairs.numbers]
        waiting, killed, repeats = list(events), 0, 0
        while waiting:
            with running(place, tmp_path / "log") as bot, ThreadPoolExecutor(8) as people:
                told = [people.submit(tell, place, one) for one in waiting]
                if killed < KILLS:
                    time.sleep(dice.uniform(0.1, 0.6))
                    bot.kill()
                    killed += 1
                heard = [one.result() for one in told]
            repeats += sum(heard) and len(waiting) - sum(heard)
            kept = count(store, Answer)
            waiting = [one for one, ok in zip(waiting, heard, strict=True) if not ok]
            assert kept >= len(events) - len(waiting)
        print(  # noqa: T201 (the proof shows its sums)
            f"events={len(events)} kills={killed} repeats={repeats} answers={count(store, Answer)}"
        )
        assert killed == KILLS
        assert tell(place, events[0]) is False  # nobody listens any more
        assert count(store, Answer) == len(events)


def _due_now(how_many: int) -> Pairs:
    """Return one-on-ones whose cue is due now, and stays so for a while."""
    ends = datetime.now(UTC) + timedelta(minutes=14)
    return Pairs(how_many, ends - LONG, Step.CUE, LONG)


@contextmanager
def _place(folder: Path, pairs: Pairs, port: int | None = None) -> Iterator[tuple[Place, Store]]:
    """Open a Slack whose members are the pairs, and a database that knows them."""
    with playing(f"sqlite:///{folder}/proof.db", members(pairs), port=port) as place:
        store = open_store(place.database_url, place.key)
        (asked if port else write)(store, pairs)
        yield place, store
        store.close()


def _posted(place: Place) -> Counter[str]:
    """Count what stands in the conversations, by the key that each message carries."""
    slack = place.slack.workspace
    with slack.lock:
        found = [post for posts in slack.posts.values() for post in posts.values()]
    return Counter(one.metadata["event_payload"]["key"] for one in found if one.metadata)


def _unsent(store: Store) -> int:
    """Return how many messages have not come to their end, or are not even recorded."""
    return count(store, Delivery, col(Delivery.state).in_((Sending.WAITING, Sending.SENDING)))


def _wait_for_more(place: Place, bot: Bot, how_many: int) -> None:
    enough = _posted(place).total() + how_many
    wait_for(lambda: _posted(place).total() >= enough, bot)


def _prove(place: Place, pairs: Pairs, how: str) -> None:
    posted = _posted(place)
    due = pairs.count * 2
    lost, doubled = due - len(posted), posted.total() - len(posted)
    print(f"due={due} {how} posted={posted.total()} lost={lost} doubled={doubled}")  # noqa: T201 (as above)
    assert (lost, doubled) == (0, 0)
