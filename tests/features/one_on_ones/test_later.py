"""What can be done with a one-on-one once it is agreed on, and what time does to it."""

import pytest

from bot.data.tables import Meeting, OneOnOne
from tests.company import DEV, MAYA, Company, local, said
from tests.features.stories import asked


@pytest.mark.parametrize("who", [DEV, MAYA])
def test_either_edits_skips_pauses_resumes_and_ends(office: Company, who: str) -> None:
    """Each is told by the other once; the question follows."""
    other = MAYA if who == DEV else DEV
    office.meet()
    office.press_home(who, "More…")
    office.press(who, "Change")
    office.fill(who, starts="15:00")
    office.slack.dismiss(who)
    assert "changed your one-on-one" in office.last(other)
    assert "15:00" in office.last(other)
    office.press_home(who, "Skip the next")
    office.slack.dismiss(who)
    assert "Thursday 18 March at 15:00" in office.home(who)
    office.press_home(who, "More…")
    office.press(who, "Pause")
    assert "after today" in office.fill(who, until="2027-03-01").errors["until"]
    assert "within a year" in office.fill(who, until="2029-03-01").errors["until"]
    office.fill(who, until="2027-03-20")
    office.slack.dismiss(who)
    assert "paused the questions* until Saturday 20 March" in office.last(other)
    assert "Thursday 1 April" in office.home(other)
    assert "Paused until Saturday 20 March" in office.home(other)
    office.press_home(who, "More…")
    office.press(who, "Go on")
    office.slack.dismiss(who)
    assert "goes on with the questions" in office.last(other)
    office.press_home(who, "More…")
    office.press(who, "End")
    assert "ended the questions" in office.last(other)
    office.to(local("2027-04-02", "12:00"))
    assert "ended the questions" in office.last(other)


@pytest.mark.after(story=Company.meet)
def test_going_on_twice_tells_once(office: Company) -> None:
    """Pressed again, a moment later, “Go on” changes nothing: nobody is told of it twice."""
    office.press_home(DEV, "More…")
    office.press(DEV, "Pause")
    office.fill(DEV, until="2027-03-20")
    (meeting,) = office.rows(OneOnOne)
    for second in range(2):
        office.to(local("2027-03-01", f"12:00:0{second}"))
        office.forge(DEV, "meeting.resume", str(meeting.id))
    office.settle()
    assert sum("goes on with the questions" in line for line in office.heading(MAYA)) == 1


@pytest.mark.after(story=Company.meet)
@pytest.mark.parametrize("change", ["hours", "pause", "length"])
def test_what_was_skipped_stays_skipped(office: Company, change: str) -> None:
    """New hours, a pause that is over or another length bring no meeting back that was left out."""
    office.press_home(MAYA, "Skip the next")
    office.slack.dismiss(MAYA)
    assert "Thursday 18 March at 10:00" in office.home(DEV)
    (meeting,) = office.rows(OneOnOne)
    if change == "hours":
        office.press_home(MAYA, "Settings")
        assert office.fill(MAYA, starts="08:30").errors == {}
    elif change == "pause":
        until = {"type": "datepicker", "selected_date": "2027-03-03"}
        office.forge_form(DEV, "pause", str(meeting.id), until=until)
        office.forge(DEV, "meeting.resume", str(meeting.id))
    else:
        office.press_home(DEV, "More…")
        office.press(DEV, "Change")
        assert office.fill(DEV, minutes="60").errors == {}
    office.settle()
    assert "Thursday 18 March at 10:00" in office.home(DEV)
    assert office.to_next("cue").date().isoformat() == "2027-03-18"


@pytest.mark.after(story=Company.meet)
def test_the_same_pause_twice_tells_once(office: Company) -> None:
    """A form that is sent again says that it is so, and tells the other nothing new."""
    (meeting,) = office.rows(OneOnOne)
    for day in ("2027-03-20", "2027-03-20", "2027-03-27"):
        until = {"type": "datepicker", "selected_date": day}
        answered = office.forge_form(DEV, "pause", str(meeting.id), until=until)
        assert "*Paused* until" in answered.text
        office.settle()
    assert sum("paused the questions" in line for line in office.heading(MAYA)) == 2


@pytest.mark.after(story=Company.meet)
def test_a_pause_is_over_by_itself(office: Company) -> None:
    """Nothing is sent while it lasts, and nobody has to do anything afterwards."""
    office.press_home(DEV, "More…")
    office.press(DEV, "Pause")
    office.fill(DEV, until="2027-03-18")
    before = len(office.messages(MAYA))
    office.to(local("2027-03-18", "07:50"))
    assert len(office.messages(MAYA)) == before
    assert office.to_next("cue") == local("2027-03-18", "10:30")
    assert "15 minutes left" in office.last(DEV)


@pytest.mark.after(story=asked, cadence="1w")
def test_a_pause_set_in_the_last_minutes_holds_for_the_next_time(office: Company) -> None:
    """The question that was just asked stays; the next one waits for the day."""
    office.press_home(DEV, "More…")
    office.press(DEV, "Pause")
    office.fill(DEV, until="2027-03-22")
    office.slack.dismiss(DEV)
    assert "15 minutes left" in office.heading(DEV)[-1]
    office.press(DEV, "Answer")
    office.fill(DEV, words="After all")
    office.to(local("2027-03-04", "10:46"))
    assert "Thursday 25 March" in office.home(DEV)


@pytest.mark.after(story=Company.meet, cadence="1w")
@pytest.mark.parametrize("clock", ["10:10", "10:35"])
def test_a_change_during_the_meeting_never_asks_twice(office: Company, clock: str) -> None:
    """Before the cue it moves; after it, the question of today was asked."""
    office.to(local("2027-03-04", clock))
    office.press_home(MAYA, "More…")
    office.press(MAYA, "Change")
    office.fill(MAYA, minutes="60")
    office.slack.dismiss(MAYA)
    office.to(local("2027-03-04", "12:00"))
    cues = [one for one in office.heading(DEV) if "minutes left" in one]
    assert len(cues) == 1
    assert office.to_next("cue") == local("2027-03-11", "10:45")


def test_daylight_saving_is_lived_through(office: Company) -> None:
    """A 10:00 in Berlin stays 10:00 there when the clocks change on 28 March 2027."""
    office.meet(first_date="2027-03-25", cadence="1w")
    for day, hour in (("2027-03-25", 9), ("2027-04-01", 8)):
        at = office.to_next("cue")
        assert at == local(day, "10:30")
        assert (at.hour, at.minute) == (hour, 30)
        assert office.messages(DEV)[-1].text.startswith("15 minutes left")
        office.to_next("close")


def test_a_holiday_of_either_is_left_out_and_both_see_it(office: Company) -> None:
    """Set before or after the date was planned: 25 March 2027 is a holiday in Greece."""
    office.meet(first_date="2027-03-25", cadence="2w")
    assert "Thursday 25 March" in office.home(MAYA)
    office.press_home(DEV, "Settings")
    office.fill(DEV, country="gr")
    for who in (DEV, MAYA):
        assert "Not on Thursday 25 March" in office.home(who)
        assert "Thursday 8 April at 10:00" in office.home(who)
        office.command(who, "next")
        shown = office.slack.ephemerals(who, office.slack.dm(who))[-1]
        assert "Not on Thursday 25 March" in said(shown.blocks)
    office.press_home(MAYA, "More…")
    office.press(MAYA, "Change")
    office.fill(MAYA, starts="11:00")
    assert office.home(DEV).count("Not on Thursday 25 March") == 1
    assert office.to_next("cue") == local("2027-04-08", "11:30")


@pytest.mark.after(story=asked)
def test_a_deactivated_manager_ends_it_and_the_report_is_told(office: Company) -> None:
    """Nothing more is sent to either; the answers stay with their author."""
    office.press(DEV, "Answer")
    office.fill(DEV, words="mine", answer__audience="manager")
    office.slack.change_member(MAYA, deleted=True)
    office.settle()
    assert "ended the questions" in office.last(DEV)
    assert office.rows(OneOnOne)[0].state is Meeting.ENDED
    assert "can no longer read it" in office.home(DEV)
    before = len(office.messages(DEV))
    office.to(local("2027-03-19", "12:00"))
    assert len(office.messages(DEV)) == before


def test_times_follow_a_zone_that_changes(office: Company) -> None:
    """Somebody moves: the meeting stays where it was agreed, the preparation follows its reader."""
    office.meet(first_date="2027-03-04", starts="16:00")
    office.slack.change_member(MAYA, tz="America/New_York")
    assert "Thursday at 10:00" in office.home(MAYA)
    # 08:00 in New York is within her hours, so that two hours before is still right.
    assert office.to_next("preparation") == local("2027-03-04", "14:00")
    office.slack.change_member(MAYA, tz="America/Los_Angeles")
    assert "Wednesday" not in office.home(MAYA)


@pytest.mark.after(story=Company.meet)
def test_nothing_at_all_arrives_in_a_pause(office: Company) -> None:
    """A meeting at nine on the first day after it is prepared on that day, not before."""
    office.press_home(DEV, "More…")
    office.press(DEV, "Change")
    assert office.fill(DEV, first_date="2027-03-04", starts="09:00").errors == {}
    office.slack.dismiss(DEV)
    (meeting,) = office.rows(OneOnOne)
    until = {"type": "datepicker", "selected_date": "2027-03-18"}
    office.forge_form(DEV, "pause", str(meeting.id), until=until)
    office.settle()
    before = len(office.messages(MAYA))
    office.to(local("2027-03-18", "00:00"))
    assert len(office.messages(MAYA)) == before
    office.to(local("2027-03-18", "08:59"))
    assert len(office.messages(MAYA)) == before + 1
    assert office.to_next("cue") == local("2027-03-18", "09:30")


def test_a_pause_begins_before_a_meeting_that_goes_on_past_midnight(office: Company) -> None:
    """What begins in a pause does not take place, though it would end after it."""
    office.meet(starts="23:30", minutes="45")
    (meeting,) = office.rows(OneOnOne)
    until = {"type": "datepicker", "selected_date": "2027-03-05"}
    office.forge_form(DEV, "pause", str(meeting.id), until=until)
    assert "Thursday 18 March at 23:30" in office.home(DEV)
