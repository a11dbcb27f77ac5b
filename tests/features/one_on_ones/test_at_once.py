"""On PostgreSQL somebody may press while the tick is at work: neither undoes the other's doing."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaits
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import event

from bot.data.tables import Occurrence
from bot.playground.state import Result
from bot.settings import database_url
from tests.company import MAYA, company, local

A_MOMENT = 2.0  # seconds that a press would need if it had not to wait


@pytest.mark.postgres
def test_a_meeting_skipped_during_the_tick_is_closed_for_good(postgres_url: str) -> None:
    """Skipped between the tick's look and its doing, it is not prepared again; the next one is."""
    pressed = list[Future[Result]]()
    with (
        company(database_url=database_url({"DATABASE_URL": postgres_url})) as office,
        ThreadPoolExecutor(1) as maya,
    ):
        office.meet(zone="Europe/Berlin")
        office.to_next("preparation")

        def skip(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if "occurrence.due_at <= " in statement and "LIMIT" in statement and not pressed:
                if "SELECT occurrence.id \n" in statement:
                    return  # only whether there is any
                pressed.append(maya.submit(office.press, MAYA, "Skip this time"))
                with suppress(StillWaits):
                    pressed[0].result(A_MOMENT)

        event.listen(office.bot.desk.store.engine, "after_cursor_execute", skip)
        office.to(local("2027-03-04", "10:30"))
        assert pressed[0].result(30)
        closed = [one for one in office.rows(Occurrence) if not one.is_open]
        assert [one.due_at for one in closed] == [None] * len(closed)
        assert len([one for one in office.rows(Occurrence) if one.is_open]) == 1
        office.to(local("2027-03-18", "10:30"))
        assert "15 minutes left" in office.last(MAYA)
