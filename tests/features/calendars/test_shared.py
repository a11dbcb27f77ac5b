"""Calendars that many processes look at: each is taken by one of them."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet

from bot.data import calendars
from bot.data.calendar_tables import CalendarFeed
from bot.settings import database_url
from tests.seeds import TEAM, open_store

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
UNTIL = NOW + timedelta(minutes=2)


@pytest.mark.postgres
def test_what_one_has_taken_another_passes_over(postgres_url: str) -> None:
    """At the same moment they take different ones, and later none that is still looked at."""
    store = open_store(database_url({"DATABASE_URL": postgres_url}), Fernet.generate_key().decode())
    with store.begin() as session:
        session.add_all(_feed(owner) for owner in "ABCDE")
    with store.begin() as one, store.begin() as other:
        first = [feed.owner for feed in calendars.take(one, NOW, UNTIL, 3)]
        second = [feed.owner for feed in calendars.take(other, NOW, UNTIL, 3)]
    with store.begin() as session:
        late = calendars.take(session, UNTIL - timedelta(seconds=1), UNTIL, 3)
        assert not calendars.is_due(session, UNTIL - timedelta(seconds=1))
    store.close()
    assert (len(first), len(second), sorted(first + second)) == (3, 2, [*"ABCDE"])
    assert late == []


def _feed(owner: str) -> CalendarFeed:
    return CalendarFeed(
        team=TEAM, owner=owner, sealed_address="", sealed_pattern="", due_at=NOW, created_at=NOW
    )
