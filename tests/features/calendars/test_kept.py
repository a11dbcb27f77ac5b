"""What is read in a calendar, what is kept of it, and what is not."""

from datetime import timedelta
from typing import Any

import pytest

from bot.data.calendar_tables import CalendarFeed, CalendarSeries
from bot.playground.calendars import Calendar
from tests.company import DEV, MAYA, Company, local
from tests.features.calendars.following import HOUR, address, connect, follow, look


def test_what_is_left_out_is_forgotten_until_it_is_looked_for_again(office: Company) -> None:
    """Nothing is kept of a one-on-one that its owner did not choose; Home finds it anew."""
    connect(office)
    office.press(MAYA, "Choose one-on-ones")
    (found,) = office.rows(CalendarSeries)
    assert office.fill(MAYA, **{f"part.{found.id}": "leave"}).errors == {}
    assert "Nothing is followed" in office.modal(MAYA)
    office.slack.dismiss(MAYA)
    assert office.rows(CalendarSeries) == []
    office.press(MAYA, "Choose one-on-ones")
    assert "*Look again* on Home" in office.modal(MAYA)
    office.slack.dismiss(MAYA)
    office.press_home(MAYA, "Look again")
    office.slack.dismiss(MAYA)
    look(office)
    follow(office)
    (chosen,) = office.rows(CalendarSeries)
    assert chosen.partner == DEV


def test_a_rhythm_is_the_same_in_spring(office: Company) -> None:
    """Every two weeks is that too where an hour is missing between the two."""
    calendar = office.slack.calendars["maya"]
    calendar.first = calendar.first.replace(month=3, day=25)
    calendar.move(calendar.next_after(calendar.first + timedelta(days=3)), timedelta(days=7))
    connect(office)
    (found,) = office.rows(CalendarSeries)
    assert found.days == 14


def test_a_calendar_that_we_cannot_make_sense_of_is_told(
    office: Company, followed: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where reading it fails in a way that nobody foresaw, that counts like any other failure."""

    def stumble(*_args: object, **_more: object) -> None:
        raise RuntimeError("never seen before")

    followed.move(followed.next_after(office.slack.clock.now()), HOUR)
    monkeypatch.setattr("bot.calendars.reading.read", stumble)
    office.to(local("2027-03-01", "18:00"))
    (feed,) = office.rows(CalendarFeed)
    assert (feed.trouble, feed.failures > 0) == ("calendar", True)
    assert "Your calendar could not be read lately" in office.home(MAYA)


def test_the_form_says_what_is_kept(office: Company) -> None:
    """Whoever connects a calendar reads before what is read in it, and what is not kept."""
    office.command(MAYA, "calendar")
    assert "No title, no description, no place, no other event" in office.modal(MAYA)


def test_only_names_and_times_are_kept(office: Company, followed: Calendar) -> None:
    """No title and no other event stands in the database, and the address only sealed."""
    assert followed.title
    with office.bot.desk.store.read() as session:
        sqlite: Any = session.connection().connection.driver_connection
        dump = str(list(sqlite.iterdump()))
    assert "1:1" not in dump
    assert ".ics" not in dump
    (feed,) = office.rows(CalendarFeed)
    assert office.bot.desk.store.vault.open(feed.sealed_address) == address(office)


def test_strangers_are_not_one_on_ones(office: Company) -> None:
    """A meeting with somebody who is not of the workspace is none, whatever it is called."""
    office.slack.calendars["maya"].attendees = ("maya@example.com", "somebody@else.example")
    connect(office)
    assert office.rows(CalendarSeries) == []
