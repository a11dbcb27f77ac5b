"""Many processes on one PostgreSQL while they, and it, are killed: nothing lost, nothing doubled.

Twenty workspaces, each with its own token and Slack's limits, and people for whom the same minute
is the last quarter of an hour of a one-on-one.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.data.tables import Answer
from bot.delivery.wire import CALL_SECONDS
from bot.playground.faults import Trouble
from bot.playground.workspace import Workspace
from tests.postgres import Cluster
from tests.proofs.fleet import fleet, wait_for
from tests.proofs.town import WEBS, Town, prove, town

pytestmark = [pytest.mark.proof, pytest.mark.postgres]

PAIRS = (*[185] * 5, *[105] * 15)  # in each workspace; in some more than a minute's messages
REPORTS = 10  # of the first manager in each, who is written to as often
PATIENCE, LOOK = 600.0, 1.0
STARTING, WAVE = 20, 60  # seconds: until the cues are due, and for which workers are killed
KILLS = 20  # at least: on a slow machine it takes longer until there is one again to kill

TALKATIVE, EACH = ("T03", "T11", "T17"), 20  # workspaces in which so many answer and open Home
TALK = len(TALKATIVE) * EACH

TROUBLED = (15,) * 5  # pairs in each workspace
TROUBLES = (
    (Trouble.RATE_LIMITED, 2, 2),
    (Trouble.BROKEN, 3, 0),
    (Trouble.LOST_AFTER, 3, 0),
    (Trouble.LOST_BEFORE, 2, 0),
    (Trouble.LOST_AFTER, 1, 10),
    (Trouble.SLOW, 2, CALL_SECONDS - 1),
    (Trouble.RATE_LIMITED, 1, 1),
    (Trouble.SLOW, 1, 10),
)


@contextmanager
def _trouble(act: Callable[[], bool], every: float) -> Iterator[list[float]]:
    """Do something again and again in the background; lend the moments at which it was done."""
    is_over, done = Event(), list[float]()

    def go_on() -> None:
        while not is_over.wait(every):
            if act():
                done.append(time.time())

    thread = Thread(target=go_on, daemon=True)
    thread.start()
    try:
        yield done
    finally:
        is_over.set()
        thread.join()


@contextmanager
def _talk(place: Town) -> Iterator[None]:
    """Let some people answer as soon as they are asked, and then look at Home."""
    with ThreadPoolExecutor(len(TALKATIVE)) as rooms:
        talks = [rooms.submit(_answer, place.slack.workspaces[team]) for team in TALKATIVE]
        yield
        for talk in talks:
            talk.result()


def _answer(slack: Workspace) -> None:
    """Let the first of a workspace answer when they are asked."""
    silent = [one.id for one in slack.people() if one.id.endswith("R")][:EACH]
    ends = time.monotonic() + PATIENCE
    while silent:
        assert time.monotonic() < ends
        time.sleep(LOOK)
        for user in [one for one in silent if slack.messages(slack.dm(one))]:
            slack.say(user, slack.dm(user), f"{slack.team_id} {user}")
            slack.open_home(user)
            silent.remove(user)


@pytest.mark.alone
def test_five_thousand_cues_in_one_minute_while_processes_die(
    postgres_server: Cluster, tmp_path: Path
) -> None:
    """Each of 5,000 cues due at once reaches its person once, in time, and no limit is exceeded.

    For a minute a worker of three is killed every two seconds; a clock of two stops; PostgreSQL
    crashes once. Meanwhile people answer and open Home, and two webs keep every answer once.
    """
    due_at = datetime.now(UTC) + timedelta(seconds=STARTING)
    with town(postgres_server, tmp_path, PAIRS, due_at, REPORTS) as place:
        with fleet(place.parts(web=WEBS, worker=3, clock=2)) as ships:
            time.sleep(max(0.0, due_at.timestamp() - time.time()))
            ships.parts["clock-0"].stop()
            with _talk(place), _trouble(lambda: ships.kill_one("worker"), 2) as kills:
                time.sleep(WAVE / 3)
                postgres_server.stop()
                postgres_server.start()
                time.sleep(WAVE * 2 / 3)
                wait_for(lambda: len(kills) >= KILLS, PATIENCE, LOOK)
            wait_for(lambda: place.is_done() and _answers(place).total() == TALK, PATIENCE, LOOK)
            assert ships.ended() == ["clock-0"]
        assert _began(place) > due_at
        prove(place, ships, due_at, f"kills={len(kills)}")
        _prove_answers(place)


@pytest.mark.timed
def test_all_kinds_of_trouble_at_slack(postgres_server: Cluster, tmp_path: Path) -> None:
    """Whether Slack refuses, breaks, hangs or posts without an answer: each cue comes once.

    Of the slow answers some come just in time; one takes 10 seconds, when nobody waits any more.
    """
    due_at = datetime.now(UTC)
    with town(postgres_server, tmp_path, TROUBLED, due_at) as place:
        for slack in place.slack.workspaces.values():
            for trouble, times, seconds in TROUBLES:
                slack.faults.switch_on(trouble, "chat.postMessage", times=times, seconds=seconds)
        with fleet(place.parts(worker=2, clock=1)) as ships:
            wait_for(place.is_done, PATIENCE, LOOK)
        assert not any(one.faults.active() for one in place.slack.workspaces.values())
        prove(place, ships, due_at, f"troubles={sum(times for _, times, _ in TROUBLES) * 5}")


def _began(place: Town) -> datetime:
    """Return when PostgreSQL was started."""
    with place.store.read() as session:
        began: datetime = session.connection().scalar(text("SELECT pg_postmaster_start_time()"))
    return began


def _answers(place: Town) -> Counter[tuple[str, str]]:
    """Return the answers that were kept: the workspace, and what was written."""
    with place.store.read() as session:
        found = session.exec(select(Answer)).all()
    return Counter((one.team, place.store.vault.open(one.sealed)) for one in found)


def _prove_answers(place: Town) -> None:
    """Each answer was kept once, in its own workspace; each Home was shown."""
    kept = _answers(place)
    homes = {team: len(one.homes) for team, one in place.slack.workspaces.items()}
    print(f"answers={kept.total()} homes={sum(homes.values())} webs={WEBS}")  # noqa: T201 (as above)
    assert set(kept.values()) == {1}
    assert all(words.startswith(team) for team, words in kept)
    assert Counter(team for team, _ in kept) == dict.fromkeys(TALKATIVE, EACH)
    assert {team: many_ for team, many_ in homes.items() if many_} == dict.fromkeys(TALKATIVE, EACH)
