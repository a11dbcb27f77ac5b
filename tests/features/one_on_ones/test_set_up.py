"""Setting up a one-on-one, and everything that can be done with it later."""

from dataclasses import replace
from typing import Any

import pytest

from bot.data.tables import Meeting, OneOnOne
from tests.company import ANA, DEV, GUS, KIM, LENA, MAYA, TOM, Company, local, said

TIMES = {"first_date": "2027-03-04", "starts": "10:00", "minutes": "45", "cadence": "2w"}


def propose(office: Company, who: str, whom: str, **fields: str) -> dict[str, str]:
    """Send the form; return what is wrong with it."""
    office.command(who, "one-on-one")
    errors = dict(office.fill(who, **{"with": whom, **TIMES, **fields}).errors)
    office.slack.dismiss(who)
    return errors


def test_every_refusal_says_why(office: Company) -> None:
    """Not with oneself, a guest, an app, somebody gone, or of elsewhere; nor as a guest."""
    office.slack.admit(replace(office.slack.members[LENA], deleted=True))
    whys = {
        DEV: "A one-on-one takes two.",
        GUS: "Gus is a guest here.",
        "U0TRELLIS": "an app, not a person",
        "USLACKBOT": "an app, not a person",
        LENA: "Lena is no longer active",
        "U0NOBODY": "does not know this person",
    }
    for whom, why in whys.items():
        assert why in propose(office, DEV, whom)["with"]
    assert "you are a guest" in propose(office, GUS, MAYA)["with"]
    assert office.rows(OneOnOne) == []


def test_somebody_of_another_workspace_is_refused(office: Company) -> None:
    """Met in a shared channel, but a member elsewhere."""
    office.tell({"type": "user_change", "user": {"id": "U0SAM", "name": "sam", "team_id": "T0B"}})
    office.command(DEV, "one-on-one")
    assert "belongs to another workspace" in propose(office, DEV, "U0SAM")["with"]


def test_two_people_have_at_most_one(office: Company) -> None:
    """Whoever asks second is told, in either direction, before and after it was accepted."""
    assert propose(office, DEV, MAYA) == {}
    assert "already have one" in propose(office, DEV, MAYA)["with"]
    assert "already have one" in propose(office, MAYA, DEV)["with"]
    office.press(MAYA, "Accept")
    assert "already have one" in propose(office, MAYA, DEV, manager="me")["with"]
    assert len(office.rows(OneOnOne)) == 1


def test_whoever_has_stopped_is_not_asked_until_they_come_back(office: Company) -> None:
    """Stop is respected by others; setting up a one-on-one oneself begins again."""
    office.write(MAYA, "stop")
    assert "Stopped." in office.last(MAYA)
    assert "does not use Trellis" in propose(office, DEV, MAYA)["with"]
    assert propose(office, MAYA, DEV, manager="me") == {}
    office.press(DEV, "Accept")
    assert "Dev accepted" in office.last(MAYA)


def test_nothing_is_asked_before_the_other_accepts(office: Company) -> None:
    """The proposal tells what will happen and who sees what; then there is silence."""
    propose(office, DEV, MAYA)
    asked = office.last(MAYA)
    assert "Dev would like your one-on-ones to end with a career question." in asked
    assert "What Dev writes stays with Dev unless Dev shares it." in asked
    assert "Thursdays 10:00–10:45, every two weeks" in asked
    office.to(local("2027-03-04", "11:00"))
    assert len(office.messages(MAYA)) == 1
    assert office.messages(DEV) == []
    assert "has not answered yet" in office.home(DEV)


def test_the_manager_starts_it_too(office: Company) -> None:
    """The report is told what they will be asked, and who sees what."""
    office.command(MAYA, "one-on-one @dev")
    assert office.slack.modal(MAYA).blocks[1]["element"]["initial_user"] == DEV  # type: ignore[union-attr]
    assert office.fill(MAYA, manager="me", **TIMES).errors == {}
    assert "Trellis asks you one question; Maya sees it two hours before" in office.last(DEV)
    office.press(DEV, "Accept")
    meeting = office.rows(OneOnOne)[0]
    assert (meeting.manager, meeting.report, meeting.state) == (MAYA, DEV, Meeting.ACTIVE)


def test_a_proposal_waits_for_working_hours(office: Company) -> None:
    """Asked late in the evening, the other hears in the morning, in their own zone."""
    office.to(local("2027-03-01", "21:00"))
    propose(office, DEV, TOM)  # in New York it is 15:00
    propose(office, DEV, MAYA)
    assert len(office.messages(TOM)) == 1
    assert office.messages(MAYA) == []
    office.to(local("2027-03-02", "07:59"))
    assert office.messages(MAYA) == []
    office.to(local("2027-03-02", "08:01"))
    assert "Dev would like" in office.last(MAYA)


def test_declining_is_said_once_and_is_the_end(office: Company) -> None:
    """Nothing more is sent, and one may ask again another day."""
    propose(office, DEV, MAYA)
    office.press(MAYA, "Not now")
    assert "Maya would rather not start now." in office.last(DEV)
    assert "Not now." in office.last(MAYA)
    office.to(local("2027-03-05", "12:00"))
    assert (len(office.messages(DEV)), len(office.messages(MAYA))) == (1, 1)
    assert propose(office, DEV, MAYA) == {}


def test_the_invited_change_the_time_and_have_accepted(office: Company) -> None:
    """Both learn the new time, and the question follows it."""
    propose(office, DEV, MAYA)
    office.press(MAYA, "Change the time")
    office.fill(MAYA, first_date="2027-03-05", starts="14:00", minutes="30")
    assert "Maya accepted." in office.last(DEV)
    assert "Fridays 14:00–14:30, every two weeks" in office.last(DEV)
    assert "Accepted." in office.last(MAYA)
    assert office.to_next("cue") == local("2027-03-05", "14:15")


def test_the_proposer_changes_it_or_takes_it_back(office: Company) -> None:
    """The proposal says how things stand; nothing new is sent to the other."""
    propose(office, DEV, MAYA)
    office.press_home(DEV, "Change")
    office.fill(DEV, starts="11:00")
    office.slack.dismiss(DEV)
    assert "Thursdays 11:00–11:45" in office.last(MAYA)
    assert office.rows(OneOnOne)[0].state is Meeting.PROPOSED
    office.press_home(DEV, "End")
    assert "has ended" in office.last(MAYA)
    assert len(office.messages(MAYA)) == 1


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


def test_a_pause_is_over_by_itself(office: Company) -> None:
    """Nothing is sent while it lasts, and nobody has to do anything afterwards."""
    office.meet()
    office.press_home(DEV, "More…")
    office.press(DEV, "Pause")
    office.fill(DEV, until="2027-03-18")
    before = len(office.messages(MAYA))
    office.to(local("2027-03-18", "07:50"))
    assert len(office.messages(MAYA)) == before
    assert office.to_next("cue") == local("2027-03-18", "10:30")
    assert "15 minutes left" in office.last(DEV)


def test_a_pause_set_in_the_last_minutes_holds_for_the_next_time(office: Company) -> None:
    """The question that was just asked stays; the next one waits for the day."""
    office.meet(cadence="1w")
    office.to_next("cue")
    office.press_home(DEV, "More…")
    office.press(DEV, "Pause")
    office.fill(DEV, until="2027-03-22")
    office.slack.dismiss(DEV)
    assert "15 minutes left" in office.heading(DEV)[-1]
    office.press(DEV, "Answer")
    office.fill(DEV, words="After all")
    office.to(local("2027-03-04", "10:46"))
    assert "Thursday 25 March" in office.home(DEV)


@pytest.mark.parametrize("clock", ["10:10", "10:35"])
def test_a_change_during_the_meeting_never_asks_twice(office: Company, clock: str) -> None:
    """Before the cue it moves; after it, the question of today was asked."""
    office.meet(cadence="1w")
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
    office.press_home(DEV, "Change")
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


def test_a_deactivated_manager_ends_it_and_the_report_is_told(office: Company) -> None:
    """Nothing more is sent to either; the answers stay with their author."""
    office.meet()
    office.to_next("cue")
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


def test_somebody_with_many_reports_sees_them_all_on_the_next_page(office: Company) -> None:
    """`/career next` answers for more than one, within what Slack shows."""
    for who in (DEV, ANA, TOM, LENA, KIM):
        propose(office, who, MAYA, first_date="2027-03-05")
        office.press(MAYA, "Accept")
    office.command(MAYA, "next")
    shown = said(office.slack.ephemerals(MAYA, office.slack.dm(MAYA))[-1].blocks)
    assert [name in shown for name in ("Dev", "Ana", "Tom", "Lena", "Kim")] == [True] * 5


def test_a_form_that_says_too_little_names_each_field(office: Company) -> None:
    """Malformed and missing values come back by their field, and nothing is recorded."""
    answer = office.forge_form(DEV, "setup", "", minutes={"selected_option": {"value": "7"}}).json()
    assert set(answer["errors"]) == {"with", "first_date", "starts", "cadence", "zone"}
    far: dict[str, Any] = {
        "with": {"selected_user": MAYA},
        "manager": {"selected_option": {"value": "them"}},
        "first_date": {"selected_date": "2031-01-01"},
        "starts": {"selected_time": "10:00"},
        "minutes": {"selected_option": {"value": "121"}},
        "cadence": {"selected_option": {"value": "2w"}},
        "zone": {"selected_option": {"value": "Mars/Olympus"}},
    }
    answer = office.forge_form(DEV, "setup", "", **far).json()
    assert set(answer["errors"]) == {"first_date", "minutes", "zone"}
    assert office.rows(OneOnOne) == []


def test_the_form_begins_with_what_is_usual(office: Company) -> None:
    """Tomorrow where its opener lives, in their zone."""
    office.to(local("2027-03-01", "23:30"))
    office.command(TOM, "one-on-one")
    blocks = {one.get("block_id"): one for one in office.slack.modal(TOM).blocks}  # type: ignore[union-attr]
    assert blocks["first_date"]["element"]["initial_date"] == "2027-03-02"
    assert blocks["zone"]["element"]["initial_option"]["value"] == "America/New_York"
