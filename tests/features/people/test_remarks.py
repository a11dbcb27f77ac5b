"""What people say to any bot: answered, never taken for an answer, and nothing of it is kept."""

import pytest
from sqlalchemy import Table, select

from bot.app import FEATURES
from bot.data.copying import tables
from bot.data.tables import Answer, Delivery
from bot.rules.understanding.reading import Remark
from tests.company import DEV, GUS, Company
from tests.features.stories import asked


def contents(office: Company, table: Table) -> list[str]:
    """Return each row of a table as a text."""
    with office.bot.desk.store.read() as session:
        return [str(tuple(one)) for one in session.connection().execute(select(table))]


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("hi", "Hello Dev"),
        ("please stop this", "A pause ends by itself"),
        ("How do I unsubscribe?", "A pause ends by itself"),
        ("I need a career buddy", "A career buddy"),
        ("Good morning Trellis!", "Hello Dev"),
        ("thnaks a lot", "Any time."),
        ("are you a robot?", "I am a program"),
        ("Who can see what I write?", "What you write is yours"),
        ("can my boss read this", "What you write is yours"),
        ("salary?", "I know nothing about pay"),
        ("how much do product managers earn", "I know nothing about pay"),
        ("whats the salary of a designer?", "I know nothing about pay"),
        ("when do I meet Kim?", "You have no one-on-ones with Trellis at the moment"),
        ("find me a buddy who knows design", "A career buddy"),
        ("I'm overwhelmed", "That sounds hard"),
        ("my manager is awful", "That sounds hard"),
        ("Some days I want to kill myself because of all this", "Please talk to somebody now"),
        ("when's my next 1:1?", "You have no one-on-ones with Trellis at the moment"),
        ("who is my manager", "You have no one-on-ones with Trellis at the moment"),
        ("find me a buddy please", "A career buddy"),
        ("show me my answers", "Nothing of yours is kept so far"),
        ("what can you do?", "Trellis asks one career question"),
        ("I'm thinking of ending it all", "Please talk to somebody now"),
        ("I'm crying at my desk", "That sounds hard"),
        ("I was fired today", "That sounds hard"),
        ("a colleague groped me", "That sounds hard"),
        ("can Kim read it?", "What you write is yours"),
        ("delete everything", "You can erase it yourself"),
        ("how do I share an answer?", "Nothing of yours is kept so far"),
        ("forget my role", "What I know of your role stands on Home"),
        ("cancel my one-on-one on Monday", "You have no one-on-ones with Trellis at the moment"),
        ("my manager changed", "Another manager?"),
        ("skip this round with my buddy", "A career buddy"),
        ("I'm on holiday next week", "it all goes on by itself"),
        ("not today", "That is fine"),
        ("I'm happy where I am", "Then stay, gladly"),
        ("ok", "I am here when you need me"),
        ("🎉", "I am here when you need me"),
        ("second one", "Tell me more"),
        ("rank the roles by salary", "I know nothing about pay"),
    ],
)
def test_a_remark_is_answered(office: Company, said: str, answered: str) -> None:
    """Each in its own words, and none with "I did not understand"."""
    office.write(DEV, said)
    assert answered in office.last(DEV)
    assert "I did not understand" not in office.last(DEV)


def test_each_remark_has_one_feature_that_answers() -> None:
    """None is known that nobody takes up, and none is taken up by two."""
    taken = [remark for feature in FEATURES for remark in feature.remarks]
    assert sorted(taken) == sorted(Remark)


def test_it_shows_the_way_on(office: Company) -> None:
    """Whoever says hello has the first steps a click away."""
    office.write(DEV, "hello")
    office.press(DEV, "What can you do?")
    assert "/career one-on-one" in office.modal(DEV)
    office.slack.dismiss(DEV)
    office.press(DEV, "Set up a one-on-one")
    assert "How often" in office.modal(DEV)


@pytest.mark.after(story=asked)
def test_it_is_no_answer_to_the_question_that_waits(office: Company) -> None:
    """While a question waits, a thank-you is a thank-you; what is more than that is an answer."""
    office.write(DEV, "thank you!")
    assert "Any time." in office.last(DEV)
    assert office.rows(Answer) == []
    office.write(DEV, "Thank you for asking: I would like to write more")
    assert "Is this your answer" in office.last(DEV)


def test_an_unknown_command_is_named(office: Company) -> None:
    """Whoever mistypes one sees which; help itself is known."""
    office.command(DEV, "foo bar")
    assert "I do not know `/career foo`" in office.whisper(DEV)
    office.command(DEV, "Help")
    assert "I do not know" not in office.whisper(DEV)


@pytest.mark.after(story=asked)
def test_no_answer_now_is_taken_as_that(office: Company) -> None:
    """Whoever puts the question off is told that it may wait, with nothing more to press."""
    question = office.messages(DEV)[-1]
    for said in ("not today", "skip", "maybe later"):
        office.write(DEV, said)
        assert "The question may wait" in office.last(DEV)
        assert not [one for one in office.messages(DEV)[-1].blocks if one["type"] == "actions"]
    office.write(DEV, "no answer today", under=question)
    assert office.rows(Answer) == []


@pytest.mark.after(story=asked)
def test_who_asks_who_reads_it_does_not_answer_with_that(office: Company) -> None:
    """A doubt about who sees the answer comes before the answer."""
    for said in ("can Maya read it?", "can my manager see what I write here?"):
        office.write(DEV, said)
        assert "What you write is yours" in office.last(DEV)
    assert office.rows(Answer) == []


def test_a_holiday_has_a_pause_a_click_away(office: Company) -> None:
    """The form asks until when; nothing else is offered."""
    office.write(DEV, "I'm on parental leave until June")
    office.press(DEV, "Pause everything…")
    assert "Until which day?" in office.modal(DEV)


def test_what_is_not_understood_is_answered_shortly(office: Company) -> None:
    """What else there is, is a click away."""
    office.write(DEV, "xyzzy, plugh!")
    assert "I did not understand that" in office.last(DEV)
    assert "/career" not in office.last(DEV)
    office.press(DEV, "What can you do?")
    assert "/career one-on-one" in office.modal(DEV)


@pytest.mark.after(story=asked)
def test_what_may_be_the_answer_is_asked_about(office: Company) -> None:
    """One word, or how they feel, may be meant for the question that waits."""
    for said in ("Salary", "I feel exhausted"):
        office.write(DEV, said)
        assert "Is this your answer" in office.last(DEV)


@pytest.mark.after(story=asked)
def test_who_is_in_danger_is_heard_under_the_question_too(office: Company) -> None:
    """It is no answer to a question about a career; nor is a wish to be left alone."""
    question = office.messages(DEV)[-1]
    office.write(DEV, "a colleague groped me")
    assert "That sounds hard" in office.last(DEV)
    office.write(DEV, "I want to kill myself", under=question)
    assert "Please talk to somebody now" in office.everything()
    office.write(DEV, "leave me alone", under=question)
    assert "A pause ends by itself" in office.everything()
    assert office.rows(Answer) == []


@pytest.mark.after(story=asked)
def test_in_the_thread_of_the_question_it_is_the_answer(office: Company) -> None:
    """What is written right under the question is what they wanted to say there."""
    question = office.messages(DEV)[-1]
    office.write(DEV, "I'm overwhelmed", under=question)
    (answer,) = office.rows(Answer)
    assert not answer.is_draft


def test_a_guest_who_asks_for_a_buddy_is_told(office: Company) -> None:
    """Buddies are not for guests; they hear it kindly, and have no button that refuses."""
    office.write(GUS, "a buddy")
    assert "you are a guest here" in office.last(GUS)


def test_somebody_in_a_match_is_shown_it(office: Company) -> None:
    """Asked in words, the same stands there as after the command."""
    office.command(DEV, "buddy")
    office.press_whisper(DEV, "Find a career buddy")
    office.fill(DEV, seeks=["feedback"], gives=["writing"], every="4")
    office.slack.dismiss(DEV)
    office.write(DEV, "who is my buddy?")
    assert "Your next round" in office.last(DEV)
    office.press(DEV, "What I can do here…")
    office.press(DEV, "Skip the next round")
    assert "Skipped" in office.modal(DEV)


def test_nothing_of_it_is_kept(office: Company) -> None:
    """What somebody said in need stands in no row, and that they were is sealed."""
    office.write(DEV, "I feel hopeless")
    (sent,) = [one for one in office.rows(Delivery) if one.kind == "remark"]
    assert sent.about.keys() == {"sealed"}
    everything = [one for table in tables() for one in contents(office, table)]
    assert not [one for one in everything if "hopeless" in one or "hard" in one]
