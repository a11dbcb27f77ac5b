"""On PostgreSQL two buddies may act at the same moment: each sees what the other did."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from sqlalchemy import event

from bot.settings import database_url
from tests.company import ANA, DEV, MAYA, TOM, Company, company
from tests.features.buddies.round import at, join, matches

A_MOMENT = 1.0  # seconds that one waits for the other, should both get as far


@contextmanager
def side_by_side(office: Company) -> Iterator[None]:
    """Let the first two who leave do so before either is done."""
    both = Barrier(2)

    def meet(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("UPDATE buddy SET part"):
            with suppress(BrokenBarrierError):
                both.wait(A_MOMENT)

    event.listen(office.bot.desk.store.engine, "after_cursor_execute", meet)
    yield
    event.remove(office.bot.desk.store.engine, "after_cursor_execute", meet)


@pytest.mark.postgres
def test_two_who_leave_at_once_are_both_gone(postgres_url: str) -> None:
    """Their match is over, and neither is paired again because the other has left."""
    url = database_url({"DATABASE_URL": postgres_url})
    with company(database_url=url) as office, ThreadPoolExecutor(2) as two:
        for user in (MAYA, TOM, DEV, ANA):
            join(office, user)
        office.to(at("2027-03-02", "17:00"))
        pair = matches(office)[0]
        with side_by_side(office):
            pressed = [two.submit(office.forge, user, "buddy.leave", "leave") for user in pair]
            assert [one.result(30).status_code for one in pressed] == [200, 200]
        office.settle()
        assert not [match for match in matches(office) if set(pair) & set(match)]
