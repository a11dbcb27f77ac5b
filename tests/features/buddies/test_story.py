"""Two people find each other: joined, warned, introduced, reminded, asked, and met."""

import pytest

from bot.data.buddy_tables import BuddySeat
from tests.company import ANA, DEV, LENA, Company
from tests.features.buddies.round import at, hold, in_room, join, matches, room, words


def pair_up(office: Company) -> None:
    """Let Dev and Ana join, and introduce them on Tuesday morning."""
    mine = {"department": "Support", "line": "Hi <!here>", "every": "4"}
    join(office, DEV, seeks=["data"], gives=["customers"], **mine)
    join(office, ANA, seeks=["customers"], gives=["data"], department="Data", every="4")
    office.to(at("2027-03-02", "11:00"))


@pytest.mark.after(story=pair_up)
def test_from_joining_to_having_met(office: Company) -> None:
    """A pair is warned, introduced, reminded once, asked, and after that left in peace."""
    assert matches(office) == [[ANA, DEV]]
    introduction = words(room(office, DEV, ANA))
    assert "meet Ana" in introduction
    assert "Ana can help with *reading data without being fooled*; Dev is" in introduction
    assert "Different departments. You share 9 working hours a day." in introduction
    assert "Hi" not in office.everything()

    office.to(at("2027-03-05", "12:00"))
    assert "There is still time for the two of you." in words(room(office, DEV, ANA)[1:])
    assert "Both of you work at these hours" in words(room(office, DEV, ANA)[1:])
    office.to(at("2027-03-11", "12:00"))
    office.press(DEV, "Met")
    assert "Only you will see it." in office.last(DEV)
    assert "Dev and you have met." in office.last(ANA)
    office.press(DEV, "Write it down")
    assert office.fill(DEV, words="Ask for a <week> with data").ok
    assert office.last(DEV).startswith("*Kept.*")
    assert "<week>" not in office.everything()
    said = len(office.messages(DEV)), len(office.messages(ANA))
    office.to(at("2027-03-26", "18:00"))
    assert said == (len(office.messages(DEV)), len(office.messages(ANA)))
    assert len(room(office, DEV, ANA)) == 2
    assert "Ana, Tuesday 2 March: you met." in office.home(DEV)


@pytest.mark.after(story=pair_up)
def test_a_time_is_chosen_with_one_click(office: Company) -> None:
    """It is posted by everybody's clock with a calendar file, and counts as a sign."""
    first = room(office, DEV, ANA)[0]
    label = next(one for one in words([first]).splitlines() if one.startswith("Wed "))
    office.press(ANA, label, on=first)
    suggestion = room(office, DEV, ANA)[-1]
    assert "*Ana suggests: let’s meet Wednesday 3 March" in words([suggestion])
    assert "(Lisbon)" in words([suggestion])
    office.press(DEV, "Calendar file", on=suggestion)
    (file,) = office.slack.thread(suggestion.channel, suggestion.ts)[-1].files
    assert b"DTSTART:20270303T1" in file.content
    assert b"SUMMARY:Career buddies: Ana and Dev\r\n" in file.content
    office.to(at("2027-03-08", "12:00"))
    assert len(room(office, DEV, ANA)) == 2


@pytest.mark.after(story=pair_up)
def test_the_line_of_the_other_stands_in_a_modal(office: Company) -> None:
    """What somebody wrote of themselves is read by pressing a button, and never in a message."""
    in_room(office, ANA, "What we wrote", DEV, ANA)
    assert "Hi <!here>" in office.modal(ANA)
    assert "learning from customers" in office.modal(ANA)


@pytest.mark.after(story=pair_up)
def test_not_yet_is_asked_once_more(office: Company) -> None:
    """Two working days after "not yet" comes the same question, and then no more."""
    office.to(at("2027-03-11", "12:00"))
    office.press(ANA, "Not yet")
    assert "I ask once more" in office.last(ANA)
    before = len(office.messages(ANA))
    office.to(at("2027-03-15", "16:00"))
    assert len(office.messages(ANA)) == before + 1
    office.press(ANA, "Not yet")
    assert "I will not ask again" in office.last(ANA)
    office.to(at("2027-03-26", "16:00"))
    assert len(office.messages(ANA)) == before + 1


def test_without_group_conversations_each_hears_alone(office: Company) -> None:
    """Where the workspace did not grant them, each is introduced in their own conversation."""
    office.slack.scopes -= {"mpim:write", "files:write"}
    pair_up(office)
    assert not room(office, DEV, ANA)
    assert office.last(DEV).startswith("*Dev, meet Ana.*")
    assert office.last(ANA).startswith("*Ana, meet Dev.*")


@pytest.mark.after(story=pair_up)
def test_no_reminder_comes_where_they_write_to_each_other(office: Company) -> None:
    """One message in their conversation is enough of a sign; its words are kept nowhere."""
    (channel,) = {one.channel for one in room(office, DEV, ANA)}
    office.slack.say(ANA, channel, "Hello Dev, shall we meet in the Aquarium?")
    office.to(at("2027-03-08", "12:00"))
    assert "There is still time" not in words(room(office, DEV, ANA))
    assert "Aquarium" not in str([one.model_dump() for one in office.rows(BuddySeat)])
    office.to(at("2027-03-11", "12:00"))
    assert "Did you" in office.last(DEV)


@pytest.mark.after(story=pair_up)
def test_a_calendar_file_asked_for_twice_is_handed_over_once(office: Company) -> None:
    """Slack may repeat a click; the file stands under the message one time."""
    first = room(office, DEV, ANA)[0]
    label = next(one for one in words([first]).splitlines() if one.startswith("Wed "))
    office.press(ANA, label, on=first)
    suggestion = room(office, DEV, ANA)[-1]
    office.press(DEV, "Calendar file", on=suggestion)
    office.press(DEV, "Calendar file", on=suggestion)
    thread = office.slack.thread(suggestion.channel, suggestion.ts)
    assert len([one for one in thread if one.files]) == 1


@pytest.mark.after(story=pair_up)
def test_a_takeaway_that_is_too_long_stays_in_the_form(office: Company) -> None:
    """It is said how long it is, and nothing is lost or kept."""
    match = str(office.rows(BuddySeat)[0].match_id)
    said = office.forge_form(DEV, "buddy.takeaway", match, words={"value": "x" * 3_001}).json()
    assert "3,001" in said["errors"]["words"]
    assert not any(one.sealed for one in office.rows(BuddySeat))


def test_three_are_reminded_as_three(office: Company) -> None:
    """A trio hears of the three of them; where one cannot, of the two who go on."""
    for user in (DEV, ANA, LENA):
        join(office, user)
    hold(office)
    assert matches(office) == [[ANA, DEV, LENA]]
    office.to_next("nudge")
    assert "still time for the three of you." in words(room(office, DEV, ANA, LENA)[1:])
    assert "All of you work at these hours" in words(room(office, DEV, ANA, LENA)[1:])
    office.command(DEV, "buddy")
    assert "Your buddies:" in office.whisper(DEV)
    office.press(DEV, "Cannot this time", on=room(office, DEV, ANA, LENA)[-1])
    assert "The two of you go on." in office.last(ANA)
