"""Opens the database: one engine, short transactions, and the keys that lock what people wrote."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Engine, event, make_url
from sqlmodel import Session, create_engine

SPOKE = "spoke"  # marks a session in which a message was recorded
WRITING = "writing"  # marks a connection whose transaction takes SQLite's write lock at once


class Vault:
    """Encrypts what people wrote. The first key locks, every key opens."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def lock(self, words: str) -> str:
        """Return `words` as an encrypted token."""
        return self._fernet.encrypt(words.encode()).decode()

    def open(self, token: str) -> str:
        """Return the words behind `token`; raise InvalidToken where no key fits."""
        return self._fernet.decrypt(token.encode()).decode()


class Store:
    """Lends sessions. A session is one transaction: it commits at the end or not at all."""

    def __init__(self, url: str, keys: tuple[str, ...]) -> None:
        self.vault = Vault(keys)
        self.engine = _engine(url)
        self.spoken: Callable[[], None] = lambda: None  # called when a message has been recorded

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Lend a session that may write: committed at the end, rolled back on an error."""
        with Session(
            self.engine.execution_options(**{WRITING: True}), expire_on_commit=False
        ) as session:
            yield session
            session.commit()
            if session.info.get(SPOKE):
                self.spoken()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Lend a session for looking only; nothing that it changes is kept."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 10, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Readers never block the writer (WAL); references hold; we say BEGIN ourselves."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """Take the write lock at the start: a lock upgraded half-way may fail without waiting."""
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
