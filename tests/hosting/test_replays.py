"""Requests are remembered as long as their signatures hold, and no longer."""

from datetime import UTC, datetime
from time import time
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import event

from bot.data.migrate import upgrade
from bot.hosting import replays
from bot.hosting.replays import Replays, SharedReplays
from bot.playground.signed_http import FORM, signature
from bot.settings import database_url
from tests.company import SECRET, company
from tests.delivery.stage import open_store


def test_it_forgets_what_cannot_come_again() -> None:
    """A signature is known for eleven minutes; what is older takes no room."""
    now = 0.0
    known = Replays(lambda: now)
    known.remember("one")
    now = replays.REMEMBERED - 1
    known.remember("two")
    assert known.is_known("one")
    now = replays.REMEMBERED + 1
    assert not known.is_known("one")
    assert known.is_known("two")
    known.remember("three")
    assert list(known._taken) == ["two", "three"]  # noqa: SLF001


def test_it_never_grows_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many come, the oldest make room."""
    monkeypatch.setattr(replays, "MOST", 3)
    known = Replays(lambda: 0.0)
    for name in "abcde":
        known.remember(name)
    assert [name for name in "abcde" if known.is_known(name)] == ["c", "d", "e"]


@pytest.mark.postgres
def test_what_one_process_took_another_refuses(postgres_url: str) -> None:
    """A press, a form or a command that was acknowledged is refused by every process.

    Told twice, by processes that took it at once, changes nothing.
    """
    url = database_url({"DATABASE_URL": postgres_url})
    upgrade(url)
    store = open_store(url)
    one, other = (SharedReplays(store, lambda: datetime.now(UTC)) for _ in range(2))
    assert not other.is_known("v0=first")
    one.remember("v0=first")
    other.remember("v0=first")
    assert one.is_known("v0=first")
    assert SharedReplays(store, lambda: datetime.now(UTC)).is_known("v0=first")
    assert not other.is_known("v0=second")
    store.close()


@pytest.mark.postgres
def test_who_has_no_right_signature_costs_no_look(postgres_url: str) -> None:
    """What is wrongly signed is refused before the database is asked whether it is a copy."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    with company(database_url=database_url({"DATABASE_URL": postgres_url})) as office:
        event.listen(office.bot.desk.store.engine, "before_cursor_execute", note)
        body = urlencode({"payload": '{"type": "block_actions"}'}).encode()
        for secret, status in (("guessed", 401), (SECRET, 200)):
            headers = {"Content-Type": FORM, **signature(secret, body, int(time()))}
            answer = office.door.post("/slack/events", content=body, headers=headers)
            assert (answer.status_code, any("seen_event" in one for one in asked)) == (
                status,
                secret == SECRET,
            )
