"""Somebody may press while the tick or another press is at work: neither undoes the other's."""

import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaits
from contextlib import closing, suppress
from typing import Any

import pytest
from sqlalchemy import event

from bot.data.tables import Answer, Occurrence
from bot.playground.state import Result
from bot.settings import database_url
from tests.company import DEV, MAYA, company, local, past_of
from tests.features.stories import asked

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


def test_what_is_erased_at_that_moment_is_no_longer_there(caplog: pytest.LogCaptureFixture) -> None:
    """Shared just when it is deleted elsewhere: the press is answered, and shares nothing."""
    with company(past=past_of(asked)) as office:
        office.press(DEV, "Answer")
        office.fill(DEV, words="Zebra words")
        (answer,) = office.rows(Answer)
        store, gone = office.bot.desk.store, list[bool]()

        def erase(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if statement.startswith("SELECT answer.") and not gone:
                gone.append(True)
                with closing(sqlite3.connect(str(store.engine.url.database))) as other:
                    other.execute("DELETE FROM answer")
                    other.commit()

        event.listen(store.engine, "after_cursor_execute", erase)
        assert office.forge(DEV, "answer.share", str(answer.id)).status_code == 200
        assert "no longer there" in office.modal(DEV)
        assert gone
        assert "listener.failed" in caplog.text
