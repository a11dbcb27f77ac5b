"""A round of buddies in two processes at once, on both databases: everybody is paired once."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from pathlib import Path
from typing import TypeVar

import pytest
from sqlmodel import SQLModel, col, select

from bot.data.buddy_tables import Buddy, BuddyMatch, BuddyRound, BuddySeat, RoundStep
from bot.data.store import Store
from bot.data.tables import Delivery, Person
from bot.features.buddies.carrying import MANY
from bot.playground.people import Member
from bot.playground.state import Kind
from tests.running import Bot, Place, playing, running, wait_for
from tests.seeds import TEAM, count, open_store

Row = TypeVar("Row", bound=SQLModel)

PEOPLE = MANY + 21  # so that the round is decided in a process of its own, with one trio
MIDDAY = 13  # the hour at which it is now, where these people live


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/round.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.mark.proof
def test_two_processes_hold_one_round(url: str, tmp_path: Path) -> None:
    """Both see the round fall due; it is held once, and each pair is introduced once."""
    users = [f"U{number:04}B" for number in range(PEOPLE)]
    people = [Member(id=user, name=user.lower(), real_name=user) for user in users]
    with playing(url, people) as place:
        store = open_store(place.database_url, place.key)
        _join(store, users)
        with (
            running(place, tmp_path / "one") as one,
            running(place, tmp_path / "two") as two,
        ):
            _wait_until_introduced(store, one, two)
        seats = _all(store, BuddySeat)
        sizes = Counter(one.match_id for one in seats)
        said = list(_introductions(place))
        store.close()
    print(  # noqa: T201 (the proof shows its sums)
        f"people={PEOPLE} processes=2 matches={len(sizes)} introduced={len(said)} "
        f"doubled={len(seats) - PEOPLE + len(said) - len(sizes)}"
    )
    assert sorted(one.user for one in seats) == users
    assert sorted(sizes.values()) == [2] * (PEOPLE // 2 - 1) + [3]
    assert said == [1] * len(sizes)


def _join(store: Store, users: list[str]) -> None:
    """Write people who work at every hour, and a round that is due today."""
    zone = f"Etc/GMT{datetime.now(UTC).hour - MIDDAY:+d}"  # its sign is the other way round
    with store.begin() as session:
        for user in users:
            session.add(_person(user, zone))
            session.add(
                Buddy(
                    team=TEAM,
                    user=user,
                    sealed=store.vault.lock(""),
                    sealed_never=store.vault.lock("[]"),
                    joined_at=datetime.now(UTC) - timedelta(days=9),
                )
            )
        due = datetime.now(UTC) - timedelta(seconds=1)
        held_on: date = datetime.now(UTC).date()
        session.add(BuddyRound(team=TEAM, held_on=held_on, step=RoundStep.PAIR, due_at=due))


def _person(user: str, zone: str) -> Person:
    return Person(
        team=TEAM,
        user=user,
        name=user,
        zone=zone,
        day_starts=hour(0),
        day_ends=hour(23, 59),
        workdays="1234567",
    )


def _wait_until_introduced(store: Store, *bots: Bot) -> None:
    def is_done() -> bool:
        found = _all(store, BuddyMatch)
        sent = count(store, Delivery, col(Delivery.sent_at).is_not(None))
        return bool(found) and all(one.introduced_at for one in found) and sent >= len(found)

    wait_for(is_done, *bots)
    time.sleep(3)  # more ticks of both


def _all(store: Store, table: type[Row]) -> list[Row]:
    with store.read() as session:
        return list(session.exec(select(table)).all())


def _introductions(place: Place) -> Iterator[int]:
    """Yield how many messages stand in each group conversation."""
    slack = place.slack.workspace
    for channel in slack.channels.values():
        if channel.kind is Kind.MPIM:
            yield len(slack.messages(channel.id))
