"""What has happened in a company before a test begins: lived through once, then copied.

Many tests begin with the same days. Living through them takes a second or two, and opening a copy
takes no longer than opening an empty company. To the bot it is a start on a database that it
has used before.
"""

import pickle
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from bot.playground.workspace import Workspace

REMEMBERED = frozenset(
    {
        "members",
        "channels",
        "posts",
        "homes",
        "stacks",
        "whispers",
        "files",
        "prompts",
        "statuses",
        "version",
        "_unseen",
        "_used",
    }
)
ANEW = frozenset(
    {
        "lock",
        "team_id",
        "manifest",
        "clock",
        "scopes",
        "faults",
        "calendars",
        "meter",
        "triggers",
        "responses",
        "carrier",
        "moments",
        "on_move",
        "_callbacks",
    }
)


@dataclass(frozen=True)
class Past:
    """The moment at which it ends, the database's bytes, and what stands in Slack, pickled."""

    at: datetime
    rows: bytes
    shown: bytes

    @classmethod
    def of(cls, slack: Workspace, database: Path) -> Self:
        """Return all that has happened so far; nothing may be under way."""
        unheard_of = set(vars(slack)) - REMEMBERED - ANEW
        assert not unheard_of, f"part of the past, or not? {unheard_of}"
        with closing(sqlite3.connect(database)) as connection:
            rows = connection.serialize()
        shown: dict[str, Any] = {name: vars(slack)[name] for name in REMEMBERED}
        return cls(slack.clock.now(), rows, pickle.dumps(shown))

    def show_in(self, slack: Workspace) -> None:
        """Let a new workspace look as the old one did."""
        vars(slack).update(pickle.loads(self.shown))  # noqa: S301 - its own, from this process
