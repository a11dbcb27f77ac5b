"""Locking everything with the first key, while the bot runs: in batches, and again from anywhere.

A value that the first key opens is left alone, so that a run which broke off simply goes on. A
value that somebody changes meanwhile is left to them: it is locked by the first key already.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import Row, Table, func, select, tuple_, update
from sqlmodel import Session, SQLModel

from bot.data.belongings import sealed_columns
from bot.data.store import Store, Vault

BATCH = 500  # rows in one transaction


@dataclass(frozen=True)
class Progress:
    """What a batch came to: rows looked at, values locked anew, values that no key opens."""

    rows: int = 0
    changed: int = 0
    lost: int = 0


def sealed_tables() -> list[Table]:
    """Return every table that holds what somebody wrote."""
    return [table for table in SQLModel.metadata.sorted_tables if sealed_columns(table)]


def fits(store: Store) -> bool:
    """Whether the keys open what people wrote, as far as one row of each kind tells."""
    some = []
    with store.read() as session:
        for table in sealed_tables():
            sealed = [table.c[name] for name in sealed_columns(table)]
            wanted = select(*sealed).order_by(*(one.desc() for one in table.primary_key)).limit(1)
            some += [one for row in session.connection().execute(wanted) for one in row if one]
    return not some or any(_renewed(store.vault, one) for one in some)


def count(store: Store) -> int:
    """Return how many rows there are to look at."""
    with store.read() as session:
        counts = [select(func.count()).select_from(table) for table in sealed_tables()]
        return sum(int(session.connection().execute(one).scalar_one()) for one in counts)


def renew(store: Store, batch: int = BATCH) -> Iterator[Progress]:
    """Lock every value with the first key; yield after each batch, which is then written."""
    for table in sealed_tables():
        after: tuple[Any, ...] | None = None
        while rows := _read(store, table, after, batch):
            yield _renew_rows(store, table, rows)
            after = tuple(rows[-1]._mapping[column] for column in table.primary_key)  # noqa: SLF001  # its public way to a column


def _read(store: Store, table: Table, after: tuple[Any, ...] | None, batch: int) -> list[Row[Any]]:
    key = list(table.primary_key)
    wanted = select(*key, *(table.c[name] for name in sealed_columns(table)))
    if after is not None:
        wanted = wanted.where(tuple_(*key) > after)
    with store.read() as session:
        return list(session.connection().execute(wanted.order_by(*key).limit(batch)))


def _renew_rows(store: Store, table: Table, rows: list[Row[Any]]) -> Progress:
    changes, lost = [], 0
    for row in rows:
        for name in sealed_columns(table):
            old = row._mapping[table.c[name]]  # noqa: SLF001  # its public way to a column
            new = _renewed(store.vault, old)
            lost += new is None and old is not None
            if new not in {None, old}:
                changes.append((row, name, old, new))
    changed = 0
    if changes:
        with store.begin() as session:
            changed = sum(_write(session, table, *one) for one in changes)
    return Progress(len(rows), changed, lost)


def _renewed(vault: Vault, token: str | None) -> str | None:
    """Return the token under the first key; None for none, or where no key opens it."""
    try:
        return vault.renew(token) if token is not None else None
    except InvalidToken:
        return None


def _write(session: Session, table: Table, row: Row[Any], name: str, old: str, new: str) -> int:
    """Write a value, unless it was changed since it was read; return how many were written."""
    same = [column == row._mapping[column] for column in table.primary_key]  # noqa: SLF001  # as above
    change = update(table).where(*same, table.c[name] == old).values({name: new})
    return session.connection().execute(change).rowcount
