"""Rows for any table, whatever its columns: enough to see that none gets lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    Integer,
    Table,
    Time,
    TypeDecorator,
    insert,
)
from sqlalchemy.types import TypeEngine

SOME = 3  # rows in each table


def fill(connection: Connection, tables: list[Table]) -> None:
    """Write some rows into each table, in an order in which references hold.

    The n-th row refers to the n-th row of another table.
    """
    for table in tables:
        rows = [{one.name: value(one, n) for one in table.columns} for n in range(1, SOME + 1)]
        connection.execute(insert(table), rows)


def add(connection: Connection, table: Table, number: int) -> int | None:
    """Write the row with that number, and let the database give its id; return that, if it does."""
    key = table.primary_key.columns[0]
    is_given = isinstance(key.type, Integer) and not key.foreign_keys
    row = {one.name: value(one, number) for one in table.columns if one is not key or not is_given}
    given = connection.execute(insert(table).values(row).returning(key)).scalar_one()
    return int(given) if is_given else None


MAKERS: dict[type[TypeEngine[Any]], Callable[[int], Any]] = {
    JSON: lambda number: ["ä", number],
    Boolean: lambda number: number % 2 == 0,
    Integer: lambda number: number,
    DateTime: lambda number: datetime(2027, 3, number, 8, 30, tzinfo=UTC),
    Date: lambda number: date(2027, 3, number),
    Time: lambda number: time(8, number),
}


def value(column: Column[Any], number: int) -> Any:
    """Return what stands in a column of the row with that number, in words beyond ASCII."""
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class or kind.enums))
    make = next((one for of, one in MAKERS.items() if isinstance(kind, of)), None)
    length = getattr(kind, "length", None) or 40
    return make(number) if make else f"{number} {column.name} ✓"[:length]
