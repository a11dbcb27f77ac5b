"""Requests are remembered as long as their signatures hold, and no longer."""

import pytest

from bot.hosting import replays
from bot.hosting.replays import Replays


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
