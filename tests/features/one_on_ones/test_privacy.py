"""What a person wrote stands nowhere but where it was asked for."""

import logging
from pathlib import Path

import pytest

from bot.data.tables import Delivery
from tests.company import DEV, EVERYBODY, MAYA, Company, company

ANSWER, PROMISE, REPLY, DRAFT = "Zebra-answer", "Zebra-promise", "Zebra-reply", "Zebra-draft"


def live(office: Company) -> None:
    """Live through everything that takes words."""
    office.meet(cadence="1w")
    office.to_next("cue")
    office.press(DEV, "Answer")
    office.fill(DEV, words=ANSWER, promise=PROMISE, answer__audience="manager")
    office.write(DEV, REPLY, under=office.messages(DEV)[1])
    office.press(DEV, "Edit")
    office.fill(DEV, words=ANSWER + " more", answer__change__audience="manager")
    office.press_home(MAYA, "Read")
    office.slack.dismiss(MAYA)
    office.to_next("close")
    office.to_next("cue")
    office.write(DEV, DRAFT)
    office.press(DEV, "Yes, keep it")
    office.forge_form(DEV, "answer", "1", words={"value": ANSWER + "x" * 3_000})
    office.to_next("close")
    office.to_next("preparation")
    for who in EVERYBODY:
        office.home(who)
    office.command(MAYA, "next")


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Keep every line of every log."""
    caplog.set_level(logging.INFO)
    return caplog


def test_words_stand_in_no_message_log_or_row(logged: pytest.LogCaptureFixture) -> None:
    """Not in anybody's messages, nor on another's Home, nor in the log, nor in clear on disk."""
    with company() as office:
        live(office)
        assert "Zebra" not in office.everything()
        homes = {who: str(home.blocks) for who, home in office.slack.homes.items()}
        assert [who for who, shown in homes.items() if "Zebra" in shown] == []
        assert "Zebra" not in str([one.model_dump() for one in office.rows(Delivery)])
        assert "Zebra" not in logged.text
        url = office.bot.desk.store.engine.url
        files = list(Path(str(url.database)).parent.iterdir())
        assert len(files) > 1  # the write-ahead log stands beside it
        assert not [file.name for file in files if b"Zebra" in file.read_bytes()]


def test_over_a_socket_it_is_the_same(logged: pytest.LogCaptureFixture) -> None:
    """The other way in keeps the same promises."""
    with company(socket=True) as office:
        office.meet()
        office.to_next("cue")
        office.press(DEV, "Answer")
        office.fill(DEV, words=ANSWER)
        assert "Kept. Only you can see it." in office.last(DEV)
        office.write(DEV, REPLY, under=office.messages(DEV)[-1])
        assert "Zebra" not in office.everything() + logged.text
