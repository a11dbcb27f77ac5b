"""The paces that Slack asks for."""

import math

import pytest

from bot.delivery.rates import AT_ONCE, Rates
from bot.delivery.wire import POST, UPDATE

ROAD = ("T1", POST)


class Ticks:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        """Return the seconds that it shows."""
        return self.at


@pytest.fixture
def ticks() -> Ticks:
    """Lend a clock."""
    return Ticks()


def test_a_channel_takes_one_message_a_second(ticks: Ticks) -> None:
    """The second message to a channel waits for a second, another channel's does not."""
    rates = Rates(ticks=ticks)
    assert rates.take(ROAD, "D1") == 0
    assert rates.take(ROAD, "D1") == pytest.approx(1)
    assert rates.take(ROAD, "D2") == 0
    ticks.at += 1
    assert rates.take(ROAD, "D1") == 0


def test_a_workspace_never_exceeds_its_ceiling(ticks: Ticks) -> None:
    """In any minute a workspace gets at most its ceiling and the few that go at once."""
    rates = Rates(per_minute=300, channel_seconds=0, ticks=ticks)
    sent = 0
    for _ in range(60_000):
        sent += rates.take(ROAD, f"D{sent}") == 0
        ticks.at += 0.001
    assert 300 <= sent <= 300 + AT_ONCE


def test_a_refused_message_takes_no_turn(ticks: Ticks) -> None:
    """A message that has to wait for its channel leaves the workspace's turn to others."""
    rates = Rates(ticks=ticks)
    for _ in range(50):
        rates.take(ROAD, "D1")
    assert rates.room("T1") == AT_ONCE - 1


def test_a_full_workspace_says_so(ticks: Ticks) -> None:
    """A workspace without room is full until the next turn comes."""
    rates = Rates(per_minute=60, channel_seconds=0, ticks=ticks)
    for number in range(AT_ONCE):
        assert rates.take(ROAD, f"D{number}") == 0
    assert rates.room("T1") == 0
    assert rates.full() == {"T1"}
    assert rates.soonest() == pytest.approx(1)
    ticks.at += 1
    assert rates.room("T1") == 1
    assert rates.full() == frozenset()


def test_slack_asks_one_road_to_wait(ticks: Ticks) -> None:
    """What Slack asked of one method and workspace holds for these alone, and ends."""
    rates = Rates(ticks=ticks)
    rates.hold(ROAD, 30)
    rates.hold(ROAD, 5)
    assert rates.held() == {ROAD}
    assert rates.take(ROAD, "D1") == pytest.approx(30)
    assert rates.take(("T1", UPDATE), None) == 0
    assert rates.take(("T2", POST), "D1") == 0
    ticks.at += 30
    assert rates.held() == frozenset()
    assert rates.take(ROAD, "D1") == 0


def test_lifted_rates_never_wait(ticks: Ticks) -> None:
    """Without a ceiling nothing waits."""
    rates = Rates(math.inf, 0, ticks)
    assert all(rates.take(ROAD, "D1") == 0 for _ in range(100))
    assert rates.room("T1") == math.inf
    assert rates.soonest() == math.inf


def test_free_channels_are_forgotten(ticks: Ticks) -> None:
    """A year of channels does not stay in memory."""
    rates = Rates(math.inf, 1, ticks)
    for number in range(5000):
        rates.take(ROAD, f"D{number}")
        ticks.at += 0.1
    assert len(rates._channels) < 1100  # noqa: SLF001 - memory has no other face
