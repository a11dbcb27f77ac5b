"""The outbox records each key once."""

from datetime import timedelta

from bot.data.tables import Sending
from tests.delivery.stage import MORNING, Stage, message


def test_a_key_is_recorded_once(stage: Stage) -> None:
    """Recording a key again adds nothing and changes nothing."""
    assert stage.put(message("a", about={"occurrence": 7}), message("b")) == 2
    assert stage.put(message("a", about={"occurrence": 8}), message("c"), message("c")) == 1
    assert stage.row("a").about == {"occurrence": 7}
    assert stage.row("a").state is Sending.WAITING
    assert stage.row("a").created_at == MORNING


def test_a_key_belongs_to_its_workspace(stage: Stage) -> None:
    """Two workspaces may use the same key."""
    assert stage.put(message("a"), message("a", team="T2")) == 2


def test_nothing_is_nothing(stage: Stage) -> None:
    """Recording no message records none."""
    assert stage.put() == 0


def test_a_message_keeps_all_it_was_given(stage: Stage) -> None:
    """Every field of a message reaches its row."""
    given = message(
        "a",
        expires_at=MORNING + timedelta(minutes=5),
        replaces=3,
        channel="C1",
        thread_ts="1.2",
    )
    stage.put(given)
    row = stage.row("a")
    assert (row.team, row.key, row.kind, row.to) == (given.team, "a", "test", "UA")
    assert (row.rank, row.not_before, row.expires_at) == (2, MORNING, given.expires_at)
    assert (row.replaces, row.channel, row.thread_ts) == (3, "C1", "1.2")


def test_five_thousand_are_recorded_at_once(stage: Stage) -> None:
    """Of a burst of 5,000 messages, half of them known, the new ones are recorded."""
    stage.put(*(message(f"k{number}") for number in range(2500)))
    assert stage.put(*(message(f"k{number}") for number in range(5000))) == 2500
