"""A stage for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.delivery.stage import Stage, open_store
from tests.delivery.wire import serving


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Lend a fresh database and a wire that listens."""
    store = open_store(f"sqlite:///{tmp_path / 'delivery.db'}")
    with serving() as wire:
        yield Stage(store, wire)
    store.close()
