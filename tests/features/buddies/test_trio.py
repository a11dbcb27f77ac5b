"""Three at once: what each of them reads while they look for a time, and when one leaves."""

import pytest

from bot.playground.state import Message
from tests.company import ANA, DEV, LENA, Company
from tests.features.buddies.round import hold, join, room, words

TRIO = (DEV, ANA, LENA)


def three(office: Company) -> None:
    """Introduce Ana, Dev and Lena to each other."""
    for user in TRIO:
        join(office, user)
    hold(office)


def labels(office: Company, message: Message | None = None) -> list[str]:
    """Return the times on the buttons under the introduction, or under another message."""
    blocks = (message or room(office, *TRIO)[0]).blocks
    found = [one for block in blocks for one in block.get("elements", ())]
    return [one["text"]["text"] for one in found if one["type"] == "button"]


def suggest(office: Company, user: str, label: str) -> None:
    """Press a time under the introduction."""
    office.press(user, label, on=room(office, *TRIO)[0])


@pytest.mark.after(story=three)
def test_every_change_of_the_time_is_told(office: Company) -> None:
    """Who comes back to a time of before is heard; a repeated press says nothing."""
    first, second, _ = labels(office)
    suggest(office, ANA, first)
    suggest(office, DEV, second)
    suggest(office, ANA, first)
    suggest(office, ANA, first)
    assert len(room(office, *TRIO)) == 4
    assert "*Ana suggests: let’s meet Wednesday 3 March" in words(room(office, *TRIO)[-1:])
    assert "Ana suggested tomorrow" in office.home(DEV)


@pytest.mark.after(story=three)
def test_a_time_is_agreed_on_when_all_have_chosen_it(office: Company) -> None:
    """Until then Home says who suggested it, and who has not said so yet."""
    first, _, _ = labels(office)
    suggest(office, ANA, first)
    assert "Not agreed yet: Dev and Lena." in office.home(ANA)
    suggest(office, DEV, first)
    assert "*Dev agrees: Wednesday 3 March" in words(room(office, *TRIO)[-1:])
    assert "Ana and Dev suggested tomorrow" in office.home(LENA)
    assert "agreed on" not in office.home(LENA)
    suggest(office, LENA, first)
    assert all("You agreed on tomorrow" in office.home(one) for one in TRIO)


def test_without_group_conversations_each_hears_of_a_time(office: Company) -> None:
    """Whoever suggests or agrees reads it in their own conversation, and so do the others."""
    office.slack.scopes -= {"mpim:write"}
    three(office)
    office.press(ANA, labels(office, office.messages(ANA)[-1])[0])
    assert office.last(ANA).startswith("*You suggested: let’s meet Wednesday 3 March")
    assert office.last(DEV).startswith("*Ana suggests: let’s meet Wednesday 3 March")
    office.press(DEV, labels(office, office.messages(DEV)[-2])[0])
    assert office.last(DEV).startswith("*You agree: Wednesday 3 March")
    assert office.last(LENA).startswith("*Dev agrees: Wednesday 3 March")


@pytest.mark.after(story=three)
@pytest.mark.parametrize("way", ["leave", "cannot", "stop"])
def test_both_who_stay_hear_of_one_who_goes(office: Company, way: str) -> None:
    """They are two from then on, also on Home; what only the third suggested is off."""
    first, _, _ = labels(office)
    suggest(office, DEV, first)
    if way == "stop":
        office.command(DEV, "stop")
    else:
        office.press_home(DEV, "Leave" if way == "leave" else "Could not")
    for user, other in ((ANA, "Lena"), (LENA, "Ana")):
        assert office.last(user) == "*Dev cannot make it this time.* The two of you go on."
        home = office.home(user)
        assert f"*Your buddy: {other}.*" in home
        assert "tomorrow" not in home
        assert "Dev" not in home
    suggest(office, ANA, first)
    suggest(office, LENA, first)
    assert "You agreed on tomorrow" in office.home(ANA)


@pytest.mark.after(story=three)
def test_a_match_that_someone_called_off_does_not_say_that_they_did_not_meet(
    office: Company,
) -> None:
    """Its line stands on Home at once, long before anybody could have met."""
    office.press_home(DEV, "Could not")
    office.slack.dismiss(DEV)
    office.press_home(ANA, "Could not")
    home = office.home(LENA)
    assert "did not meet" not in home
    assert "Tuesday 2 March: it was called off." in home


def test_an_introduction_says_something_of_each(office: Company) -> None:
    """Whom no reason names is introduced by what they want to talk about, or offer."""
    join(office, ANA, seeks=["data"], gives=[])
    join(office, LENA, seeks=[], gives=["customers"])
    hold(office)
    said = words(room(office, ANA, LENA))
    assert "Ana would like to talk about *reading data without being fooled*." in said
    assert "Lena can help with *learning from customers*." in said
    assert "working hours a day" in said
