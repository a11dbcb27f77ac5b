"""Paces that workers share, where the database they stand in goes away."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.data.tables import Sending
from bot.delivery.paces import SharedRates
from tests.delivery.stage import Stage, message

PLENTY = 100_000  # messages a minute


@pytest.mark.postgres
def test_what_slack_has_is_sent_though_the_database_is_gone(
    shared_stage: Stage,
) -> None:
    """A message went out: that its channel's pace cannot be noted does not send it again."""
    stage, missed = shared_stage, list[str]()

    def cut(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "INTO pace" in statement and "pause" in statement:
            missed.append(statement)
            raise OperationalError(statement, None, ConnectionError())

    sender = stage.sender(rates=SharedRates(stage.store, PLENTY))
    stage.put(message("k", not_before=stage.now))
    event.listen(stage.store.engine, "before_cursor_execute", cut)
    sender.deliver(sender.lease(1))
    assert missed
    assert stage.row("k").state is Sending.SENT
