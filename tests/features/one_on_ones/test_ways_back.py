"""A press that comes twice is fine, and what was put off or done by mistake is taken back."""

import pytest

from bot.data.tables import Occurrence, Outcome, Question
from tests.company import DEV, KIM, MAYA, Company, local, said
from tests.features.one_on_ones.test_preparation import question
from tests.features.one_on_ones.test_set_up import propose
from tests.features.stories import asked, prepared


def value(office: Company, user: str, action: str) -> str:
    """Return the value of a button in the latest message."""
    return next(
        str(one["value"])
        for block in office.messages(user)[-1].blocks
        for one in block.get("elements", ())
        if one["action_id"] == action
    )


def press_again(office: Company, user: str, action: str, value: str) -> None:
    """Press a button of a message as it stood before, or twice."""
    office.forge(user, action, value, place="message")
    office.settle()


@pytest.mark.parametrize("action", ["meeting.accept", "meeting.decline"])
def test_an_answer_that_is_pressed_twice_is_fine(office: Company, action: str) -> None:
    """The second press finds what it asks for, and opens nothing; the other hears of it once."""
    propose(office, DEV, MAYA)
    pressed = value(office, MAYA, action)
    other = "meeting.decline" if action == "meeting.accept" else "meeting.accept"
    for _ in range(2):
        press_again(office, MAYA, action, pressed)
        assert office.modal(MAYA) == ""
    assert len(office.messages(DEV)) == 1
    press_again(office, MAYA, other, pressed)
    assert "has moved on" in office.modal(MAYA)


@pytest.mark.after(story=prepared)
def test_skipping_twice_and_asking_after_all_twice_are_fine(office: Company) -> None:
    """Each time the second press changes nothing and opens nothing."""
    this = value(office, MAYA, "prepare.skip")
    for action in ("prepare.skip", "meeting.unskip"):
        for _ in range(2):
            press_again(office, MAYA, action, this)
            assert office.modal(MAYA) == ""
    assert [one.outcome for one in office.rows(Occurrence)] == [None, Outcome.WITHDRAWN]
    assert "Skip this time" in office.last(MAYA)


@pytest.mark.after(story=Company.meet)
def test_what_waited_for_a_moment_did_not_wait_since_last_time(office: Company) -> None:
    """Skipped and asked after all, a question comes for the reason it came for before."""
    office.press_home(DEV, "Choose the question")
    office.press(DEV, "Write my own")
    office.fill(DEV, question="What next?")
    office.slack.dismiss(DEV)
    office.to_next("preparation")
    assert "Dev wrote it." in office.last(MAYA)
    office.press(MAYA, "Skip this time")
    office.press(MAYA, "Ask after all")
    assert "Dev wrote it." in office.last(MAYA)
    office.press(MAYA, "Skip this time")
    office.to_next("preparation")
    assert "It waited since last time." in office.last(MAYA)
    office.press(MAYA, "Skip this time")
    office.press(MAYA, "Ask after all")
    assert "It waited since last time." in office.last(MAYA)


@pytest.mark.after(story=asked, cadence="1w")
def test_not_today_is_taken_back(office: Company) -> None:
    """The question stands again for both, and does not come a second time."""
    before = question(office, MAYA)
    office.press(MAYA, "Not today")
    assert "It will wait" in office.last(DEV)
    office.press(MAYA, "Ask after all")
    assert "[" not in office.last(DEV)
    assert "Not today" in office.last(DEV)
    assert "We talked about it" in office.last(MAYA)
    office.to_next("close")
    office.to_next("preparation")
    assert question(office, MAYA) != before


@pytest.mark.after(story=asked, cadence="1w")
def test_not_today_is_taken_back_only_while_the_question_waits(office: Company) -> None:
    """Once it is chosen for the next time it stays there."""
    office.press(MAYA, "Not today")
    this = value(office, MAYA, "cue.ask_after_all")
    office.to_next("close")
    office.to_next("preparation")
    press_again(office, MAYA, "cue.ask_after_all", this)
    assert "has moved on" in office.modal(MAYA)


@pytest.mark.after(story=asked, cadence="1w")
def test_what_was_answered_does_not_come_back(office: Company) -> None:
    """Whether it was answered the manager does not learn from what Not today says."""
    before = question(office, MAYA)
    office.press(DEV, "Answer")
    office.fill(DEV, words="Yes")
    office.press(MAYA, "Not today")
    assert "Unless Dev has answered it, it comes back Thursday 11 March." in office.last(MAYA)
    office.to_next("close")
    office.to_next("preparation")
    assert question(office, MAYA) != before
    assert [one.state for one in office.rows(Question)] == ["asked", "chosen"]


@pytest.mark.after(story=asked, cadence="1w")
def test_done_is_taken_back(office: Company) -> None:
    """In the preparation, and where a promise is read."""
    office.press(MAYA, "We talked about it")
    office.press(MAYA, "Note a promise")
    office.fill(MAYA, promise="Introduce Dev")
    office.slack.dismiss(MAYA)
    office.to_next("close")
    office.to_next("preparation")
    office.press(MAYA, "Done")
    assert "*Done:* the promise of Thursday 4 March." in office.last(MAYA)
    office.press(MAYA, "Still open")
    assert "You promised on Thursday 4 March" in office.last(MAYA)
    office.press_home(DEV, "See it")
    office.press(DEV, "It is done")
    assert "It will not come back" in office.modal(DEV)
    office.press(DEV, "Still open")
    assert "comes back before your next" in office.modal(DEV)
    assert "See it" in office.home(DEV)


def test_a_changed_time_is_named_as_such(office: Company) -> None:
    """Whoever proposed reads that the other accepted at another time."""
    office.to(local("2027-03-01", "10:00"))
    propose(office, DEV, MAYA)
    office.press(MAYA, "Change the time")
    office.fill(MAYA, first_date="2027-03-05")
    assert "*Maya accepted, at another time:* Fridays 10:00–10:45" in office.last(DEV)
    office.slack.dismiss(MAYA)
    propose(office, KIM, MAYA)
    office.press(MAYA, "Change the time")
    office.fill(MAYA)
    assert "*Maya accepted.*" in office.last(KIM)


def test_what_is_empty_again_is_not_told_as_if_it_never_was(office: Company) -> None:
    """No "yet" after an end."""
    office.meet()
    office.command(DEV, "stop")
    shown = office.home(DEV)
    office.command(DEV, "next")
    shown += said(office.slack.ephemerals(DEV, office.slack.dm(DEV))[-1].blocks)
    assert "yet" not in shown
    assert "Nothing has been" not in shown
