"""Somebody's first words are heard, whatever else makes them known at the same moment."""

from typing import Any

import pytest
from sqlalchemy import event

from bot.data import people
from bot.settings import database_url
from tests.company import ANA, company


@pytest.mark.postgres
def test_who_becomes_known_meanwhile_is_heard(postgres_url: str) -> None:
    """A message is heard though another of the same person has made them known just then."""
    with company(database_url=database_url({"DATABASE_URL": postgres_url})) as office:
        desk, seen = office.bot.desk, list[str]()

        def meet(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if "INTO seen_event" in statement and not seen:
                seen.append(statement)
                with desk.store.begin() as session:
                    people.remember(session, office.slack.team_id, {"id": ANA}, desk.now())

        event.listen(desk.store.engine, "after_cursor_execute", meet)
        office.write(ANA, "help")
        assert seen
        assert "/career help" in office.last(ANA)
