"""Connections to PostgreSQL: one that died at rest is replaced before anybody works with it."""

from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.data import store as stores
from bot.data.store import Store
from bot.settings import database_url

pytestmark = pytest.mark.postgres

NUMBER = text("SELECT pg_backend_pid()")
END_OTHERS = text("""
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
""")


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    """Lend a store on a PostgreSQL, with one connection at rest."""
    store = open_store(postgres_url)
    number(store)
    yield store
    store.close()


def open_store(url: str) -> Store:
    """Return a store with connections of its own."""
    return Store(database_url({"DATABASE_URL": url}), (Fernet.generate_key().decode(),))


def number(store: Store) -> int:
    """Return which of the server's processes answers, in a transaction of its own."""
    with store.begin() as session:
        return int(session.connection().execute(NUMBER).scalar_one())


def cut(url: str) -> None:
    """End all connections there are, as a restart of the server does."""
    other = open_store(url)
    with other.begin() as session:
        session.connection().execute(END_OTHERS)
    other.close()


def test_one_that_died_at_rest_is_replaced(
    store: Store, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks next does not notice."""
    monkeypatch.setattr(stores, "RESTED", 0.0)
    before = number(store)
    cut(postgres_url)
    assert number(store) != before


def test_one_that_died_a_moment_ago_is_one_error(
    store: Store, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is noticed by whoever works with it, and by nobody after them."""
    monkeypatch.setattr(stores, "RESTED", 60.0)
    cut(postgres_url)
    with pytest.raises(OperationalError):
        number(store)
    assert number(store)
