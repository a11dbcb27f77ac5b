"""One memory of compiled statements for all the databases that a test process opens.

SQLAlchemy compiles a statement once for each engine, and every test opens an engine of its own:
without this, a fifth of the tests' time went into compiling the same statements again. What is
compiled depends on the dialect alone, so databases that are open at once may share it, as the
threads that use one engine do.
"""

from functools import cache
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import create_engine

from bot.data import store

STATEMENTS = 5_000  # more than there are


@pytest.fixture(autouse=True, scope="session")
def _compile_each_statement_once(session_patch: pytest.MonkeyPatch) -> None:
    session_patch.setattr(store, "create_engine", sharing)


@pytest.fixture(scope="session")
def session_patch() -> Any:
    """Lend a monkeypatch for as long as the tests run."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def sharing(url: str, **how: Any) -> Engine:
    """Return a new engine; for SQLite one that knows what others have compiled."""
    engine = create_engine(url, **how)
    if engine.dialect.name == "sqlite":
        first = _first()
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache  # noqa: SLF001
    return engine


@cache
def _first() -> Engine:
    """Return an engine whose dialect has met SQLite."""
    engine = create_engine("sqlite://", query_cache_size=STATEMENTS)
    engine.connect().close()
    return engine
