"""When the database fails: words stay in the form, and Slack brings a message again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import event

from bot.data.tables import Answer, Promise
from bot.playground.faults import Trouble
from tests.company import ANA, DEV, MAYA, Company, company
from tests.waiting import until

READ_ONLY = "PRAGMA query_only = ON"
FULL = "PRAGMA max_page_count = 1"  # SQLite takes it as "not one page more"
WORDS = "Zebra 🦓🦓🦓🦓" * 299  # sealed, more than fits into the page or two that may be free


@contextmanager
def failing(office: Company, pragma: str) -> Iterator[None]:
    """Let every connection to the database fail to write."""
    engine = office.bot.desk.store.engine

    def spoil(connection: Any, _record: Any) -> None:
        connection.execute(pragma)

    with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as filler:
        filler.execute("CREATE TABLE filler (page)")
        filler.execute(pragma)
        with suppress(sqlite3.OperationalError):
            while True:
                filler.execute("INSERT INTO filler VALUES (zeroblob(500))")
        event.listen(engine, "connect", spoil)
        engine.dispose()
        try:
            yield
        finally:
            event.remove(engine, "connect", spoil)
            engine.dispose()
            filler.execute("PRAGMA query_only = OFF")
            filler.execute("DROP TABLE filler")


@pytest.mark.parametrize(
    ("pragma", "why"),
    [(READ_ONLY, "attempt to write a readonly database"), (FULL, "database or disk is full")],
)
def test_words_survive_a_database_that_cannot_write(
    pragma: str, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The form stays open with a reason, the reply comes again, and both are kept in the end."""
    with company(retry_delays=(0.5, 0.5, 0.5, 0.5, 0.5)) as office:
        office.meet()
        office.to_next("cue")
        office.press(DEV, "Answer")
        fields = {"words": {"words": WORDS}, "promise": {"promise": WORDS[:300]}}
        with failing(office, pragma):
            sent = office.slack.submit(DEV, fields)
            assert "Your words are still here" in sent.errors["words"]
            office.slack.say(DEV, "D0DEV", WORDS, office.messages(DEV)[-1].ts)
        assert office.slack.submit(DEV, fields).ok
        assert until(lambda: len(office.rows(Answer)) == 2)
        assert len(office.rows(Promise)) == 1
        office.settle()
        assert f"error=OperationalError({why})" in caplog.text
        assert "Zebra" not in caplog.text


def test_slack_that_fails_while_somebody_is_met_is_told_of(office: Company) -> None:
    """Somebody new cannot be looked up: nothing is done, and the next try works."""
    office.slack.faults.switch_on(Trouble.BROKEN, "users.info")
    office.command(ANA, "next")
    shown = str(office.slack.ephemerals(ANA, office.slack.dm(ANA)))
    assert "nothing was changed" in shown
    office.command(ANA, "next")
    assert "You have no one-on-ones" in str(office.slack.ephemerals(ANA, office.slack.dm(ANA)))


def test_an_event_that_fails_half_way_leaves_nothing_behind(office: Company) -> None:
    """What is pressed or typed while the database is away can be tried again."""
    office.meet()
    office.to_next("cue")
    message = office.messages(MAYA)[-1]
    with failing(office, READ_ONLY):
        block = next(one for one in message.blocks if one["type"] == "actions")
        place = (message.channel, message.ts)
        pressed = office.slack.press(MAYA, block["block_id"], "cue.defer", message=place)
        assert not pressed.ok
        office.slack.command(DEV, "D0DEV", "/career", "stop")
        assert "nothing was changed" in str(office.slack.ephemerals(DEV, "D0DEV"))
    office.press(MAYA, "Not today")
    assert "it comes back" in office.last(MAYA)
