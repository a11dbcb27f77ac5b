"""Promises: noted by either, shown to both, until they are done."""

import pytest

from bot.data.tables import Promise
from tests.company import DEV, KIM, MAYA, Company
from tests.features.stories import asked


@pytest.mark.after(story=asked)
def test_a_promise_of_the_report_is_a_button_away_from_the_manager(office: Company) -> None:
    """Its words stand in no message; either can say that it is done."""
    office.press(DEV, "Answer")
    office.fill(DEV, words="x", promise="Call <Ana> & ask")
    office.to_next("close")
    office.to_next("preparation")
    assert "Dev noted a promise on Thursday 4 March." in office.last(MAYA)
    assert "Call" not in office.everything()
    office.press(MAYA, "See it")
    assert "Call <Ana> & ask" in office.modal(MAYA)
    office.press(MAYA, "It is done")
    assert "It will not come back." in office.modal(MAYA)
    office.slack.dismiss(MAYA)
    assert "noted a promise" not in office.last(MAYA)
    assert "noted one" not in office.home(DEV)


@pytest.mark.after(story=asked)
def test_a_promise_of_the_manager_is_shown_until_it_is_done(office: Company) -> None:
    """Noted after the conversation; the report finds it on Home, and it comes back each time."""
    office.press(MAYA, "We talked about it")
    office.press(MAYA, "Note a promise")
    assert "nothing in it" in office.fill(MAYA, promise=" \u200b ").errors["promise"]
    assert office.fill(MAYA, promise="Introduce Dev to the data team").errors == {}
    office.slack.dismiss(MAYA)
    assert "Maya noted one" in office.home(DEV)
    assert "You noted one" in office.home(MAYA)
    office.press_home(DEV, "See it")
    assert "Introduce Dev to the data team" in office.modal(DEV)
    for _ in range(2):
        office.to_next("close")
        office.to_next("preparation")
        assert "You promised on Thursday 4 March: _Introduce Dev to the data team_" in office.last(
            MAYA
        )
        office.to_next("cue")
    office.to_next("close")
    office.to_next("preparation")
    office.press(MAYA, "Done")
    assert "You promised" not in office.last(MAYA)
    assert "You promised" not in office.home(MAYA)


@pytest.mark.after(story=asked)
def test_a_promise_is_read_by_the_two_while_they_meet(office: Company) -> None:
    """Nobody else ever; afterwards whoever noted it."""
    office.press(DEV, "Answer")
    office.fill(DEV, words="x", promise="Call Ana")
    one = str(office.rows(Promise)[0].id)
    office.forge(KIM, "promise.read", one)
    assert "not yours" in office.modal(KIM)
    office.press_home(DEV, "More…")
    office.press(DEV, "End")
    office.slack.dismiss(DEV)
    office.forge(MAYA, "promise.read", one)
    assert "not yours" in office.modal(MAYA)
    office.forge(MAYA, "promise.done", one)
    assert office.rows(Promise)[0].done_at is None
    office.forge(DEV, "promise.read", one)
    assert "Call Ana" in office.modal(DEV)


@pytest.mark.after(story=asked)
def test_a_promise_sent_twice_is_one(office: Company) -> None:
    """As any form."""
    for _ in range(2):
        assert office.forge_form(DEV, "promise", "1", promise={"value": "Call"}).status_code == 200
    assert len(office.rows(Promise)) == 1
