"""A disk that is full or may not be written: nothing is acknowledged that was not kept."""

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import event

from bot.data.tables import Answer
from tests.company import DEV, MAYA, Company, company, local

FULL = "PRAGMA max_page_count = 1"  # as many as there are, and none more
READ_ONLY = "PRAGMA query_only = ON"
WELL = ("PRAGMA max_page_count = 1073741823", "PRAGMA query_only = OFF")
LONG = "I would like to explain more of what we do. " * 200  # needs more room than there is


@pytest.fixture
def office() -> Iterator[Company]:
    """Lend a company in which Dev has just been asked a question."""
    with company() as opened:
        opened.meet()
        opened.slack.move_to(local("2027-03-04", "10:31"))
        yield opened


@pytest.mark.parametrize(
    ("trouble", "words"),
    [(FULL, "database or disk is full"), (READ_ONLY, "attempt to write a readonly database")],
)
def test_what_cannot_be_kept_is_not_acknowledged(
    office: Company, caplog: pytest.LogCaptureFixture, trouble: str, words: str
) -> None:
    """An answer is refused and the log says why; when there is room again it is kept, once."""
    question = office.messages(DEV)[-1]
    broken = [trouble]

    def prepare(connection: object) -> None:
        own = connection.connection.driver_connection  # type: ignore[attr-defined]
        for line in broken or WELL:
            own.execute(line)

    event.listen(office.bot.desk.store.engine, "begin", prepare, insert=True)
    told = {
        "type": "message",
        "channel": question.channel,
        "channel_type": "im",
        "user": DEV,
        "text": LONG,
        "ts": "1800000000.000100",
        "thread_ts": question.ts,
    }
    with caplog.at_level(logging.ERROR):
        assert office.tell(told, event_id="Ev1").status_code == 500
    assert words in caplog.text
    assert LONG[:20] not in caplog.text
    assert office.rows(Answer) == []
    broken.clear()
    assert office.tell(told, event_id="Ev1").status_code == 200
    assert office.tell(told, event_id="Ev1").status_code == 200
    office.settle()
    assert len(office.rows(Answer)) == 1
    office.command(MAYA, "help")
