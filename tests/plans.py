"""Watches how SQLite looks for rows in any test: never through a whole table, or a whole team.

What is quick among ten people is slow among ten thousand, and no other test would tell: where one
index knows the team and another the person, SQLite may take either. So it is asked how it would
find the rows, once for each statement. What reads all of them on purpose stands in `WHOLE`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from bot.data.tables import Workspace
from tests.scoping import place

# The places that go through a whole table or team, by file or function, and why they may.
WHOLE = {
    "bot/data/copying.py": "an installation moves house",
    "bot/data/rekeying.py": "a change of keys",
    "bot/data/roster.py": "the company's list of people",
    "bot/data/program.py": "the hourly chores count a week, once",
    "bot/data/tidying.py": "the hourly chores",
    "bot/data/people.py:unlisted": "the hourly chores look at each workspace",
    "bot/data/erasing.py:gone_people": "the hourly chores",
    "bot/data/erasing.py:gone_workspaces": "the hourly chores",
    "bot/data/erasing.py:sweep": "the hourly chores",
    "bot/data/erasing.py:erase_workspace": "all of it goes",
    "bot/data/erasing.py:_unname": "somebody may stand anywhere; it is seldom done",
    "bot/data/erasing.py:unname_messages": "as above",
    "bot/data/pulse.py:workspaces": "each workspace is a row",
    "bot/data/installations.py:stopped": "each workspace is a row",
    "bot/data/buddies.py:taking_part": "a round pairs everybody",
    "bot/data/buddies.py:past": "a round looks at all rounds that count",
    "bot/data/buddies.py:last_rounds": "a round looks at everybody's last one",
    "bot/data/buddies.py:starts": "a round looks at who had to write first",
    "bot/data/buddies.py:open_round": "a workspace has some 26 rounds a year",
    "bot/data/buddies.py:coming_rounds": "the demo's list of moments",
    "bot/data/calendars.py:coming": "the demo's list of moments",
}
FINDS = re.compile(r"(?:SELECT|UPDATE|DELETE|WITH)\b")
THROUGH_ALL = re.compile(r"SCAN (\w+)|SEARCH (\w+) USING .*\(team=\?\)")
NAMED = re.compile(r"\b(?:FROM|JOIN|UPDATE|,) (\w+) AS (\w+)")
TABLES = frozenset(one.name for one in Workspace.metadata.sorted_tables)
SINGLE = {"workspace", "installation"}  # of these a team has one row

known: dict[str, list[str]] = {}  # the tables that each statement goes through


def through(connection: Any, statement: str, given: Any) -> list[str]:
    """Return the tables that SQLite would go through for this statement, whole or a whole team."""
    if statement not in known:
        sql = statement.replace('"', "")
        names = {alias: table for table, alias in NAMED.findall(sql)}
        asked = f"EXPLAIN QUERY PLAN {statement}"
        found = [
            (names.get(table or held, table or held), bool(held))
            for *_, step in connection.connection.driver_connection.execute(asked, given)
            for table, held in THROUGH_ALL.findall(step)
        ]
        known[statement] = [
            table for table, is_held in found if table in TABLES - (SINGLE if is_held else set())
        ]
    return known[statement]


@contextmanager
def watch() -> Iterator[list[str]]:
    """Lend the list of what reads too much while this is entered."""
    found = []

    def look(
        connection: Any, _cursor: Any, statement: str, given: Any, _context: Any, is_many: bool
    ) -> None:
        if connection.dialect.name != "sqlite" or not FINDS.match(statement):
            return
        tables = through(connection, statement, given[0] if is_many else given)
        where = place() if tables else ""
        if where.startswith("bot/") and not {where, where.partition(":")[0]} & WHOLE.keys():
            found.append(f"{where} goes through {', '.join(tables)}")

    event.listen(Engine, "after_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "after_cursor_execute", look)
