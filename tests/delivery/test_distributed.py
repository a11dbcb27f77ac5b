"""The distributed engine: many workers on one PostgreSQL, and a job for each message."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import text

from bot.data.store import RESTED, Store
from bot.data.tables import Person, Sending
from bot.delivery import distributed
from bot.delivery.distributed import HANDFUL, Distributed
from bot.delivery.outbox import Rank, put
from bot.delivery.paces import SharedRates
from bot.delivery.rates import AT_ONCE
from tests.delivery.stage import TEAM, Stage, message
from tests.delivery.wire import Fault, too_fast

pytestmark = pytest.mark.postgres
POST = "chat.postMessage"
PLENTY = 100_000  # messages a minute
STALE = """
    WITH dead AS (
        INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')
        RETURNING id
    )
    UPDATE procrastinate_jobs SET status = 'doing', worker_id = dead.id FROM dead
"""
CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def stage(shared_stage: Stage) -> Stage:
    """Lend PostgreSQL in place of SQLite."""
    return shared_stage


def _engine(
    stage: Stage, per_minute: float = PLENTY, pause: float = 0, **changes: Any
) -> Distributed:
    """Return one worker's engine, which follows the real clock."""
    real = {"real": lambda: datetime.now(UTC), "now": lambda: datetime.now(UTC)}
    rates = SharedRates(stage.store, per_minute, pause)
    return Distributed(stage.sender(**real, rates=rates, **changes))


@contextmanager
def _running(*engines: Distributed) -> Iterator[None]:
    for engine in engines:
        engine.start()
    try:
        yield
    finally:
        for engine in engines:
            engine.stop()


def _put(stage: Stage, *keys: str, **changes: Any) -> None:
    stage.put(*(message(key, not_before=stage.now, **changes) for key in keys))


def _sent(stage: Stage) -> list[str]:
    return stage.wire.keys()


def _jobs(store: Store) -> list[tuple[str, int, int]]:
    """Return the state, the priority and the number of messages of each job."""
    asked = """
        SELECT status, priority, jsonb_array_length(args -> 'ids') FROM procrastinate_jobs
        ORDER BY id
    """
    with store.read() as session:
        return [tuple(one) for one in session.connection().execute(text(asked))]


def _change(store: Store, statement: str) -> None:
    with store.begin() as session:
        session.connection().execute(text(statement))


def _wait_until(is_so: Callable[[], object], seconds: float = 10) -> None:
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_two_workers_send_each_message_once(stage: Stage) -> None:
    """Two workers share the messages, send none twice, and leave no job behind."""
    keys = [f"k{number}" for number in range(80)]
    engines = _engine(stage), _engine(stage)
    _put(stage, *keys)
    with _running(*engines):
        assert engines[0].drain(30)
        _wait_until(lambda: not _jobs(stage.store))
    assert Counter(_sent(stage)) == Counter(keys)


def test_a_job_lives_and_dies_with_its_row(stage: Stage) -> None:
    """A job is made in the row's transaction: undone with it, and one for each new key."""
    _engine(stage)
    with suppress(RuntimeError), stage.store.begin() as session:
        put(session, [message("gone", not_before=stage.now)], stage.now)
        raise RuntimeError
    assert _jobs(stage.store) == []
    _put(stage, "a", rank=Rank.NUDGE)
    _put(stage, "a", "b", rank=Rank.CUE)
    assert [one[:2] for one in _jobs(stage.store)] == [("todo", 0), ("todo", 3)]


def test_a_job_carries_a_handful(stage: Stage) -> None:
    """Messages of one workspace, as urgent and due together, share a job; others do not."""
    _engine(stage)
    with stage.store.begin() as session:
        first = [message(f"a{one}", not_before=stage.now, rank=Rank.CUE) for one in range(7)]
        late = stage.now + timedelta(seconds=2)
        others = [
            message("b", not_before=stage.now, rank=Rank.NUDGE),
            message("c", not_before=stage.now, rank=Rank.CUE, team="T2"),
            message("d", not_before=late, rank=Rank.CUE),
        ]
        put(session, [*first, *others], stage.now)
    sizes = sorted((priority, many) for _, priority, many in _jobs(stage.store))
    assert sizes == [(0, 1), (3, 1), (3, 1), (3, 2), (3, HANDFUL)]


def test_what_is_due_much_later_has_no_job_yet(stage: Stage) -> None:
    """A message for tomorrow waits in the outbox alone, until a look finds it due."""
    engine = _engine(stage)
    stage.put(message("a", not_before=stage.now + timedelta(days=1)))
    engine.sweep()
    assert _jobs(stage.store) == []
    _change(stage.store, "UPDATE delivery SET not_before = now()")
    engine.sweep()
    engine.sweep()
    assert len(_jobs(stage.store)) == 1


def test_a_cue_goes_before_a_nudge(stage: Stage) -> None:
    """Of messages that wait the most urgent is taken first."""
    engine = _engine(stage)
    _put(stage, "n1", "n2", rank=Rank.NUDGE)
    _put(stage, "c1", "c2", rank=Rank.CUE)
    slow = Fault(seconds=0.05, counts=True, body={"ok": True, "channel": "D", "ts": "1.1"})
    stage.wire.faults[POST].extend([slow] * 4)
    vars(engine)["_size"] = 1
    with _running(engine):
        assert engine.drain(10)
    assert [key[0] for key in _sent(stage)] == ["c", "c", "n", "n"]


def test_a_dead_worker_is_taken_over(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job whose worker shows no life is freed, and its message sent by another, once."""
    monkeypatch.setattr(distributed, "HEARTBEAT", 0.2)
    monkeypatch.setattr(distributed, "SWEEP", 0.2)
    engine = _engine(stage, lease_for=timedelta(seconds=1))
    _put(stage, "a")
    _change(stage.store, STALE)
    _change(stage.store, "UPDATE delivery SET lease_until = now() + interval '1 second'")
    with _running(engine):
        _wait_until(lambda: stage.row("a").state is Sending.SENT)
        _wait_until(lambda: not _jobs(stage.store))
    assert _sent(stage) == ["a"]


def test_a_ceiling_holds_across_workers(stage: Stage) -> None:
    """Two workers together stay below the ceiling of one workspace; nobody is refused by it."""
    engines = _engine(stage, 600), _engine(stage, 600)
    keys = [f"k{number}" for number in range(30)]
    _put(stage, *keys)
    began = time.monotonic()
    with _running(*engines):
        assert engines[0].drain(20)
    seconds = time.monotonic() - began
    assert Counter(_sent(stage)) == Counter(keys)
    assert seconds > (len(keys) - AT_ONCE) * 0.1


def test_who_takes_over_keeps_to_the_ceiling(stage: Stage) -> None:
    """Messages of a worker that died take their turns again before they are sent again."""
    engine = _engine(stage, 300)
    keys = [f"k{number}" for number in range(AT_ONCE + 5)]
    _put(stage, *keys, to="UA")
    _change(stage.store, "UPDATE delivery SET state = 'sending', attempts = 1")
    began = time.monotonic()
    with _running(engine):
        assert engine.drain(20)
    assert Counter(_sent(stage)) == Counter(keys)
    assert time.monotonic() - began > (len(keys) - AT_ONCE) * 0.2


def test_workspaces_do_not_wait_for_each_other(stage: Stage) -> None:
    """A workspace at its ceiling holds up no other."""
    engine = _engine(stage, 60)
    _put(stage, *(f"k{number}" for number in range(AT_ONCE + 5)))
    _put(stage, "other", team="T2")
    with _running(engine):
        _wait_until(lambda: "other" in _sent(stage), 3)
    assert len(stage.wire.posts) <= AT_ONCE + 4


def test_a_channel_takes_one_message_a_second(stage: Stage) -> None:
    """Whoever sends, a person's next message leaves a second after the one before."""
    engines = _engine(stage, pause=1), _engine(stage, pause=1)
    stage.add(Person(team=TEAM, user="UA", dm="DA"))
    _put(stage, "a", "b", "c", to="UA")
    sent = []
    with _running(*engines):
        for number in range(1, 4):
            _wait_until(lambda number=number: len(stage.wire.posts) == number)  # type: ignore[misc]
            sent.append(time.monotonic())
    assert min(later - first for first, later in pairwise(sent)) > 0.9


def test_all_workers_wait_when_slack_asks_to(stage: Stage) -> None:
    """After a 429 nobody calls that method for that workspace before its time."""
    engines = _engine(stage), _engine(stage)
    stage.wire.faults[POST].append(too_fast(1))
    _put(stage, "first")
    with _running(*engines):
        _wait_until(lambda: stage.row("first").retry_at)  # what Slack asked has been noted
        began = time.monotonic()
        _put(stage, *(f"k{number}" for number in range(10)))
        _wait_until(lambda: stage.wire.posts)
        assert time.monotonic() - began > 0.7
        assert engines[0].drain(10)
    assert len(stage.wire.asked(POST)) == 12


def test_stop_finishes_its_calls(stage: Stage) -> None:
    """A stopped worker has noted the calls under way; another does the rest at once."""
    slow = Fault(seconds=0.3, counts=True, body={"ok": True, "channel": "D", "ts": "1.1"})
    stage.wire.faults[POST].extend([slow] * 20)
    engine = _engine(stage)
    _put(stage, *(f"k{number}" for number in range(20)))
    engine.start()
    _wait_until(lambda: stage.wire.calls)
    engine.stop()
    sent = len(stage.wire.calls)
    assert 1 <= sent < 20
    stage.wire.faults[POST].clear()
    other = _engine(stage)
    with _running(other):
        assert other.drain(10)
    assert Counter(_sent(stage)) == Counter(f"k{number}" for number in range(20))
    assert stage.wire.asked("conversations.history") == []


def test_a_database_that_went_away_is_found_again(stage: Stage) -> None:
    """Workers whose connections are cut go on by themselves."""
    engine = _engine(stage)
    with _running(engine):
        _put(stage, "a")
        assert engine.drain(10)
        with stage.store.read() as session:
            session.connection().execute(text(CUT))
        time.sleep(RESTED)  # else the next one to work with such a connection has the error
        _put(stage, "b")
        _wait_until(lambda: "b" in _sent(stage))
    assert _sent(stage) == ["a", "b"]


def test_who_has_to_wait_keeps_their_moment(stage: Stage) -> None:
    """A message that may not go yet notes when to ask again: a second job asks no sooner."""
    engine = _engine(stage, pause=30)
    stage.add(Person(team=TEAM, user="UA", dm="DA"))
    _put(stage, "a", "b", to="UA")
    with _running(engine):
        _wait_until(lambda: stage.row("a").state is Sending.SENT)
        _wait_until(lambda: stage.row("b").retry_at, 3)
    told = stage.row("b").retry_at
    assert told
    assert told - datetime.now(UTC) > timedelta(seconds=15)
