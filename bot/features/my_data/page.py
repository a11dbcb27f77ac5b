"""The page to read of what is a person's: the same rows as in the data, as one would say them."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.data import people
from bot.data.belongings import GONE, owned
from bot.data.tables import Answer, Promise
from bot.reception.desk import Desk
from bot.rules import spoken

Entry = dict[str, Any]
Everything = Mapping[str, list[Entry]]
"""The rows of each table that are a person's, by the table's name."""

WORDS = "words"
NOTHING = "\0"  # stands for a value that there is none of: what would be said of it is left out
ANSWERS, PROMISES = str(Answer.__tablename__), str(Promise.__tablename__)


def page(session: Session, desk: Desk, team: str, user: str, found: Everything) -> str:
    """Return the page to read: a part for each kind of thing that there is."""
    reader = people.person(session, team, user)
    of = _Page(session, desk, team, people.zone(reader), found)
    made = desk.say("my_data_page.made", date=of.day(desk.now()), zone=spoken.place(of.zone))
    parts = [f"# {desk.say('my_data_page.title', name=reader.name)}", made]
    for table, entries in found.items():
        if entries:
            parts.append(f"## {desk.say(f'my_data_page.{table}')}")
        for entry in entries:
            parts.append(f"- {of.line(table, entry)}")
            if table == ANSWERS:
                parts += _quoted(entry[WORDS])
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True)
class _Page:
    """What is needed to say a value: its reader's clock, and the names behind ids."""

    session: Session
    desk: Desk
    team: str
    zone: str
    found: Everything

    def line(self, table: str, entry: Entry) -> str:
        """Return what is said of a row, without the lines that would say nothing."""
        names = {one.table.name: (*one.owners, *one.others) for one in owned()}[table]
        shown = {
            name: self._name(value) if name in names else self._said(name, value)
            for name, value in entry.items()
        }
        lines = self.desk.say(f"my_data_page.{table}_line", **shown).splitlines()
        return " ".join(one for one in lines if one and NOTHING not in one)

    def day(self, at: datetime | date) -> str:
        """Return a day with its year."""
        return f"{spoken.date_of(at, self.zone)} {at.year}"

    def _said(self, name: str, value: Any) -> str:
        """Return a value as one says it."""
        if value in (None, "", [], False):
            return NOTHING
        ways: Mapping[str, Callable[[Any], str]] = {
            "workdays": self._days,
            "zone": spoken.place,
            "role": _words,
            "seeks": self._topics,
            "gives": self._topics,
            "never": self._names,
            "answer_id": partial(self._row, ANSWERS),
            "promise_id": partial(self._row, PROMISES),
            "is_draft": lambda _: self.desk.say("my_data_page.draft"),
        }
        return ways.get(name, self._plain)(value)

    def _plain(self, value: Any) -> str:
        if isinstance(value, datetime):
            return f"{self.day(value)}, {spoken.clock(value, self.zone)}"
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, time):
            return spoken.clock(value)
        if isinstance(value, str) and value.startswith("{"):
            return "; ".join(_flat(json.loads(value)))
        return ", ".join(value) if isinstance(value, list) else str(value)

    def _name(self, user: str | None) -> str:
        if user == GONE:
            return self.desk.say("my_data_page.gone")
        return (people.person(self.session, self.team, user).name or user) if user else NOTHING

    def _names(self, listed: str) -> str:
        return ", ".join(map(self._name, json.loads(listed))) or NOTHING

    def _days(self, numbers: str) -> str:
        return spoken.listed(numbers, self.desk.say("days.names").split(", "))

    def _topics(self, ids: list[str]) -> str:
        groups = self.desk.content.topics.values()
        known = {one: name for group in groups for one, name in group.items()}
        return ", ".join(known.get(one, one) for one in ids)

    def _row(self, table: str, row_id: int) -> str:
        """Return the day of a row that another one is about."""
        row = next((one for one in self.found[table] if one["id"] == row_id), None)
        return self.day(row["created_at"]) if row else NOTHING


def _flat(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was told, a part for each thing; ids of the catalogue read as words."""
    for name, value in values.items():
        if value not in (None, "", [], {}, False):
            yield f"{name.replace('_', ' ')}: {_words(value)}"


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value["say"]) if value.get("say") else ", ".join(_flat(value))
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    return f"{value:g}" if isinstance(value, float) else str(value).replace("-", " ")


def _quoted(words: str) -> Iterator[str]:
    yield "\n".join(f"  > {line}" for line in words.splitlines())
