"""A real PostgreSQL for the tests: a cluster of its own on loopback, gone when they end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.admin import demo_postgres
from bot.admin.demo_postgres import Cluster, programs
from tests.ports import free_port

__all__ = ["Cluster", "cluster", "postgres_server", "postgres_url", "programs"]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Cluster]:
    """Lend a server; skip where there is none."""
    if not programs():
        if os.environ.get("TRELLIS_CI"):
            pytest.fail("no PostgreSQL")
        pytest.skip("no PostgreSQL")
    with cluster() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Cluster) -> Iterator[str]:
    """Lend the address of an empty database, as hosts hand it out."""
    with postgres_server.database() as url:
        yield url


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Run a server of its own, which is gone when this is left."""
    found = programs()
    assert found is not None
    with demo_postgres.cluster(found, free_port()) as server:
        yield server
