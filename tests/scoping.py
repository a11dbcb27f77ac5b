"""Watches every statement that the bot runs in any test: each keeps to one workspace.

A statement does where each of its tables is held to a `team`, is found by the key of a row that
was held to one before, or is joined to such a table. What looks over all workspaces on purpose
stands in `ACROSS`, with its reason.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Mapper, Session, object_session

from bot.data.belongings import TEAM
from bot.data.tables import Workspace

ROOT = Path(__file__).parents[1]
OURS = tuple(f"{ROOT / name}/" for name in ("bot", "tests"))
# The places that look over all workspaces, by file and function, and why they may.
ACROSS = {
    "bot/data/meetings.py:due": "the clock serves every workspace",
    "bot/data/meetings.py:coming": "so does the demo's list of moments",
    "bot/data/meetings.py:is_due": "the clock",
    "bot/data/calendars.py:is_due": "the worker",
    "bot/data/calendars.py:take": "the worker",
    "bot/data/calendars.py:coming": "the list of moments",
    "bot/data/buddies.py:is_due": "the clock",
    "bot/data/buddies.py:due_rounds": "the clock",
    "bot/data/buddies.py:new_matches": "the clock",
    "bot/data/buddies.py:due_matches": "the clock",
    "bot/data/buddies.py:coming_rounds": "the list of moments",
    "bot/data/buddies.py:coming_matches": "the list of moments",
    "bot/data/deliveries.py:waiting_after": "the list of moments",
    "bot/data/tidying.py:forget_events": "the hourly chores",
    "bot/data/tidying.py:forget_paces": "the hourly chores",
    "bot/data/tidying.py:forget_drafts": "the hourly chores",
    "bot/data/people.py:unlisted": "the hourly chores",
    "bot/data/program.py:teams": "the hourly chores",
    "bot/data/roster.py:teams": "the operator names one of them",
    "bot/data/erasing.py:gone_people": "the hourly chores",
    "bot/data/erasing.py:gone_workspaces": "the hourly chores",
    "bot/data/erasing.py:sweep": "the hourly chores",
    "bot/data/pulse.py:queue": "how the whole installation does",
    "bot/data/pulse.py:workspaces": "how the whole installation does",
    "bot/data/installations.py:stopped": "the operator's check",
    "bot/data/copying.py:is_empty": "an installation moves house",
    "bot/data/copying.py:_copy_rows": "an installation moves house",
    "bot/data/copying.py:_count": "an installation moves house",
    "bot/data/copying.py:_go_on_counting": "an installation moves house",
    "bot/data/rekeying.py:count": "a change of keys",
    "bot/data/rekeying.py:_read": "a change of keys",
}
ONE_QUEUE = "bot/delivery/"  # delivers for all of them; each row carries its own workspace
APART = (__file__, "tests/plans.py", "data/store.py")  # stand between a place and its statement
MET = "workspaces met"  # in a session's info
BOLT = "slack_bolt"  # stands in the stack of whatever a payload causes

TABLES = re.compile(r"\b(?:FROM|JOIN|UPDATE) (\w+)(?: AS (\w+))?")
LISTED = re.compile(r"\bFROM ((?:\w+(?: AS \w+)?, )+\w+(?: AS \w+)?)")
KEY = r"(?:team|id|replaces|\w+(?<!bank)(?<!event)_id)"  # what names a row of one workspace
HELD = re.compile(rf"\b(\w+)\.{KEY} (?:=|IN) ?(?!\w+\.)")
TIED = re.compile(rf"\b(\w+)\.{KEY} (?:=|IN) \(?(?:SELECT )?(\w+)\.{KEY}\b")


@cache
def loose(statement: str) -> frozenset[str]:
    """Return the tables of a statement that nothing holds to a workspace."""
    sql = " ".join(statement.replace('"', "").split())
    if not re.match(r"(SELECT|UPDATE|DELETE)\b", sql):
        return frozenset()
    named = {alias or table: table for table, alias in (*TABLES.findall(sql), *_listed(sql))}
    named = {name: table for name, table in named.items() if table in _tables()}
    where = sql.partition(" SET ")[2].partition(" WHERE ")[2] if " SET " in sql else sql
    held = set(HELD.findall(where))
    ties = TIED.findall(where)
    while more := {a for pair in ties for a, b in (pair, pair[::-1]) if b in held} - held:
        held |= more
    return frozenset(named.keys() - held)


def _listed(sql: str) -> list[tuple[str, str]]:
    """Return the tables that follow the first one after FROM, by commas."""
    parts = [part for group in LISTED.findall(sql) for part in group.split(", ")]
    return [(table, alias) for table, _, alias in (part.partition(" AS ") for part in parts)]


@cache
def _tables() -> frozenset[str]:
    tables = Workspace.metadata.sorted_tables
    return frozenset(one.name for one in tables if TEAM in one.columns)


def place() -> str:
    """Return the function of ours that runs the statement: "bot/data/people.py:person"."""
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001  # there is no other way
    while frame is not None:
        name = frame.f_code.co_filename
        is_named = not frame.f_code.co_name.startswith("<") or frame.f_code.co_name == "<module>"
        if name.startswith(OURS) and is_named and not name.endswith(APART):
            return f"{Path(name).relative_to(ROOT)}:{frame.f_code.co_name}"
        frame = frame.f_back
    return ""


def _is_for_somebody() -> bool:
    """Whether a person's payload is being worked on."""
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001  # as above
    while frame is not None:
        if str(frame.f_globals.get("__name__")).partition(".")[0] == BOLT:
            return True
        frame = frame.f_back
    return False


class Watch:
    """Notes what is done across workspaces."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.listeners = (
            (Engine, "before_cursor_execute", self._statement),
            (Mapper, "load", self._loaded),
            (Session, "before_flush", self._flushing),
        )

    def _statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        tables = loose(statement)
        where = place() if tables else ""
        if where and where not in ACROSS and not where.startswith((ONE_QUEUE, "tests/")):
            self.found.append(f"{where} does not hold {', '.join(sorted(tables))} to a team")

    def _loaded(self, row: object, context: Any) -> None:
        self._meet(context.session if context else object_session(row), row)

    def _flushing(self, session: Session, *_: Any) -> None:
        for row in session.new:
            self._meet(session, row)

    def _meet(self, session: Session | None, row: object) -> None:
        team = getattr(row, TEAM, None)
        if session is None or team is None:
            return
        teams = session.info.setdefault(MET, set())
        is_another = bool(teams) and team not in teams
        teams.add(team)
        if is_another and _is_for_somebody():
            self.found.append(f"{place()} mixes {sorted(teams)}")


@contextmanager
def watch() -> Iterator[list[str]]:
    """Lend the list of what was done across workspaces while this is entered."""
    one = Watch()
    for target, name, listener in one.listeners:
        event.listen(target, name, listener)
    try:
        yield one.found
    finally:
        for target, name, listener in one.listeners:
            event.remove(target, name, listener)
