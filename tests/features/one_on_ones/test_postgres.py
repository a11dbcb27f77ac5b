"""The same story on PostgreSQL: only DATABASE_URL is another."""

import pytest

from bot.settings import database_url
from tests.company import company
from tests.features.one_on_ones import test_story

pytestmark = pytest.mark.postgres


def test_the_story_is_the_same_on_postgresql(postgres_url: str) -> None:
    """Prepared, asked, answered, shared, read: with PostgreSQL in place of SQLite."""
    with company(database_url=database_url({"DATABASE_URL": postgres_url})) as office:
        test_story.test_a_question_is_prepared_asked_answered_shared_and_read(office)
        assert office.bot.desk.store.engine.dialect.name == "postgresql"
