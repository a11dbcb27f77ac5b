"""Watches every statement that the bot runs in any test: each keeps to one workspace.

A statement does where each of its tables is held to a `team`: see `holding`. What looks over all
workspaces on purpose stands in `ACROSS`, with its reason.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Mapper, Session, object_session

from bot.data.belongings import TEAM
from tests.holding import loose

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
    "bot/data/migrations/versions/0003_ids_come_once.py:upgrade": "the schema of all of them",
    "bot/data/rekeying.py:fits": "whether the keys are the right ones",
    "bot/data/rekeying.py:count": "a change of keys",
    "bot/data/rekeying.py:_read": "a change of keys",
    "bot/delivery/leases.py:is_unfinished": "one queue is delivered for every workspace",
    "bot/delivery/leases.py:is_free": "the one queue",
    "bot/delivery/leases.py:lease": "the one queue: each message names its workspace",
    "bot/delivery/leases.py:forsaken": "the one queue",
}
APART = (__file__, "tests/plans.py", "data/store.py")  # stand between a place and its statement
MET = "workspaces met"  # in a session's info
BOLT = "slack_bolt"  # stands in the stack of whatever a payload causes


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
        if where and where not in ACROSS and not where.startswith("tests/"):
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
