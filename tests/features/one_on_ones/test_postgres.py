"""The same story on PostgreSQL: only DATABASE_URL is another. And what only many processes do."""

from threading import Thread
from typing import Any

import pytest
from sqlalchemy import event

from bot.data.tables import Meeting, OneOnOne
from bot.settings import database_url
from tests.company import DEV, MAYA, company
from tests.features.one_on_ones import test_story

pytestmark = pytest.mark.postgres


def test_the_story_is_the_same_on_postgresql(postgres_url: str) -> None:
    """Prepared, asked, answered, shared, read: with PostgreSQL in place of SQLite."""
    with company(database_url=database_url({"DATABASE_URL": postgres_url})) as office:
        test_story.test_a_question_is_prepared_asked_answered_shared_and_read(office)
        assert office.bot.desk.store.engine.dialect.name == "postgresql"


def test_accepted_and_taken_back_at_once(postgres_url: str) -> None:
    """Where one accepts while the other takes it back, it is over: what ended never goes on."""
    with company(database_url=database_url({"DATABASE_URL": postgres_url})) as office:
        office.command(DEV, "one-on-one")
        office.fill(DEV, **{"with": MAYA})
        (asked,) = office.rows(OneOnOne)
        back = Thread(target=office.forge, args=(DEV, "meeting.end", str(asked.id)))

        def meanwhile(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if statement.startswith("UPDATE one_on_one") and not back.ident:
                back.start()
                back.join(1)

        event.listen(office.bot.desk.store.engine, "before_cursor_execute", meanwhile)
        office.forge(MAYA, "meeting.accept", str(asked.id))
        back.join()
        (over,) = office.rows(OneOnOne)
        assert (over.state, over.pair) == (Meeting.ENDED, None)
