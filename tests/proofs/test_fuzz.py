"""Ten thousand random and mutated payloads, rightly signed: none hurts, none reaches elsewhere."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from time import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import and_, func, select

from bot.data.copying import tables
from bot.listening import EVENTS
from bot.playground.signed_http import signature
from bot.settings import database_url
from tests.company import DEV, MAYA, PATIENCE, SECRET, Company
from tests.hosting import fuzz
from tests.hosting.many import NORTH, SOUTH, Host, hosting

EACH = 5_000
BROKEN = 500
WHOLE = 4  # payloads of a herd in which nothing is wrong
FAULTS = frozenset({"AttributeError", "IndexError", "KeyError", "TypeError", "ValueError"})
ENOUGH = 100_000  # messages a minute: the bot answers what it understands
# The bot's threads use `random` while a payload is drawn: Hypothesis takes it for our doing.
OTHERS_MAY = pytest.mark.filterwarnings("ignore:Do not use the `random` module")


@contextmanager
def lively(**more: Any) -> Iterator[Host]:
    """Host two workspaces that are alike, with a question asked and answered in each."""
    with hosting(NORTH, SOUTH, messages_per_minute=ENOUGH, **more) as host:
        for team in (NORTH, SOUTH):
            host.install(team)
            host.at(team).meet()
        host.at(NORTH).to_next("cue")
        for team in (NORTH, SOUTH):
            office = host.at(team)
            office.press(DEV, "Answer")
            office.fill(DEV, words="Zebra words", answer__audience="manager", promise="Okapi")
            office.home(MAYA)
        host.at(NORTH).settle()
        yield host


def everything(office: Company, team: str) -> dict[str, list[Any]]:
    """Return every row of a workspace."""
    with office.bot.desk.store.read() as session:
        return {
            one.name: list(
                session.connection().execute(
                    select(one).where(one.c.team == team).order_by(*one.primary_key)
                )
            )
            for one in tables()
        }


def strays(office: Company) -> list[str]:
    """Return where a row refers to one of another workspace, and workspaces that nobody knows."""
    found = []
    with office.bot.desk.store.read() as session:
        for table in tables():
            teams = set(session.connection().execute(select(table.c.team).distinct()).scalars())
            found += [f"{table.name}: {team}" for team in teams - {NORTH, SOUTH, ""}]
            for key in table.foreign_keys:
                other = key.column.table.alias()
                apart = and_(key.parent == other.c[key.column.name], table.c.team != other.c.team)
                wanted = select(func.count()).select_from(table.join(other, apart))
                count = session.connection().execute(wanted).scalar_one()
                found += [f"{table.name}.{key.parent.name}: {count}"] if count else []
    return found


def post_all(host: Host, herds: st.SearchStrategy[list[fuzz.Sent]]) -> Counter[int]:
    """Post so many of what is drawn, rightly signed; count the answers by their status."""
    statuses = Counter[int]()
    door = HTTPConnection(host.door.base_url.host, host.door.base_url.port, timeout=PATIENCE)

    @settings(
        max_examples=EACH // fuzz.HERD,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(herds)
    def post_herd(herd: list[fuzz.Sent]) -> None:
        for one in herd:
            status = post_one(door, *one)
            statuses[status] += 1
            if status >= BROKEN:
                print(one)  # noqa: T201 (what to look into)

    post_herd()
    door.close()
    return statuses


def post_one(door: HTTPConnection, body: bytes, kind: str) -> int:
    """Return the status of the answer, by the shortest way: there are many to post."""
    headers = {"Content-Type": kind, **signature(SECRET, body, int(time()))}
    door.request("POST", EVENTS, body, headers)
    with door.getresponse() as answer:
        answer.read()
        return answer.status


@pytest.mark.proof
@OTHERS_MAY
def test_payloads_of_one_workspace_change_nothing_in_another(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Five thousand mutated payloads of North with ids of South's rows: South stays as it was."""
    caplog.set_level(logging.WARNING)
    with lively() as host:
        south = everything(host.at(SOUTH), SOUTH)
        statuses = post_all(host, fuzz.mutated(NORTH, keeps_team=True))
        assert everything(host.at(SOUTH), SOUTH) == south
        prove(host, statuses, caplog)
        assert host.at(SOUTH).write(DEV, "help").ok


@pytest.mark.proof
@pytest.mark.postgres
@OTHERS_MAY
def test_anything_at_all_is_taken_calmly(
    caplog: pytest.LogCaptureFixture, postgres_url: str
) -> None:
    """Five thousand payloads of three workspaces, one of them unknown, and noise, on PostgreSQL."""
    caplog.set_level(logging.WARNING)
    url = database_url({"DATABASE_URL": postgres_url})
    with lively(database_url=url) as host:
        anything = st.sampled_from((NORTH, SOUTH, "T0OTHER")).flatmap(
            lambda team: fuzz.mutated(team, keeps_team=False)
        )
        prove(host, post_all(host, anything | anything | fuzz.noise()), caplog)


@pytest.mark.proof
@OTHERS_MAY
def test_what_is_whole_is_never_malformed(caplog: pytest.LogCaptureFixture) -> None:
    """What is called malformed is a payload's fault: whole ones never meet an error of ours."""
    caplog.set_level(logging.WARNING)
    with lively() as host:
        whole = st.sampled_from((NORTH, SOUTH)).flatmap(fuzz.whole)
        herds = st.lists(whole.map(lambda one: fuzz.written(*one)), min_size=WHOLE, max_size=WHOLE)
        statuses = post_all(host, herds)
    said = [one for one in caplog.messages if one.startswith(("listener.failed", "payload."))]
    assert sorted({one for one in said if one.rpartition("error=")[2] in FAULTS}) == []
    assert statuses.total() >= EACH // fuzz.HERD * WHOLE


def prove(host: Host, statuses: Counter[int], caplog: pytest.LogCaptureFixture) -> None:
    """Nothing was an error of ours, nothing was logged of what was sent, no row is astray."""
    print(f"payloads={statuses.total()} answers={dict(statuses)}")  # noqa: T201 (its sums)
    assert statuses.total() >= EACH
    assert max(statuses) < BROKEN
    assert statuses[200] > EACH / 4
    assert "Traceback" not in caplog.text
    assert "Zebra" not in caplog.text
    assert strays(host.at(NORTH)) == []
