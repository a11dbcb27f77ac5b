"""Which events are one-on-ones, and with whom."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.one_to_one import (
    Event,
    Reason,
    cue_of,
    is_titled,
    named_in,
    other_of,
    why_not,
)

START = datetime(2027, 3, 4, 9, tzinfo=UTC)
NAMES = {
    "U1": ["Maya", "Maya Brandt"],
    "U2": ["Dev", "Dev Malik"],
    "U3": ["Maya", "Maya Lind"],
    "U4": ["Ana", "Ana Sousa"],
}


def event(*attendees: str, minutes: int = 45) -> Event:
    """Return a meeting of these people."""
    end = START + timedelta(minutes=minutes)
    return Event("a", None, START, end, "UTC", frozenset(attendees))


def test_two_people_are_a_one_on_one() -> None:
    """Two attendees, one of them the owner; where nobody is named it may be one."""
    assert why_not(event("me@x", "you@x"), ["me@x"]) is None
    assert why_not(event(), ["me@x"]) is None
    assert why_not(event("you@x", "they@x"), ["me@x"]) is Reason.OTHERS
    assert why_not(event("me@x", "they@x"), ["me@x"], ["you@x"]) is Reason.OTHERS
    assert why_not(event("me@x"), ["me@x"]) is Reason.ALONE


def test_the_question_comes_at_the_end() -> None:
    """It comes fifteen minutes before the end, and not at all where the event is left out."""
    assert cue_of(event(), None) == START + timedelta(minutes=30)
    assert cue_of(event(), Reason.DECLINED) is None


def test_the_other_one() -> None:
    """The other one is whoever is left when the owner's addresses are taken away."""
    assert other_of(event("me@x", "you@x"), ["me@x", "me@y"]) == "you@x"
    assert other_of(event("me@x", "me@y"), ["me@x", "me@y"]) is None
    assert other_of(event("one@x", "two@x"), ["me@x"]) is None


@pytest.mark.parametrize(
    "title",
    [
        "Maya / Dev 1:1",
        "1-1 Dev",
        "1on1",
        "One-on-one with Dev",
        "Maya <> Dev",
        "Maya & Dev",
        "Dev x Maya",
    ],
)
def test_titles_of_one_on_ones(title: str) -> None:
    """What people call their one-on-ones is known."""
    assert is_titled(title)


@pytest.mark.parametrize(
    "title", ["Lunch", "Team 11:10", "Review of 21-12", "", "Planning/Review/Retro"]
)
def test_titles_of_other_meetings(title: str) -> None:
    """Other meetings are not taken for one."""
    assert not is_titled(title)


def test_an_owners_own_pattern() -> None:
    """The owner may say what their titles look like; other signs mean only themselves."""
    assert is_titled("Catch-up: Dev", "catch-up*")
    assert not is_titled("Catch-up: Dev", "sync*")
    assert not is_titled("aaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")


def test_the_person_in_a_title() -> None:
    """One person is named, by the longest name; nobody is guessed among several."""
    assert named_in("Dev 1:1", NAMES) == "U2"
    assert named_in("1:1 maya brandt", NAMES) == "U1"
    assert named_in("1:1 Maya", NAMES) is None
    assert named_in("1:1 Development", NAMES) is None
    assert named_in("Ana and Dev", NAMES) is None
