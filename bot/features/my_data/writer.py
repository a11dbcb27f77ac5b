"""Writes everything that is a person's into a zip: JSON for machines, and a page to read."""

import json
from collections.abc import Mapping
from datetime import date, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import select
from sqlmodel import Session

from bot.data.belongings import SEALED, TEAM, Belonging, owned
from bot.data.tables import Answer, Question
from bot.features.my_data.page import WORDS, Entry, Everything, page
from bot.reception.desk import Desk

PAGE, DATA = "my-data.md", "my-data.json"


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
    theme = desk.content.themes.get(question.theme) or desk.say("theme.own")
    return {"theme": theme, "question": wording or desk.say("my_data_page.not_mine")}


def _plain(value: Any) -> str:
    """Return as text what JSON has no form for."""
    return value.isoformat() if isinstance(value, date | time) else str(value)
