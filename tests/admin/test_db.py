"""`python -m bot db`: moving house in both directions, and backups of what is in use."""

import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Row, delete, select, text
from typer.testing import CliRunner

from bot.__main__ import app
from bot.admin import RefusedError, db
from bot.data import copying
from bot.data.hosting_tables import SeenEvent
from bot.data.migrate import connect, is_current, upgrade
from bot.data.store import Store
from bot.data.tables import OneOnOne
from bot.settings import database_url
from tests.company import DEV, company
from tests.rows import SOME, add, fill

SEEN = text("UPDATE alembic_version SET version_num = :seen")
NOW = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Path) -> str:
    """Return the address of a SQLite file with some rows in each table."""
    return filled(f"sqlite:///{tmp_path}/old.sqlite3")


@pytest.fixture
def new(tmp_path: Path) -> str:
    """Return the address of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/new.sqlite3"


@pytest.fixture
def postgres(postgres_url: str) -> str:
    """Return the address of an empty PostgreSQL database."""
    return database_url({"DATABASE_URL": postgres_url})


def filled(url: str) -> str:
    """Migrate a database and write some rows into each table; return its address."""
    upgrade(url)
    with connect(url) as connection:
        fill(connection, copying.tables())
    return url


def everything(url: str) -> dict[str, list[Row[tuple[object, ...]]]]:
    """Return every row of every table."""
    with connect(url) as connection:
        return {
            one.name: list(connection.execute(select(one).order_by(*one.primary_key)))
            for one in copying.tables()
        }


def test_every_row_arrives(old: str, new: str) -> None:
    """From one file to another: each row of each table, as it was."""
    rows = SOME * len(copying.tables())
    assert db.copy(old, new).startswith(f"{rows} rows were copied")
    assert everything(new) == everything(old)


@pytest.mark.postgres
def test_to_postgres_and_back(old: str, new: str, postgres: str) -> None:
    """There and back again nothing is different."""
    db.copy(old, postgres)
    assert everything(postgres) == everything(old)
    db.copy(postgres, new)
    assert everything(new) == everything(old)


@pytest.mark.postgres
def test_ids_go_on_where_they_were(old: str, new: str, postgres: str) -> None:
    """After a copy each table that gives ids gives one that no row has or had, here or there."""
    look = {one.name: one for one in copying.tables()}["look"]
    with connect(old) as connection:
        add(connection, look, SOME + 1)
        connection.execute(delete(look).where(look.c.id > SOME))
    for source, url in ((old, postgres), (postgres, new)):
        db.copy(source, url)
    for url in (postgres, new):
        with connect(url) as connection:
            given = {one.name: add(connection, one, SOME + 1) for one in copying.tables()}
        counted = {name: number for name, number in given.items() if number is not None}
        assert counted.pop("look") == SOME + 2
        assert set(counted.values()) == {SOME + 1}
        assert {"delivery", "one_on_one", "occurrence", "answer"} <= set(counted)


def test_what_is_not_empty_is_not_touched(old: str, tmp_path: Path) -> None:
    """A target with as much as one row is refused, and stays as it was."""
    other = f"sqlite:///{tmp_path}/other.sqlite3"
    upgrade(other)
    with connect(other) as connection:
        connection.execute(text("INSERT INTO seen_event VALUES ('T1', 'E1', '2027-03-01')"))
    with pytest.raises(RefusedError, match="not empty: nothing was copied"):
        db.copy(old, other)
    with connect(other) as connection:
        assert connection.execute(text("SELECT count(*) FROM person")).scalar() == 0
    with pytest.raises(RefusedError, match="not empty"):
        db.copy(old, old)


def test_what_is_not_up_to_date_is_not_copied(new: str, tmp_path: Path) -> None:
    """Neither a file that is not there, which is not made, nor one of another version."""
    with pytest.raises(RefusedError, match=r"no database at .*none\.sqlite3\. Look at the first"):
        db.copy(f"sqlite:///{tmp_path}/none.sqlite3", new)
    for other, told in (("0000", "Run on it: python -m bot migrate"), ("0099", "newer version")):
        url = f"sqlite:///{tmp_path}/{other}.sqlite3"
        upgrade(url)
        with connect(url) as connection:
            connection.execute(SEEN, {"seen": other})
        with pytest.raises(RefusedError, match=f"^The first database .*{told}"):
            db.copy(url, new)
    assert not (tmp_path / "none.sqlite3").exists()
    assert not (tmp_path / "new.sqlite3").exists()


def test_which_address_it_is(old: str, new: str) -> None:
    """What is no address, and what does not answer, is told of the first or the second."""
    nowhere = "postgresql://u@127.0.0.1:1/name"
    for wrong in ("mysql://somewhere", nowhere, "sqlite:///", ""):
        with pytest.raises(RefusedError, match=r"[Tt]he first address"):
            db.copy(wrong, new)
        with pytest.raises(RefusedError, match=r"[Tt]he second address"):
            db.copy(old, wrong)


def test_all_or_nothing(old: str, new: str) -> None:
    """Where a row cannot be written, nothing at all is kept in the target."""
    upgrade(new)
    with connect(new) as connection:
        connection.execute(
            text(
                "CREATE TRIGGER no BEFORE INSERT ON question WHEN new.id = 2 "
                "BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
        )
    with pytest.raises(RefusedError):
        db.copy(old, new)
    assert copying.is_empty(new)


def test_counts_are_checked(old: str, new: str) -> None:
    """A target that swallows a row is found out, and nothing is kept."""
    upgrade(new)
    with connect(new) as connection:
        connection.execute(
            text(
                "CREATE TRIGGER swallow AFTER INSERT ON seen_event WHEN new.team LIKE '2%' "
                "BEGIN DELETE FROM seen_event WHERE team = new.team; END"
            )
        )
    with pytest.raises(RefusedError, match="seen_event: 2 instead of 3"):
        db.copy(old, new)
    assert copying.is_empty(new)


def test_at_the_command_line(old: str, new: str) -> None:
    """Addresses are read as the setting is: what is none is told in a sentence."""
    run = CliRunner()
    assert run.invoke(app, ["db", "copy", "mysql://somewhere", new]).exit_code == 1
    done = run.invoke(app, ["db", "copy", old, new])
    assert (done.exit_code, "counted again" in done.output) == (0, True)


def test_a_backup_while_the_bot_runs(tmp_path: Path) -> None:
    """The running bot's file is copied whole, and a bot can run on the copy."""
    copied = tmp_path / "copy.sqlite3"
    with company() as office:
        office.meet()
        source = str(office.bot.desk.store.engine.url)
        with writing(source) as written:
            assert "and whole" in db.backup(source, copied)
        assert written
        before = office.rows(OneOnOne)
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [copied]
    assert is_current(f"sqlite:///{copied}")
    with company(database_url=f"sqlite:///{copied}") as office:
        assert office.rows(OneOnOne) == before
        assert "Maya" in office.home(DEV)


def test_a_backup_never_writes_over_anything(old: str, tmp_path: Path) -> None:
    """A file that is there stays as it is."""
    kept = tmp_path / "kept"
    kept.write_text("mine")
    with pytest.raises(RefusedError, match="there already"):
        db.backup(old, kept)
    assert kept.read_text() == "mine"


def test_a_damaged_database_gives_no_backup(old: str, tmp_path: Path) -> None:
    """What SQLite finds broken in the copy is told, and the copy is not left behind."""
    with closing(sqlite3.connect(tmp_path / "old.sqlite3")) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE answer SET question_id = 77")
        connection.commit()
    with pytest.raises(RefusedError, match="There is no backup: foreign_key_check"):
        db.backup(old, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_no_backup_of_nothing(tmp_path: Path) -> None:
    """A file that is not there, and PostgreSQL, are told with what to do."""
    with pytest.raises(RefusedError, match="Look at DATABASE_URL"):
        db.backup(f"sqlite:///{tmp_path}/none", tmp_path / "copy")
    with pytest.raises(RefusedError, match="pg_dump"):
        db.backup("postgresql+psycopg://u@h/n", tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


@contextmanager
def writing(url: str) -> Iterator[list[int]]:
    """Write into a database without a pause while this is entered."""
    store, done, ends = (
        Store(url, (Fernet.generate_key().decode(),)),
        list[int](),
        threading.Event(),
    )

    def write() -> None:
        while not ends.is_set():
            with store.begin() as session:
                session.add(SeenEvent(team="T1", event_id=str(len(done)), at=NOW))
            done.append(1)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while not done:
            ends.wait(0.01)
        yield done
    finally:
        ends.set()
        thread.join()
        store.close()
