"""Tells SQLite what a large company looks like, so that it finds rows the same way from day one.

SQLite guesses how many rows a column's value has, unless it is told. Guessing, it may look through
all of a company where an index knows the person. Counting what is there (ANALYZE) would tell it of
the first day's handful; so it is told once, as "Fixed results of ANALYZE" in its manual proposes.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Enum, Table, text
from sqlmodel import SQLModel

from bot.data.belongings import TEAM

ROWS = 1_000_000  # of a table, all of one workspace
STATES = 4  # among which an enumeration's rows are spread
FEW = 10  # rows that have anything else in common: a person, a meeting, a moment

EMPTY = text("DELETE FROM sqlite_stat1")
TELL = text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :counts)")


def tell(connection: Connection) -> None:
    """Write down what each index of this SQLite database is worth; who opens it next reads it."""
    connection.exec_driver_sql("ANALYZE sqlite_master")  # makes the table, and counts nothing
    connection.execute(EMPTY)
    for table in SQLModel.metadata.sorted_tables:
        for index, counts in _worth(connection, table):
            words = " ".join(map(str, counts))
            connection.execute(TELL, {"table": table.name, "index": index, "counts": words})


def _worth(connection: Connection, table: Table) -> Iterator[tuple[str, list[int]]]:
    """Yield each index with its rows in all, then how many share its first columns."""
    for _, index, is_unique, *_ in connection.exec_driver_sql(f"PRAGMA index_list({table.name})"):
        found = connection.exec_driver_sql(f"PRAGMA index_info({index})")
        columns = [name for *_, name in found]
        counts = [ROWS]
        for name in columns:
            counts.append(min(counts[-1], _shared(table, name, counts[-1])))
        if is_unique:
            counts[-1] = 1
        yield index, counts


def _shared(table: Table, name: str, rows: int) -> int:
    """Return how many of so many rows have the same value in a column."""
    if name == TEAM:
        return rows
    return rows // STATES if isinstance(table.c[name].type, Enum) else FEW
