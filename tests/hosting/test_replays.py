"""Requests are remembered as long as their signatures hold, and no longer."""

from datetime import UTC, datetime

import pytest

from bot.data.migrate import upgrade
from bot.hosting import replays
from bot.hosting.replays import Replays, SharedReplays
from bot.settings import database_url
from tests.delivery.stage import open_store


def test_it_forgets_what_cannot_come_again() -> None:
    """A signature is known for eleven minutes; what is older takes no room."""
    now = 0.0
    known = Replays(lambda: now)
    known.remember("one")
    now = replays.REMEMBERED - 1
    known.remember("two")
    assert known.is_known("one")
    now = replays.REMEMBERED + 1
    assert not known.is_known("one")
    assert known.is_known("two")
    known.remember("three")
    assert list(known._taken) == ["two", "three"]  # noqa: SLF001


def test_it_never_grows_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many come, the oldest make room."""
    monkeypatch.setattr(replays, "MOST", 3)
    known = Replays(lambda: 0.0)
    for name in "abcde":
        known.remember(name)
    assert [name for name in "abcde" if known.is_known(name)] == ["c", "d", "e"]


@pytest.mark.postgres
def test_what_one_process_took_another_refuses(postgres_url: str) -> None:
    """A press, a form or a command that was acknowledged is refused by every process.

    Told twice, by processes that took it at once, changes nothing.
    """
    url = database_url({"DATABASE_URL": postgres_url})
    upgrade(url)
    store = open_store(url)
    one, other = (SharedReplays(store, lambda: datetime.now(UTC)) for _ in range(2))
    assert not other.is_known("v0=first")
    one.remember("v0=first")
    other.remember("v0=first")
    assert one.is_known("v0=first")
    assert SharedReplays(store, lambda: datetime.now(UTC)).is_known("v0=first")
    assert not other.is_known("v0=second")
    store.close()
