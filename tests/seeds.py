"""A workspace of any size, written straight into the tables that the migrations make."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, text
from sqlmodel import SQLModel, func, select

from bot.data.migrate import upgrade
from bot.data.store import Store
from bot.data.tables import (
    Asking,
    Delivery,
    Meeting,
    Occurrence,
    OneOnOne,
    Person,
    Question,
    Sending,
    Step,
)
from bot.delivery.outbox import Rank
from bot.playground import payloads
from bot.playground.people import Member
from bot.playground.state import Channel, Kind, Message
from bot.rules.timing import Cadence

TEAM = "T0TRELLIS"
CHUNK = 10_000  # rows that are written at once
LENGTH = timedelta(minutes=45)
LAST_PART = timedelta(minutes=15)
AHEAD = timedelta(hours=2)


@dataclass(frozen=True)
class Pairs:
    """So many one-on-ones of two people each, whose next meeting starts at `starts_at`.

    `step` is what that occurrence waits for; its ids and those of the people count from `first`.
    The first manager has so many `reports`, and as many messages due at once.
    """

    count: int
    starts_at: datetime
    step: Step = Step.PREPARE
    length: timedelta = LENGTH
    first: int = 1
    team: str = TEAM
    reports: int = 1

    @property
    def numbers(self) -> range:
        """The ids of the one-on-ones, their occurrences and their questions."""
        return range(self.first, self.first + self.count)

    @property
    def users(self) -> list[str]:
        """Everybody: first the managers, then the reports."""
        return [*map(manager, self.numbers), *map(report, self.numbers)]

    def manager(self, number: int) -> str:
        """Return the id of the manager in this one-on-one."""
        return manager(self.first if number < self.first + self.reports else number)


def manager(number: int) -> str:
    """Return the id of a one-on-one's manager."""
    return f"U{number:06}M"


def report(number: int) -> str:
    """Return the id of a one-on-one's report."""
    return f"U{number:06}R"


def members(pairs: Pairs) -> list[Member]:
    """Return the same people as a simulated Slack knows them."""
    return [Member(id=user, name=user.lower(), real_name=user) for user in pairs.users]


def open_store(url: str, key: str) -> Store:
    """Open a database that has run every migration."""
    upgrade(url)
    return Store(url, (key,))


def write(store: Store, pairs: Pairs) -> None:
    """Write the people, their one-on-ones and open occurrences; a cue's question as well."""
    with store.begin() as session:
        connection = session.connection()
        _insert(connection, Person, (_person(pairs.team, user) for user in pairs.users))
        _insert(connection, OneOnOne, (_meeting(pairs, one) for one in pairs.numbers))
        if pairs.step is not Step.PREPARE:
            words = store.vault.lock("Which part of your work would you happily do more of?")
            asked = (_question(pairs, one, words) for one in pairs.numbers)
            _insert(connection, Question, asked)
        _insert(connection, Occurrence, (_occurrence(pairs, one) for one in pairs.numbers))
        for table in (OneOnOne, Question, Occurrence):
            _count_on(connection, table)


def _count_on(connection: Connection, table: type[SQLModel]) -> None:
    """Let PostgreSQL give ids beyond those that were written; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        name = table.__tablename__
        last = f"coalesce((SELECT max(id) FROM {name}), 1)"  # noqa: S608 (our own table)
        connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {last})"))


def _insert(connection: Connection, table: type[SQLModel], rows: Iterator[dict[str, Any]]) -> None:
    chunk: Sequence[dict[str, Any]]
    while chunk := [row for _, row in zip(range(CHUNK), rows, strict=False)]:
        connection.execute(insert(table), chunk)


def _person(team: str, user: str) -> dict[str, Any]:
    return {"team": team, "user": user, "name": user, "zone": "Europe/Berlin", "dm": f"D{user[1:]}"}


def _meeting(pairs: Pairs, number: int) -> dict[str, Any]:
    lead = pairs.manager(number)
    return {
        "id": number,
        "team": pairs.team,
        "manager": lead,
        "report": report(number),
        "proposed_by": report(number),
        "state": Meeting.ACTIVE,
        "pair": f"{lead}:{report(number)}",
        "first_date": date(2026, 1, 5),
        "starts": pairs.starts_at.time(),
        "minutes": int(pairs.length.total_seconds() // 60),
        "cadence": Cadence.BIWEEKLY,
        "zone": "Europe/Berlin",
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }


def _question(pairs: Pairs, number: int, words: str) -> dict[str, Any]:
    return {
        "id": number,
        "team": pairs.team,
        "one_on_one_id": number,
        "theme": "energy",
        "sealed": words,
        "state": Asking.CHOSEN,
        "why": "theme_never",
        "changed_at": pairs.starts_at - AHEAD,
    }


def _occurrence(pairs: Pairs, number: int) -> dict[str, Any]:
    times = {
        Step.PREPARE: pairs.starts_at - AHEAD,
        Step.CUE: pairs.starts_at + pairs.length - LAST_PART,
        Step.CLOSE: pairs.starts_at + pairs.length,
    }
    return {
        "team": pairs.team,
        "id": number,
        "one_on_one_id": number,
        "is_open": True,
        "starts_at": pairs.starts_at,
        "ends_at": times[Step.CLOSE],
        "prepare_at": times[Step.PREPARE],
        "cue_at": times[Step.CUE],
        "due_at": times[pairs.step],
        "step": pairs.step,
        "question_id": None if pairs.step is Step.PREPARE else number,
    }


def asked(store: Store, pairs: Pairs) -> None:
    """Write pairs whose question was asked a moment ago: their answers can come."""
    write(store, replace(pairs, step=Step.CLOSE))
    with store.begin() as session:
        rows = (_cue(pairs, one) for one in pairs.numbers)
        _insert(session.connection(), Delivery, rows)
        _count_on(session.connection(), Delivery)


def reply(number: int, words: str) -> dict[str, Any]:
    """Return the event of an answer under the question that `asked` wrote, as Slack sends it."""
    return said(report(number), number, words, thread_ts=f"17{number:08}.000100")


def said(user: str, number: int, words: str, thread_ts: str | None = None) -> dict[str, Any]:
    """Return the event of a person's message to the bot, as Slack sends it."""
    ts = f"1800000000.{number:06}"
    message = Message(channel=f"D{user[1:]}", ts=ts, user=user, text=words, thread_ts=thread_ts)
    channel = Channel(message.channel, Kind.IM, (user, "U0TRELLIS"))
    return payloads.envelope(payloads.said(message, channel, TEAM), TEAM, 1_800_000_000)


def count(store: Store, table: type[SQLModel], *which: ColumnElement[bool]) -> int:
    """Return how many rows of a table are like this."""
    with store.read() as session:
        return session.exec(select(func.count()).select_from(table).where(*which)).one()


def _cue(pairs: Pairs, number: int) -> dict[str, Any]:
    return {
        "team": pairs.team,
        "key": f"cue.report:{number}:{pairs.starts_at:%Y%m%dT%H%MZ}:{report(number)}",
        "kind": "cue.report",
        "to": report(number),
        "about": {"occurrence": number, "starts": pairs.starts_at.isoformat()},
        "rank": int(Rank.CUE),
        "not_before": pairs.starts_at,
        "state": Sending.SENT,
        "attempts": 1,
        "channel": f"D{report(number)[1:]}",
        "ts": f"17{number:08}.000100",
        "created_at": pairs.starts_at,
        "sent_at": pairs.starts_at,
    }
