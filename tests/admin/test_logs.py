"""The log: one line per event, without what people wrote."""

import io
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import OperationalError

from bot.admin.logs import OneLine


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Lend what a logger in the bot's format has written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    log = logging.getLogger("trellis.test")
    log.addHandler(handler)
    yield stream
    log.removeHandler(handler)


def test_an_event_is_a_line(written: io.StringIO) -> None:
    """A line break inside an event does not make a second line."""
    logging.getLogger("trellis.test").warning("seen id=%s", "1\n2")
    assert written.getvalue().endswith("WARNING trellis.test seen id=1 2\n")
    assert written.getvalue().count("\n") == 1


def test_an_error_shows_its_place_and_not_its_words(written: io.StringIO) -> None:
    """An error is logged as its kind and place: its text may quote somebody."""
    try:
        int("I would like to lead people")
    except ValueError:
        logging.getLogger("trellis.test").exception("save_failed id=%s", 7)
    line = written.getvalue()
    assert "save_failed id=7 error=ValueError at=test_logs.py:" in line
    assert "lead people" not in line
    assert line.count("\n") == 1


def test_a_group_of_errors_shows_each(written: io.StringIO) -> None:
    """What failed beside each other is told beside each other; of a database, why."""
    away = OperationalError("SELECT secret", {}, OSError("Connection refused\nIs it running?"))
    group = ExceptionGroup("failed", [ValueError("secret"), ExceptionGroup("more", [away])])
    logging.getLogger("trellis.test").error("tick_failed tick=due", exc_info=group)
    line = written.getvalue()
    assert "error=ValueError at= and error=OperationalError(Connection refused) at=" in line
    assert "secret" not in line
