"""`/career export`: a zip in the conversation, with everything of mine and nothing of others."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.data.tables import Delivery, Sending, Workspace
from bot.playground.faults import Trouble
from tests.company import DEV, MAYA, Company
from tests.features.my_data.life import MINE, THEIRS, live_a_while


def opened(office: Company, user: str) -> dict[str, str]:
    """Return the files in the last zip that this person was given, by name."""
    files = [file for one in office.messages(user) for file in one.files]
    with ZipFile(BytesIO(files[-1].content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.after(story=live_a_while)
def test_everything_of_mine_comes_as_a_page_and_as_data(office: Company) -> None:
    """Both files hold every word that I wrote, and none that somebody else wrote."""
    office.command(DEV, "export")
    found = opened(office, DEV)
    data = json.loads(found["my-data.json"])
    for words in MINE:
        assert words in found["my-data.md"]
        assert words in found["my-data.json"]
    for words in THEIRS:
        assert words not in str(found)
    assert data["user"] == DEV
    assert data["answer"][0]["theme"]
    assert data["look"][0]["reader"] == MAYA
    assert data["person"][0]["name"] == "Dev"
    assert "Maya" in found["my-data.md"]


def test_the_word_alone_is_enough(office: Company) -> None:
    """Whoever writes only "export" gets the same file as by the command."""
    office.write(DEV, "export")
    assert json.loads(opened(office, DEV)["my-data.json"])["user"] == DEV


@pytest.mark.after(story=live_a_while)
def test_the_page_reads_like_one(office: Company) -> None:
    """Days and hours by my own clock, names in the place of ids, and nothing about nothing."""
    office.command(DEV, "moves i am a support engineer and like teaching. what could i do?")
    office.command(DEV, "export")
    page = opened(office, DEV)["my-data.md"]
    assert "Times are by the clock of Berlin." in page
    assert "I work 08:00–18:00, Monday to Friday." in page
    assert "Thursday 4 March 2027, 10:30" in page
    assert "Maya, Thursday 18 March 2027, 08:00: my answer of Thursday 4 March 2027." in page
    assert "A reply that I have not kept as an answer." in page
    assert "role: support engineer" in page
    assert not [sign for sign in ("[]", "{", "–.", "None", "\0", "..", "+00:00") if sign in page]


@pytest.mark.after(story=live_a_while)
def test_the_question_of_another_is_not_mine(office: Company) -> None:
    """An answer to a question that the manager wrote comes without its wording."""
    office.command(MAYA, "export")
    found = str(opened(office, MAYA))
    assert not any(words in found for words in MINE)
    assert all(words in found for words in THEIRS)


def test_without_the_scope_it_says_what_to_do(office: Company) -> None:
    """Where files are not granted, the reply names the scope and the operator's command."""
    office.slack.scopes = office.slack.scopes - {"files:write"}
    office.command(DEV, "export")
    assert f"export {office.slack.team_id} {DEV}" in office.last(DEV)
    assert office.rows(Workspace)[0].stopped is None


def test_a_revoked_token_loses_nothing(office: Company) -> None:
    """A token that is revoked on the way keeps the export waiting, and nothing is handed over."""
    method, error = "files.completeUploadExternal", "token_revoked"
    office.slack.faults.switch_on(Trouble.REFUSED, method, error=error)
    office.command(DEV, "export")
    assert not [one for one in office.messages(DEV) if one.files]
    (waiting,) = office.rows(Delivery)
    assert waiting.state is Sending.WAITING
    assert office.rows(Workspace)[0].stopped == "token_revoked"


def test_a_connection_that_breaks_sends_no_second_file(office: Company) -> None:
    """A file that Slack took before the connection broke is found by its name."""
    sender = vars(office.bot.engine)["_sender"]
    object.__setattr__(sender, "lease_for", timedelta(seconds=1))
    office.slack.faults.switch_on(Trouble.LOST_AFTER, "files.completeUploadExternal")
    office.command(DEV, "export")
    (sent,) = office.rows(Delivery)
    assert sent.state is Sending.SENT
    (file,) = [file for one in office.messages(DEV) for file in one.files]
    assert sent.ts == file.id


def test_home_offers_both(office: Company) -> None:
    """Home has both buttons for somebody of whom there is something, and none for a newcomer."""
    assert "Export" not in office.home(DEV)
    office.meet()
    office.press_home(DEV, "Export")
    assert "I am packing" in office.modal(DEV)
    assert [one for one in office.messages(DEV) if one.files]
