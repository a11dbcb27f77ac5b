"""Writes everything that is a person's into a zip: JSON for machines, and a page to read."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import select
from sqlmodel import Session

from bot.data import people
from bot.data.belongings import GONE, SEALED, TEAM, Belonging, owned
from bot.data.tables import Answer, Question
from bot.reception.desk import Desk

PAGE, DATA = "my-data.md", "my-data.json"
WORDS = "words"

Entry = dict[str, Any]
Everything = Mapping[str, list[Entry]]
"""The rows of each table that are a person's, by the table's name."""


def pack(session: Session, desk: Desk, team: str, user: str) -> bytes:
    """Return a zip with everything that is this person's, and with nobody else's words."""
    found = gather(session, desk, team, user)
    made = desk.now()
    data = {"made_at": made, "team": team, "user": user, **found}
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in (
            (DATA, json.dumps(data, default=_plain, ensure_ascii=False, indent=2)),
            (PAGE, page(session, desk, team, user, found)),
        ):
            entry = ZipInfo(name, made.timetuple()[:6])
            archive.writestr(entry, text.encode(), ZIP_DEFLATED)
    return packed.getvalue()


def gather(session: Session, desk: Desk, team: str, user: str) -> Everything:
    """Return every row that is this person's, with their words in clear."""
    found = {}
    for one in owned():
        rows = session.connection().execute(select(one.table).where(one.of(team, user)))
        entries = [_entry(desk, one, row) for row in rows.mappings()]
        if one.model is Answer:
            entries = [one | _asked(session, desk, one, user) for one in entries]
        found[str(one.table.name)] = entries
    return found


def page(session: Session, desk: Desk, team: str, user: str, found: Everything) -> str:
    """Return the page to read: a part for each kind of thing that there is."""
    reader = people.person(session, team, user)
    made = desk.say("my_data_page.made", date=desk.now().date().isoformat())
    parts = [f"# {desk.say('my_data_page.title', name=reader.name)}", made]
    names = {one.table.name: (*one.owners, *one.others) for one in owned()}
    for table, entries in found.items():
        if entries:
            parts.append(f"## {desk.say(f'my_data_page.{table}')}")
        for entry in entries:
            shown = {
                name: _name(session, desk, team, value)
                if name in names[table]
                else _shown(desk, value)
                for name, value in entry.items()
            }
            parts.append(f"- {desk.say(f'my_data_page.{table}_line', **shown)}")
            if table == str(Answer.__tablename__):
                parts += _quoted(entry[WORDS])
    return "\n\n".join(parts) + "\n"


def _entry(desk: Desk, one: Belonging, row: Mapping[Any, Any]) -> Entry:
    entry = {}
    for name, value in row.items():
        if name in one.sealed:
            opened = desk.store.vault.open(value).strip() if value is not None else None
            entry[name.removeprefix(SEALED).lstrip("_") or WORDS] = opened
        elif name != TEAM:
            entry[name] = value
    return entry


def _asked(session: Session, desk: Desk, entry: Entry, user: str) -> Entry:
    """Return the question of an answer, unless its wording is somebody else's."""
    question = session.get_one(Question, entry["question_id"])
    is_free = question.bank_id is not None or question.by == user
    wording = desk.store.vault.open(question.sealed) if is_free else None
    theme = desk.content.themes.get(question.theme, question.theme)
    return {"theme": theme, "question": wording or desk.say("my_data_page.not_mine")}


def _name(session: Session, desk: Desk, team: str, user: str | None) -> str:
    if user == GONE:
        return desk.say("my_data_page.gone")
    known = people.person(session, team, user).name if user else desk.say("my_data_page.none")
    return known or str(user)


def _shown(desk: Desk, value: Any) -> str:
    """Return a value as one reads it; moments are in UTC, as in the data."""
    if value in (None, "", []):
        return desk.say("my_data_page.none")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return ", ".join(value) if isinstance(value, list) else _plain(value)


def _quoted(words: str) -> Iterator[str]:
    yield "\n".join(f"  > {line}" for line in words.splitlines())


def _plain(value: Any) -> str:
    """Return as text what JSON has no form for."""
    return value.isoformat() if isinstance(value, date | time) else str(value)
