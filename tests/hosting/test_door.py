"""Health and metrics, as an operator's probes ask for them over HTTP."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from sqlmodel import col, select, update
from waitress.trigger import trigger

from bot.data.hosting_tables import LastTick
from bot.data.migrate import head
from bot.data.tables import Delivery
from bot.delivery.outbox import Message, Rank, put
from bot.hosting.door import router, serve
from bot.hosting.metrics import COUNTED, DATABASE, LAST_TICK, OLDEST, QUEUE, TIMED, WORKSPACES
from bot.playground.faults import Trouble
from tests.company import ANA, DEV, PATIENCE, Company, company
from tests.ports import free_port
from tests.running import wait_for
from tests.waiting import until

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(scope="module")
def asked() -> Iterator[Company]:
    """Open a company in which Dev was just asked, and the clock has gone round."""
    with company() as office:
        office.meet()
        office.to_next("cue")
        office.bot.beat()
        yield office


def ready(office: Company) -> tuple[int, dict[str, Any]]:
    """Ask whether the bot is ready."""
    answer = office.door.get("/readyz")
    return answer.status_code, answer.json()


def metrics(office: Company) -> dict[str, float]:
    """Scrape once; return each value by its name and its labels' values."""
    answer = office.door.get("/metrics")
    assert answer.status_code == 200
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def run(office: Company, statement: str) -> None:
    """Change the database by hand."""
    with office.bot.desk.store.begin() as session:
        session.connection().execute(text(statement))


def test_the_process_lives(asked: Company) -> None:
    """`/healthz` asks nothing of anybody; a probe may ask with HEAD as well."""
    assert asked.door.get("/healthz").text == "ok"
    answer = asked.door.head("/healthz")
    assert (answer.status_code, answer.content) == (200, b"")


def test_it_is_ready(asked: Company) -> None:
    """With everything in order the answer is 200, and says how things stand."""
    status, found = ready(asked)
    assert status == 200
    assert found["ready"] is True
    assert found["last_tick_age_seconds"] < 120
    assert found["oldest_unsent_age_seconds"] == 0


def test_a_clock_that_stands_still(asked: Company) -> None:
    """Two minutes after the last tick, by whichever process, nothing is ready."""
    old = datetime.now(UTC) - timedelta(seconds=121)
    with asked.bot.desk.store.begin() as session:
        session.exec(update(LastTick).values(at=old))
    status, found = ready(asked)
    assert (status, found["ready"], found["clock"]) == (503, False, "stopped")
    asked.bot._ticked = None  # noqa: SLF001  # else its next note is some seconds away
    asked.bot.beat()
    assert ready(asked)[0] == 200


def test_a_clock_that_never_went(asked: Company) -> None:
    """Where no clock has ever ticked, that is said: one is to be started, none has broken."""
    run(asked, "DELETE FROM last_tick")
    status, found = ready(asked)
    asked.bot._ticked = None  # noqa: SLF001  # as above
    asked.bot.beat()
    assert (status, found["clock"], found["last_tick_age_seconds"]) == (503, "never started", None)


def test_migrations_that_are_missing(asked: Company) -> None:
    """A database of another version is named with both versions."""
    run(asked, "UPDATE alembic_version SET version_num = '0000'")
    status, found = ready(asked)
    run(asked, f"UPDATE alembic_version SET version_num = '{head()}'")  # noqa: S608
    assert (status, found["migrations"]) == (503, f"at 0000, needed {head()}")


def test_a_database_that_does_not_answer(asked: Company) -> None:
    """It is named by the kind of error alone, the process still lives, and metrics say so."""
    run(asked, "ALTER TABLE alembic_version RENAME TO away")
    run(asked, "ALTER TABLE last_tick RENAME TO gone")
    status, found = ready(asked)
    scraped = metrics(asked)
    run(asked, "ALTER TABLE away RENAME TO alembic_version")
    run(asked, "ALTER TABLE gone RENAME TO last_tick")
    assert (status, found["database"]) == (503, "OperationalError")
    assert scraped["trellis_database_up"] == 0
    assert asked.door.get("/healthz").status_code == 200


def test_what_waits_is_told(asked: Company) -> None:
    """The oldest message that is due is told with its age; it alone is no reason to be away.

    What rewrites a message that waits for its hour is not late: it cannot go before.
    """
    now = asked.bot.desk.now()
    due = now - timedelta(seconds=90)
    message = Message(
        team=asked.slack.team_id, key="x", kind="help", to=ANA, rank=Rank.REPLY, not_before=due
    )
    first = replace(message, key="first", not_before=now + timedelta(days=1))
    with asked.bot.desk.store.begin() as session:
        put(session, [message, first], now)
        waits = session.exec(select(Delivery.id).where(col(Delivery.key) == "first")).one()
        put(
            session,
            [replace(message, key="second", replaces=waits, not_before=now - timedelta(hours=1))],
            now,
        )
        later = datetime.now(UTC) + timedelta(hours=1)
        session.exec(update(Delivery).where(col(Delivery.key) == "x").values(retry_at=later))
    status, found = ready(asked)
    scraped = metrics(asked)
    run(asked, "DELETE FROM delivery WHERE key IN ('x', 'second')")
    run(asked, "DELETE FROM delivery WHERE key = 'first'")
    assert (status, found["oldest_unsent_age_seconds"]) == (200, pytest.approx(90, abs=30))
    assert scraped["trellis_oldest_unsent_seconds"] == pytest.approx(90, abs=30)
    assert scraped["trellis_queue_messages waiting"] == 1


def test_metrics_count_what_happened(asked: Company) -> None:
    """Payloads, answers to them, sends, and how late a question was."""
    before = metrics(asked)
    asked.command(DEV, "next")
    asked.slack.faults.switch_on(Trouble.RATE_LIMITED, "chat.postMessage", seconds=1)
    asked.write(ANA, "help")
    assert asked.post(b"{}", "application/json", **{"X-Slack-Signature": "v0=no"}).is_error
    after = metrics(asked)
    ends = monotonic() + PATIENCE  # a send is counted just after its end is kept
    while after["trellis_sends_total sent"] == before["trellis_sends_total sent"]:
        assert monotonic() < ends
        after = metrics(asked)
    grown = {name: value - before.get(name, 0) for name, value in after.items()}
    assert grown["trellis_events_total command"] == 1
    assert grown["trellis_acknowledgements_total 401"] == 1
    assert grown["trellis_event_seconds_count command"] == 1
    assert grown["trellis_sends_total waiting"] == 1
    assert grown["trellis_sends_total sent"] == 1
    assert after["trellis_cue_lateness_seconds_count cue.report"] >= 1
    assert after["trellis_cue_lateness_seconds_bucket cue.report 1.0"] >= 1
    assert after["trellis_tick_seconds_count due"] >= 1
    assert after["trellis_workspaces served"] == 1
    assert after["trellis_last_tick_seconds"] < 120


def test_labels_are_ours(asked: Company) -> None:
    """Whatever is sent, its kind becomes a label only where it is one that we know."""
    asked.tell({"type": "zebra"})
    asked.interact({"type": "zebra", "user": {"id": DEV}})
    assert "zebra" not in asked.door.get("/metrics").text


def test_the_readme_names_every_metric() -> None:
    """Each metric stands in the README with its meaning, and none that is not there."""
    families = (*COUNTED.values(), *TIMED.values(), QUEUE, OLDEST, LAST_TICK, WORKSPACES, DATABASE)
    counters = {f"{name}_total" for name, *_ in COUNTED.values()}
    names = {name for name, *_ in families} - {name for name, *_ in COUNTED.values()} | counters
    assert set(re.findall(r"`(trellis_[a-z_]+)[`{]", README.read_text())) == names


def test_nothing_else_is_there(asked: Company) -> None:
    """Other paths and methods are answered with 404, also those that Bolt might open on its own."""
    for path in ("/", "/slack/install", "/slack/oauth_redirect", "/slack/events"):
        assert asked.door.get(path).status_code == 404
    assert asked.door.post("/healthz").status_code == 404


def test_over_a_socket_a_port_shows_health_alone() -> None:
    """Where a port is set a probe finds health and metrics, and nobody can post payloads."""
    port = free_port()
    with company(socket=True, port=port) as office:
        office.command(DEV, "next")
        host = f"http://127.0.0.1:{port}"
        assert httpx.get(f"{host}/healthz").text == "ok"
        assert 'trellis_events_total{kind="command"} 1.0' in httpx.get(f"{host}/metrics").text
        assert httpx.post(f"{host}/slack/events").status_code == 404


def test_closing_the_port_goes_well_when_it_is_already_awake(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An answer may wake the server just then: it has closed before our own call gets through."""
    pull = vars(trigger)["_physical_pull"]

    def late(self: Any) -> None:
        pull(self)
        assert until(lambda: not self._fds)
        pull(self)

    close = serve(router({}), free_port())
    monkeypatch.setattr(trigger, "_physical_pull", late)
    close()


def test_a_stop_answers_what_was_heard() -> None:
    """Over a socket, what is being worked on is answered before the line is closed.

    Meanwhile nobody listens: a thread that did would go round at full speed, with nothing to hear.
    """
    with company(socket=True) as office, ThreadPoolExecutor(2) as threads:
        calls, stops = office.slack.meter.calls, vars(office.bot)["_ears"]._stops  # noqa: SLF001
        listener = stops[0].args[0].current_session_runner
        with office.bot.desk.store.begin():  # so that the bot cannot finish
            told = threads.submit(
                office.slack.command, DEV, office.slack.dm(DEV), "/career", "next"
            )
            wait_for(lambda: calls["users.info"])
            ended = threads.submit(office.bot.stop)
            wait_for(lambda: not stops)  # it has begun
            wait_for(lambda: not listener.is_alive())
        assert told.result().ok
        ended.result()
