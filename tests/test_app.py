"""The bot put together: what fails in one feature is no reason to leave out another."""

from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot import app
from bot.data.hosting_tables import LastTick
from bot.data.store import Store
from bot.data.tables import Workspace
from bot.reception.desk import Desk, Feature, Job
from bot.settings import database_url
from bot.tally import Counted
from tests.company import company
from tests.delivery.stage import open_store


def test_a_feature_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its jobs, errands and chores fail; those of the next are done, and the clock goes."""
    done: set[str] = set()

    def fail(_desk: Desk) -> int:
        raise ValueError("broken")

    def working(name: str) -> Job:
        def work(_desk: Desk) -> int:
            done.add(name)
            return 1

        return work

    broken = Feature(
        words={}, jobs=(fail,), errands=(fail,), chores=(fail,), is_due=lambda *_: True
    )
    whole = Feature(
        words={},
        jobs=(working("job"),),
        errands=(working("errand"),),
        chores=(working("chore"),),
        is_due=lambda *_: True,
    )
    monkeypatch.setattr(app, "FEATURES", (broken, whole, *app.FEATURES))
    with company() as office:
        for run in (office.bot.beat, office.bot.run_errands, office.bot.tidy):
            with pytest.RaisesGroup(ValueError):
                run()
        assert done == {"job", "errand", "chore"}
        assert office.rows(LastTick)
        counted = office.bot.tally.counts
        assert all(counted[Counted.FAILURES, tick] for tick in ("due", "errands", "tidy"))


@pytest.mark.postgres
def test_two_processes_may_start_at_once(postgres_url: str) -> None:
    """On a new database both meet the workspace; whoever is second finds it there."""
    url, met = database_url({"DATABASE_URL": postgres_url}), list[Store]()

    def start(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "INTO workspace" in statement and not met:
            met.append(open_store(url))
            with met[0].begin() as session:
                session.add(Workspace(team="T0TRELLIS"))

    event.listen(Engine, "before_cursor_execute", start)
    try:
        with company(database_url=url) as office:
            assert [one.name for one in office.rows(Workspace)] == ["Playground"]
    finally:
        event.remove(Engine, "before_cursor_execute", start)
    assert met
    met[0].close()
