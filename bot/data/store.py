"""Opens the database: one engine, short transactions, and the keys that lock what people wrote."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from functools import lru_cache, partial
from importlib import import_module
from math import inf
from pathlib import Path
from threading import RLock
from time import monotonic
from typing import Any
from zlib import crc32

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Engine, Executable, Row, event, inspect, make_url, text
from sqlalchemy.exc import InterfaceError, InvalidatePoolError, OperationalError
from sqlmodel import Session, SQLModel, create_engine

from bot.data.durable import Log

KEPT = "kept"  # where a session keeps what it has read
SPOKE = "spoke"  # holds in a session the teams for which a message was recorded
DUE = "due"  # holds in a session what has to be taken up at some time after its commit
TRY_LOCK = text("SELECT pg_try_advisory_lock(:name)")
UNLOCK = text("SELECT pg_advisory_unlock(:name)")
USED, RESTED = "used", 1.0  # when a connection was given back, and after how many seconds of rest
WRITING = "writing"  # marks a connection whose transaction takes SQLite's write lock at once


class Vault:
    """Encrypts what people wrote. The first key locks, every key opens."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._first = Fernet(keys[0])
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def lock(self, words: str) -> str:
        """Return `words` as an encrypted token."""
        return self._fernet.encrypt(words.encode()).decode()

    def open(self, token: str) -> str:
        """Return the words behind `token`; raise InvalidToken where no key fits."""
        return self._fernet.decrypt(token.encode()).decode()

    def open_fresh(self, token: str, seconds: int) -> str | None:
        """Return the words behind `token`; None where it is older, or none of ours."""
        try:
            return self._fernet.decrypt(token.encode(), ttl=seconds).decode()
        except InvalidToken:
            return None

    def renew(self, token: str) -> str:
        """Return `token` locked by the first key: itself where it is; raise InvalidToken as `open`.

        When it was first locked stays written in it.
        """
        try:
            self._first.decrypt(token.encode())
        except InvalidToken:
            return self._fernet.rotate(token.encode()).decode()
        return token


class Keeping(Session):
    """A session that asks for each row once: SQLAlchemy forgets what nobody else holds."""


class Store:
    """Lends sessions. A session is one transaction: it commits at the end or not at all."""

    def __init__(self, url: str, keys: tuple[str, ...]) -> None:
        self.vault = Vault(keys)
        self.engine = _engine(url)
        self._writing = self.engine.execution_options(**{WRITING: True})
        # Called with the teams for which messages have been recorded.
        self.spoken: Callable[[Collection[str]], None] = _tell_nobody
        self.promise: Callable[[Session], None] = _promise_nothing  # before a commit with DUE
        # SQLite lets one write at a time; the others would sleep, and try again ever more rarely.
        self._turn = RLock() if self.engine.dialect.name == "sqlite" else nullcontext()
        self._log = _log(self.engine)

    @contextmanager
    def begin(self, patience: timedelta | None = None) -> Iterator[Session]:
        """Lend a session that may write: committed at the end, rolled back on an error.

        It waits for rows that others hold, unless its `patience` ends: then it raises
        OperationalError. SQLite holds no rows.
        """
        with self._turn, Keeping(self._writing, expire_on_commit=False) as session:
            if patience and self.engine.dialect.name != "sqlite":
                limit = round(patience.total_seconds() * 1000)
                session.connection().exec_driver_sql(f"SET LOCAL lock_timeout = {limit}")
            yield session
            if session.info.get(DUE):
                self.promise(session)
            session.commit()
        if self._log:
            self._log.settle()
        if teams := session.info.get(SPOKE):
            self.spoken(teams)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Lend a session for looking only; nothing that it changes is kept."""
        with Keeping(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def alone(self, what: str) -> Iterator[bool]:
        """Say whether nobody else does `what` at present, and keep it so meanwhile.

        In PostgreSQL other processes are counted; SQLite has one, and lets one write at a time.
        """
        if self.engine.dialect.name == "sqlite":
            yield True
            return
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            asked = {"name": crc32(what.encode())}
            is_mine = connection.execute(TRY_LOCK, asked).scalar_one()
            try:
                yield is_mine
            finally:
                if is_mine:
                    connection.execute(UNLOCK, asked)

    def scrub(self) -> None:
        """Let the bytes of what was erased be gone from the file too, as far as we hold it.

        In SQLite the log of changes is emptied, unless a reader is busy: then the next time. What
        PostgreSQL keeps of deleted rows, its own vacuum clears.
        """
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                own: Any = connection.connection.driver_connection
                own.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def read_anew(session: Session) -> None:
    """Let what follows in the session see everything as a transaction of its own would."""
    session.flush()
    session.expunge_all()
    session.info.pop(KEPT, None)


def add_new(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], *columns: str
) -> Sequence[Row[Any]]:
    """Insert those of `rows` that no unique key of `table` has yet; return these `columns` of them.

    Every row has the same columns. They are written at once and past the ORM.
    """
    statement = _insert_new(session.get_bind().dialect.name, table, columns)
    return session.connection().execute(statement, rows).all()


@lru_cache
def _insert_new(dialect: str, table: type[SQLModel], columns: tuple[str, ...]) -> Executable:
    """Return the statement, built once: building takes longer than asking."""
    # The other database's dialect stays unread: it would slow every start.
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    into = inspect(table).local_table
    wanted = [into.c[name] for name in columns] or list(into.primary_key)
    statement: Executable = insert(into).on_conflict_do_nothing().returning(*wanted)
    return statement


def reason(error: BaseException) -> str:
    """Say in a word what failed; of the database, in its own words: a full disk, a lost server.

    Only of those: the words of other errors may be somebody's.
    """
    own = error.orig if isinstance(error, (OperationalError, InterfaceError)) else None
    line = str(own).strip().partition("\n")[0] if own else ""
    return f"{type(error).__name__}({line})" if line else type(error).__name__


def _promise_nothing(_session: Session) -> None:
    """Do nothing: who looks for what is due finds it."""


def _tell_nobody(_teams: Collection[str]) -> None:
    """Do nothing: as above."""


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url)
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", partial(_ask_if_rested, engine))
        return engine
    engine = create_engine(url, connect_args={"timeout": 10, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _note_use(_connection: object, record: Any) -> None:
    """Remember when a connection was last used."""
    record.info[USED] = monotonic()


def _ask_if_rested(engine: Engine, connection: Any, record: Any, _proxy: object) -> None:
    """Let go of connections that have died at rest; one that has just been used is not asked."""
    if monotonic() - record.info.get(USED, -inf) < RESTED:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError("the database has closed it") from error


def _log(engine: Engine) -> Log | None:
    """Return the log that makes commits durable, for a SQLite database in a file."""
    is_file = engine.dialect.name == "sqlite" and engine.url.database not in {None, "", ":memory:"}
    return Log(Path(str(engine.url.database))) if is_file else None


def _keep(session: Session, row: object) -> None:
    """Hold what was read for as long as the session lives."""
    session.info.setdefault(KEPT, []).append(row)


event.listen(Keeping, "loaded_as_persistent", _keep)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Readers never block the writer (WAL); references hold; we say BEGIN ourselves.

    What is deleted is overwritten, so that its bytes are gone as well. A commit does not wait
    for the disk (NORMAL): `Log.settle` does, for many at once.
    """
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """Take the write lock at the start: a lock upgraded half-way may fail without waiting."""
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
