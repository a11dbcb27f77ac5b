"""The week of the storyboard, with real parts only."""

from tests.company import DEV, MAYA, Company


def test_a_question_is_prepared_asked_answered_shared_and_read(office: Company) -> None:
    """The manager prepares, the report answers in a form, shares, and sees who has looked."""
    office.meet()
    office.to_next("preparation")
    assert "For the last fifteen minutes" in office.last(MAYA)
    assert not [one for one in office.messages(DEV) if "fifteen minutes left" in one.text.lower()]

    office.to_next("cue")
    assert "15 minutes left, and they are yours." in office.last(DEV)
    office.press(DEV, "Answer")
    assert "Nobody but you" in office.modal(DEV)
    office.choose(DEV, "answer.audience", "manager")
    assert "Home shows when Maya reads it" in office.modal(DEV)
    sent = office.fill(
        DEV, words="Explaining things. <!channel>", answer__audience="manager", promise="Meet Ana"
    )
    assert sent.errors == {}
    assert "Kept. You and Maya can see it." in office.last(DEV)
    assert "Explaining" not in str([one.text for one in office.messages(MAYA)])

    office.to_next("close")
    office.to_next("preparation")
    assert "Dev shared an answer with you" in office.last(MAYA)
    office.press(MAYA, "Read")
    assert "Explaining things. <!channel>" in office.modal(MAYA)
    assert "Maya read" in office.home(DEV)


def test_not_today_brings_the_same_question_back(office: Company) -> None:
    """What is deferred by the report is the next question, and both see why."""
    office.meet()
    office.to_next("cue")
    question = office.last(DEV).splitlines()[1]
    office.press(DEV, "Not today")
    assert "It will wait for Thursday 18 March." in office.last(DEV)
    office.to_next("close")
    office.to_next("preparation")
    assert question in office.last(MAYA)
    assert "It waited since last time." in office.last(MAYA)
