"""A stage for each test."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.data.migrate import upgrade
from bot.settings import database_url
from tests.delivery.stage import Stage, open_store
from tests.delivery.wire import serving


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Lend a fresh database and a wire that listens."""
    store = open_store(f"sqlite:///{tmp_path / 'delivery.db'}")
    with serving() as wire:
        yield Stage(store, wire)
    store.close()


@pytest.fixture
def shared_stage(postgres_url: str) -> Iterator[Stage]:
    """Lend a migrated PostgreSQL and a wire that listens, by the real clock."""
    url = database_url({"DATABASE_URL": postgres_url})
    upgrade(url)
    store = open_store(url)
    with serving() as wire:
        yield Stage(store, wire, now=datetime.now(UTC))
    store.close()
