"""A calendar is connected, and what happens in it happens to the one-on-one."""

from datetime import datetime, timedelta

import pytest

from bot.data.calendar_tables import CalendarFeed, CalendarMeeting, CalendarSeries
from bot.data.tables import Occurrence, OneOnOne, Outcome, Question
from bot.playground.calendars import Calendar
from tests.company import ANA, DEV, KIM, MAYA, Company, local
from tests.features.calendars.following import HOUR, connect, cues, follow, look, upcoming


def test_a_calendar_is_connected_and_followed(office: Company) -> None:
    """What is found is proposed to the other, who decides; then the question comes at its end."""
    connect(office)
    assert "I found a one-on-one in your calendar" in office.last(MAYA)
    office.press(MAYA, "Choose one-on-ones")
    assert "Thursday at 10:00–10:45" in office.modal(MAYA)
    office.slack.dismiss(MAYA)
    follow(office)
    assert "Thursdays 10:00–10:45, every week, or as Maya’s calendar says" in office.last(DEV)
    assert [one for one in office.rows(Occurrence) if one.is_open] == []
    office.press(DEV, "Accept")
    assert upcoming(office).cue_at == local("2027-03-04", "10:30")
    assert office.to_next("cue") == local("2027-03-04", "10:30")
    assert len(cues(office)) == 1


@pytest.mark.parametrize("by", [HOUR, -HOUR, timedelta(days=1)])
def test_a_moved_meeting_moves_the_cue(office: Company, followed: Calendar, by: timedelta) -> None:
    """Moved in the calendar, even minutes before, the question comes at the end of its new time."""
    office.to(local("2027-03-04", "08:45"))
    followed.move(followed.next_after(office.slack.clock.now()), by)
    office.to(local("2027-03-05", "12:00"))
    assert len(cues(office)) == 1
    (asked,) = [one for one in office.messages(DEV) if "minutes left" in str(one.blocks)]
    at = datetime.fromtimestamp(float(asked.ts), tz=local("2027-03-04", "10:30").tzinfo)
    assert abs(at - local("2027-03-04", "10:30") - by) < timedelta(minutes=1)


def test_of_two_that_follow_each_other_each_is_asked(office: Company, followed: Calendar) -> None:
    """Moved to the hour right before the next one, neither is passed over."""
    by = timedelta(days=7, minutes=-45)
    followed.move(followed.next_after(office.slack.clock.now()), by)
    office.to(local("2027-03-11", "09:46"))
    assert len(cues(office)) == 1
    office.to(local("2027-03-11", "10:31"))
    assert len(cues(office)) == 2


def test_a_cancelled_meeting_sends_nothing_and_the_question_waits(
    office: Company, followed: Calendar
) -> None:
    """Cancelled ten minutes before, nothing is sent; a week later the same question comes."""
    office.to_next("preparation")
    question = office.last(MAYA).splitlines()[1]
    office.to(local("2027-03-04", "10:20"))
    followed.cancel(followed.next_after(office.slack.clock.now()))
    office.to(local("2027-03-04", "12:00"))
    assert cues(office) == cues(office, MAYA) == []
    assert upcoming(office).starts_at == local("2027-03-11", "10:00")
    office.to(local("2027-03-11", "10:31"))
    assert question in office.last(DEV)


def test_a_shorter_meeting_asks_earlier(office: Company, followed: Calendar) -> None:
    """The question comes fifteen minutes before the new end, or at half-time."""
    followed.shorten(followed.next_after(office.slack.clock.now()), 30)
    office.to(local("2027-03-03", "12:00"))
    assert upcoming(office).cue_at == local("2027-03-04", "10:15")
    followed.shorten(followed.next_after(office.slack.clock.now()), 60)
    office.to(local("2027-03-03", "13:00"))
    assert upcoming(office).cue_at == local("2027-03-04", "10:45")


def test_what_was_left_out_stays_left_out(office: Company, followed: Calendar) -> None:
    """A meeting skipped here still stands in the calendar, and is not asked about after all."""
    office.press_home(MAYA, "Skip the next")
    followed.shorten(followed.next_after(office.slack.clock.now()), 30)
    office.to(local("2027-03-04", "12:00"))
    assert cues(office) == []
    assert upcoming(office).starts_at == local("2027-03-11", "10:00")


def test_a_series_that_ends_leaves_nothing_open(office: Company, followed: Calendar) -> None:
    """Where the calendar shows no next one, that is said, and what was planned is closed."""
    followed.first += timedelta(days=700)
    office.to(local("2027-03-01", "10:00"))
    assert [one for one in office.rows(Occurrence) if one.is_open] == []
    assert office.rows(Occurrence)[0].outcome is Outcome.CANCELLED
    assert "the calendar that you two follow shows no next one" in office.home(DEV)
    followed.first -= timedelta(days=693)
    office.to(local("2027-03-01", "11:00"))
    assert upcoming(office).starts_at == local("2027-03-11", "10:00")


@pytest.mark.after(story=Company.meet)
def test_either_side_may_connect(office: Company) -> None:
    """A report's calendar works the same way; a one-on-one that lives already follows at once."""
    connect(office, DEV)
    follow(office, DEV, "report", MAYA)
    assert "Dev connected a calendar" in office.last(MAYA)
    assert len(office.rows(OneOnOne)) == 1
    office.slack.calendars["maya"].move(
        office.slack.calendars["maya"].next_after(office.slack.clock.now()), HOUR
    )
    office.to_next("cue")
    assert office.slack.clock.now() - local("2027-03-04", "11:30") < timedelta(minutes=1)


def test_disconnecting_brings_back_the_agreed_times(office: Company, followed: Calendar) -> None:
    """All that was read is deleted, and the times that stand in Slack hold."""
    followed.move(followed.next_after(office.slack.clock.now()), HOUR)
    office.to(local("2027-03-01", "10:00"))
    assert upcoming(office).starts_at == local("2027-03-04", "11:00")
    office.press_home(MAYA, "Disconnect")
    assert office.rows(CalendarFeed) == []
    assert office.rows(CalendarSeries) == []
    assert office.rows(CalendarMeeting) == []
    assert upcoming(office).starts_at == local("2027-03-04", "10:00")


def test_times_given_in_slack_take_the_calendars_place(office: Company, followed: Calendar) -> None:
    """Whoever changes the times in Slack stops following."""
    assert followed
    office.press_home(DEV, "More…")
    office.press(DEV, "Change")
    changed = {"first_date": "2027-03-05", "starts": "15:00", "minutes": "45", "cadence": "1w"}
    assert office.fill(DEV, **changed).errors == {}
    assert upcoming(office).starts_at == local("2027-03-05", "15:00")
    assert office.rows(CalendarSeries) == []


def test_titles_name_people_where_attendees_are_left_out(office: Company) -> None:
    """A published calendar without attendees is understood by its titles."""
    office.slack.calendars["maya"].attendees = ()
    connect(office)
    (found,) = office.rows(CalendarSeries)
    assert found.partner == DEV


def test_a_pattern_of_the_owners(office: Company) -> None:
    """The owner says what titles look like, and with whom it is."""
    office.slack.calendars["maya"].attendees = ()
    office.slack.calendars["maya"].title = "Catch-up with a bear"
    connect(office)
    assert "I found no one-on-ones" in office.last(MAYA)
    office.press_home(MAYA, "Disconnect")
    office.slack.dismiss(MAYA)
    connect(office, pattern="catch-up*")
    (found,) = office.rows(CalendarSeries)
    assert found.partner is None
    office.press(MAYA, "Choose one-on-ones")
    sent = office.fill(MAYA, **{f"part.{found.id}": "manager"})
    assert sent.errors == {f"with.{found.id}": "Choose with whom it is."}


def test_a_series_may_go_on_under_another_name(office: Company, followed: Calendar) -> None:
    """Edited from some date on, a calendar may write a new series of the same two."""
    followed.name = "another"
    followed.first += timedelta(days=1)
    office.to(local("2027-03-01", "10:00"))
    assert upcoming(office).starts_at == local("2027-03-05", "10:00")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.com/x.ics", "no address of a calendar"),
        ("https://me:secret@example.com/", "no address of a calendar"),
    ],
)
def test_an_address_that_is_none(office: Company, url: str, reason: str) -> None:
    """What is no address is refused in the form."""
    office.command(MAYA, "calendar")
    assert reason in office.fill(MAYA, address=url).errors["address"]
    assert office.rows(CalendarFeed) == []


def test_an_address_that_leads_inside(office: Company) -> None:
    """A private address is not fetched from: its owner is told, and it is not kept."""
    office.command(MAYA, "calendar")
    office.fill(MAYA, address="https://10.0.0.1/cal.ics")
    office.slack.dismiss(MAYA)
    look(office)
    assert "private network" in office.last(MAYA)
    assert office.rows(CalendarFeed) == []


def test_a_failing_calendar_keeps_working_and_says_so(office: Company, followed: Calendar) -> None:
    """What was known holds; Home says since when; the owner is told once, after a day."""
    del office.slack.calendars["maya"]
    office.to(local("2027-03-01", "18:00"))
    assert not [one for one in office.heading(MAYA) if "could not be read since" in one]
    assert "This is what it said" in office.home(DEV)
    assert "Your calendar could not be read lately" in office.home(MAYA)
    (feed,) = office.rows(CalendarFeed)
    assert feed.failures > 0
    for day in ("2027-03-02", "2027-03-03"):
        for hour in range(8, 18, 2):
            office.to(local(day, f"{hour:02}:00"))
    assert len([one for one in office.heading(MAYA) if "could not be read since" in one]) == 1
    assert office.to_next("cue") == local("2027-03-04", "10:30")
    assert len(cues(office)) == 1
    office.slack.calendars["maya"] = followed
    office.to(local("2027-03-04", "18:00"))
    assert "This is what it said" not in office.home(DEV)


def test_nobody_elses_calendar_can_be_pressed(office: Company, followed: Calendar) -> None:
    """A forged press changes nothing."""
    assert followed
    (feed,) = office.rows(CalendarFeed)
    for user in (DEV, KIM, ANA):
        for action in ("calendar.forget", "calendar.again", "calendar.choose"):
            office.forge(user, action, str(feed.id))
    assert office.rows(CalendarFeed) == [feed]


def test_disconnecting_asks_in_red(office: Company, followed: Calendar) -> None:
    """It deletes the address and all times: the press that confirms it is marked as danger."""
    assert followed
    office.home(MAYA)
    view = office.slack.home(MAYA)
    assert view is not None
    buttons = [one for block in view.blocks for one in block.get("elements", ())]
    (forget,) = [one for one in buttons if one.get("action_id") == "calendar.forget"]
    assert forget["confirm"]["style"] == "danger"


def test_who_erases_everything_leaves_no_calendar(office: Company, followed: Calendar) -> None:
    """Forgetting takes the calendar along, and the one-on-one ends."""
    assert followed
    office.command(MAYA, "forget me")
    office.slack.submit(MAYA, {})
    office.settle()
    for table in (CalendarFeed, CalendarSeries, CalendarMeeting):
        assert office.rows(table) == []
    assert [one for one in office.rows(Question) if one.by == MAYA] == []
