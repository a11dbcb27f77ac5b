"""Whoever presses on Home sees what came of it there; no Home is made that nobody looks at."""

import pytest

from bot.playground.faults import Trouble
from tests.company import DEV, MAYA, Company
from tests.features.one_on_ones.looking import press_shown, shown
from tests.features.stories import asked


def test_home_follows_every_press_on_it(office: Company) -> None:
    """A one-on-one asked for, accepted, and its question chosen there: Home says so at once."""
    office.press_home(DEV, "Set up a one-on-one")
    office.fill(DEV, **{"with": MAYA, "first_date": "2027-03-04"})
    assert "Maya* has not answered yet" in shown(office)
    office.press_home(MAYA, "Accept")
    assert "*Accepted.* Thursdays 10:00–10:45" in office.modal(MAYA)
    assert "Dev*: Thursday at 10:00" in shown(office, MAYA)
    office.slack.dismiss(MAYA)
    press_shown(office, "Choose the question", MAYA)
    office.press(MAYA, "Write my own")
    office.fill(MAYA, question="What did you hope for?")
    assert "What did you hope for?" in shown(office, MAYA)


def test_a_notice_says_what_came_of_an_answer_to_a_proposal(office: Company) -> None:
    """`/career next` cannot change what it has said: whoever presses there is told."""
    office.command(DEV, "one-on-one")
    office.fill(DEV, **{"with": MAYA, "first_date": "2027-03-04"})
    office.command(MAYA, "next")
    office.press_whisper(MAYA, "Not now")
    assert "Dev has been told" in office.modal(MAYA)
    office.slack.dismiss(MAYA)
    office.press_whisper(MAYA, "Accept")
    assert "This has moved on" in office.modal(MAYA)


def test_what_was_done_holds_where_home_cannot_follow(office: Company) -> None:
    """Slack takes no new Home just now: the form is kept, its sender told, and Home comes later."""
    office.press_home(DEV, "Set up a one-on-one")
    office.slack.faults.switch_on(Trouble.RATE_LIMITED, "views.publish", seconds=1)
    assert office.fill(DEV, **{"with": MAYA, "first_date": "2027-03-04"}).errors == {}
    assert "I will ask Maya." in office.modal(DEV)
    office.slack.faults.clear()
    assert "Maya* has not answered yet" in office.home(DEV)


@pytest.mark.after(story=asked)
def test_an_answer_from_home_is_there_at_once(office: Company) -> None:
    """What waited is answered: Home shows it. Answered in the message, nobody looks at Home."""
    assert "Waiting for you" in office.home(DEV)
    press_shown(office, "Answer")
    office.fill(DEV, words="Explaining things")
    assert "Waiting for you" not in shown(office)
    assert "Only you." in shown(office)
    office.press(DEV, "Edit")
    office.slack.faults.switch_on(Trouble.REFUSED, "views.publish", error="fatal_error")
    office.fill(DEV, words="Explaining things, slowly")
    assert office.slack.faults.call("views.publish") is not None
